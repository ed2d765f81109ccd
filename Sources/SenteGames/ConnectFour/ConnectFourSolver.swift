/// Solves Connect Four exactly, on boards with `columns * (rows + 1)` at most 52 and at most ten
/// columns.
///
/// A score is seen by the player to move: 0 is a draw; a win counts half of the stones that the
/// winner would still have unused, the winning one included, and a loss the same negated: 1 wins
/// with the winner's last stone, -1 loses to the opponent's last stone.
///
/// The search is negamax with windows of width zero that halve the range of scores, after
/// P. Pons ("Solving Connect 4: how to build a perfect AI"); what that leaves open is done so:
/// one entry of the table holds both bounds of a position, and two entries share a bucket.
public struct ConnectFourSolver: ~Copyable, Sendable {
  /// How many positions have been visited since the solver was made.
  public private(set) var visitedPositions = 0

  private let columns: Int
  private let rows: Int
  private let cells: Int
  private let stride: UInt64
  private let bottom: UInt64
  private let board: UInt64
  /// Masks of the columns, from the middle outwards.
  private var columnMasks = InlineArray<10, UInt64>(repeating: 0)
  /// Two entries a bucket, the younger first: 52 bits of key, 6 of lower and 6 of upper bound.
  private var table: [UInt64]
  private let shift: UInt64
  /// Positions with more stones are not kept: their search costs less than a miss of the cache.
  private let tabledStones: Int

  /// A solver for one size of board; its table takes 2^`tableBits` times eight bytes.
  public init(columns: Int = 7, rows: Int = 6, tableBits: Int = 22) {
    precondition(
      columns <= 10 && columns * (rows + 1) <= 52,
      "the solver takes boards of up to 10 columns and 52 bits, not \(columns)x\(rows)")
    precondition((4...32).contains(tableBits), "a table of 2^\(tableBits) entries")
    let empty = ConnectFour(columns: columns, rows: rows)
    self.columns = columns
    self.rows = rows
    cells = columns * rows
    tabledStones = cells - 12
    stride = UInt64(rows + 1)
    bottom = empty.bottom
    board = bottom &* (1 << UInt64(rows) - 1)
    table = Array(repeating: 0, count: 1 << tableBits)
    shift = UInt64(64 - tableBits)
    for place in 0..<columns {
      let column = columns / 2 + (place % 2 == 0 ? place / 2 : -(place + 1) / 2)
      columnMasks[place] = (1 << UInt64(rows) - 1) << (UInt64(column) * stride)
    }
  }

  /// The exact score of an unfinished position for the player to move.
  public mutating func score(of position: ConnectFour) -> Int {
    precondition(
      position.columns == columns && position.rows == rows,
      "a solver for \(columns)x\(rows) was given a board of \(position.columns)x\(position.rows)")
    precondition(position.turn != .finished, "the game \(position.text) is over")
    let stones = position.stoneCount
    if winningSquares(position.mover, position.occupied) & possible(position.occupied) != 0 {
      return (cells + 1 - stones) / 2
    }
    var low = -(cells - stones) / 2
    var high = (cells + 1 - stones) / 2
    while low < high {
      var middle = low + (high - low) / 2
      if middle <= 0, low / 2 < middle {
        middle = low / 2
      } else if middle >= 0, high / 2 > middle {
        middle = high / 2
      }
      let result = search(
        position.mover, position.occupied, stones: stones, above: middle)
      if result <= middle { high = result } else { low = result }
    }
    return low
  }

  /// Who wins an unfinished position: 1 the player to move, -1 the opponent, 0 nobody; sooner known than
  /// the score.
  public mutating func sign(of position: ConnectFour) -> Int {
    precondition(
      position.columns == columns && position.rows == rows,
      "a solver for \(columns)x\(rows) was given a board of \(position.columns)x\(position.rows)")
    precondition(position.turn != .finished, "the game \(position.text) is over")
    if winningSquares(position.mover, position.occupied) & possible(position.occupied) != 0 {
      return 1
    }
    let stones = position.stoneCount
    if search(position.mover, position.occupied, stones: stones, above: 0) > 0 { return 1 }
    return search(position.mover, position.occupied, stones: stones, above: -1) > -1 ? 0 : -1
  }

  /// The score of every column, nil where no stone can be dropped.
  public mutating func scores(of position: ConnectFour) -> [Int?] {
    var scores: [Int?] = []
    for column in 0..<columns {
      guard position.isLegal(column) else {
        scores.append(nil)
        continue
      }
      var next = position
      next.apply(column)
      if let outcome = next.outcome {
        scores.append(outcome[0] == 0 ? 0 : (cells + 1 - position.stoneCount) / 2)
      } else {
        scores.append(-score(of: next))
      }
    }
    return scores
  }

  /// The columns with the best score, from the left.
  public mutating func bestMoves(in position: ConnectFour) -> [Int] {
    let scores = scores(of: position)
    let best = scores.compactMap(\.self).max()
    return scores.indices.filter { scores[$0] != nil && scores[$0] == best }
  }

  /// The lowest square with room of every column.
  @inline(__always) private func possible(_ occupied: UInt64) -> UInt64 {
    (occupied &+ bottom) & board
  }

