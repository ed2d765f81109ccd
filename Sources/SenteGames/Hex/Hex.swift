/// Hex on a rhombus of 2 to 13 rows: Black (player 0) joins top and bottom, White left and right.
///
/// An action is the number of a cell, row by row from the top left, or `swap`: with the swap rule
/// White may answer the first stone by taking it over, mirrored at the long diagonal.
///
/// Each player has one row of bits per row, for the stones and for those joined to the player's
/// first edge; every stone enters the second set once, so a whole game is linear in its stones.
public struct Hex: SymmetricGame {
  /// The number of a cell, or of the swap.
  public typealias Action = Int

  /// One bit per cell of the widest board.
  private struct Cells: Hashable {
    var rows = InlineArray<13, UInt16>(repeating: 0)

    static func == (left: Cells, right: Cells) -> Bool {
      for row in 0..<13 where left.rows[row] != right.rows[row] { return false }
      return true
    }

    func hash(into hasher: inout Hasher) {
      for row in 0..<13 { hasher.combine(rows[row]) }
    }

    @inline(__always) func contains(row: Int, column: Int) -> Bool {
      rows[row] &>> UInt16(truncatingIfNeeded: column) & 1 == 1
    }

    @inline(__always) mutating func insert(row: Int, column: Int) {
      rows[row] |= 1 &<< UInt16(truncatingIfNeeded: column)
    }

    var count: Int {
      var count = 0
      for row in 0..<13 { count += rows[row].nonzeroBitCount }
      return count
    }
  }

  private var black = Cells()
  private var white = Cells()
  /// Black stones joined to the top edge, white stones joined to the left edge.
  private var blackJoined = Cells()
  private var whiteJoined = Cells()
  private let sizeByte: UInt8
  private let hasSwapRule: Bool
  private var isWhite = false
  private var isOver = false
  private var canSwap = false

  /// How many rows and columns the board has.
  public var size: Int { Int(sizeByte) }

  /// 1 for a black stone on a cell, 2 for a white one, 0 for none.
  @inline(__always) func stone(row: Int, column: Int) -> Int {
    if black.contains(row: row, column: column) { return 1 }
    return white.contains(row: row, column: column) ? 2 : 0
  }

  /// Whether White may take the first stone over now.
  var offersSwap: Bool { canSwap }

  /// An empty board of 2 to 13 rows, with or without the swap rule.
  public init(size: Int = 11, swapRule: Bool = false) {
    precondition((2...13).contains(size), "Hex has 2 to 13 rows here, not \(size)")
    sizeByte = UInt8(size)
    hasSwapRule = swapRule
  }

  /// Black and White.
  public var playerCount: Int { 2 }

  /// Black is player 0.
  public var turn: Turn { isOver ? .finished : .player(isWhite ? 1 : 0) }

  /// 1 for the player who joined the two edges and -1 for the other; Hex knows no draw.
  public var outcome: [Double]? { isOver ? (isWhite ? [1, -1] : [-1, 1]) : nil }

  /// The number of the swap: one more than the last cell.
  public var swap: Int { size * size }

  /// Appends the empty cells in rising order, then the swap.
  public func appendLegalActions(to actions: inout [Int]) {
    if isOver { return }
    let full = UInt16(1) << UInt16(size) &- 1
    var base = 0
    for row in 0..<size {
      var empty = ~(black.rows[row] | white.rows[row]) & full
      while empty != 0 {
        actions.append(base &+ empty.trailingZeroBitCount)
        empty &= empty &- 1
      }
      base &+= size
    }
    if canSwap { actions.append(swap) }
  }

  /// Whether the cell exists and is empty, or the swap is open, and the game goes on.
  public func isLegal(_ action: Int) -> Bool {
    if isOver || !(0...swap).contains(action) { return false }
    if action == swap { return canSwap }
    let (row, column) = action.quotientAndRemainder(dividingBy: size)
    return !black.contains(row: row, column: column) && !white.contains(row: row, column: column)
  }

  /// Puts a stone of the player to move on a cell, or swaps.
  public mutating func apply(_ action: Int) {
    precondition(isLegal(action), "\(self.text(of: action)) cannot be played in \(text)")
    if action == swap {
      takeOver()
    } else {
      let (row, column) = action.quotientAndRemainder(dividingBy: size)
      canSwap = hasSwapRule && !isWhite && black.count == 0 && white.count == 0
      place(row: row, column: column)
    }
    isWhite.toggle()
  }

