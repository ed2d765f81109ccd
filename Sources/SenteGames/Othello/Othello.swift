/// Othello on 4x4, 6x6 or 8x8 squares; Black (player 0) begins.
///
/// An action is the number of a square, row by row from the top left, or `pass`, which is legal only
/// when the player to move can flip nothing and the opponent can. The game ends when neither can.
///
/// Two bitboards of eight rows with eight bits each hold every board size, so that all sizes share
/// the same shifts; the value holds no references.
public struct Othello: SymmetricGame {
  /// The number of a square, or of the pass.
  public typealias Action = Int

  /// The discs of the player to move and of the opponent.
  private var mover: UInt64
  private var opponent: UInt64
  /// The squares that the player to move may take.
  private var moves: UInt64 = 0
  private let sizeByte: UInt8
  private var isWhite = false
  private var isOver = false

  /// How many rows and columns the board has.
  public var size: Int { Int(sizeByte) }

  /// The start position of a board with 4, 6 or 8 rows.
  public init(size: Int = 8) {
    precondition([4, 6, 8].contains(size), "Othello has 4, 6 or 8 rows, not \(size)")
    let middle = UInt64(size / 2 - 1)
    let corner = (1 as UInt64) << (middle * 9)
    self.init(
      size: size, mover: corner << 1 | corner << 8, opponent: corner | corner << 9, isWhite: false)
  }

  private init(size: Int, mover: UInt64, opponent: UInt64, isWhite: Bool) {
    sizeByte = UInt8(size)
    self.mover = mover
    self.opponent = opponent
    self.isWhite = isWhite
    findMoves()
  }

  /// Black and White.
  public var playerCount: Int { 2 }

  /// Black is player 0.
  public var turn: Turn { isOver ? .finished : .player(isWhite ? 1 : 0) }

  /// How many discs Black and White have.
  public var discs: (black: Int, white: Int) {
    let (mine, theirs) = (mover.nonzeroBitCount, opponent.nonzeroBitCount)
    return isWhite ? (theirs, mine) : (mine, theirs)
  }

  /// The discs of Black and White as sets: bit 8 · row + column, whatever the size of the board.
  public var bitboards: (black: UInt64, white: UInt64) {
    isWhite ? (opponent, mover) : (mover, opponent)
  }

  /// The squares that each player could take, by the same bits.
  public var mobility: (black: UInt64, white: UInt64) {
    let others = Self.moves(of: opponent, against: mover, board: board)
    return isWhite ? (others, moves) : (moves, others)
  }

  /// 1 for the player with more discs and -1 for the other, or 0 each.
  public var outcome: [Double]? {
    guard isOver else { return nil }
    let (black, white) = discs
    return black == white ? [0, 0] : black > white ? [1, -1] : [-1, 1]
  }

  /// The number of the pass: one more than the last square.
  public var pass: Int { size * size }

  /// Appends the squares that flip something in rising order, or else the pass.
  public func appendLegalActions(to actions: inout [Int]) {
    if isOver { return }
    if moves == 0 { return actions.append(pass) }
    var rest = moves
    while rest != 0 {
      actions.append(action(bit: rest.trailingZeroBitCount))
      rest &= rest &- 1
    }
  }

  /// Whether the square flips something, or the pass is forced.
  public func isLegal(_ action: Int) -> Bool {
    if isOver || !(0...pass).contains(action) { return false }
    return action == pass ? moves == 0 : moves >> bit(action) & 1 == 1
  }

  /// Puts a disc of the player to move on a square and flips, or passes.
  public mutating func apply(_ action: Int) {
    precondition(isLegal(action), "\(self.text(of: action)) cannot be played in \(text)")
    if action != pass {
      let disc = (1 as UInt64) << bit(action)
      let flipped = flips(of: disc)
      mover |= disc | flipped
      opponent &= ~flipped
    }
    swap(&mover, &opponent)
    isWhite.toggle()
    findMoves()
  }

  /// The squares and the pass.
  public var actionCount: Int { pass + 1 }
  /// The action itself.
  public func index(of action: Int) -> Int { action }
  /// The action itself.
  public func action(at index: Int) -> Int? { (0...pass).contains(index) ? index : nil }

  @inline(__always) private func action(bit: Int) -> Int {
    size == 8 ? bit : (bit >> 3) &* size &+ (bit & 7)
  }

  @inline(__always) private func bit(_ action: Int) -> UInt64 {
    let square = UInt32(truncatingIfNeeded: action)
    let rows = UInt32(sizeByte)
    return UInt64(rows == 8 ? square : (square / rows) << 3 | square % rows)
  }

  /// The squares of the board within the eight by eight frame.
  private var board: UInt64 {
    switch size {
    case 8: ~0
    case 6: 0x0000_3F3F_3F3F_3F3F
    default: 0x0000_0000_0F0F_0F0F
    }
  }

  /// Finds the squares of the player to move, and whether the game is over.
  private mutating func findMoves() {
    moves = Self.moves(of: mover, against: opponent, board: board)
    isOver = moves == 0 && Self.moves(of: opponent, against: mover, board: board) == 0
  }

  /// Discs that a line in the columns' direction may cross: not on the left or right edge, so that
  /// no shift runs from one row into the next.
  private static let inner: UInt64 = 0x7E7E_7E7E_7E7E_7E7E

  private static func moves(of mine: UInt64, against theirs: UInt64, board: UInt64) -> UInt64 {
    let inside = theirs & inner
    let reached =
      reach(mine, through: inside, by: 1) | reach(mine, through: theirs, by: 8)
      | reach(mine, through: inside, by: 7) | reach(mine, through: inside, by: 9)
    return reached & board & ~(mine | theirs)
  }

