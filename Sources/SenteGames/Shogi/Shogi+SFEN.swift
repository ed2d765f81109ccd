extension ShogiPosition {
  /// The usual opening position.
  static let opening: ShogiPosition = {
    var position = ShogiPosition()
    let back: [ShogiPieceKind] = [.lance, .knight, .silver, .gold]
    for side in [ShogiSide.black, .white] {
      // White's set is black's turned round: square 80 - n.
      let put = { (kind: ShogiPieceKind, file: Int, rank: Int) -> (UInt8, Int) in
        let square = ShogiSquare(file: file, rank: rank).index
        return (ShogiPiece(side, kind).code, side == .black ? square : 80 - square)
      }
      var pieces = (1...9).map { put(.pawn, $0, 7) }
      pieces += back.enumerated().flatMap { [put($1, $0 + 1, 9), put($1, 9 - $0, 9)] }
      pieces += [put(.king, 5, 9), put(.rook, 2, 8), put(.bishop, 8, 8)]
      for (code, square) in pieces { position.place(code, on: square) }
    }
    position.begin(0)
    return position
  }()

  /// The first three fields of SFEN.
  var sfen: String {
    var text = ""
    for rank in 1...9 {
      var empty = 0
      for file in (1...9).reversed() {
        guard let piece = ShogiPiece(code: board[ShogiSquare(file: file, rank: rank).index]) else {
          empty += 1
          continue
        }
        if empty > 0 { text += "\(empty)" }
        empty = 0
        text += piece.sfen
      }
      if empty > 0 { text += "\(empty)" }
      if rank < 9 { text += "/" }
    }
    var hand = ""
    for side in [ShogiSide.black, .white] {
      for kind in ShogiPieceKind.handOrder {
        let count = held(Int(side.rawValue), Int(kind.rawValue))
        if count > 0 { hand += (count > 1 ? "\(count)" : "") + ShogiPiece(side, kind).sfen }
      }
    }
    return "\(text) \(side == 0 ? "b" : "w") \(hand.isEmpty ? "-" : hand)"
  }
}

extension ShogiPiece {
  /// The piece as SFEN writes it: `P`, `p`, `+P`.
  var sfen: String {
    let letter = side == .black ? String(kind.letter) : kind.letter.lowercased()
    return kind.isPromoted ? "+" + letter : letter
  }
}
