/// The words of CSA.
enum ShogiCSA {
  /// Codes of pieces by `ShogiPieceKind.rawValue`.
  static let codes = [
    "", "FU", "KY", "KE", "GI", "KA", "HI", "KI", "OU", "TO", "NY", "NK", "NG", "UM", "RY",
  ]

  /// The code of a piece.
  static func code(of kind: ShogiPieceKind) -> String { codes[Int(kind.rawValue)] }

  /// The keys of CSA that KIF has a word for.
  static let keys = [
    ("N+", "先手"), ("N-", "後手"), ("$EVENT:", "棋戦"), ("$SITE:", "場所"),
    ("$START_TIME:", "開始日時"), ("$END_TIME:", "終了日時"), ("$TIME_LIMIT:", "持ち時間"),
    ("$OPENING:", "戦型"),
  ]
}

extension ShogiRecord {
  /// The main line as CSA 2.2, which knows no variations; lines end in a line feed.
  ///
  /// Headers that CSA has no key for are left out, forfeits become an interruption. Source: the
  /// Computer Shogi Association's description of its standard record format, version 2.2.
  public var csa: String {
    var lines = ["'CSA encoding=UTF-8", "V2.2"]
    for header in headers {
      if let key = ShogiCSA.keys.first(where: { $0.1 == header.key })?.0 {
        lines.append(key + header.value)
      } else if header.key.hasPrefix("$") {
        lines.append("\(header.key):\(header.value)")
      }
    }
    lines += csaStart
    var side = start.sideToMove
    for number in mainLine {
      let node = nodes[number]
      if let move = node.move, let piece = node.piece {
        lines.append(csaText(move, piece, side))
        if let seconds = node.seconds { lines.append("T\(seconds)") }
        side = side.opponent
      }
      lines += node.comments.map { "'*\($0)" }
      if let ending = node.ending {
        lines.append("%" + ending.csa(mover: side))
        if let seconds = node.endingSeconds { lines.append("T\(seconds)") }
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func csaText(_ move: ShogiMove, _ piece: ShogiPieceKind, _ side: ShogiSide) -> String {
    let from = move.from.map { "\($0.file)\($0.rank)" } ?? "00"
    let arriving = move.promotes ? piece.promoted ?? piece : piece
    return (side == .black ? "+" : "-") + from + "\(move.to.file)\(move.to.rank)"
      + ShogiCSA.code(of: arriving)
  }

  /// The nine rows, the hands and the side to move.
  private var csaStart: [String] {
    var lines = (1...9).map { rank in
      "P\(rank)"
        + (1...9).reversed().map { file in
          guard let piece = start.piece(at: ShogiSquare(file: file, rank: rank)) else {
            return " * "
          }
          return (piece.side == .black ? "+" : "-") + ShogiCSA.code(of: piece.kind)
        }.joined()
    }
    for side in ShogiSide.allCases {
      let hand = ShogiPieceKind.handOrder.map {
        String(repeating: "00" + ShogiCSA.code(of: $0), count: start.count(of: $0, inHandOf: side))
      }.joined()
      if !hand.isEmpty { lines.append((side == .black ? "P+" : "P-") + hand) }
    }
    return lines + [start.sideToMove == .black ? "+" : "-"]
  }
}
