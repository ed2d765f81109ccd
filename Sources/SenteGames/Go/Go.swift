/// Go on boards of 5 to 19 rows, scored by area; Black is player 0.
///
/// An action is the number of a point, row by row from the top left, or `pass`, one more than the
/// last point. The game ends after two passes in a row, or after `GoRules.maximumMoves` moves.
///
/// Points live in a board with a border one point wide, whose rows are `stride` apart, and are
/// called cells there. Each chain of stones has a head, and the head's word sums over all its
/// liberties, each counted once per adjacent stone: 1 and the cell, side by side in 11 and 20 bits, so
/// that one addition keeps both. All of them are one cell exactly when the mean is an empty cell with
/// as many neighbours in the chain as were counted.
///
/// Superko compares 64-bit hashes (Zobrist, with keys computed rather than stored), so two positions
/// are taken for one with a chance of about 2⁻⁶⁴ a pair.
public struct Go: SymmetricGame {
  /// The number of a point, or of the pass.
  public typealias Action = Int

  /// The rules of this game.
  public let rules: GoRules
  /// 0 empty, 1 black, 2 white, 3 border; one byte a cell.
  var colours = InlineArray<420, UInt8>(repeating: 3)
  /// The head of each stone's chain; cell 0, a border cell, for empty cells.
  private var heads = InlineArray<420, UInt16>(repeating: 0)
  /// The next stone of the same chain, in a ring.
  private var nexts = InlineArray<420, UInt16>(repeating: 0)
  /// The sums over the liberties of a chain, at its head.
  private var liberties = InlineArray<420, UInt32>(repeating: 0)
  /// One bit per cell: empty points, black and white stones, and stones of chains with one liberty.
  private(set) var empty = InlineArray<7, UInt64>(repeating: 0)
  private(set) var black = InlineArray<7, UInt64>(repeating: 0)
  private(set) var white = InlineArray<7, UInt64>(repeating: 0)
  private var atari = InlineArray<7, UInt64>(repeating: 0)
  /// Points from which a black or a white stone has been taken in this game.
  private var vacatedByBlack = InlineArray<7, UInt64>(repeating: 0)
  private var vacatedByWhite = InlineArray<7, UInt64>(repeating: 0)
  /// The legal cells of the player to move. They are found when a move is made: there the compiler
  /// indexes the arrays in place, where a method that cannot change them copies each array first.
  private var legal = InlineArray<7, UInt64>(repeating: 0)
  /// The stones on the board.
  private var boardHash: UInt64 = 0
  /// The sum of all earlier positions, mixed: equal for equal sets of positions.
  private var historyHash: UInt64 = 0
  /// One bit per earlier position, by ten bits of its hash: most look-ups end here.
  private var filter = InlineArray<16, UInt64>(repeating: 0)
  /// The last moves and the positions before them, until a piece of history is full.
  private var recentHashes = InlineArray<16, UInt64>(repeating: 0)
  private var recentMoves = InlineArray<16, UInt16>(repeating: 0)
  private var earlier: GoHistory?
  let setup: GoSetup?
  /// How many moves have been played, passes counted.
  public private(set) var moveCount = 0
  private let maximumMoves: Int
  private let stride: Int
  private let words: Int
  /// 65536 / stride and 65536 / size, rounded up: a product and a shift divide by them.
  private let strideInverse: Int
  private let sizeInverse: Int
  /// The cell that simple ko closes, or 0.
  private var koCell: UInt16 = 0
  private var mover: UInt8 = 1
  private var passes: UInt8 = 0
  private let sizeByte: UInt8

  /// How many rows and columns the board has.
  public var size: Int { Int(sizeByte) }
  /// How many points the board has.
  public var pointCount: Int { size * size }
  /// The number of the pass: one more than the last point.
  public var pass: Int { pointCount }

