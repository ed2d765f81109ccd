public import SentePrimitives

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
public struct Go: SymmetricGame, RandomActionGame {
  /// The number of a point, or of the pass.
  public typealias Action = Int

  /// The rules of this game.
  public internal(set) var rules: GoRules
  /// 0 empty, 1 black, 2 white, 3 border; one byte a cell.
  var colours = InlineArray<420, UInt8>(repeating: 3)
  /// The head of each stone's chain; cell 0, a border cell, for empty cells.
  var heads = InlineArray<420, UInt16>(repeating: 0)
  /// The next stone of the same chain, in a ring.
  var nexts = InlineArray<420, UInt16>(repeating: 0)
  /// The sums over the liberties of a chain, at its head.
  var liberties = InlineArray<420, UInt32>(repeating: 0)
  /// One bit per cell: empty points, black and white stones, and stones of chains with one liberty.
  var empty = InlineArray<7, UInt64>(repeating: 0)
  var black = InlineArray<7, UInt64>(repeating: 0)
  var white = InlineArray<7, UInt64>(repeating: 0)
  var atari = InlineArray<7, UInt64>(repeating: 0)
  /// Points from which a black or a white stone has been taken in this game.
  var vacatedByBlack = InlineArray<7, UInt64>(repeating: 0)
  var vacatedByWhite = InlineArray<7, UInt64>(repeating: 0)
  /// The legal points of the player to move. They are found when a move is made: there the compiler
  /// indexes the arrays in place, where a method that cannot change them copies each array first.
  @usableFromInline var legal: GoLegalPoints
  /// Whether a stone that was played since the last capture stands where none of its colour had been
  /// taken before: then no earlier position holds all stones of the board.
  var hasFreshStone = false
  /// The stones on the board.
  var boardHash: UInt64 = 0
  /// The sum of all earlier positions, mixed: equal for equal sets of positions.
  var historyHash: UInt64 = 0
  /// Two bits per earlier position, each by ten bits of its hash: most look-ups end here.
  var filter = InlineArray<16, UInt64>(repeating: 0)
  /// The last moves and the positions before them, until a piece of history is full.
  var recentHashes = InlineArray<16, UInt64>(repeating: 0)
  var recentMoves = InlineArray<16, UInt16>(repeating: 0)
  var earlier: GoHistory?
  let setup: GoSetup?
  /// How many moves have been played, passes counted.
  public internal(set) var moveCount = 0
  private let maximumMoves: Int
  let stride: Int
  let words: Int
  /// 65536 / stride and 65536 / size, rounded up: a product and a shift divide by them.
  let strideInverse: Int
  private let sizeInverse: Int
  /// The cell that simple ko closes, or 0.
  var koCell: UInt16 = 0
  var mover: UInt8 = 1
  var passes: UInt8 = 0
  /// Whether moves are written down; playouts end before anybody asks.
  var remembersMoves = true
  let sizeByte: UInt8

  /// How many rows and columns the board has.
  public var size: Int { Int(sizeByte) }
  /// How many points the board has.
  public var pointCount: Int { size * size }
  /// The number of the pass: one more than the last point.
  public var pass: Int { pointCount }