  /// White removes the only stone and places its mirror image.
  private mutating func takeOver() {
    for row in 0..<size {
      let stones = black.rows[row]
      if stones == 0 { continue }
      black = Cells()
      blackJoined = Cells()
      place(row: stones.trailingZeroBitCount, column: row)
      break
    }
    canSwap = false
  }

  /// Adds a stone of the player to move and sees whether it joins the edges.
  private mutating func place(row: Int, column: Int) {
    let last = size - 1
    if isWhite {
      white.insert(row: row, column: column)
      let atEdge = column == 0
      isOver = Self.join(
        row: row, column: column, stones: white, joined: &whiteJoined, atEdge: atEdge, size: size
      ) { _, column in column == last }
    } else {
      black.insert(row: row, column: column)
      let atEdge = row == 0
      isOver = Self.join(
        row: row, column: column, stones: black, joined: &blackJoined, atEdge: atEdge, size: size
      ) { row, _ in row == last }
    }
  }

  /// The six neighbours of a cell, as steps in rows and columns.
  @inline(__always)
  private static func step(_ direction: Int) -> (row: Int, column: Int) {
    switch direction {
    case 0: (-1, 0)
    case 1: (-1, 1)
    case 2: (0, -1)
    case 3: (0, 1)
    case 4: (1, -1)
    default: (1, 0)
    }
  }

  /// Floods from a new stone when it touches the first edge or a joined stone; true when the flood
  /// reaches the other edge.
  @inline(__always)
  private static func join(
    row: Int, column: Int, stones: Cells, joined: inout Cells, atEdge: Bool, size: Int,
    isGoal: (_ row: Int, _ column: Int) -> Bool
  ) -> Bool {
    let touches =
      atEdge
      || (0..<6).contains { direction in
        let (down, right) = step(direction)
        let (row, column) = (row + down, column + right)
        return row >= 0 && row < size && column >= 0 && column < size
          && joined.contains(row: row, column: column)
      }
    guard touches else { return false }
    var stack = InlineArray<169, UInt8>(repeating: 0)
    var depth = 1
    stack[0] = UInt8(truncatingIfNeeded: row &* 16 &+ column)
    joined.insert(row: row, column: column)
    var reached = false
    while depth > 0 {
      depth -= 1
      let (row, column) = (Int(stack[depth] >> 4), Int(stack[depth] & 15))
      if isGoal(row, column) { reached = true }
      for direction in 0..<6 {
        let (down, right) = step(direction)
        let (row, column) = (row + down, column + right)
        guard row >= 0, row < size, column >= 0, column < size,
          stones.contains(row: row, column: column), !joined.contains(row: row, column: column)
        else { continue }
        joined.insert(row: row, column: column)
        stack[depth] = UInt8(truncatingIfNeeded: row &* 16 &+ column)
        depth += 1
      }
    }
    return reached
  }

  /// The cells, and the swap when the rule is on.
  public var actionCount: Int { hasSwapRule ? swap + 1 : swap }
  /// The action itself.
  public func index(of action: Int) -> Int { action }
  /// The action itself.
  public func action(at index: Int) -> Int? { (0..<actionCount).contains(index) ? index : nil }

  /// The identity, and the board turned by half.
  public var symmetryCount: Int { 2 }

  /// The position, turned by symmetry 1.
  public func transformed(by symmetry: Int) -> Hex {
    guard symmetry == 1 else { return self }
    var image = Hex(size: size, swapRule: hasSwapRule)
    image.refill { row, column in
      stone(row: size - 1 - row, column: size - 1 - column)
    }
    image.isWhite = isWhite
    image.canSwap = canSwap
    return image
  }

  /// The cell, turned by symmetry 1; the swap stays the swap.
  public func transformed(_ action: Int, by symmetry: Int) -> Int {
    symmetry == 1 && action != swap ? swap - 1 - action : action
  }