  /// A board of 5 to 19 rows; with a handicap of 2 to 9, Black has that many stones on the star
  /// points and White begins.
  public init(size: Int = 19, rules: GoRules = GoRules(), handicap: Int = 0) {
    precondition(
      handicap == 0 || (2...Self.maximumHandicap(size: size)).contains(handicap),
      "a handicap of \(handicap) on \(size)x\(size); allowed are 0 and 2 to"
        + " \(Self.maximumHandicap(size: size))")
    let stones = Self.handicapPoints(size: size, count: handicap)
    let setup =
      handicap == 0
      ? nil : GoSetup(black: stones, white: [], whiteBegins: true, handicap: handicap)
    self.init(size: size, rules: rules, setup: setup)
  }

  /// A board with stones; the caller sees that every chain has a liberty.
  init(size: Int, rules: GoRules, setup: GoSetup?) {
    precondition((5...19).contains(size), "Go has 5 to 19 rows here, not \(size)")
    maximumMoves = rules.maximumMoves ?? 2 * size * size
    precondition(
      (1...GoRules.moveLimit).contains(maximumMoves), "a game of \(maximumMoves) moves")
    self.rules = rules
    self.setup = setup
    sizeByte = UInt8(size)
    stride = size + 1
    words = (stride * (size + 2) + 63) / 64
    strideInverse = 65_536 / stride + 1
    sizeInverse = 65_536 / size + 1
    for point in 0..<size * size {
      let cell = cell(point)
      colours[cell] = 0
      empty[cell >> 6] |= 1 << UInt64(cell & 63)
    }
    if let setup {
      for point in setup.black { put(cell(point), 1) }
      for point in setup.white { put(cell(point), 2) }
      for point in setup.black + setup.white { mark(cell(point)) }
      mover = setup.whiteBegins ? 2 : 1
    }
    findLegal()
  }

  /// Black and White.
  public var playerCount: Int { 2 }

  /// Black is player 0.
  public var turn: Turn { isOver ? .finished : .player(Int(mover) - 1) }

  private var isOver: Bool { passes >= 2 || moveCount >= maximumMoves }

  /// 1 for the player with the greater area, komi counted, and -1 for the other, or 0 each.
  public var outcome: [Double]? {
    guard isOver else { return nil }
    let margin = marginHalves
    return margin == 0 ? [0, 0] : margin > 0 ? [1, -1] : [-1, 1]
  }

  // MARK: Cells

  @inline(__always) func cell(_ point: Int) -> Int {
    point &+ (point &* sizeInverse) &>> 16 &+ stride &+ 1
  }

  @inline(__always) func point(_ cell: Int) -> Int {
    cell &- stride &- (cell &* strideInverse) &>> 16
  }

  @inline(__always) private func neighbour(_ cell: Int, _ direction: Int) -> Int {
    switch direction {
    case 0: cell &- stride
    case 1: cell &- 1
    case 2: cell &+ 1
    default: cell &+ stride
    }
  }

  @inline(__always) private static func weight(_ cell: Int) -> UInt32 {
    1 | UInt32(truncatingIfNeeded: cell) &<< 11
  }

  /// Whether a chain has exactly one liberty.
  @inline(__always) private mutating func isInAtari(_ head: Int) -> Bool {
    let count = liberties[head] & 0x7FF
    let sum = liberties[head] &>> 11
    // A cell has four neighbours.
    if count &- 1 >= 4 { return false }
    let mean = count == 3 ? sum / 3 : sum &>> (count &>> 1)
    return mean &* count == sum && isOnlyLiberty(Int(mean), of: head, count: count)
  }

  private mutating func isOnlyLiberty(_ cell: Int, of head: Int, count: UInt32) -> Bool {
    if colours[cell] != 0 { return false }
    var touching: UInt32 = 0
    for direction in 0..<4 where Int(heads[neighbour(cell, direction)]) == head { touching &+= 1 }
    return touching == count
  }

  /// The Zobrist key of a stone, by the finalizer of SplitMix64.
  @inline(__always) private static func key(_ cell: Int, _ colour: UInt8) -> UInt64 {
    mix(UInt64(truncatingIfNeeded: cell &* 4) | UInt64(colour))
  }

