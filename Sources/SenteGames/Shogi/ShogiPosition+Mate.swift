extension ShogiPosition {
  /// Whether the side to move has a legal move. Almost always answered by the first pawns.
  func hasMove(_ tables: ShogiTables) -> Bool {
    let us = Int(side)
    if checkers == 0 {
      let pawns = kinds[1] & colors[us] & ~pinned
      if pawns.advanced(us) & ~colors[us] != 0 { return true }
    }
    var list = ShogiMoveList()
    appendMoves(to: &list, tables)
    return list.count > 0
  }

  /// Whether a pawn dropped in front of the opponent's king mates it (打ち歩詰め, exactly).
  ///
  /// The pawn is a single adjacent checker, so only two things can save: the king steps (or takes),
  /// or another piece takes the pawn. The pawn itself may cut one of our own lines.
  func pawnDropMates(at square: Int, _ tables: ShogiTables) -> Bool {
    let (us, them) = (Int(side), Int(side ^ 1))
    let king = Int(kings[them])
    let occupied = occupied | .square(square)
    let force = ShogiForce(self, us)
    var steps = tables.king[king] & ~colors[them]
    let open = occupied ^ .square(king)
    while steps != 0 {
      let to = steps.removeFirst()
      if !force.attacks(to, defender: them, open, tables) { return false }
    }
    let defenders = ShogiForce(self, them)
    var takers = defenders.attackers(of: square, defender: us, occupied, tables) & ~.square(king)
    while takers != 0 {
      let taker = takers.removeFirst()
      // After the capture the square is still occupied, and the taker's own square is empty.
      let after = occupied ^ .square(taker)
      if force.sliders(at: king, defender: them, after, tables) == 0 { return false }
    }
    return true
  }
}