  /// Places every stone that `colour` names (1 black, 2 white) on an empty board.
  private mutating func refill(_ colour: (_ row: Int, _ column: Int) -> Int) {
    var over = false
    for row in 0..<size {
      for column in 0..<size where colour(row, column) != 0 {
        isWhite = colour(row, column) == 2
        place(row: row, column: column)
        over = over || isOver
      }
    }
    isOver = over
  }
}

extension Hex {
  /// The rows from the top, divided by '/': `x` (Black), `o` and `.`; who moves, `b` or `w`; and
  /// `swap` where the swap rule holds.
  public var text: String {
    let rows = (0..<size).map { row in
      (0..<size).map { column in symbol(row: row, column: column) }.joined()
    }
    return rows.joined(separator: "/") + (isWhite ? " w" : " b") + (hasSwapRule ? " swap" : "")
  }

  /// Reads rows, who moves and the swap rule; refuses positions that no game reaches.
  public init(text: String) throws(NotationError) {
    var reader = PositionReader(text)
    let rows = try reader.rows(symbols: [".": 0, "x": 1, "o": 2], rows: 2...13, columns: 2...13)
    guard rows[0].count == rows.count else {
      throw NotationError(
        column: 1, reason: "\(rows.count) rows of \(rows[0].count); Hex has as many rows as columns"
      )
    }
    try reader.expect(" ", "a space and who moves")
    let side = try reader.next("'b' or 'w'")
    guard side == "b" || side == "w" else {
      throw reader.error("found '\(side)' where 'b' or 'w' should be", back: 1)
    }
    if !reader.isAtEnd {
      for character in " swap" { try reader.expect(character, "' swap'") }
      try reader.expectEnd()
    }
    self.init(size: rows.count, swapRule: text.hasSuffix("swap"))
    refill { row, column in rows[row][column] }
    isWhite = side == "w"
    try checkReachable()
  }

  /// Counts of stones agree with who moves, and nobody moved after the game was over.
  private mutating func checkReachable() throws(NotationError) {
    let (first, second) = (black.count, white.count)
    let more = first - second
    let isSwapped = hasSwapRule && (more == -1 && !isWhite || more == 0 && isWhite && first > 0)
    guard isSwapped || more == (isWhite ? 1 : 0) else {
      throw NotationError(
        column: 1,
        reason: "\(first) black and \(second) white stones with \(isWhite ? "White" : "Black")"
          + " to move; Black begins")
    }
    canSwap = hasSwapRule && isWhite && first == 1 && second == 0
    guard isOver else { return }
    let blackWon = (0..<size).contains { blackJoined.contains(row: size - 1, column: $0) }
    guard blackWon == isWhite, hasWinningLastStone(blackWon ? black : white) else {
      throw NotationError(column: 1, reason: "the game went on after the edges were joined")
    }
  }

  /// Whether the edges of the player who moved last come apart when one of the stones is taken away.
  private func hasWinningLastStone(_ stones: Cells) -> Bool {
    let isBlack = isWhite
    for row in 0..<size {
      for column in 0..<size where stones.contains(row: row, column: column) {
        var rest = Hex(size: size)
        rest.refill { otherRow, otherColumn in
          guard (otherRow, otherColumn) != (row, column),
            stones.contains(row: otherRow, column: otherColumn)
          else { return 0 }
          return isBlack ? 1 : 2
        }
        if !rest.isOver { return true }
      }
    }
    return false
  }

  /// A cell as column letter and row number from the top, as "d3"; "swap".
  public func text(of action: Int) -> String {
    action == swap ? "swap" : SquareName.text(row: action / size, column: action % size)
  }

  /// Reads an empty cell or an open "swap".
  public func action(from text: String) throws(NotationError) -> Int {
    if text.lowercased() == "swap" {
      guard canSwap else {
        throw NotationError(
          column: 1, reason: "only White's first turn can swap, where the swap rule holds")
      }
      return swap
    }
    let (row, column) = try SquareName.place(text, rows: size, columns: size)
    guard isLegal(row * size + column) else {
      throw NotationError(
        column: 1, reason: isOver ? "the game is over" : "'\(text)' is taken")
    }
    return row * size + column
  }

  /// `x` (player 0), `o`, or `.` for an empty place.
  func symbol(row: Int, column: Int) -> String {
    if black.contains(row: row, column: column) { return "x" }
    return white.contains(row: row, column: column) ? "o" : "."
  }
}