  @inline(__always) private static func mix(_ word: UInt64) -> UInt64 {
    var z = (word &+ 1) &* 0x9E37_79B9_7F4A_7C15
    z = (z ^ z &>> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z &>> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z &>> 31
  }

  // MARK: Stones

  @inline(__always) private static func bit(_ cell: Int) -> UInt64 {
    1 &<< UInt64(truncatingIfNeeded: cell & 63)
  }

  @inline(__always) private mutating func isMarked(_ cell: Int) -> Bool {
    atari[cell &>> 6] & Self.bit(cell) != 0
  }

  /// Brings the bits of a stone's chain in `atari` up to date.
  private mutating func mark(_ stone: Int) {
    let head = Int(heads[stone])
    if isInAtari(head) != isMarked(head) { toggleMarks(head) }
  }

  private mutating func toggleMarks(_ head: Int) {
    var stone = head
    repeat {
      atari[stone &>> 6] ^= Self.bit(stone)
      stone = Int(nexts[stone])
    } while stone != head
  }

  /// Puts a stone on an empty cell, joins it to its neighbours of the same colour, and takes the
  /// cell from the liberties of all; returns the head of its chain.
  @discardableResult
  private mutating func put(_ cell: Int, _ colour: UInt8) -> Int {
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
  private mutating func join(_ head: Int, to other: Int) -> Int {
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
  private mutating func take(_ head: Int) -> Int {
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

  // MARK: Moves

  /// Plays a legal point or passes. An illegal move traps.
  public mutating func apply(_ action: Int) {
    precondition(!isOver && action >= 0 && action <= pass, "action \(action) is not legal here")
    record(action)
    koCell = 0
    if action == pass {
      passes &+= 1
    } else {
      passes = 0
      play(cell(action))
    }
    mover ^= 3
    moveCount &+= 1
    if !isOver { findLegal() }
  }

  private mutating func play(_ cell: Int) {
    precondition(colours[cell] == 0, "\(text(of: point(cell))) is taken")
    let colour = mover
    let head = put(cell, colour)
    var taken = 0
    var last = 0
    for direction in 0..<4 {
      let near = neighbour(cell, direction)
      if colours[near] != colour ^ 3 { continue }
      if liberties[Int(heads[near])] == 0 {
        taken &+= take(Int(heads[near]))
        last = near
      } else {
        mark(near)
      }
    }
    mark(head)
    if liberties[head] == 0 {
      precondition(rules.allowsSuicide, "\(text(of: point(cell))) is suicide")
      _ = take(head)
    } else if taken == 1, rules.repetition == .simpleKo, Int(nexts[cell]) == cell,
      isInAtari(head)
    {
      koCell = UInt16(truncatingIfNeeded: last)
    }
    if rules.repetition != .simpleKo {
      precondition(
        !isRepeated(situation(boardHash, next: mover ^ 3)),
        "\(text(of: point(cell))) repeats an earlier position")
    }
  }

  /// The hash by which positions are compared: the board, and who moves where the rules say so.
  @inline(__always) private func situation(_ board: UInt64, next: UInt8) -> UInt64 {
    rules.repetition == .situationalSuperko && next == 2 ? board ^ 0xA5A5_F00D_1234_5678 : board
  }

  /// Keeps the position before a move, and the move.
  private mutating func record(_ action: Int) {
    let hash = situation(boardHash, next: mover)
    let place = moveCount & 15
    if place == 0, moveCount > 0 {
      earlier = GoHistory(hashes: recentHashes, moves: recentMoves, previous: earlier)
    }
    recentHashes[place] = hash
    recentMoves[place] = UInt16(truncatingIfNeeded: action)
    filter[Int(hash &>> 6 & 15)] |= 1 &<< (hash & 63)
    historyHash &+= Self.mix(hash)
  }

  /// Whether a position has been on the board before the last recorded move.
  @inline(__always) private mutating func isRepeated(_ hash: UInt64) -> Bool {
    if filter[Int(hash &>> 6 & 15)] &>> (hash & 63) & 1 == 0 { return false }
    return isInHistory(hash)
  }

  private mutating func isInHistory(_ hash: UInt64) -> Bool {
    for place in 0..<16 where recentHashes[place] == hash {
      // Unused places are zero, which is also the hash of the empty board.
      if place < moveCount || moveCount >= 16 || hash != 0 { return true }
    }
    return GoHistory.contains(hash, in: earlier)
  }

  /// Appends the legal points in rising order, then the pass.
  public func appendLegalActions(to actions: inout [Int]) {
    if isOver { return }
    let legal = legal
    var count = 1
    for word in 0..<words { count &+= legal[word].nonzeroBitCount }
    actions.append(addingCapacity: count) { output in
      for word in 0..<words {
        var rest = legal[word]
        while rest != 0 {
          output.append(point(word &<< 6 | rest.trailingZeroBitCount))
          rest &= rest &- 1
        }
      }
      output.append(pass)
    }
  }

  /// Finds the legal cells, 64 at a time: empty ones beside an empty cell, a chain of the mover with
  /// another liberty, or a chain of the opponent without one; then those of them that could bring
  /// an earlier position back are looked at one by one.
  private mutating func findLegal() {
    // One word of zeros on both sides.
    var support = InlineArray<9, UInt64>(repeating: 0)
    var prey = InlineArray<9, UInt64>(repeating: 0)
    for word in 0..<words {
      let (own, other) = mover == 1 ? (black[word], white[word]) : (white[word], black[word])
      prey[word &+ 1] = other & atari[word]
      support[word &+ 1] = empty[word] | own & ~atari[word] | other & atari[word]
    }
    for word in 0..<words {
      let supported = besides(support[word], support[word &+ 1], support[word &+ 2])
      var cells = empty[word] & (rules.allowsSuicide ? ~0 : supported)
      if rules.repetition != .simpleKo {
        let taking = besides(prey[word], prey[word &+ 1], prey[word &+ 2])
        cells ^= repeating(cells, word: word, taking: taking, suicides: ~supported)
      } else if koCell != 0, Int(koCell) &>> 6 == word {
        cells &= ~Self.bit(Int(koCell))
      }
      legal[word] = cells
    }
  }

  /// The cells of one word beside given cells, from the words before, here and after.
  @inline(__always)
  private func besides(_ before: UInt64, _ here: UInt64, _ after: UInt64) -> UInt64 {
    let shift = UInt64(truncatingIfNeeded: stride)
    return here &<< 1 | before &>> 63 | here &>> 1 | after &<< 63
      | here &<< shift | before &>> (64 &- shift) | here &>> shift | after &<< (64 &- shift)
  }

  /// Those of some playable cells that would bring an earlier position back.
  ///
  /// A stone that stays can only bring back a position in which a stone of its colour stood here
  /// and was then taken, so other cells need no look.
  private mutating func repeating(
    _ cells: UInt64, word: Int, taking: UInt64, suicides: UInt64
  ) -> UInt64 {
    let vacated = mover == 1 ? vacatedByBlack[word] : vacatedByWhite[word]
    var doubtful = cells & (vacated | suicides)
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

  /// Whether the point exists and may be played, or the action is a pass, and the game goes on.
  public func isLegal(_ action: Int) -> Bool {
    if isOver || action < 0 || action > pass { return false }
    if action == pass { return true }
    let cell = cell(action)
    return legal[cell &>> 6] &>> UInt64(truncatingIfNeeded: cell & 63) & 1 == 1
  }

  /// The board's hash after a move that takes chains, or its own.
  private mutating func hash(afterPlaying cell: Int, isSuicide: Bool) -> UInt64 {
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
    findLegal()
  }

  /// The lowest point whose chain has no liberty, or nil.
  var firstPointWithoutLiberty: Int? {
    (0..<pointCount).first { point in
      let cell = cell(point)
      return colours[cell] != 0 && liberties[Int(heads[cell])] == 0
    }
  }

  /// The points and the pass.
  public var actionCount: Int { pass + 1 }
  /// The action itself.
  public func index(of action: Int) -> Int { action }
  /// The action itself.
  public func action(at index: Int) -> Int? { (0...pass).contains(index) ? index : nil }

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
    for cell in 0..<420 where left.colours[cell] != right.colours[cell] { return false }
    return true
  }

  /// Hashes the board, the player and the number of moves.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(boardHash)
    hasher.combine(mover)
    hasher.combine(moveCount)
  }
}
