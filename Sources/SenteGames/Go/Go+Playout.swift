public import SentePrimitives

// Playouts that know a little: they fill no eyes, save and take stones, and shape.

extension Go {
  /// Plays to the end by a policy and appends every action to `actions`.
  ///
  /// The end comes with two passes, which happen when nothing is left but to fill one's own eyes, or
  /// with the game's last allowed move. Positions may repeat, except by simple ko, and no move is
  /// written down: the game is good for counting only afterwards.
  public mutating func playOut(
    _ policy: GoPlayoutPolicy, using random: inout RandomStream, actions: inout [UInt16]
  ) {
    var last = 0
    if let move = lastAction, move != pass { last = cell(move) }
    rules.repetition = .simpleKo
    remembersMoves = false
    let patterns = policy.patterns.span
    while turn != .finished {
      var cell = 0
      if last != 0 {
        if policy.answersAtari { cell = answerToAtari(last, using: &random) }
        if cell == 0, policy.answersPatterns {
          cell = shapingCell(near: last, patterns, using: &random)
        }
      }
      if cell == 0 { cell = randomCell(using: &random) }
      last = cell
      let action = cell == 0 ? pass : cell &- stride &- (cell &* strideInverse) &>> 16
      actions.append(UInt16(truncatingIfNeeded: action))
      apply(action)
    }
  }

  /// A border cell, and on 19x19 the last one: its corner has a neighbour beyond the array.
  private static var lastCell: Int { 419 }

  @inline(__always) private mutating func isLegal(cell: Int) -> Bool {
    legal.cells[cell &>> 6] & Self.bit(cell) != 0
  }

  /// The only liberty of a marked chain.
  @inline(__always) private mutating func lastLiberty(_ stone: Int) -> Int {
    let word = liberties[Int(heads[stone])]
    return Int((word &>> 11) / (word & 0x7FF))
  }

  /// A cell that takes the stones just played, or saves stones that they attack; 0 for none.
  private mutating func answerToAtari(_ last: Int, using random: inout RandomStream) -> Int {
    var found = 0
    var count = 0
    if isMarked(last) {
      let cell = lastLiberty(last)
      if isLegal(cell: cell) { return cell }
    }
    for direction in 0..<4 {
      let near = neighbour(last, direction)
      guard colours[near] == mover, isMarked(near) else { continue }
      let cell = rescue(of: near)
      if cell == 0 { continue }
      // One of several with equal chances.
      count += 1
      if count == 1 || random.index(below: count) == 0 { found = cell }
    }
    return found
  }

  /// A cell that takes a chain beside one in atari, or gives that one two liberties; 0 for none.
  private mutating func rescue(of chain: Int) -> Int {
    var stone = chain
    repeat {
      for direction in 0..<4 {
        let near = neighbour(stone, direction)
        if colours[near] == mover ^ 3, isMarked(near) {
          let cell = lastLiberty(near)
          if isLegal(cell: cell) { return cell }
        }
      }
      stone = Int(nexts[stone])
    } while stone != chain
    let cell = lastLiberty(chain)
    return isLegal(cell: cell) && !isSelfAtari(cell) ? cell : 0
  }

  /// Whether a stone on a cell would probably be in atari: it has at most one liberty of its own,
  /// joins no chain that has another, and takes nothing.
  private mutating func isSelfAtari(_ cell: Int) -> Bool {
    var free = 0
    for direction in 0..<4 {
      let near = neighbour(cell, direction)
      if colours[near] == 0 {
        free += 1
      } else if colours[near] == mover {
        if !isMarked(near), liberties[Int(heads[near])] & 0x7FF > 2 { return false }
      } else if colours[near] == mover ^ 3, isMarked(near) {
        return false
      }
    }
    return free < 2
  }

  /// One of the cells around the last move that are patterns; 0 for none.
  private mutating func shapingCell(
    near last: Int, _ patterns: Span<UInt64>, using random: inout RandomStream
  ) -> Int {
    var found = 0
    var count = 0
    for place in 0..<9 where place != 4 {
      let cell = min(last &+ (place / 3 &- 1) &* stride &+ place % 3 &- 1, Self.lastCell)
      guard colours[cell] == 0, isLegal(cell: cell) else { continue }
      guard GoPlayoutPolicy.isPattern(surroundings(of: cell), in: patterns),
        !isSelfAtari(cell)
      else { continue }
      count += 1
      if count == 1 || random.index(below: count) == 0 { found = cell }
    }
    return found
  }

  @inline(__always) private mutating func surroundings(of cell: Int) -> Int {
    let (above, below) = (cell &- stride, cell &+ stride)
    var code = Int(colours[above &- 1])
    code = code &<< 2 | Int(colours[above])
    code = code &<< 2 | Int(colours[above &+ 1])
    code = code &<< 2 | Int(colours[cell &- 1])
    code = code &<< 2 | Int(colours[cell &+ 1])
    code = code &<< 2 | Int(colours[below &- 1])
    code = code &<< 2 | Int(colours[below])
    return code &<< 2 | Int(colours[min(below &+ 1, Self.lastCell)])
  }

  /// A legal cell that is no eye of the player's own, drawn evenly at first; 0 when there is none.
  private mutating func randomCell(using random: inout RandomStream) -> Int {
    var count = 0
    for word in 0..<words { count &+= legal.cells[word].nonzeroBitCount }
    if count == 0 { return 0 }
    for _ in 0..<4 {
      let cell = legalCell(random.index(below: count))
      if !isOwnEye(cell) { return cell }
    }
    // Many eyes: go through all, from a place that is drawn.
    let start = random.index(below: count)
    for offset in 0..<count {
      let rank = start &+ offset
      let cell = legalCell(rank < count ? rank : rank &- count)
      if !isOwnEye(cell) { return cell }
    }
    return 0
  }

  @inline(__always) private mutating func legalCell(_ rank: Int) -> Int {
    var rank = rank
    for word in 0..<words {
      var rest = legal.cells[word]
      let here = rest.nonzeroBitCount
      if rank >= here {
        rank &-= here
        continue
      }
      for _ in 0..<rank { rest &= rest &- 1 }
      return word &<< 6 | rest.trailingZeroBitCount
    }
    return 0
  }

  /// Whether all neighbours are the mover's own, and not so many corners the opponent's that the
  /// chains around could be taken apart.
  private mutating func isOwnEye(_ cell: Int) -> Bool {
    var borders = 0
    for direction in 0..<4 {
      let colour = colours[neighbour(cell, direction)]
      if colour == 3 { borders += 1 } else if colour != mover { return false }
    }
    var hostile = borders > 0 ? 1 : 0
    for corner in 0..<4 {
      let step = (corner & 1 == 0 ? -stride : stride) + (corner & 2 == 0 ? -1 : 1)
      if colours[min(cell &+ step, Self.lastCell)] == mover ^ 3 { hostile += 1 }
    }
    return hostile < 2
  }
}
