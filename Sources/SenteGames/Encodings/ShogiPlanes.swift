/// What encodings of shogi share: pieces and hands as planes, and moves as 139 planes of squares.
///
/// The board is seen by the player to move; White's is turned round. Rows are files, as squares are
/// numbered: a place is file · 9 + rank. The planes of moves are those of `Shogi.index(of:)`.
enum ShogiPlanes {
  static let moves = 139

  /// The game's own number is plane · 81 + square.
  static func policyIndex(of move: ShogiMove, in position: Shogi) -> Int {
    let (plane, square) = position.index(of: move).quotientAndRemainder(dividingBy: 81)
    return square * moves + plane
  }

  static func move(atPolicyIndex index: Int, in position: Shogi) -> ShogiMove? {
    guard (0..<81 * moves).contains(index) else { return nil }
    return position.action(at: index % moves * 81 + index / moves)
  }

  /// Writes own and other pieces, fourteen planes each, as a side sees them, from a plane on.
  static func writePieces(
    _ position: Shogi, seenBy side: ShogiSide, from plane: Int, of planes: Int,
    into numbers: inout MutableSpan<Float>
  ) {
    for (place, kind) in ShogiPieceKind.allCases.enumerated() {
      for (offset, owner) in [(0, side), (14, side.opponent)] {
        var rest = position.squares(of: kind, owner)
        while rest != 0 {
          let square = rest.trailingZeroBitCount
          let seen = side == .white ? 80 - square : square
          numbers[seen * planes + plane + offset + place] = 1
          rest &= rest &- 1
        }
      }
    }
  }

  /// Fills seven planes for each hand with how many of a kind it holds, divided by `scale`.
  static func writeHands(
    _ position: Shogi, seenBy side: ShogiSide, from plane: Int, of planes: Int, scale: Float,
    into numbers: inout MutableSpan<Float>
  ) {
    for (place, kind) in ShogiPieceKind.handOrder.enumerated() {
      for (offset, owner) in [(0, side), (7, side.opponent)] {
        let count = position.count(of: kind, inHandOf: owner)
        if count == 0 { continue }
        numbers.fill(plane: plane + offset + place, of: planes, with: Float(count) / scale)
      }
    }
  }
}