  /// A board of 5 to 19 rows; with a handicap of 2 to 9, Black has that many stones on the star
  /// points and White begins.
  public init(size: Int = 19, rules: GoRules = GoRules(), handicap: Int = 0) {
    let most = Self.maximumHandicap(size: size)
    precondition(
      handicap == 0 || handicap >= 2 && handicap <= most,
      "a handicap of \(handicap) on \(size)x\(size); allowed are 0 and 2 up to \(most)")
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
    legal = GoLegalPoints(size: size)
    sizeInverse = 65_536 / size + 1
    strideInverse = 65_536 / stride + 1
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

  /// As `outcome`, for one player.
  public func outcome(for player: Int) -> Double? {
    guard isOver else { return nil }
    let margin = player == 0 ? marginHalves : -marginHalves
    return Double(margin.signum())
  }

  @inline(__always) func cell(_ point: Int) -> Int {
    point &+ (point &* sizeInverse) &>> 16 &+ stride &+ 1
  }

  @inline(__always) func neighbour(_ cell: Int, _ direction: Int) -> Int {
    switch direction {
    case 0: cell &- stride
    case 1: cell &- 1
    case 2: cell &+ 1
    default: cell &+ stride
    }
  }

  /// Plays a legal point or passes. An illegal move traps.
  public mutating func apply(_ action: Int) {
    precondition(!isOver && action >= 0 && action <= pass, "action \(action) is not legal here")
    if remembersMoves { record(action) }
    koCell = 0
    if action == pass {
      passes &+= 1
    } else {
      passes = 0
      play(action)
    }
    mover ^= 3
    moveCount &+= 1
    if isOver { legal.count = 0 } else { findLegal() }
  }

  private mutating func play(_ action: Int) {
    let cell = cell(action)
    precondition(colours[cell] == 0, "\(text(of: action)) is taken")
    let colour = mover
    let vacated = colour == 1 ? vacatedByBlack[cell &>> 6] : vacatedByWhite[cell &>> 6]
    let isFresh = vacated & Self.bit(cell) == 0
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
    hasFreshStone = isFresh || taken == 0 && hasFreshStone
    if liberties[head] == 0 {
      precondition(rules.allowsSuicide, "\(text(of: action)) is suicide")
      _ = take(head)
      hasFreshStone = false
    } else if taken == 1, rules.repetition == .simpleKo, Int(nexts[cell]) == cell,
      isInAtari(head)
    {
      koCell = UInt16(truncatingIfNeeded: last)
    }
    if rules.repetition != .simpleKo, taken > 0 || !hasFreshStone {
      precondition(
        !isRepeated(situation(boardHash, next: mover ^ 3)),
        "\(text(of: action)) repeats an earlier position")
    }
  }

  /// Appends the legal points in rising order, then the pass.
  @inlinable @inline(__always)
  public func appendLegalActions(to actions: inout [Int]) {
    legal.append(to: &actions)
  }

  /// A legal action, or nil when the game is over.
  @inlinable @inline(__always)
  public func randomAction(using random: inout RandomStream) -> Int? {
    legal.count == 0 ? nil : legal[random.index(below: legal.count)]
  }

  /// Plays to the end with `randomAction`.
  public mutating func rollOut(using random: inout RandomStream) {
    while let action = randomAction(using: &random) { apply(action) }
  }

  /// Finds the legal cells, 64 at a time: empty ones beside an empty cell, a chain of the mover with
  /// another liberty, or a chain of the opponent without one; then those of them that could bring
  /// an earlier position back are looked at one by one.
  mutating func findLegal() {
    legal.count = 1
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
      legal.cells[word] = cells
      legal.count &+= cells.nonzeroBitCount
    }
  }

  /// The cells of one word beside given cells, from the words before, here and after.
  @inline(__always)
  private func besides(_ before: UInt64, _ here: UInt64, _ after: UInt64) -> UInt64 {
    let shift = UInt64(truncatingIfNeeded: stride)
    return here &<< 1 | before &>> 63 | here &>> 1 | after &<< 63
      | here &<< shift | before &>> (64 &- shift) | here &>> shift | after &<< (64 &- shift)
  }

  /// Whether the point exists and may be played, or the action is a pass, and the game goes on.
  public func isLegal(_ action: Int) -> Bool {
    if isOver || action < 0 || action > pass { return false }
    if action == pass { return true }
    let cell = cell(action)
    return legal.cells[cell &>> 6] & Self.bit(cell) != 0
  }

  /// The points and the pass.
  public var actionCount: Int { pass + 1 }
  /// The action itself.
  public func index(of action: Int) -> Int { action }
  /// The action itself.
  public func action(at index: Int) -> Int? { (0...pass).contains(index) ? index : nil }
}
