public import SenteGames

extension ConnectFour: EvaluatedGame {
  /// Nothing but wins and losses is told apart.
  public var staticScore: Int { 0 }
  /// The hash of the stones.
  public var searchKey: UInt64 { positionKey }
  /// The column.
  public func historySlot(of action: Action) -> Int { index(of: action) }
  /// Columns.
  public static var historySlots: Int { 10 }
}

extension TicTacToe: EvaluatedGame {
  /// Nothing but wins and losses is told apart.
  public var staticScore: Int { 0 }
  /// The number of the position.
  public var searchKey: UInt64 { positionKey }
  /// The cell.
  public func historySlot(of action: Action) -> Int { index(of: action) }
  /// Cells.
  public static var historySlots: Int { 9 }
}
