extension ConnectFour {
  /// The position after a list of columns, each a digit from 1, as Connect Four programs write it.
  ///
  /// Throws at the first character that is no column or has no room.
  public init(moves: some StringProtocol, columns: Int = 7, rows: Int = 6) throws(NotationError) {
    self.init(columns: columns, rows: rows)
    for (offset, character) in moves.enumerated() {
      guard character.isASCII, let column = character.wholeNumberValue else {
        throw NotationError(column: offset + 1, reason: "'\(character)' is not a column")
      }
      guard (1...self.columns).contains(column) else {
        throw NotationError(
          column: offset + 1, reason: "column \(column); columns go from 1 to \(self.columns)")
      }
      guard isLegal(column - 1) else {
        throw NotationError(
          column: offset + 1,
          reason: isWon ? "the game is already won" : "column \(column) is full")
      }
      apply(column - 1)
    }
  }

  /// The rows from the top, divided by '/': `x` (player 0), `o` and `.`; the counts say who moves.
  public var text: String {
    (0..<rows).reversed().map { row in
      (0..<columns).map { column in symbol(row: row, column: column) }.joined()
    }.joined(separator: "/")
  }

  /// Reads rows from the top; refuses hanging stones, wrong counts and games that went on after a win.
  public init(text: String) throws(NotationError) {
    var reader = PositionReader(text)
    let board = try reader.rows(symbols: [".": 0, "x": 1, "o": 2], rows: 1...63, columns: 1...32)
    try reader.expectEnd()
    let (columns, rows) = (board[0].count, board.count)
    guard columns * (rows + 1) <= 64 else {
      throw NotationError(
        column: 1, reason: "a board of \(columns)x\(rows) is too large for 64 bits")
    }
    self.init(columns: columns, rows: rows)
    let players = try stones(of: board)
    let (first, second) = (players[0].nonzeroBitCount, players[1].nonzeroBitCount)
    guard (0...1).contains(first - second) else {
      throw NotationError(
        column: 1,
        reason: "\(first) stones x and \(second) stones o; x begins, so it has as many or one more")
    }
    occupied = players[0] | players[1]
    mover = players[first - second]
    try readWin(last: players[1 - (first - second)])
  }

  /// The stones of both players; every stone stands on another or on the ground.
  private func stones(of board: [[Int]]) throws(NotationError) -> [UInt64] {
    var players: [UInt64] = [0, 0]
    for (line, values) in board.reversed().enumerated() {
      for (column, value) in values.enumerated() where value != 0 {
        let bit = (1 as UInt64) << UInt64(column * (rows + 1) + line)
        guard line == 0 || (players[0] | players[1]) & bit >> 1 != 0 else {
          throw NotationError(
            column: (rows - 1 - line) * (columns + 1) + column + 1,
            reason: "a stone hangs above an empty square")
        }
        players[value - 1] |= bit
      }
    }
    return players
  }

  /// Notes a win of the player who moved last; its last stone must have made it.
  private mutating func readWin(last: UInt64) throws(NotationError) {
    let stride = UInt64(rows + 1)
    guard !Self.hasFour(mover, stride: stride) else {
      throw NotationError(column: 1, reason: "the game went on after four in a line")
    }
    guard Self.hasFour(last, stride: stride) else { return }
    let tops = occupied & ~(occupied >> 1)
    let madeByLastStone = (0..<columns).contains { column in
      let top = tops & last & (((1 as UInt64) << stride - 1) << (UInt64(column) * stride))
      return top != 0 && !Self.hasFour(last ^ top, stride: stride)
    }
    guard madeByLastStone else {
      throw NotationError(column: 1, reason: "the game went on after four in a line")
    }
    isWon = true
  }

  /// A column as a number from 1.
  public func text(of action: Int) -> String { String(action + 1) }

  /// Reads a column with room, as a number from 1.
  public func action(from text: String) throws(NotationError) -> Int {
    guard text.utf8.count <= 2, text.utf8.allSatisfy({ (48...57) ~= $0 }), let number = Int(text),
      (1...columns).contains(number)
    else {
      throw NotationError(
        column: 1, reason: "'\(text)' is not a column; columns go from 1 to \(columns)")
    }
    guard isLegal(number - 1) else {
      throw NotationError(
        column: 1, reason: turn == .finished ? "the game is over" : "column \(number) is full")
    }
    return number - 1
  }

  /// `x` (player 0), `o`, or `.` for an empty place.
  func symbol(row: Int, column: Int) -> String {
    let bit = UInt64(column * (rows + 1) + row)
    guard occupied >> bit & 1 == 1 else { return "." }
    return (mover >> bit & 1 == 1) == (stoneCount & 1 == 0) ? "x" : "o"
  }
}
