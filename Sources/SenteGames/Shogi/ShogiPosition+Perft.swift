extension Shogi {
  /// How many sequences of `depth` legal moves begin here ("perft").
  ///
  /// Repetition, declaration and the limit of moves are left out, as in the published tables; the
  /// last level is counted, not played.
  public func countPaths(depth: Int) -> Int {
    precondition(depth >= 0, "a depth is not negative, as \(depth) is")
    return depth == 0 ? 1 : position.countPaths(depth, ShogiTables.shared)
  }
}

extension ShogiPosition {
  fileprivate func countPaths(_ depth: Int, _ tables: ShogiTables) -> Int {
    var list = ShogiMoveList()
    appendMoves(to: &list, tables)
    if depth == 1 { return list.count }
    var total = 0
    for number in 0..<list.count {
      var next = self
      next.make(list[number], tables)
      total += next.countPaths(depth - 1, tables)
    }
    return total
  }
}
