/// Three planes: the discs of the player to move, those of the opponent, and the squares that the
/// player to move may take; an action is a square or, last, the pass.
public struct OthelloEncoding: PositionEncoding {
  /// The rows and columns of the board.
  public let size: Int

  /// The encoding for boards of the size of this one.
  public init(_ board: Othello = Othello()) { size = board.size }

  /// As many as rows.
  public var height: Int { size }
  /// As many as columns.
  public var width: Int { size }
  /// Own discs, other discs, legal squares.
  public var planes: Int { 3 }
  /// The squares and the pass.
  public var policyCount: Int { size * size + 1 }

  /// Writes the board.
  public func write(_ position: Othello, into planes: inout MutableSpan<Float>) {
    let (discs, mobility) = (position.bitboards, position.mobility)
    let isWhite = position.turn == .player(1)
    let own = isWhite ? discs.white : discs.black
    let other = isWhite ? discs.black : discs.white
    let free = isWhite ? mobility.white : mobility.black
    for row in 0..<size {
      for column in 0..<size {
        let bit = UInt64(truncatingIfNeeded: 8 &* row &+ column)
        let place = 3 &* (row &* size &+ column)
        planes[place] = Float(own &>> bit & 1)
        planes[place &+ 1] = Float(other &>> bit & 1)
        planes[place &+ 2] = Float(free &>> bit & 1)
      }
    }
  }

  /// The square or the pass.
  public func policyIndex(of action: Int, in position: Othello) -> Int { action }
  /// The square or the pass.
  public func action(atPolicyIndex index: Int, in position: Othello) -> Int? {
    position.action(at: index)
  }
}
