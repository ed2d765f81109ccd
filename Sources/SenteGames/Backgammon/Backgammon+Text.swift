extension Backgammon {
  /// The checkers as in the XG identifier of eXtreme Gammon: 26 characters, the bar of player 1, points
  /// 1 to 24 of player 0, and its bar; `A` is one checker of player 0, `b` two of player 1. Then `x`
  /// (player 0) or `o`, and the dice still to be played, `roll`, or `opening`.
  public var text: String {
    var board = ""
    for place in 0...25 {
      let (own, other) = (count(of: 0, at: place), count(of: 1, at: 25 - place))
      if place > 0, own > 0 {
        board.unicodeScalars.append(UnicodeScalar(UInt8(64 + own)))
      } else if place < 25, other > 0 {
        board.unicodeScalars.append(UnicodeScalar(UInt8(96 + other)))
      } else {
        board += "-"
      }
    }
    let numbers = (1...6).reversed().map { String(repeating: "\($0)", count: Int(dice[$0])) }
    let left = numbers.joined()
    return "\(board) \(mover == 0 ? "x" : "o") "
      + (isOpening ? "opening" : left.isEmpty ? "roll" : left)
  }

  /// Reads a position; refuses more than fifteen checkers of a player, two winners, and dice that
  /// no roll leaves or that nobody could play.
  public init(text: String) throws(NotationError) {
    var reader = PositionReader(text)
    self.init(mover: 0)
    for place in 0...25 {
      let symbol = try reader.next("one of 26 places of checkers")
      guard symbol != "-" else { continue }
      let value = symbol.asciiValue ?? 0
      if place > 0, 65...79 ~= value {
        checkers[place] = Int8(value - 64)
      } else if place < 25, 97...111 ~= value {
        checkers[32 + 25 - place] = Int8(value - 96)
      } else {
        throw reader.error(
          "found '\(symbol)' where '-', A to O (player 0) or a to o (player 1) should be", back: 1)
      }
    }
    try reader.expect(" ", "a space after the checkers")
    switch try reader.next("the player to move, 'x' or 'o'") {
    case "x": mover = 0
    case "o": mover = 1
    case let other:
      throw reader.error(
        "found '\(other)' where the player to move, 'x' or 'o', should be", back: 1)
    }
    try reader.expect(" ", "a space before the dice")
    for (player, name) in [(0, "x"), (1, "o")] where borneOff(by: player) < 0 {
      throw NotationError(
        column: 1,
        reason: "\(15 - borneOff(by: player)) checkers of \(name); fifteen are the most")
    }
    if borneOff(by: 0) == 15, borneOff(by: 1) == 15 {
      throw NotationError(column: 1, reason: "no checker is left of either player")
    }
    try readDice(&reader)
  }

  private mutating func readDice(_ reader: inout PositionReader) throws(NotationError) {
    let word = reader.word()
    try reader.expectEnd()
    let back = word.count
    if word == "roll" { return }
    if word == "opening" {
      var start = Backgammon()
      start.mover = 0
      guard checkers == start.checkers, mover == 0 else {
        throw reader.error("an opening roll belongs to the start position and to x", back: back)
      }
      isOpening = true
      return
    }
    let numbers = word.map { $0.isASCII ? $0.wholeNumberValue ?? 0 : 0 }
    guard 1...4 ~= numbers.count, numbers.allSatisfy({ 1...6 ~= $0 }),
      numbers.count <= 2 || Set(numbers).count == 1
    else {
      throw reader.error(
        "'\(word)' where dice such as 31, 2 or 666, 'roll' or 'opening' should be", back: back)
    }
    for number in numbers { dice[number] += 1 }
    var moves: [Int] = []
    if outcome == nil { appendMoves(to: &moves) }
    if moves.isEmpty { throw reader.error("no checker can be moved by \(word)", back: back) }
  }

  /// `13/7`, `bar/20`, `6/off`; with a die that is more than enough `4/off(6)`; a roll `31`.
  public func text(of action: Int) -> String {
    if action >= 150 {
      let roll = Self.rolls[action - 150]
      return "\(roll.high)\(roll.low)"
    }
    let (point, die) = (action / 6 + 1, action % 6 + 1)
    let origin = point == 25 ? "bar" : "\(point)"
    if point > die { return "\(origin)/\(point - die)" }
    return "\(origin)/off" + (point < die ? "(\(die))" : "")
  }

  /// Reads a legal move or a roll.
  public func action(from text: String) throws(NotationError) -> Int {
    let legal = legalActions
    if let action = legal.first(where: { self.text(of: $0) == text }) { return action }
    let reason =
      switch turn {
      case .finished: "'\(text)' cannot be played: the game is over"
      case .chance: "'\(text)' is not a roll; expected two dice, the greater first, as 31"
      case .player:
        "'\(text)' is not legal here; legal are "
          + legal.map { self.text(of: $0) }.joined(separator: ", ")
      }
    throw NotationError(column: 1, reason: reason)
  }
}
