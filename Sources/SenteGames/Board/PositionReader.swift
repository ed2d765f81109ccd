/// Reads a position in one line of text and knows the column it stands at.
struct PositionReader {
  private let characters: [Character]
  private var offset = 0

  init(_ text: String) { characters = Array(text) }

  /// Whether everything has been read.
  var isAtEnd: Bool { offset == characters.count }

  /// An error at the place that is read next, or `back` characters before it.
  func error(_ reason: String, back: Int = 0) -> NotationError {
    NotationError(column: offset - back + 1, reason: reason)
  }

  /// The next character, or nil at the end.
  var peek: Character? { offset < characters.count ? characters[offset] : nil }

  /// Takes the next character.
  mutating func next(_ expected: String) throws(NotationError) -> Character {
    guard offset < characters.count else {
      throw error("the text ends where \(expected) should be")
    }
    offset += 1
    return characters[offset - 1]
  }

  /// Takes one given character.
  mutating func expect(_ character: Character, _ expected: String) throws(NotationError) {
    guard peek == character else {
      guard let found = peek else { throw error("the text ends where \(expected) should be") }
      throw error("found '\(found)' where \(expected) should be")
    }
    offset += 1
  }

  /// Checks that nothing is left.
  func expectEnd() throws(NotationError) {
    if let found = peek { throw error("found '\(found)' after the end of the position") }
  }

  /// A run of characters up to a space or the end.
  mutating func word() -> String {
    let start = offset
    while offset < characters.count, characters[offset] != " " { offset += 1 }
    return String(characters[start..<offset])
  }

  /// Rows divided by '/', up to a space or the end: the number that `symbols` gives each character.
  ///
  /// All rows have one length in `columns`, and their number lies in `rows`.
  mutating func rows(
    symbols: [Character: Int], rows: ClosedRange<Int>, columns: ClosedRange<Int>
  ) throws(NotationError) -> [[Int]] {
    let allowed = symbols.keys.sorted().map { "'\($0)'" }.joined(separator: ", ")
    var board: [[Int]] = [[]]
    while let character = peek, character != " " {
      if character == "/" {
        try closeRow(of: board, columns: columns)
        guard board.count < rows.upperBound else {
          throw error("more than \(rows.upperBound) rows")
        }
        board.append([])
      } else {
        guard let value = symbols[character] else {
          throw error("found '\(character)' where one of \(allowed), '/' should be")
        }
        guard board[board.count - 1].count < columns.upperBound else {
          throw error("a row is longer than \(columns.upperBound)")
        }
        board[board.count - 1].append(value)
      }
      offset += 1
    }
    try closeRow(of: board, columns: columns)
    guard rows.contains(board.count) else {
      throw error("\(board.count) rows; allowed are \(rows.lowerBound) to \(rows.upperBound)")
    }
    return board
  }

  private func closeRow(
    of board: [[Int]], columns: ClosedRange<Int>
  ) throws(NotationError) {
    let length = board[board.count - 1].count
    guard columns.contains(length) else {
      throw error(
        "a row of \(length); allowed are \(columns.lowerBound) to \(columns.upperBound)")
    }
    guard length == board[0].count else {
      throw error("a row of \(length) after rows of \(board[0].count)")
    }
  }
}

/// Squares named by a letter for the column and a number for the row, as "d3".
enum SquareName {
  /// The name of a place; the first row is 1.
  static func text(row: Int, column: Int) -> String {
    "\(Character(UnicodeScalar(UInt8(97 + column))))\(row + 1)"
  }

  /// The place with a name on a board; throws what is wrong with it.
  static func place(
    _ text: String, rows: Int, columns: Int
  ) throws(NotationError) -> (row: Int, column: Int) {
    let bytes = Array(text.lowercased().utf8)
    guard bytes.count >= 2, bytes.count <= 3, bytes.dropFirst().allSatisfy({ (48...57) ~= $0 })
    else {
      throw NotationError(
        column: 1, reason: "'\(text)' is not a square; expected a letter and a number, as d3")
    }
    let column = Int(bytes[0]) - 97
    guard (0..<columns).contains(column) else {
      let last = SquareName.text(row: 0, column: columns - 1).prefix(1)
      throw NotationError(column: 1, reason: "'\(text)': columns go from a to \(last)")
    }
    let row = bytes.dropFirst().reduce(0) { $0 * 10 + Int($1) - 48 } - 1
    guard (0..<rows).contains(row) else {
      throw NotationError(column: 2, reason: "'\(text)': rows go from 1 to \(rows)")
    }
    return (row, column)
  }
}
