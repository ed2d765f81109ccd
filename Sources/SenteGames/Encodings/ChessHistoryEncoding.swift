/// The 119 planes and 4672 moves of AlphaZero.
///
/// For the present position and the seven before it, 14 planes each: own pieces, other pieces, and
/// whether the position had been before once, and twice. Then colour, move count in hundreds, who may
/// castle where (4), and moves without progress in hundreds.
///
/// Source: Silver et al. (Science 2018), supplement, table S1; the counts' scale is ours. Castling is
/// the king's move to its rook, so that Chess960 has the same moves.
public struct ChessHistoryEncoding: PositionEncoding {
  /// The encoding.
  public init() {}

  /// Eight ranks.
  public var height: Int { 8 }
  /// Eight files.
  public var width: Int { 8 }
  /// Eight times fourteen, and seven.
  public var planes: Int { 119 }
  /// 73 planes of moves.
  public var policyCount: Int { 64 * ChessPlanes.moves }
  /// They are planes.
  public var hasPolicyPlanes: Bool { true }

  /// Writes the position and those before it.
  public func write(_ position: Remembered<Chess>, into planes: inout MutableSpan<Float>) {
    planes.clear()
    let board = position.present.position
    let side = board.sideToMove
    let isBlack = side == .black
    for step in 0..<8 {
      guard let earlier = position.position(before: step) else { break }
      ChessPlanes.writePieces(
        earlier.position, isBlack: isBlack, from: 14 * step, of: 119, into: &planes)
      for count in 1...2 where earlier.repetitions >= count {
        planes.fill(plane: 14 * step + 11 + count, of: 119, with: 1)
      }
    }
    if isBlack { planes.fill(plane: 112, of: 119, with: 1) }
    planes.fill(plane: 113, of: 119, with: Float(board.fullmoveNumber) / 100)
    let (own, other) = (
      ChessPlanes.castling(board, side), ChessPlanes.castling(board, side.opponent)
    )
    for (offset, holds) in [own.king, own.queen, other.king, other.queen].enumerated() where holds {
      planes.fill(plane: 114 + offset, of: 119, with: 1)
    }
    planes.fill(plane: 118, of: 119, with: Float(board.halfmoveClock) / 100)
  }

  /// The square and the plane of a move.
  public func policyIndex(of action: ChessMove, in position: Remembered<Chess>) -> Int {
    ChessPlanes.policyIndex(of: action, isBlack: position.present.position.sideToMove == .black)
  }

  /// The move of a square and a plane.
  public func action(
    atPolicyIndex index: Int, in position: Remembered<Chess>
  ) -> ChessMove? { ChessPlanes.move(atPolicyIndex: index, in: position.present.position) }
}
