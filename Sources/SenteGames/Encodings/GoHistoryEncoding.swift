/// The 17 planes of AlphaGo Zero: own and other stones now and at the seven moves before, and ones when
/// Black is to move; an action is a point or, last, the pass.
///
/// Source: Silver et al., "Mastering the game of Go without human knowledge" (Nature 2017), methods.
public struct GoHistoryEncoding: PositionEncoding {
  /// The rows and columns of the board.
  public let size: Int

  /// The encoding for boards of the size of this one.
  public init(_ board: Go = Go()) { size = board.size }

  /// As many as rows.
  public var height: Int { size }
  /// As many as columns.
  public var width: Int { size }
  /// Two for each of eight moves, and the colour.
  public var planes: Int { 17 }
  /// The points and the pass.
  public var policyCount: Int { size * size + 1 }

  /// Writes the stones.
  public func write(_ position: Remembered<Go>, into planes: inout MutableSpan<Float>) {
    planes.clear()
    let isBlack = position.present.mover == 1
    for step in 0..<8 {
      guard let board = position.position(before: step) else { break }
      let own = isBlack ? board.black : board.white
      let other = isBlack ? board.white : board.black
      for point in 0..<size * size {
        let cell = board.cell(point)
        let (word, shift) = (cell &>> 6, UInt64(truncatingIfNeeded: cell & 63))
        let place = 17 &* point &+ 2 &* step
        planes[place] = Float(own[word] &>> shift & 1)
        planes[place &+ 1] = Float(other[word] &>> shift & 1)
      }
    }
    planes.fill(plane: 16, of: 17, with: isBlack ? 1 : 0)
  }

  /// The areas on the board.
  public func territory(of position: Remembered<Go>) -> Territory? { Territory(position.present) }

  /// The point or the pass.
  public func policyIndex(of action: Int, in position: Remembered<Go>) -> Int { action }
  /// The point or the pass.
  public func action(atPolicyIndex index: Int, in position: Remembered<Go>) -> Int? {
    position.action(at: index)
  }
}
