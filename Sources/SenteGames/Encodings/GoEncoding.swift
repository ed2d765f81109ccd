/// Nine planes of the present position and the last action: own and other stones, stones of chains with
/// one, two and three liberties, legal points, the point that was played last, ones where the last
/// action was a pass, and ones when Black is to move; an action is a point or, last, the pass.
///
/// What else history decides, ko and superko, is in the legal points. `GoHistoryEncoding` is the
/// published one. Planes of liberties come from Wu, "Accelerating self-play learning in Go" (2019),
/// table 1.
public struct GoEncoding: PositionEncoding {
  /// The rows and columns of the board.
  public let size: Int

  /// The encoding for boards of the size of this one.
  public init(_ board: Go = Go()) { size = board.size }

  /// As many as rows.
  public var height: Int { size }
  /// As many as columns.
  public var width: Int { size }
  /// Stones, liberties, legal points, the last action, colour.
  public var planes: Int { 9 }
  /// The points and the pass.
  public var policyCount: Int { size * size + 1 }

  /// Writes the board.
  public func write(_ position: Go, into planes: inout MutableSpan<Float>) {
    // Methods that may change the board index its arrays in place; others copy them each time.
    var board = position
    let own = board.mover
    let liberties = board.libertyCounts()
    let last = board.lastAction
    for point in 0..<size * size {
      let cell = board.cell(point)
      let colour = board.colours[cell]
      let count = colour == 0 ? 0 : liberties[Int(board.heads[cell])]
      let place = 9 &* point
      planes[place] = colour == own ? 1 : 0
      planes[place &+ 1] = colour == own ^ 3 ? 1 : 0
      for number in 1...3 { planes[place &+ 1 &+ number] = Int(count) == number ? 1 : 0 }
      planes[place &+ 5] = board.legal.cells[cell &>> 6] & Go.bit(cell) != 0 ? 1 : 0
      planes[place &+ 6] = point == last ? 1 : 0
      planes[place &+ 7] = board.passes > 0 ? 1 : 0
      planes[place &+ 8] = own == 1 ? 1 : 0
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
