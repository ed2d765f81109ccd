// What a game remembers, and which moves that forbids.

extension Go {
  /// The hash by which positions are compared: the board, and who moves where the rules say so.
  @inline(__always) func situation(_ board: UInt64, next: UInt8) -> UInt64 {
    rules.repetition == .situationalSuperko && next == 2 ? board ^ 0xA5A5_F00D_1234_5678 : board
  }

  /// Keeps the position before a move, and the move.
  mutating func record(_ action: Int) {
    let hash = situation(boardHash, next: mover)
    let place = moveCount & 15
    if place == 0, moveCount > 0 {
      earlier = GoHistory(hashes: recentHashes, moves: recentMoves, previous: earlier)
    }
    recentHashes[place] = hash
    recentMoves[place] = UInt16(truncatingIfNeeded: action)
    filter[Int(hash &>> 6 & 15)] |= 1 &<< (hash & 63)
    filter[Int(hash &>> 16 & 15)] |= 1 &<< (hash &>> 10 & 63)
    historyHash &+= Self.mix(hash)
  }

  /// Whether a position has been on the board before the last recorded move.
  @inline(__always) mutating func isRepeated(_ hash: UInt64) -> Bool {
    let first = filter[Int(hash &>> 6 & 15)] &>> (hash & 63)
    let second = filter[Int(hash &>> 16 & 15)] &>> (hash &>> 10 & 63)
    if first & second & 1 == 0 { return false }
    return isInHistory(hash)
  }

  mutating func isInHistory(_ hash: UInt64) -> Bool {
    for place in 0..<16 where recentHashes[place] == hash {
      // Unused places are zero, which is also the hash of the empty board.
      if place < moveCount || moveCount >= 16 || hash != 0 { return true }
    }
    return earlier?.contains(hash) ?? false
  }

  /// Those of some playable cells that would bring an earlier position back.
  ///
  /// A stone that takes none and stays can only bring back a position in which a stone of its colour
  /// stood here and was then taken, and in which all stones of the board stood, too; so other cells
  /// need no look.
  mutating func repeating(
    _ cells: UInt64, word: Int, taking: UInt64, suicides: UInt64
  ) -> UInt64 {
    let vacated = mover == 1 ? vacatedByBlack[word] : vacatedByWhite[word]
    var doubtful = cells & (vacated & (hasFreshStone ? taking : ~0) | suicides)
    var repeating: UInt64 = 0
    while doubtful != 0 {
      let bit = doubtful & (0 &- doubtful)
      let cell = word &<< 6 | doubtful.trailingZeroBitCount
      let board =
        (taking | suicides) & bit == 0
        ? boardHash ^ Self.key(cell, mover)
        : hash(afterPlaying: cell, isSuicide: suicides & bit != 0)
      let hash = situation(board, next: mover ^ 3)
      if hash == situation(boardHash, next: mover) || isRepeated(hash) { repeating |= bit }
      doubtful ^= bit
    }
    return repeating
  }

  /// The board's hash after a move that takes chains, or its own.
  mutating func hash(afterPlaying cell: Int, isSuicide: Bool) -> UInt64 {
    var hash = boardHash
    if !isSuicide { hash ^= Self.key(cell, mover) }
    let victim = isSuicide ? mover : mover ^ 3
    for direction in 0..<4 {
      let near = neighbour(cell, direction)
      guard colours[near] == victim else { continue }
      let head = Int(heads[near])
      var isCounted = false
      for other in 0..<direction where Int(heads[neighbour(cell, other)]) == head {
        isCounted = true
      }
      guard !isCounted, isMarked(head) else { continue }
      var stone = head
      repeat {
        hash ^= Self.key(stone, victim)
        stone = Int(nexts[stone])
      } while stone != head
    }
    return hash
  }

  /// Lets every earlier position come back, so that only liberties decide what is legal.
  mutating func forgetHistory() {
    filter = .init(repeating: 0)
    vacatedByBlack = .init(repeating: 0)
    vacatedByWhite = .init(repeating: 0)
    koCell = 0
    hasFreshStone = false
    findLegal()
  }

  /// The last move or pass; nil at the start and in playouts, which write nothing down.
  var lastAction: Int? {
    mutating get {
      moveCount > 0 && remembersMoves ? Int(recentMoves[(moveCount &- 1) & 15]) : nil
    }
  }

  /// All moves from the start position.
  public var moves: [Int] {
    var moves: [Int] = []
    let recent = moveCount == 0 ? 0 : (moveCount - 1) % 16 + 1
    for place in (0..<recent).reversed() { moves.append(Int(recentMoves[place])) }
    var piece = earlier
    while let current = piece {
      for place in (0..<16).reversed() { moves.append(Int(current.moves[place])) }
      piece = current.previous
    }
    return moves.reversed()
  }
}

extension Go {
  /// Whether two games stand alike: board, player, passes, number of moves, and as much of the
  /// history as the rules remember.
  public static func == (left: Go, right: Go) -> Bool {
    guard left.boardHash == right.boardHash, left.mover == right.mover,
      left.passes == right.passes, left.koCell == right.koCell,
      left.moveCount == right.moveCount, left.rules == right.rules,
      left.sizeByte == right.sizeByte,
      left.rules.repetition == .simpleKo || left.historyHash == right.historyHash
    else { return false }
    let (black, otherBlack) = (left.black, right.black)
    let (white, otherWhite) = (left.white, right.white)
    for word in 0..<7 where black[word] != otherBlack[word] || white[word] != otherWhite[word] {
      return false
    }
    return true
  }

  /// Hashes the board, the player and the number of moves.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(boardHash)
    hasher.combine(mover)
    hasher.combine(moveCount)
  }
}
