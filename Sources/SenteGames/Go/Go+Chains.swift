// Chains of stones: joining them, taking them, and knowing which have one liberty.

extension Go {
  @inline(__always) static func weight(_ cell: Int) -> UInt32 {
    1 | UInt32(truncatingIfNeeded: cell) &<< 11
  }

  /// Whether a chain has exactly one liberty.
  @inline(__always) mutating func isInAtari(_ head: Int) -> Bool {
    let count = liberties[head] & 0x7FF
    let sum = liberties[head] &>> 11
    // A cell has four neighbours.
    if count &- 1 >= 4 { return false }
    let mean = count == 3 ? sum / 3 : sum &>> (count &>> 1)
    return mean &* count == sum && isOnlyLiberty(Int(mean), of: head, count: count)
  }

  mutating func isOnlyLiberty(_ cell: Int, of head: Int, count: UInt32) -> Bool {
    if colours[cell] != 0 { return false }
    var touching: UInt32 = 0
    for direction in 0..<4 where Int(heads[neighbour(cell, direction)]) == head { touching &+= 1 }
    return touching == count
  }

  /// The Zobrist key of a stone, by the finalizer of SplitMix64.
  @inline(__always) static func key(_ cell: Int, _ colour: UInt8) -> UInt64 {
    mix(UInt64(truncatingIfNeeded: cell &* 4) | UInt64(colour))
  }

  @inline(__always) static func mix(_ word: UInt64) -> UInt64 {
    var z = (word &+ 1) &* 0x9E37_79B9_7F4A_7C15
    z = (z ^ z &>> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z &>> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z &>> 31
  }

  @inline(__always) static func bit(_ cell: Int) -> UInt64 {
    1 &<< UInt64(truncatingIfNeeded: cell & 63)
  }

  @inline(__always) mutating func isMarked(_ cell: Int) -> Bool {
    atari[cell &>> 6] & Self.bit(cell) != 0
  }

  /// Brings the bits of a stone's chain in `atari` up to date.
  mutating func mark(_ stone: Int) {
    let head = Int(heads[stone])
    if isInAtari(head) != isMarked(head) { toggleMarks(head) }
  }

  mutating func toggleMarks(_ head: Int) {
    var stone = head
    repeat {
      atari[stone &>> 6] ^= Self.bit(stone)
      stone = Int(nexts[stone])
    } while stone != head
  }

  /// Puts a stone on an empty cell, joins it to its neighbours of the same colour, and takes the
  /// cell from the liberties of all; returns the head of its chain.
  @discardableResult
  mutating func put(_ cell: Int, _ colour: UInt8) -> Int {
    colours[cell] = colour
    empty[cell &>> 6] &= ~Self.bit(cell)
    if colour == 1 {
      black[cell &>> 6] |= Self.bit(cell)
    } else {
      white[cell &>> 6] |= Self.bit(cell)
    }
    boardHash ^= Self.key(cell, colour)
    let weight = Self.weight(cell)
    var own: UInt32 = 0
    var head = cell
    heads[cell] = UInt16(truncatingIfNeeded: cell)
    nexts[cell] = UInt16(truncatingIfNeeded: cell)
    for direction in 0..<4 {
      let near = neighbour(cell, direction)
      // Cells without a stone point to cell 0, whose sums nobody reads.
      liberties[Int(heads[near])] &-= weight
      if colours[near] == 0 { own &+= Self.weight(near) }
    }
    liberties[cell] = own
    for direction in 0..<4 {
      let near = neighbour(cell, direction)
      if colours[near] == colour, Int(heads[near]) != head {
        head = join(head, to: Int(heads[near]))
      }
    }
    return head
  }

  /// Makes two chains one and returns its head.
  mutating func join(_ head: Int, to other: Int) -> Int {
    // One chain has one mark; who calls brings it up to date.
    if isMarked(head) != isMarked(other) { toggleMarks(isMarked(head) ? head : other) }
    liberties[other] &+= liberties[head]
    var stone = head
    repeat {
      heads[stone] = UInt16(truncatingIfNeeded: other)
      stone = Int(nexts[stone])
    } while stone != head
    let next = nexts[head]
    nexts[head] = nexts[other]
    nexts[other] = next
    return other
  }

  /// Takes a chain off the board and returns how many stones it had.
  mutating func take(_ head: Int) -> Int {
    let colour = colours[head]
    var count = 0
    var stone = head
    repeat {
      colours[stone] = 0
      heads[stone] = 0
      let (word, bit) = (stone &>> 6, Self.bit(stone))
      empty[word] |= bit
      atari[word] &= ~bit
      if colour == 1 {
        black[word] &= ~bit
        vacatedByBlack[word] |= bit
      } else {
        white[word] &= ~bit
        vacatedByWhite[word] |= bit
      }
      boardHash ^= Self.key(stone, colour)
      let weight = Self.weight(stone)
      for direction in 0..<4 { liberties[Int(heads[neighbour(stone, direction)])] &+= weight }
      count &+= 1
      stone = Int(nexts[stone])
    } while stone != head
    repeat {
      for direction in 0..<4 {
        let near = neighbour(stone, direction)
        if isMarked(near) { mark(near) }
      }
      stone = Int(nexts[stone])
    } while stone != head
    return count
  }

  /// The liberties of each chain, counted up to four, at its head; 0 elsewhere.
  mutating func libertyCounts() -> InlineArray<420, UInt8> {
    var counts = InlineArray<420, UInt8>(repeating: 0)
    for point in 0..<pointCount {
      let cell = cell(point)
      if colours[cell] != 0, Int(heads[cell]) == cell { counts[cell] = libertyCount(ofChain: cell) }
    }
    return counts
  }

  private mutating func libertyCount(ofChain head: Int) -> UInt8 {
    var found = InlineArray<4, Int>(repeating: 0)
    var count = 0
    var stone = head
    repeat {
      for direction in 0..<4 {
        let near = neighbour(stone, direction)
        if colours[near] != 0 || near == found[0] || near == found[1] || near == found[2] {
          continue
        }
        found[count] = near
        count &+= 1
        if count == 4 { return 4 }
      }
      stone = Int(nexts[stone])
    } while stone != head
    return UInt8(truncatingIfNeeded: count)
  }

  /// The lowest point whose chain has no liberty, or nil.
  var firstPointWithoutLiberty: Int? {
    (0..<pointCount).first { point in
      let cell = cell(point)
      return colours[cell] != 0 && liberties[Int(heads[cell])] == 0
    }
  }
}
