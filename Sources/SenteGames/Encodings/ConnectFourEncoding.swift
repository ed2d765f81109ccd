/// Two planes, the highest row first: the stones of the player to move and those of the opponent; an
/// action is a column.
public struct ConnectFourEncoding: PositionEncoding {
  /// The rows of the board.
  public let height: Int
  /// The columns of the board.
  public let width: Int

  /// The encoding for boards of the size of this one.
  public init(_ board: ConnectFour = ConnectFour()) {
    height = board.rows
    width = board.columns
  }

  /// Own and other stones.
  public var planes: Int { 2 }
  /// The columns.
  public var policyCount: Int { width }

  /// Writes the stones.
  public func write(_ position: ConnectFour, into planes: inout MutableSpan<Float>) {
    let (own, other) = (position.mover, position.occupied ^ position.mover)
    for row in 0..<height {
      for column in 0..<width {
        let bit = UInt64(truncatingIfNeeded: column &* (height &+ 1) &+ height &- 1 &- row)
        let place = 2 &* (row &* width &+ column)
        planes[place] = Float(own &>> bit & 1)
        planes[place &+ 1] = Float(other &>> bit & 1)
      }
    }
  }

  /// The column.
  public func policyIndex(of action: Int, in position: ConnectFour) -> Int { action }
  /// The column.
  public func action(atPolicyIndex index: Int, in position: ConnectFour) -> Int? {
    position.action(at: index)
  }
}
