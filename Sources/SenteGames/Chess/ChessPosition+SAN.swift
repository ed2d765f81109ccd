extension ChessPosition {
  /// A legal move in standard algebraic notation, with the marks of check and mate.
  ///
  /// Source: PGN Standard (1994), section 8.2.3.
  public func san(of move: ChessMove) -> String {
    guard let (piece, side) = self[move.from] else {
      preconditionFailure("no piece on \(ChessSquare.name(move.from))")
    }
    var text: String
    if isCastling(move) {
      text = move.to > move.from ? "O-O" : "O-O-O"
    } else {
      let takes = self[move.to] != nil || piece == .pawn && (move.from ^ move.to) & 7 != 0
      text = piece == .pawn ? "" : String(piece.letter)
      if piece != .pawn {
        text += origin(of: move, among: squares(of: piece, side))
      } else if takes {
        text += ChessSquare.name(move.from).prefix(1)
      }
      text += (takes ? "x" : "") + ChessSquare.name(move.to)
      if let promotion = move.promotion { text += "=\(promotion.letter)" }
    }
    var next = self
    next.play(move)
    return text + (!next.isInCheck ? "" : next.hasLegalMove ? "+" : "#")
  }

  /// What tells a piece from others of its kind that could go to the same square.
  private func origin(of move: ChessMove, among alike: UInt64) -> String {
    var rivals = alike & ~(1 << UInt64(move.from))
    if rivals == 0 { return "" }
    var legalRivals: UInt64 = 0
    for other in legalMoves where other.to == move.to { legalRivals |= 1 << UInt64(other.from) }
    rivals &= legalRivals
    if rivals == 0 { return "" }
    let name = ChessSquare.name(move.from)
    if rivals & ChessTables.fileA << UInt64(move.from & 7) == 0 { return String(name.prefix(1)) }
    if rivals & 0xFF << UInt64(move.from & 56) == 0 { return String(name.suffix(1)) }
    return name
  }

  /// Reads a legal move in standard algebraic notation.
  ///
  /// Beyond the standard it understands what files really hold: `0-0` for `O-O`, promotion with and
  /// without `=`, more origin than needed (`Ng1f3`, `e2-e4`), missing or wrong marks of check, and
  /// marks of quality (`!?`) at the end.
  ///
  /// - Throws: `NotationError` where the text is no move, or is illegal or ambiguous here.
  public func move(san text: String) throws(NotationError) -> ChessMove {
    try move(san: Array(text.utf8)[...])
  }

  func move(san bytes: ArraySlice<UInt8>) throws(NotationError) -> ChessMove {
    let pattern = try SANPattern(bytes)
    let side: ChessSide = blackToMove ? .black : .white
    var found: ChessMove?
    var ambiguous: ChessMove?
    for move in legalMoves where pattern.matches(move, self[move.from]?.piece, isCastling(move)) {
      if found != nil { ambiguous = move }
      found = found ?? move
    }
    let shown = { String(decoding: bytes, as: UTF8.self) }
    guard let found else {
      let player = side == .white ? "White" : "Black"
      throw NotationError(column: 1, reason: "\(shown()) is not legal for \(player) here")
    }
    if let ambiguous {
      throw NotationError(
        column: 1,
        reason: "\(shown()) is ambiguous: \(uci(of: found)) or \(uci(of: ambiguous))")
    }
    return found
  }
}

/// What a move in standard algebraic notation says.
private struct SANPattern {
  var piece = ChessPiece.pawn
  var fromFile: Int?
  var fromRank: Int?
  var to = 0
  var promotion: ChessPiece?
  var castlesKingSide: Bool?

  init(_ text: ArraySlice<UInt8>) throws(NotationError) {
    var rest = text
    while let last = rest.last, "+#!?".utf8.contains(last) { rest.removeLast() }
    if let kingSide = SANPattern.castling(rest) {
      castlesKingSide = kingSide
      return
    }
    if let first = rest.first, let named = ChessPiece(capital: first) {
      piece = named
      rest.removeFirst()
    }
    try readPromotion(&rest, text)
    guard rest.count >= 2,
      let goal = ChessSquare.square(rest[rest.endIndex - 2], rest[rest.endIndex - 1])
    else { throw SANPattern.error(text, rest.startIndex) }
    to = goal
    rest.removeLast(2)
    if let last = rest.last, last == UInt8(ascii: "x") || last == UInt8(ascii: "-") {
      rest.removeLast()
    }
    if let first = rest.first, let file = ChessSquare.file(first) {
      fromFile = file
      rest.removeFirst()
    }
    if let first = rest.first, let rank = ChessSquare.rank(first) {
      fromRank = rank
      rest.removeFirst()
    }
    guard rest.isEmpty else { throw SANPattern.error(text, rest.startIndex) }
  }

  private mutating func readPromotion(
    _ rest: inout ArraySlice<UInt8>, _ text: ArraySlice<UInt8>
  ) throws(NotationError) {
    guard let last = rest.last, let named = ChessPiece(capital: last) else { return }
    guard named != .pawn, named != .king else { throw SANPattern.error(text, rest.endIndex - 1) }
    promotion = named
    rest.removeLast()
    if rest.last == UInt8(ascii: "=") { rest.removeLast() }
  }

  private static func castling(_ text: ArraySlice<UInt8>) -> Bool? {
    switch String(decoding: text, as: UTF8.self) {
    case "O-O", "0-0": true
    case "O-O-O", "0-0-0": false
    default: nil
    }
  }

  private static func error(_ text: ArraySlice<UInt8>, _ index: Int) -> NotationError {
    let shown = String(decoding: text, as: UTF8.self)
    return NotationError(
      column: index - text.startIndex + 1,
      reason: "'\(shown)' is not a move such as Nf3, exd5, O-O, e8=Q")
  }

  func matches(_ move: ChessMove, _ mover: ChessPiece?, _ isCastling: Bool) -> Bool {
    if let castlesKingSide { return isCastling && castlesKingSide == (move.to > move.from) }
    return !isCastling && mover == piece && move.to == to && move.promotion == promotion
      && (fromFile ?? move.from & 7) == move.from & 7
      && (fromRank ?? move.from >> 3) == move.from >> 3
  }
}
