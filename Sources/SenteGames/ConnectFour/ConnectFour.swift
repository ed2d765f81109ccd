public import SentePrimitives

/// Connect Four on a board of any size that fits 64 bits: four in a line wins.
///
/// An action is the number of a column, from 0 on the left. Player 0 begins.
///
/// The board is one word: column c holds bits c·(rows+1) upwards from its lowest square, and the
/// bit above its highest square stays empty, so that shifts never run from one column into the next
/// (J. Tromp's layout). The value holds no references.
public struct ConnectFour: SymmetricGame {
  /// The number of a column.
  public typealias Action = Int

  /// The stones of the player to move.
  var mover: UInt64 = 0
  /// The stones of both players.
  var occupied: UInt64 = 0
  /// The lowest square of every column.
  let bottom: UInt64
  private let columnCount: UInt8
  private let rowCount: UInt8
  /// Whether the player who moved last has four in a line.
  var isWon = false

  /// How many columns the board has.
  public var columns: Int { Int(columnCount) }
  /// How many rows the board has.
  public var rows: Int { Int(rowCount) }
  /// How many stones lie on the board.
  public var stoneCount: Int { occupied.nonzeroBitCount }

  /// An empty board; `columns * (rows + 1)` is at most 64.
  public init(columns: Int = 7, rows: Int = 6) {
    precondition(
      columns > 0 && rows > 0 && columns <= 64 && rows < 64 && columns * (rows + 1) <= 64,
      "a board of \(columns)x\(rows) needs \(columns)*(\(rows)+1) bits; 64 are the most")
    columnCount = UInt8(columns)
    rowCount = UInt8(rows)
    bottom = (0..<columns).reduce(0) { $0 | 1 << UInt64($1 * (rows + 1)) }
  }

  /// Both players.
  public var playerCount: Int { 2 }

  private var isFull: Bool { stoneCount == columns * rows }

  /// Player 0 moves when an even number of stones lies on the board.
  public var turn: Turn { isWon || isFull ? .finished : .player(stoneCount & 1) }

  /// 1 for the player with four in a line and -1 for the other, or 0 each on a full board.
  public var outcome: [Double]? {
    if isWon { return stoneCount & 1 == 1 ? [1, -1] : [-1, 1] }
    return isFull ? [0, 0] : nil
  }

  /// As `outcome`, for one player.
  public func outcome(for player: Int) -> Double? {
    if isWon { return stoneCount & 1 == player ? -1 : 1 }
    return isFull ? 0 : nil
  }

  /// Drops stones into columns drawn evenly from those with room, until the game is over.
  ///
  /// A random word serves four drops, sixteen bits each: no column is favoured by more than 2⁻¹⁰
  /// of its share.
  public mutating func rollOut(using random: inout RandomStream) {
    if isWon { return }
    let (stride, board) = (stride, bottom &<< (UInt64(rowCount) &- 1))
    var (own, all) = (mover, occupied)
    var word: UInt64 = 0
    var drops = 0
    while true {
      // The top squares that are free stand for the columns with room.
      var free = board & ~all
      let count = free.nonzeroBitCount
      if count == 0 { break }
      if drops & 3 == 0 { word = random.next() }
      drops &+= 1
      let rank = (word & 0xFFFF) &* UInt64(truncatingIfNeeded: count) &>> 16
      word &>>= 16
      for _ in 0..<rank { free &= free &- 1 }
      // Adding a column's lowest square to its stones carries into its lowest free square.
      let top = UInt64(truncatingIfNeeded: free.trailingZeroBitCount)
      let stone = (all &+ 1 &<< (top &- UInt64(rowCount) &+ 1)) & ~all
      all |= stone
      let stones = own | stone
      own = stones ^ all
      if Self.hasFour(stones, stride: stride) {
        isWon = true
        break
      }
    }
    (mover, occupied) = (own, all)
  }

  @inline(__always) private var stride: UInt64 { UInt64(rowCount) + 1 }

  @inline(__always) private func canDrop(_ column: Int) -> Bool {
    occupied >> (UInt64(truncatingIfNeeded: column) &* stride &+ stride &- 2) & 1 == 0
  }

  /// Appends the columns with room, from the left.
  public func appendLegalActions(to actions: inout [Int]) {
    if isWon { return }
    for column in 0..<columns where canDrop(column) { actions.append(column) }
  }

  /// Whether the column exists and has room, and the game goes on.
  public func isLegal(_ action: Int) -> Bool {
    (0..<columns).contains(action) && !isWon && canDrop(action)
  }

  /// Drops a stone of the player to move into a column.
  public mutating func apply(_ action: Int) {
    precondition(isLegal(action), "column \(action) takes no stone in \(text)")
    let before = occupied
    occupied |= occupied &+ (1 << (UInt64(truncatingIfNeeded: action) &* stride))
    let mine = mover | (occupied ^ before)
    isWon = Self.hasFour(mine, stride: stride)
    mover ^= before
  }

  /// Whether some stones hold four in a line; `stride` is the distance of two columns in bits.
  @inline(__always)
  static func hasFour(_ stones: UInt64, stride: UInt64) -> Bool {
    let upright = stones & stones >> 1
    let level = stones & stones >> stride
    let rising = stones & stones >> (stride + 1)
    let falling = stones & stones >> (stride - 1)
    return upright & upright >> 2 | level & level >> (2 * stride)
      | rising & rising >> (2 * stride + 2) | falling & falling >> (2 * stride - 2) != 0
  }

  /// As many as columns.
  public var actionCount: Int { columns }
  /// The column itself.
  public func index(of action: Int) -> Int { action }
  /// The column itself.
  public func action(at index: Int) -> Int? { (0..<columns).contains(index) ? index : nil }

  /// The identity, and left and right exchanged.
  public var symmetryCount: Int { 2 }

  /// The position, mirrored by symmetry 1.
  public func transformed(by symmetry: Int) -> ConnectFour {
    guard symmetry == 1 else { return self }
    var image = self
    image.mover = mirrored(mover)
    image.occupied = mirrored(occupied)
    return image
  }

  /// The column, mirrored by symmetry 1.
  public func transformed(_ action: Int, by symmetry: Int) -> Int {
    symmetry == 1 ? columns - 1 - action : action
  }

  private func mirrored(_ stones: UInt64) -> UInt64 {
    let columnMask = (1 as UInt64) << stride &- 1
    return (0..<columns).reduce(0) { image, column in
      image | (stones >> (UInt64(column) * stride) & columnMask)
        << (UInt64(columns - 1 - column) * stride)
    }
  }
}
