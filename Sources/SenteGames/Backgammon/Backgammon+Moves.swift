extension Backgammon {
  /// Appends the moves of the player whose dice are on the board.
  func appendMoves(to actions: inout [Int]) {
    let first = actions.count
    let numbers = (1...6).reversed().filter { dice[$0] > 0 }
    for point in (1...25).reversed() {
      for die in numbers where canMove(from: point, by: die) {
        actions.append((point - 1) * 6 + die - 1)
      }
    }
    // Equal dice, or one, can be played in any order. Of two that differ both must be played where
    // that is possible, else the greater.
    guard numbers.count == 2, actions.count > first else { return }
    let leavesOther = actions[first...].map { action in
      var next = self
      let die = action % 6 + 1
      next.move(from: action / 6 + 1, by: die)
      let other = numbers[0] + numbers[1] - die
      return (1...25).contains { next.canMove(from: $0, by: other) }
    }
    let kept: [Int]
    if leavesOther.contains(true) {
      kept = zip(actions[first...], leavesOther).filter(\.1).map(\.0)
    } else {
      let great = actions[first...].filter { $0 % 6 + 1 == numbers[0] }
      kept = great.isEmpty ? Array(actions[first...]) : great
    }
    actions.replaceSubrange(first..., with: kept)
  }

  /// Whether the mover has a checker on a point that a die can move: checkers on the bar come first,
  /// two opponents bar a point, and bearing off needs all checkers on points 1 to 6 and, with more
  /// than the exact number, none behind.
  func canMove(from point: Int, by die: Int) -> Bool {
    let own = Int(mover) * 32
    guard checkers[own + point] > 0, point == 25 || checkers[own + 25] == 0 else { return false }
    if point > die { return checkers[(32 - own) + 25 - (point - die)] < 2 }
    if (7...25).contains(where: { checkers[own + $0] > 0 }) { return false }
    return point == die || !(point..<7).dropFirst().contains { checkers[own + $0] > 0 }
  }

  /// Moves a checker of the mover, and takes a single opponent from where it arrives.
  mutating func move(from point: Int, by die: Int) {
    let own = Int(mover) * 32
    checkers[own + point] -= 1
    dice[die] -= 1
    guard point > die else { return }
    checkers[own + point - die] += 1
    let opposite = (32 - own) + 25 - (point - die)
    if checkers[opposite] == 1 {
      checkers[opposite] = 0
      checkers[(32 - own) + 25] += 1
    }
  }
}