  /// The empty squares that would give some stones four in a line.
  @inline(__always)
  private func winningSquares(_ stones: UInt64, _ occupied: UInt64) -> UInt64 {
    let upright = stones &<< 1 & stones &<< 2 & stones &<< 3
    let lines =
      completions(stones, stride) | completions(stones, stride &- 1)
      | completions(stones, stride &+ 1)
    return (upright | lines) & board & ~occupied
  }

  /// The fourth squares of lines with three stones in one direction.
  @inline(__always)
  private func completions(_ stones: UInt64, _ step: UInt64) -> UInt64 {
    let (up, down) = (stones &<< step, stones &>> step)
    let pairUp = up & stones &<< (2 &* step)
    let pairDown = down & stones &>> (2 &* step)
    return pairUp & (stones &<< (3 &* step) | down) | pairDown & (up | stones &>> (3 &* step))
  }

  /// A bound of the score that tells whether it lies above `alpha`: an upper bound at most `alpha`,
  /// or a lower bound greater than it. The player to move has no immediate win.
  private mutating func search(
    _ mover: UInt64, _ occupied: UInt64, stones: Int, above alpha: Int
  ) -> Int {
    visitedPositions &+= 1
    let candidates = safeMoves(mover, occupied)
    if candidates == 0 { return -((cells &- stones) >> 1) }
    if stones >= cells &- 2 { return 0 }
    // The opponent does not win at once, and the mover not before its second stone from here.
    var low = -((cells &- 2 &- stones) >> 1)
    if low > alpha { return low }
    var high = (cells &- 1 &- stones) >> 1
    if high <= alpha { return high }
    let key = mover &+ occupied
    let slot = slot(of: key)
    let isTabled = stones <= tabledStones
    if isTabled {
      let entry = lookUp(key, slot)
      if entry != 0 {
        low = Swift.max(low, Int(entry &>> 6 & 63) &- 31)
        if low > alpha { return low }
        high = Swift.min(high, Int(entry & 63) &- 31)
        if high <= alpha { return high }
      }
    }
    var moves = InlineArray<10, UInt64>(repeating: 0)
    let count = order(candidates, mover, occupied, into: &moves)
    if stones < tabledStones,
      let bound = knownCutoff(moves, count, mover ^ occupied, occupied, above: alpha)
    {
      store(key, slot, low: bound, high: high)
      return bound
    }
    for place in 0..<count {
      let move = moves[place] & 0xF_FFFF_FFFF_FFFF
      let score = -search(
        mover ^ occupied, occupied | move, stones: stones &+ 1, above: -alpha &- 1)
      if score > alpha {
        if isTabled { store(key, slot, low: score, high: high) }
        return score
      }
    }
    if isTabled { store(key, slot, low: low, high: alpha) }
    return alpha
  }

  /// A lower bound above `alpha` that the table already proves through one of the moves.
  ///
  /// The look-ups do not wait for each other, so this also brings the children's buckets into the
  /// cache at the price of one miss.
  @inline(__always)
  private func knownCutoff(
    _ moves: InlineArray<10, UInt64>, _ count: Int, _ opponent: UInt64, _ occupied: UInt64,
    above alpha: Int
  ) -> Int? {
    for place in 0..<count {
      let key = opponent &+ (occupied | moves[place] & 0xF_FFFF_FFFF_FFFF)
      let entry = lookUp(key, slot(of: key))
      if entry != 0 {
        let bound = 31 &- Int(entry & 63)
        if bound > alpha { return bound }
      }
    }
    return nil
  }

  @inline(__always) private func slot(of key: UInt64) -> Int {
    Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) &>> shift) & ~1
  }

  /// The moves after which the opponent does not win at once.
  @inline(__always)
  private func safeMoves(_ mover: UInt64, _ occupied: UInt64) -> UInt64 {
    let threats = winningSquares(mover ^ occupied, occupied)
    var moves = possible(occupied)
    let forced = moves & threats
    if forced != 0 {
      if forced & (forced &- 1) != 0 { return 0 }
      moves = forced
    }
    return moves & ~(threats &>> 1)
  }

  /// Writes the moves, those that make most winning squares first, then from the middle outwards.
  /// A word holds a move in 52 bits and its winning squares above.
  @inline(__always)
  private func order(
    _ candidates: UInt64, _ mover: UInt64, _ occupied: UInt64,
    into moves: inout InlineArray<10, UInt64>
  ) -> Int {
    var count = 0
    for place in 0..<columns {
      let move = candidates & columnMasks[place]
      if move == 0 { continue }
      let wins = winningSquares(mover | move, occupied).nonzeroBitCount
      let word = UInt64(truncatingIfNeeded: wins) &<< 52 | move
      var target = count
      while target > 0, moves[target &- 1] &>> 52 < word &>> 52 {
        moves[target] = moves[target &- 1]
        target &-= 1
      }
      moves[target] = word
      count &+= 1
    }
    return count
  }

  /// The entry of a position, or 0.
  @inline(__always)
  private func lookUp(_ key: UInt64, _ slot: Int) -> UInt64 {
    if table[slot] &>> 12 == key { return table[slot] }
    let older = table[slot | 1]
    return older &>> 12 == key ? older : 0
  }

  @inline(__always)
  private mutating func store(_ key: UInt64, _ slot: Int, low: Int, high: Int) {
    let bounds = UInt64(truncatingIfNeeded: (low &+ 31) &<< 6 | (high &+ 31))
    let younger = table[slot]
    if younger &>> 12 != key { table[slot | 1] = younger }
    table[slot] = key &<< 12 | bounds
  }
}
