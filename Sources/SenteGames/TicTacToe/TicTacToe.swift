/// Tic-tac-toe: three in a row on three by three squares; crosses (player 0) begin.
///
/// An action is the number of a square, 0 (top left) to 8, row by row.
public struct TicTacToe: SymmetricGame {
  /// The number of a square.
  public typealias Action = Int

  /// The squares of crosses and of noughts; bit 0 is the top left square.
  private var crosses: UInt16 = 0
  private var noughts: UInt16 = 0

  private static let full: UInt16 = 0b111_111_111

  /// A number that no other position has.
  public var positionKey: UInt64 { UInt64(crosses) << 9 | UInt64(noughts) }

  /// The empty board.
  public init() {}

  /// Crosses and noughts.
  public var playerCount: Int { 2 }

  /// Crosses move when both have as many stones.
  public var turn: Turn {
    if crosses | noughts == Self.full || Self.hasRow(crosses) || Self.hasRow(noughts) {
      return .finished
    }
    return .player(crosses.nonzeroBitCount - noughts.nonzeroBitCount)
  }

  /// 1 for the player with three in a row and -1 for the other, or 0 each on a full board.
  public var outcome: [Double]? {
    if Self.hasRow(crosses) { return [1, -1] }
    if Self.hasRow(noughts) { return [-1, 1] }
    return crosses | noughts == Self.full ? [0, 0] : nil
  }

  /// Appends the empty squares in rising order.
  public func appendLegalActions(to actions: inout [Int]) {
    guard turn != .finished else { return }
    var empty = ~(crosses | noughts) & Self.full
    while empty != 0 {
      actions.append(empty.trailingZeroBitCount)
      empty &= empty &- 1
    }
  }

  /// Whether the square exists and is empty, and the game goes on.
  public func isLegal(_ action: Int) -> Bool {
    (0..<9).contains(action) && (crosses | noughts) >> UInt16(action) & 1 == 0 && turn != .finished
  }

  /// Puts a stone of the player to move on a square.
  public mutating func apply(_ action: Int) {
    precondition(isLegal(action), "square \(action) is not free in \(text)")
    if crosses.nonzeroBitCount == noughts.nonzeroBitCount {
      crosses |= 1 << UInt16(action)
    } else {
      noughts |= 1 << UInt16(action)
    }
  }

  /// Nine squares.
  public var actionCount: Int { 9 }
  /// The square itself.
  public func index(of action: Int) -> Int { action }
  /// The square itself.
  public func action(at index: Int) -> Int? { (0..<9).contains(index) ? index : nil }

  /// The eight symmetries of the square.
  public var symmetryCount: Int { SquareSymmetry.count }

  /// The position seen through a symmetry.
  public func transformed(by symmetry: Int) -> TicTacToe {
    var image = TicTacToe()
    for square in 0..<9 {
      let target = UInt16(SquareSymmetry.place(square, size: 3, symmetry: symmetry))
      image.crosses |= (crosses >> UInt16(square) & 1) << target
      image.noughts |= (noughts >> UInt16(square) & 1) << target
    }
    return image
  }

  /// The square seen through a symmetry.
  public func transformed(_ action: Int, by symmetry: Int) -> Int {
    SquareSymmetry.place(action, size: 3, symmetry: symmetry)
  }

  private static func hasRow(_ stones: UInt16) -> Bool {
    let rows = stones & stones >> 1 & stones >> 2 & 0b001_001_001
    let columns = stones & stones >> 3 & stones >> 6
    return rows | columns != 0 || stones & 0b100_010_001 == 0b100_010_001
      || stones & 0b001_010_100 == 0b001_010_100
  }
}

extension TicTacToe {
  /// Three rows from the top, divided by '/': `x`, `o` and `.`; who moves follows from the counts.
  public var text: String {
    (0..<3).map { row in
      (0..<3).map { column in symbol(at: row * 3 + column) }.joined()
    }.joined(separator: "/")
  }

  /// Reads three rows; refuses positions that no game reaches.
  public init(text: String) throws(NotationError) {
    var reader = PositionReader(text)
    let rows = try reader.rows(symbols: [".": 0, "x": 1, "o": 2], rows: 3...3, columns: 3...3)
    try reader.expectEnd()
    for (square, value) in rows.joined().enumerated() {
      if value == 1 { crosses |= 1 << UInt16(square) }
      if value == 2 { noughts |= 1 << UInt16(square) }
    }
    let more = crosses.nonzeroBitCount - noughts.nonzeroBitCount
    guard (0...1).contains(more) else {
      throw NotationError(
        column: 1,
        reason: "\(crosses.nonzeroBitCount) crosses and \(noughts.nonzeroBitCount) noughts;"
          + " crosses begin, so they have as many or one more")
    }
    guard !(Self.hasRow(crosses) && more == 0), !(Self.hasRow(noughts) && more == 1) else {
      throw NotationError(column: 1, reason: "the game went on after three in a row")
    }
  }

  /// A square as column letter and row number from the top, as "b2" for the centre.
  public func text(of action: Int) -> String {
    SquareName.text(row: action / 3, column: action % 3)
  }

  /// Reads an empty square.
  public func action(from text: String) throws(NotationError) -> Int {
    let (row, column) = try SquareName.place(text, rows: 3, columns: 3)
    guard isLegal(row * 3 + column) else {
      throw NotationError(
        column: 1,
        reason: "'\(text)' cannot be played: the square is taken"
          + " or the game is over")
    }
    return row * 3 + column
  }

  /// `x` (player 0), `o`, or `.` for an empty place.
  func symbol(at square: Int) -> String {
    if crosses >> UInt16(square) & 1 == 1 { return "x" }
    return noughts >> UInt16(square) & 1 == 1 ? "o" : "."
  }
}
