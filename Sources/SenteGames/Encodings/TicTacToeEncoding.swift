/// Two planes: the stones of the player to move and those of the opponent; an action is a square.
public struct TicTacToeEncoding: PositionEncoding {
  /// The encoding.
  public init() {}

  /// Three rows.
  public var height: Int { 3 }
  /// Three columns.
  public var width: Int { 3 }
  /// Own and other stones.
  public var planes: Int { 2 }
  /// The squares.
  public var policyCount: Int { 9 }

  /// Writes the stones.
  public func write(_ position: TicTacToe, into planes: inout MutableSpan<Float>) {
    planes.clear()
    let own = position.turn == .player(0) ? "x" : "o"
    for square in 0..<9 {
      let symbol = position.symbol(at: square)
      if symbol != "." { planes[2 * square + (symbol == own ? 0 : 1)] = 1 }
    }
  }

  /// The square.
  public func policyIndex(of action: Int, in position: TicTacToe) -> Int { action }
  /// The square.
  public func action(atPolicyIndex index: Int, in position: TicTacToe) -> Int? {
    position.action(at: index)
  }
}
