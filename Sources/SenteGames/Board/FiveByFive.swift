/// Sets of squares of a board of five by five: bit row · 5 + column, rows from the side of player 0.
enum FiveByFive {
  /// All 25 squares.
  static let all: UInt32 = (1 << 25) - 1
  /// The squares of the first column.
  static let firstColumn: UInt32 = 0b00001_00001_00001_00001_00001
  /// The squares of the first row.
  static let firstRow: UInt32 = 0b11111

  /// The row of player 0's side or of the other, with 0 the nearest.
  @inline(__always)
  static func row(_ row: Int, of side: Int) -> UInt32 {
    firstRow &<< UInt32(truncatingIfNeeded: 5 &* (side == 0 ? row : 4 &- row))
  }

  /// A set moved by up to two rows and columns; what leaves the board is gone.
  @inline(__always)
  static func moved(_ squares: UInt32, _ rows: Int, _ columns: Int) -> UInt32 {
    let kept: UInt32 =
      switch columns {
      case 1: squares & ~(firstColumn &<< 4)
      case 2: squares & ~(firstColumn &<< 4 | firstColumn &<< 3)
      case -1: squares & ~firstColumn
      case -2: squares & ~(firstColumn | firstColumn &<< 1)
      default: squares
      }
    let distance = rows &* 5 &+ columns
    return distance >= 0
      ? kept &<< UInt32(truncatingIfNeeded: distance) & all
      : kept &>> UInt32(truncatingIfNeeded: 0 &- distance)
  }

  /// The squares that sliders see in one direction, the first occupied one included.
  @inline(__always)
  private static func slid(
    _ squares: UInt32, _ rows: Int, _ columns: Int, _ occupied: UInt32
  ) -> UInt32 {
    var front = moved(squares, rows, columns)
    var reached: UInt32 = 0
    while front != 0 {
      reached |= front
      front = moved(front & ~occupied, rows, columns)
    }
    return reached
  }

  /// The squares beside a set along rows and columns.
  @inline(__always)
  static func beside(_ squares: UInt32) -> UInt32 {
    moved(squares, 1, 0) | moved(squares, -1, 0) | moved(squares, 0, 1) | moved(squares, 0, -1)
  }

  /// The squares beside a set along diagonals.
  @inline(__always)
  static func diagonal(_ squares: UInt32) -> UInt32 {
    moved(squares, 1, 1) | moved(squares, 1, -1) | moved(squares, -1, 1) | moved(squares, -1, -1)
  }

  /// What a king attacks.
  @inline(__always)
  static func king(_ squares: UInt32) -> UInt32 { beside(squares) | diagonal(squares) }

  /// What a knight of chess attacks.
  @inline(__always)
  static func knight(_ squares: UInt32) -> UInt32 {
    let upright = moved(squares, 2, 1) | moved(squares, 2, -1)
    let inverted = moved(squares, -2, 1) | moved(squares, -2, -1)
    let flat = moved(squares, 1, 2) | moved(squares, 1, -2)
    return upright | inverted | flat | moved(squares, -1, 2) | moved(squares, -1, -2)
  }

  /// What a rook attacks.
  @inline(__always)
  static func rook(_ squares: UInt32, _ occupied: UInt32) -> UInt32 {
    slid(squares, 1, 0, occupied) | slid(squares, -1, 0, occupied)
      | slid(squares, 0, 1, occupied) | slid(squares, 0, -1, occupied)
  }

  /// What a bishop attacks.
  @inline(__always)
  static func bishop(_ squares: UInt32, _ occupied: UInt32) -> UInt32 {
    slid(squares, 1, 1, occupied) | slid(squares, 1, -1, occupied)
      | slid(squares, -1, 1, occupied) | slid(squares, -1, -1, occupied)
  }

  /// The name of a square in chess, `a1` in player 0's left corner.
  static func chessName(_ square: Int) -> String {
    SquareName.text(row: square / 5, column: square % 5)
  }

  /// The name of a square in shogi, `5e` in player 0's left corner.
  static func shogiName(_ square: Int) -> String {
    "\(5 - square % 5)\(Character(UnicodeScalar(UInt8(101 - square / 5))))"
  }

  /// The lowest square of a set, which is taken out; nil when it is empty.
  @inline(__always)
  static func takeFirst(_ squares: inout UInt32) -> Int? {
    if squares == 0 { return nil }
    let square = squares.trailingZeroBitCount
    squares &= squares &- 1
    return square
  }
}

extension PositionReader {
  /// Five ranks from the top, divided by '/', as FEN and SFEN write them: digits for empty squares, a
  /// letter for a piece, after '+' where `promoted` is allowed.
  ///
  /// - Returns: each piece with its square and the column of the text where it stands.
  mutating func fiveRanks(
    letters: String, promoted: Bool
  ) throws(NotationError) -> [(piece: String, square: Int, column: Int)] {
    var pieces: [(piece: String, square: Int, column: Int)] = []
    for row in (0..<5).reversed() {
      var column = 0
      while column < 5 {
        let place = error("").column
        let character = try next("a digit or a piece")
        if let digit = character.wholeNumberValue, character.isASCII {
          guard 1...5 - column ~= digit else {
            throw error("\(digit) empty squares where \(5 - column) are left", back: 1)
          }
          column += digit
          continue
        }
        let hasPlus = promoted && character == "+"
        let letter = hasPlus ? try next("a piece after '+'") : character
        guard letters.contains(Character(letter.lowercased())), letter.isASCII else {
          throw error("found '\(letter)' where a digit or a piece (\(letters)) should be", back: 1)
        }
        pieces.append(((hasPlus ? "+" : "") + String(letter), row * 5 + column, place))
        column += 1
      }
      if row > 0 { try expect("/", "'/' after five squares") }
    }
    return pieces
  }

  /// A number after a space, within limits.
  mutating func number(
    _ name: String, in range: ClosedRange<Int>
  ) throws(NotationError) -> Int {
    try expect(" ", "a space before \(name)")
    let text = word()
    guard text.utf8.count <= 6, text.utf8.allSatisfy({ 48...57 ~= $0 }), let number = Int(text),
      range ~= number
    else {
      throw error(
        "'\(text)' where \(name) from \(range.lowerBound) to \(range.upperBound) should be",
        back: text.count)
    }
    return number
  }
}
