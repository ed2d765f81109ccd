extension GardnerChess {
  /// The position in FEN, `rnbqk/ppppp/5/PPPPP/RNBQK w - - 0 1`; the past is not part of it.
  public var text: String {
    let ranks = (0..<5).reversed().map { row in
      var rank = ""
      var empty = 0
      for column in 0..<5 {
        guard let (kind, side) = position.piece(at: row * 5 + column) else {
          empty += 1
          continue
        }
        if empty > 0 { rank += "\(empty)" }
        empty = 0
        let letter = String(GardnerPosition.letters[kind])
        rank += side == 0 ? letter.uppercased() : letter
      }
      return empty > 0 ? rank + "\(empty)" : rank
    }
    let mover = position.side == 0 ? "w" : "b"
    return ranks.joined(separator: "/") + " \(mover) - - \(halfMoves) \(moveNumber)"
  }

  /// Reads FEN; refuses positions that no game can reach: kings, counts, pawns on the last rows, a
  /// king that could be taken.
  public init(text: String) throws(NotationError) {
    var reader = PositionReader(text)
    var position = GardnerPosition()
    for (piece, square, column) in try reader.fiveRanks(letters: "pnbrqk", promoted: false) {
      let kind = GardnerPosition.letters.firstIndex(of: Character(piece.lowercased())) ?? 0
      if kind == 0, !(5..<20 ~= square) {
        throw NotationError(column: column, reason: "a pawn on the first or last row")
      }
      position.place(kind, piece == piece.lowercased() ? 1 : 0, on: square)
    }
    try reader.expect(" ", "a space after the board")
    switch try reader.next("the side to move, 'w' or 'b'") {
    case "w": position.side = 0
    case "b": position.side = 1
    case let other:
      throw reader.error("found '\(other)' where the side to move, 'w' or 'b', should be", back: 1)
    }
    for name in ["castling", "en passant"] {
      try reader.expect(" ", "a space before '-' (\(name))")
      try reader.expect("-", "'-' (there is no \(name))")
    }
    let halfMoves = try reader.number("the moves since a capture", in: 0...100)
    let moveNumber = try reader.number("the number of the move", in: 1...99_999)
    try reader.expectEnd()
    if let fault = position.fault { throw NotationError(column: 1, reason: fault) }
    self.init(position, halfMoves: halfMoves, moveNumber: moveNumber)
  }

  /// A move in UCI, `b2b3` or `a4a5q`.
  public func text(of action: GardnerMove) -> String {
    let squares =
      FiveByFive.chessName(Int(action.from)) + FiveByFive.chessName(Int(action.to))
    return action.promotion == 0
      ? squares : squares + String(GardnerPosition.letters[Int(action.promotion)])
  }

  /// Reads a legal move in UCI.
  public func action(from text: String) throws(NotationError) -> GardnerMove {
    if let move = legalActions.first(where: { self.text(of: $0) == text }) { return move }
    let form = /[a-e][1-5][a-e][1-5][nbrq]?/
    guard text.wholeMatch(of: form) != nil else {
      throw NotationError(
        column: 1, reason: "expected a move such as b2b3 or a4a5q, found '\(text)'")
    }
    throw NotationError(
      column: 1,
      reason: ending.map { "\(text) cannot be played: the game is over (\($0))" }
        ?? (isCheck ? "\(text) is not legal in check" : "\(text) is not legal here"))
  }
}

extension GardnerPosition {
  /// Why no game reaches this position; nil when one may.
  var fault: String? {
    for (side, name) in [(0, "White"), (1, "Black")] {
      let counts = (0..<6).map { pieces($0, side).nonzeroBitCount }
      if counts[5] != 1 { return "\(name) has \(counts[5]) kings; one is needed" }
      let promoted = (1...4).reduce(0) { $0 + Swift.max(0, counts[$1] - 1) }
      if counts[0] + promoted > 5 {
        return "\(name) has \(counts[0]) pawns and \(promoted) promoted pieces; five are the most"
      }
    }
    if isInCheck(Int(side ^ 1)) {
      return "\(side == 0 ? "White" : "Black") to move could take the king"
    }
    return nil
  }
}
