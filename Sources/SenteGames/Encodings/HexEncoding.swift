/// Two planes, seen so that the player to move joins top and bottom: own stones and other stones; an
/// action is a cell. With the swap rule a third plane is 1 where the swap is offered, and the swap is
/// the last action.
///
/// White, who joins left and right, sees the board with rows and columns exchanged.
public struct HexEncoding: PositionEncoding {
  /// The rows and columns of the board.
  public let size: Int
  private let hasSwapRule: Bool

  /// The encoding for boards of the size and the rules of this one.
  public init(_ board: Hex = Hex()) {
    size = board.size
    hasSwapRule = board.actionCount > size * size
  }

  /// As many as rows.
  public var height: Int { size }
  /// As many as columns.
  public var width: Int { size }
  /// Own stones, other stones, and the offered swap where there is that rule.
  public var planes: Int { hasSwapRule ? 3 : 2 }
  /// The cells, and the swap where there is that rule.
  public var policyCount: Int { hasSwapRule ? size * size + 1 : size * size }

  /// Writes the stones.
  public func write(_ position: Hex, into planes: inout MutableSpan<Float>) {
    let isWhite = position.turn == .player(1)
    let own = isWhite ? 2 : 1
    for row in 0..<size {
      for column in 0..<size {
        let stone =
          isWhite
          ? position.stone(row: column, column: row) : position.stone(row: row, column: column)
        let place = self.planes * (row * size + column)
        planes[place] = stone == own ? 1 : 0
        planes[place + 1] = stone != 0 && stone != own ? 1 : 0
        if hasSwapRule { planes[place + 2] = position.offersSwap ? 1 : 0 }
      }
    }
  }

  /// The cell as the player to move sees it, or the swap.
  public func policyIndex(of action: Int, in position: Hex) -> Int {
    guard action < size * size, position.turn == .player(1) else { return action }
    return action % size * size + action / size
  }

  /// The cell that the player to move sees at a place, or the swap.
  public func action(atPolicyIndex index: Int, in position: Hex) -> Int? {
    guard (0..<policyCount).contains(index) else { return nil }
    return policyIndex(of: index, in: position)
  }
}
