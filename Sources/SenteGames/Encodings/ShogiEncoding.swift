/// Forty-five planes without history: own and other pieces (28), both hands (14), how often the position
/// has been before (in thirds), whether the player to move is in check, and ones when Black moves. Moves
/// as in `ShogiHistoryEncoding`.
public struct ShogiEncoding: PositionEncoding {
  /// The encoding.
  public init() {}

  /// Nine files.
  public var height: Int { 9 }
  /// Nine ranks.
  public var width: Int { 9 }
  /// See above.
  public var planes: Int { 45 }
  /// 139 planes of moves.
  public var policyCount: Int { 81 * ShogiPlanes.moves }
  /// They are planes.
  public var hasPolicyPlanes: Bool { true }

  /// Writes the position.
  public func write(_ position: Shogi, into planes: inout MutableSpan<Float>) {
    planes.clear()
    let side = position.sideToMove
    ShogiPlanes.writePieces(position, seenBy: side, from: 0, of: 45, into: &planes)
    ShogiPlanes.writeHands(position, seenBy: side, from: 28, of: 45, scale: 4, into: &planes)
    planes.fill(plane: 42, of: 45, with: Float(position.repetitions) / 3)
    planes.fill(plane: 43, of: 45, with: position.isCheck ? 1 : 0)
    planes.fill(plane: 44, of: 45, with: side == .black ? 1 : 0)
  }

  /// The square and the plane of a move.
  public func policyIndex(of action: ShogiMove, in position: Shogi) -> Int {
    ShogiPlanes.policyIndex(of: action, in: position)
  }

  /// The move of a square and a plane.
  public func action(atPolicyIndex index: Int, in position: Shogi) -> ShogiMove? {
    ShogiPlanes.move(atPolicyIndex: index, in: position)
  }
}
