extension Shogi {
  /// 139 planes of 81 squares: 11,259, as in AlphaZero.
  ///
  /// The number of an action is plane · 81 + square, seen by the player to move (white's board is
  /// turned round). Planes 0-63 are moves in direction plane / 8 over plane % 8 + 1 squares, with
  /// the directions south, west, south-west, north-west, north, east, north-east, south-east; 64
  /// and 65 are the knight's moves to the west and to the east; 66-131 are the same with promotion;
  /// in all of these the square is the origin. 132-138 drop pawn, lance, knight, silver, bishop,
  /// rook, gold on the square. Source: Silver et al., "A general reinforcement learning algorithm
  /// that masters chess, shogi, and Go through self-play" (Science 2018), supplement.
  public var actionCount: Int { 139 * 81 }

  /// The number of a move, in 0..<11,259; traps for a step that no piece can make.
  public func index(of action: ShogiMove) -> Int {
    let white = position.side == 1
    let to = white ? 80 - action.toIndex : action.toIndex
    if action.isDrop { return (131 + action.fromIndex - 81) * 81 + to }
    let from = white ? 80 - action.fromIndex : action.fromIndex
    let promotion = action.promotes ? 66 : 0
    let direction = Int(ShogiTables.shared.direction[from * 81 + to])
    if direction < 8 {
      let distance = max(abs(to / 9 - from / 9), abs(to % 9 - from % 9))
      return (promotion + direction * 8 + distance - 1) * 81 + from
    }
    precondition(
      abs(to / 9 - from / 9) == 1 && to % 9 == from % 9 - 2, "no piece can move \(action)")
    return (promotion + (to > from ? 64 : 65)) * 81 + from
  }

  /// The move with a number, legal or not; nil when it would leave the board, or promote outside
  /// the zone.
  public func action(at index: Int) -> ShogiMove? {
    guard 0..<actionCount ~= index else { return nil }
    let white = position.side == 1
    var (plane, square) = (index / 81, index % 81)
    if plane >= 132 {
      return ShogiMove(from: plane - 131 + 81, to: white ? 80 - square : square, promotes: false)
    }
    let promotes = plane >= 66
    if promotes { plane -= 66 }
    var (file, rank) = (square / 9, square % 9)
    if plane < 64 {
      let step = ShogiTables.steps[plane / 8]
      file += step.file * (plane % 8 + 1)
      rank += step.rank * (plane % 8 + 1)
    } else {
      file += plane == 64 ? 1 : -1
      rank -= 2
    }
    guard 0..<9 ~= file, 0..<9 ~= rank else { return nil }
    if promotes && rank > 2 && square % 9 > 2 { return nil }
    let to = file * 9 + rank
    return ShogiMove(
      from: white ? 80 - square : square, to: white ? 80 - to : to, promotes: promotes)
  }
}
