/// Nineteen planes without history: own and other pieces (12), who may castle where (4), the square
/// behind a pawn that can be taken there, moves without progress in hundreds, and ones where the
/// position has been before. Moves as in `ChessHistoryEncoding`.
public struct ChessEncoding: PositionEncoding {
  /// The encoding.
  public init() {}

  /// Eight ranks.
  public var height: Int { 8 }
  /// Eight files.
  public var width: Int { 8 }
  /// See above.
  public var planes: Int { 19 }
  /// 73 planes of moves.
  public var policyCount: Int { 64 * ChessPlanes.moves }
  /// They are planes.
  public var hasPolicyPlanes: Bool { true }

  /// Writes the position.
  public func write(_ position: Chess, into planes: inout MutableSpan<Float>) {
    planes.clear()
    let board = position.position
    let side = board.sideToMove
    let isBlack = side == .black
    ChessPlanes.writePieces(board, isBlack: isBlack, from: 0, of: 19, into: &planes)
    let (own, other) = (
      ChessPlanes.castling(board, side), ChessPlanes.castling(board, side.opponent)
    )
    for (offset, holds) in [own.king, own.queen, other.king, other.queen].enumerated() where holds {
      planes.fill(plane: 12 + offset, of: 19, with: 1)
    }
    if let square = board.enPassantSquare {
      planes[ChessPlanes.seen(square, isBlack) * 19 + 16] = 1
    }
    planes.fill(plane: 17, of: 19, with: Float(board.halfmoveClock) / 100)
    if position.repetitions > 0 { planes.fill(plane: 18, of: 19, with: 1) }
  }

  /// The square and the plane of a move.
  public func policyIndex(of action: ChessMove, in position: Chess) -> Int {
    ChessPlanes.policyIndex(of: action, isBlack: position.position.sideToMove == .black)
  }

  /// The move of a square and a plane.
  public func action(atPolicyIndex index: Int, in position: Chess) -> ChessMove? {
    ChessPlanes.move(atPolicyIndex: index, in: position.position)
  }
}
