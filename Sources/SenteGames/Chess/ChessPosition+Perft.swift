extension ChessPosition {
  /// How many sequences of `depth` legal moves begin here ("perft").
  ///
  /// The last level is counted from sets of squares without making its moves.
  public func countPaths(depth: Int) -> Int {
    precondition(depth >= 0, "a depth is not negative, as \(depth) is")
    return depth == 0 ? 1 : walk(depth)
  }

  private func walk(_ depth: Int) -> Int {
    if depth == 1 { return legalMoveCount }
    var moves = ChessMoveBuffer()
    generate(&moves)
    var total = 0
    for index in 0..<moves.count {
      var next = self
      next.play(moves[index])
      total &+= next.walk(depth &- 1)
    }
    return total
  }

  /// How many legal moves there are.
  @inline(never)
  public var legalMoveCount: Int {
    var counter = ChessMoveCounter()
    generate(&counter)
    return counter.count
  }
}
