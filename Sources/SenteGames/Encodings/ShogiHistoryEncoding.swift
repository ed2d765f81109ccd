/// The 362 planes and 11,259 moves of AlphaZero.
///
/// For the present position and the seven before it, 45 planes each: own pieces (14), other pieces (14),
/// whether the position had been before once, twice and three times, own hand (7) and the other hand (7).
/// Then colour, and the move count in hundreds.
///
/// Source: Silver et al. (Science 2018), supplement, tables S1 and S2; the counts' scale is ours.
public struct ShogiHistoryEncoding: PositionEncoding {
  /// The encoding.
  public init() {}

  /// Nine files.
  public var height: Int { 9 }
  /// Nine ranks.
  public var width: Int { 9 }
  /// Eight times forty-five, and two.
  public var planes: Int { 362 }
  /// 139 planes of moves.
  public var policyCount: Int { 81 * ShogiPlanes.moves }
  /// They are planes.
  public var hasPolicyPlanes: Bool { true }

  /// Writes the position and those before it.
  public func write(_ position: Remembered<Shogi>, into planes: inout MutableSpan<Float>) {
    planes.clear()
    let side = position.present.sideToMove
    for step in 0..<8 {
      guard let earlier = position.position(before: step) else { break }
      let first = 45 * step
      ShogiPlanes.writePieces(earlier, seenBy: side, from: first, of: 362, into: &planes)
      let repetitions = earlier.repetitions
      for count in 1...3 where repetitions >= count {
        planes.fill(plane: first + 27 + count, of: 362, with: 1)
      }
      ShogiPlanes.writeHands(
        earlier, seenBy: side, from: first + 31, of: 362, scale: 1, into: &planes)
    }
    if side == .white { planes.fill(plane: 360, of: 362, with: 1) }
    planes.fill(plane: 361, of: 362, with: Float(position.present.moveNumber) / 100)
  }

  /// The square and the plane of a move.
  public func policyIndex(of action: ShogiMove, in position: Remembered<Shogi>) -> Int {
    ShogiPlanes.policyIndex(of: action, in: position.present)
  }

  /// The move of a square and a plane.
  public func action(
    atPolicyIndex index: Int, in position: Remembered<Shogi>
  ) -> ShogiMove? { ShogiPlanes.move(atPolicyIndex: index, in: position.present) }
}
