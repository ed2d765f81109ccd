extension Go {
  /// The game as SGF in one line: rules, start position and all moves.
  public var text: String { String(SGFCollection([record]).text.dropLast()) }

  /// Plays the one game of an SGF text to the end of its main line.
  public init(text: String) throws(NotationError) {
    let games = try SGFCollection(text: text).games
    guard games.count == 1 else {
      throw NotationError(column: 1, reason: "\(games.count) games; a position is one")
    }
    try self.init(record: games[0])
  }

  static let letters = Array("ABCDEFGHJKLMNOPQRST")

  /// A point as the Go Text Protocol writes it: column letter without I, row number from the bottom,
  /// as "D4"; "pass".
  public func text(of action: Int) -> String {
    action == pass ? "pass" : "\(Self.letters[action % size])\(size - action / size)"
  }

  /// Reads a legal point or "pass", in letters of either case.
  public func action(from text: String) throws(NotationError) -> Int {
    let upper = text.uppercased()
    var action = pass
    if upper != "PASS" {
      guard let letter = upper.first, let column = Self.letters.firstIndex(of: letter),
        upper.utf8.count <= 3, upper.utf8.dropFirst().allSatisfy({ (48...57) ~= $0 }),
        let row = Int(upper.dropFirst())
      else {
        throw NotationError(
          column: 1, reason: "'\(text)' is not a point; expected a letter and a number, as D4")
      }
      guard column < size, (1...size).contains(row) else {
        throw NotationError(column: 1, reason: "'\(text)' is not on a \(size)x\(size) board")
      }
      action = (size - row) * size + column
    }
    guard isLegal(action) else {
      throw NotationError(column: 1, reason: "'\(text)' is illegal: \(fault(of: action))")
    }
    return action
  }
}
