/// Six planes without history: own and other stones, own and other stones in atari, legal points, and
/// ones when Black is to move; an action is a point or, last, the pass.
///
/// What history decides, ko and superko, is in the legal points. `GoHistoryEncoding` is the
/// published one.
public struct GoEncoding: PositionEncoding {
  /// The rows and columns of the board.
  public let size: Int

  /// The encoding for boards of the size of this one.
  public init(_ board: Go = Go()) { size = board.size }

  /// As many as rows.
  public var height: Int { size }
  /// As many as columns.
  public var width: Int { size }
  /// Stones, atari, legal points, colour.
  public var planes: Int { 6 }
  /// The points and the pass.
  public var policyCount: Int { size * size + 1 }

  /// Writes the board.
  public func write(_ position: Go, into planes: inout MutableSpan<Float>) {
    let isBlack: Float = position.mover == 1 ? 1 : 0
    let own = position.mover == 1 ? position.black : position.white
    let other = position.mover == 1 ? position.white : position.black
    let (atari, legal) = (position.atari, position.legal.cells)
    for point in 0..<size * size {
      let cell = position.cell(point)
      let (word, shift) = (cell &>> 6, UInt64(truncatingIfNeeded: cell & 63))
      let place = 6 &* point
      planes[place] = Float(own[word] &>> shift & 1)
      planes[place &+ 1] = Float(other[word] &>> shift & 1)
      planes[place &+ 2] = Float((own[word] & atari[word]) &>> shift & 1)
      planes[place &+ 3] = Float((other[word] & atari[word]) &>> shift & 1)
      planes[place &+ 4] = Float(legal[word] &>> shift & 1)
      planes[place &+ 5] = isBlack
    }
  }

  /// The areas on the board.
  public func territory(of position: Go) -> Territory? { Territory(position) }

  /// The point or the pass.
  public func policyIndex(of action: Int, in position: Go) -> Int { action }
  /// The point or the pass.
  public func action(atPolicyIndex index: Int, in position: Go) -> Int? {
    position.action(at: index)
  }
}