  /// Squares behind unbroken lines of discs, both ways along one direction.
  @inline(__always)
  private static func reach(_ mine: UInt64, through theirs: UInt64, by step: UInt64) -> UInt64 {
    var up = mine &<< step & theirs
    var down = mine &>> step & theirs
    let (pairUp, pairDown) = (theirs & theirs &<< step, theirs & theirs &>> step)
    up |= up &<< step & theirs
    down |= down &>> step & theirs
    up |= up &<< (2 * step) & pairUp
    down |= down &>> (2 * step) & pairDown
    up |= up &<< (2 * step) & pairUp
    down |= down &>> (2 * step) & pairDown
    return up &<< step | down &>> step
  }

  /// The discs that a new disc of the player to move flips.
  private func flips(of disc: UInt64) -> UInt64 {
    let inside = opponent & Self.inner
    return flips(of: disc, through: inside, by: 1) | flips(of: disc, through: opponent, by: 8)
      | flips(of: disc, through: inside, by: 7) | flips(of: disc, through: inside, by: 9)
  }

  @inline(__always)
  private func flips(of disc: UInt64, through theirs: UInt64, by step: UInt64) -> UInt64 {
    var up = disc &<< step & theirs
    var down = disc &>> step & theirs
    let (pairUp, pairDown) = (theirs & theirs &<< step, theirs & theirs &>> step)
    up |= up &<< step & theirs
    down |= down &>> step & theirs
    up |= up &<< (2 * step) & pairUp
    down |= down &>> (2 * step) & pairDown
    up |= up &<< (2 * step) & pairUp
    down |= down &>> (2 * step) & pairDown
    return (up &<< step & mover != 0 ? up : 0) | (down &>> step & mover != 0 ? down : 0)
  }
}

extension Othello {
  /// The eight symmetries of the square.
  public var symmetryCount: Int { SquareSymmetry.count }

  /// The position seen through a symmetry.
  public func transformed(by symmetry: Int) -> Othello {
    Othello(
      size: size, mover: transformed(discs: mover, by: symmetry),
      opponent: transformed(discs: opponent, by: symmetry), isWhite: isWhite)
  }

  /// The square seen through a symmetry; a pass stays a pass.
  public func transformed(_ action: Int, by symmetry: Int) -> Int {
    action == pass ? pass : SquareSymmetry.place(action, size: size, symmetry: symmetry)
  }

  private func transformed(discs: UInt64, by symmetry: Int) -> UInt64 {
    var image: UInt64 = 0
    var rest = discs
    while rest != 0 {
      let square = action(bit: rest.trailingZeroBitCount)
      image |= 1 << bit(transformed(square, by: symmetry))
      rest &= rest &- 1
    }
    return image
  }
}

extension Othello {
  /// The rows from the top, divided by '/': `x` (Black), `o` and `.`; then who moves, `b` or `w`.
  public var text: String {
    let rows = (0..<size).map { row in
      (0..<size).map { column in symbol(at: row * size + column) }.joined()
    }
    return rows.joined(separator: "/") + (isWhite ? " w" : " b")
  }

  /// Reads rows and who moves; the four squares in the middle must be taken, as in every game.
  public init(text: String) throws(NotationError) {
    var reader = PositionReader(text)
    let rows = try reader.rows(symbols: [".": 0, "x": 1, "o": 2], rows: 4...8, columns: 4...8)
    let size = rows.count
    guard [4, 6, 8].contains(size), rows[0].count == size else {
      throw NotationError(
        column: 1, reason: "\(rows[0].count)x\(size) squares; allowed are 4x4, 6x6 and 8x8")
    }
    try reader.expect(" ", "a space and who moves")
    let side = try reader.next("'b' or 'w'")
    guard side == "b" || side == "w" else {
      throw reader.error("found '\(side)' where 'b' or 'w' should be", back: 1)
    }
    try reader.expectEnd()
    var players: [UInt64] = [0, 0]
    for row in 0..<size {
      for column in 0..<size where rows[row][column] != 0 {
        players[rows[row][column] - 1] |= 1 << UInt64(row * 8 + column)
      }
    }
    let centre = (0x303 as UInt64) << UInt64((size / 2 - 1) * 9)
    guard (players[0] | players[1]) & centre == centre else {
      throw NotationError(
        column: 1, reason: "one of the four squares in the middle is empty; they never are")
    }
    let mover = side == "w" ? 1 : 0
    self.init(
      size: size, mover: players[mover], opponent: players[1 - mover], isWhite: mover == 1)
  }

  /// A square as column letter and row number from the top, as "d3"; "pass".
  public func text(of action: Int) -> String {
    action == pass ? "pass" : SquareName.text(row: action / size, column: action % size)
  }

  /// Reads a legal square or "pass".
  public func action(from text: String) throws(NotationError) -> Int {
    if text.lowercased() == "pass" {
      guard isLegal(pass) else {
        throw NotationError(column: 1, reason: "a pass is legal only when nothing can be flipped")
      }
      return pass
    }
    let (row, column) = try SquareName.place(text, rows: size, columns: size)
    guard isLegal(row * size + column) else {
      throw NotationError(column: 1, reason: "a disc on '\(text)' would flip nothing")
    }
    return row * size + column
  }

  /// `x` (player 0), `o`, or `.` for an empty place.
  func symbol(at square: Int) -> String {
    if mover >> bit(square) & 1 == 1 { return isWhite ? "o" : "x" }
    if opponent >> bit(square) & 1 == 1 { return isWhite ? "x" : "o" }
    return "."
  }
}
