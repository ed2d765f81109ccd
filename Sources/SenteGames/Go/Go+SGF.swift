extension Go {
  /// The game as SGF: size, komi, rules, start position and all moves.
  public var record: SGFGame {
    var root = [
      SGFProperty("GM", [SGFValue(raw: "1")]), SGFProperty("FF", [SGFValue(raw: "4")]),
      SGFProperty("CA", [SGFValue(raw: "UTF-8")]), SGFProperty("SZ", [SGFValue(raw: "\(size)")]),
      SGFProperty("KM", [SGFValue(raw: Self.komiText(halves: rules.komiHalves))]),
      SGFProperty("RU", [SGFValue(text: rules.text)]),
    ]
    if let setup {
      if setup.handicap > 0 {
        root.append(SGFProperty("HA", [SGFValue(raw: "\(setup.handicap)")]))
      }
      for (identifier, points) in [("AB", setup.black), ("AW", setup.white)] where !points.isEmpty {
        root.append(SGFProperty(identifier, points.map { SGFValue(raw: sgfText(of: $0)) }))
      }
      root.append(SGFProperty("PL", [SGFValue(raw: setup.whiteBegins ? "W" : "B")]))
    }
    var game = SGFGame()
    game.set(root, at: 0)
    var isWhite = setup?.whiteBegins ?? false
    var node = 0
    for move in moves {
      let value = SGFValue(raw: sgfText(of: move))
      node = game.add(after: node, [SGFProperty(isWhite ? "W" : "B", [value])])
      isWhite.toggle()
    }
    return game
  }

  /// Plays the game of a record up to a node, by default to the end of its main line.
  ///
  /// Throws where a property is not what Go allows, or a move is illegal. Without RU the rules are
  /// the default ones; a rule set that scores by territory is scored by area all the same.
  public init(record: SGFGame, node: Int? = nil) throws(NotationError) {
    let root = record.nodes[0]
    if let kind = root["GM"], kind.values[0].simpleText != "1" {
      throw Self.error(kind, "the game '\(kind.values[0].simpleText)' is not Go (GM[1])")
    }
    if let characters = root["CA"], characters.values[0].simpleText.uppercased() != "UTF-8" {
      throw Self.error(
        characters, "the encoding '\(characters.values[0].simpleText)'; only UTF-8 is read")
    }
    let size = try Self.size(root["SZ"])
    var rules = GoRules()
    if let property = root["RU"] {
      do throws(NotationError) {
        rules = try GoRules(text: property.values[0].simpleText)
      } catch {
        throw Self.error(property, error.reason)
      }
    }
    if let komi = root["KM"] { rules.komiHalves = try Self.komi(komi) }
    let handicap = try Self.handicap(root["HA"])
    var game = Go(size: size, rules: rules, setup: nil)
    for number in node.map(record.path(to:)) ?? record.mainLine {
      game = try game.after(record.nodes[number], handicap: number == 0 ? handicap : 0)
    }
    self = game
  }

  private static func error(_ property: SGFProperty, _ reason: String) -> NotationError {
    NotationError(
      line: Swift.max(1, property.line), column: Swift.max(1, property.column),
      reason: "\(property.identifier): \(reason)")
  }

  private static func size(_ property: SGFProperty?) throws(NotationError) -> Int {
    guard let property else { return 19 }
    let text = property.values[0].simpleText
    let parts = property.values[0].parts
    if let parts, parts.0 != parts.1 {
      throw error(property, "the board '\(text)' is not square")
    }
    guard let size = Int(parts?.0 ?? text), (5...19).contains(size) else {
      throw error(property, "the size '\(text)'; allowed are 5 to 19")
    }
    return size
  }

  private static func komi(_ property: SGFProperty) throws(NotationError) -> Int {
    let text = property.values[0].simpleText
    guard !text.isEmpty, text.utf8.count < 12,
      text.utf8.allSatisfy({ (48...57) ~= $0 || $0 == 45 || $0 == 43 || $0 == 46 }),
      let komi = Double(text), komi.magnitude <= 1000, (2 * komi).rounded() == 2 * komi
    else {
      throw error(property, "the komi '\(text)' is not a number of halves up to 1000")
    }
    return Int(2 * komi)
  }

  private static func komiText(halves: Int) -> String {
    let sign = halves < 0 ? "-" : ""
    return "\(sign)\(halves.magnitude / 2)" + (halves % 2 == 0 ? "" : ".5")
  }

  private static func handicap(_ property: SGFProperty?) throws(NotationError) -> Int {
    guard let property else { return 0 }
    let text = property.values[0].simpleText
    guard let stones = Int(text), stones == 0 || (2...361).contains(stones) else {
      throw error(property, "a handicap of '\(text)'; allowed are 0 and 2 upwards")
    }
    return stones
  }

  /// The game after one node of a record: its setup, or its move.
  private func after(_ node: SGFNode, handicap: Int) throws(NotationError) -> Go {
    var game = try settingUp(node, handicap: handicap)
    let plays = ["B", "W"].compactMap { node[$0] }
    guard let play = plays.first else { return game }
    if plays.count == 2 { throw Self.error(plays[1], "a node holds two moves") }
    let setups = ["AB", "AW", "AE", "PL"].compactMap { node[$0] }
    if let setup = setups.first {
      throw Self.error(setup, "a node holds a move and setup")
    }
    guard game.turn != .finished else { throw Self.error(play, "a move after the end of the game") }
    guard game.turn == .player(play.identifier == "B" ? 0 : 1) else {
      throw Self.error(play, "the other player is to move")
    }
    guard play.values.count == 1 else { throw Self.error(play, "more than one point for a move") }
    let raw = play.values[0].simpleText
    let isPass = raw.isEmpty || raw == "tt" && size <= 19
    let action = isPass ? pass : try point(raw, play)
    guard game.isLegal(action) else {
      throw Self.error(play, "the move '\(raw)' is illegal: \(game.fault(of: action))")
    }
    game.apply(action)
    return game
  }

  /// Why a point cannot be played.
  func fault(of action: Int) -> String {
    if turn == .finished { return "the game is over" }
    if colour(at: action) != nil { return "the point is taken" }
    var lenient = self
    lenient.forgetHistory()
    return lenient.isLegal(action) ? "it repeats an earlier position" : "it has no liberty"
  }

  /// The game after the setup properties of a node; the history begins anew where there are any.
  private func settingUp(_ node: SGFNode, handicap: Int) throws(NotationError) -> Go {
    let properties = ["AB", "AW", "AE", "PL"].compactMap { node[$0] }
    guard let first = properties.first else {
      if handicap > 0, let property = node["HA"] {
        throw Self.error(property, "\(handicap) stones, but no AB says where")
      }
      return self
    }
    var stones = (0..<pointCount).map { colour(at: $0) }
    var touched: Set<Int> = []
    var whiteBegins = turn == .player(1)
    if handicap > 0 { whiteBegins = true }
    for property in properties {
      if property.identifier == "PL" {
        switch property.values[0].simpleText.uppercased() {
        case "B", "BLACK": whiteBegins = false
        case "W", "WHITE": whiteBegins = true
        case let text: throw Self.error(property, "the player '\(text)' is not B or W")
        }
        continue
      }
      for point in try points(property) {
        guard touched.insert(point).inserted else {
          throw Self.error(property, "the point '\(sgfText(of: point))' is set twice")
        }
        stones[point] = property.identifier == "AB" ? 0 : property.identifier == "AW" ? 1 : nil
      }
    }
    let black = stones.indices.filter { stones[$0] == 0 }
    let white = stones.indices.filter { stones[$0] == 1 }
    do throws(NotationError) {
      return try Go(
        size: size, rules: rules, black: black, white: white, whiteBegins: whiteBegins,
        handicap: handicap)
    } catch {
      throw Self.error(first, error.reason)
    }
  }

  /// A position with given stones, by the numbers of their points; throws when a point is not on the
  /// board or given twice, and when a chain has no liberty.
  public init(
    size: Int, rules: GoRules = GoRules(), black: [Int], white: [Int], whiteBegins: Bool = false,
    handicap: Int = 0
  ) throws(NotationError) {
    var points: Set<Int> = []
    for point in black + white {
      guard (0..<size * size).contains(point) else {
        throw NotationError(column: 1, reason: "the point \(point) is not on the board")
      }
      guard points.insert(point).inserted else {
        throw NotationError(column: 1, reason: "the point \(point) is given twice")
      }
    }
    self.init(
      size: size, rules: rules,
      setup: GoSetup(black: black, white: white, whiteBegins: whiteBegins, handicap: handicap))
    if let point = firstPointWithoutLiberty {
      throw NotationError(column: 1, reason: "the stone on \(text(of: point)) has no liberty")
    }
  }

  /// The points of a list: single ones, and rectangles "aa:cc" between two corners.
  private func points(_ property: SGFProperty) throws(NotationError) -> [Int] {
    var points: [Int] = []
    for value in property.values {
      guard let (first, last) = value.parts else {
        points.append(try point(value.simpleText, property))
        continue
      }
      let (from, to) = (try point(first, property), try point(last, property))
      let rows = from / size...Swift.max(from, to) / size
      guard from / size <= to / size, from % size <= to % size else {
        throw Self.error(
          property, "the rectangle '\(value.raw)' does not run from top left to bottom right")
      }
      for row in rows { points += (from % size...to % size).map { row * size + $0 } }
      if points.count > 8 * pointCount { throw Self.error(property, "points are set twice") }
    }
    return points
  }

  private func point(_ text: String, _ property: SGFProperty) throws(NotationError) -> Int {
    let bytes = Array(text.utf8)
    guard bytes.count == 2, bytes.allSatisfy({ (97..<97 + size).contains(Int($0)) }) else {
      throw Self.error(property, "'\(text.prefix(16))' is not a point of a \(size)x\(size) board")
    }
    return (Int(bytes[1]) - 97) * size + Int(bytes[0]) - 97
  }

  /// Column and row as two letters from the top left; nothing for a pass.
  private func sgfText(of action: Int) -> String {
    action == pass
      ? ""
      : String(decoding: [97 + UInt8(action % size), 97 + UInt8(action / size)], as: UTF8.self)
  }
}
