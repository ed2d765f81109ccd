import SenteGames
import SentePrimitives
import SenteSearch

/// Commands that only Go has.
extension GTPEngine {
  var goCommandNames: [String] {
    [
      "komi", "final_score", "final_status_list", "fixed_handicap", "place_free_handicap",
      "set_free_handicap", "loadsgf", "kgs-rules", "kata-get-rules", "kata-set-rules",
      "get_komi",
    ]
  }

  /// The board of the present size and rules without stones.
  func freshGo() -> Position? {
    guard let go = course.position as? Go else { return nil }
    return Go(size: go.size, rules: go.rules) as? Position
  }

  /// The text of a successful answer; nil for commands that Go does not have.
  func performGo(_ command: GTPCommand) throws -> String? {
    guard let go = course.position as? Go else { return nil }
    switch command.name {
    case "komi": try setKomi(command, go)
    case "get_komi": return "\(Double(go.rules.komiHalves) / 2)"
    case "final_score": return score(go)
    case "final_status_list": return try statusList(command, go)
    case "fixed_handicap", "place_free_handicap": return try placeHandicap(command, go)
    case "set_free_handicap": return try setHandicap(command, go)
    case "loadsgf": try load(command)
    case "kgs-rules", "kata-set-rules": try setRules(command, go)
    case "kata-get-rules": return rulesText(go.rules)
    default: return nil
    }
    return ""
  }

  private func adopt(_ go: Go, moves: [Int] = []) {
    guard let start = go as? Position, let actions = moves as? [Position.Action] else { return }
    begin(Course(start: start, actions: actions))
  }

  /// Replaces the rules and keeps the game.
  private func change(_ go: Go, to rules: GoRules) {
    guard let start = course.start as? Go, let moves = course.actions as? [Int] else { return }
    var changed = start.with(rules)
    for move in moves where changed.isLegal(move) { changed.apply(move) }
    if changed.moveCount == go.moveCount {
      guard let first = start.with(rules) as? Position else { return }
      course = Course(start: first, actions: course.actions)
      if let fresh = Go(size: go.size, rules: rules) as? Position { initial = fresh }
      past = []
    } else {
      adopt(changed)
    }
  }

  private func setKomi(_ command: GTPCommand, _ go: Go) throws {
    let word = try command.word(0, "a komi")
    guard let komi = Double(word), abs(komi) <= 1000, (2 * komi).rounded() == 2 * komi else {
      throw EngineFault("the komi '\(word)' is not a number of halves up to 1000")
    }
    var rules = go.rules
    rules.komiHalves = Int(2 * komi)
    change(go, to: rules)
  }

  /// The area of the board as it stands.
  private func score(_ go: Go) -> String {
    let halves = go.marginHalves
    if halves == 0 { return "0" }
    return "\(halves > 0 ? "B" : "W")+\(Double(abs(halves)) / 2)"
  }

  /// All stones count as alive: the score is that of the board as it stands.
  private func statusList(_ command: GTPCommand, _ go: Go) throws -> String {
    switch try command.word(0, "alive, dead or seki") {
    case "alive":
      return (0..<go.pointCount).filter { go.colour(at: $0) != nil }
        .map { go.text(of: $0) }.joined(separator: "\n")
    case "dead", "seki": return ""
    case let word: throw EngineFault("'\(word)' is none of alive, dead, seki")
    }
  }

  private func requireEmpty(_ go: Go) throws {
    guard (0..<go.pointCount).allSatisfy({ go.colour(at: $0) == nil }) else {
      throw EngineFault("board not empty")
    }
  }

  private func placeHandicap(_ command: GTPCommand, _ go: Go) throws -> String {
    try requireEmpty(go)
    var count = try command.integer(0, "a number of stones")
    let most = Go.maximumHandicap(size: go.size)
    if command.name == "place_free_handicap", count > most { count = most }
    guard count >= 2, count <= most else { throw EngineFault("invalid number of stones") }
    let placed = Go(size: go.size, rules: go.rules, handicap: count)
    adopt(placed)
    return (0..<placed.pointCount).filter { placed.colour(at: $0) == 0 }
      .map { placed.text(of: $0) }.joined(separator: " ")
  }

  private func setHandicap(_ command: GTPCommand, _ go: Go) throws -> String {
    try requireEmpty(go)
    let points = try command.arguments.map { word in
      do throws(NotationError) {
        let point = try go.action(from: word)
        if point == go.pass { throw NotationError(column: 1, reason: "a pass is no stone") }
        return point
      } catch {
        throw EngineFault("bad vertex list: \(error.reason)")
      }
    }
    guard points.count >= 2, Set(points).count == points.count else {
      throw EngineFault("bad vertex list: at least two points, all different")
    }
    do throws(NotationError) {
      adopt(
        try Go(
          size: go.size, rules: go.rules, black: points, white: [], whiteBegins: true,
          handicap: points.count))
    } catch {
      throw EngineFault("bad vertex list: \(error.reason)")
    }
    return ""
  }

  private func load(_ command: GTPCommand) throws {
    let path = try command.word(0, "a file")
    let limit = command.arguments.count > 1 ? try command.integer(1, "a move number") : nil
    let collection: SGFCollection
    var go: Go
    do {
      collection = try SGFCollection(bytes: try settings.readFile(path))
      guard let record = collection.games.first else { throw EngineFault("no game in it") }
      go = try Go(record: record)
      let start = try Go(record: record, node: 0)
      // Setup in the middle of a game begins its history anew.
      let moves = go.moves
      let isPlain = start.moveCount == 0 && start.with(moves: moves) == go
      let kept = limit.map { Array(moves.prefix(max(0, $0 - 1))) } ?? moves
      if isPlain { adopt(start, moves: kept) } else { adopt(go) }
      if let fresh = Go(size: go.size, rules: go.rules) as? Position { initial = fresh }
    } catch {
      throw EngineFault("cannot load file: \(error)")
    }
  }

  private func setRules(_ command: GTPCommand, _ go: Go) throws {
    var rules = go.rules
    switch try command.word(0, "a rule set").lowercased() {
    case "chinese", "chinese-ogs", "chinese-kgs":
      (rules.repetition, rules.allowsSuicide) = (.positionalSuperko, false)
    case "aga": (rules.repetition, rules.allowsSuicide) = (.situationalSuperko, false)
    case "new_zealand", "new-zealand", "nz":
      (rules.repetition, rules.allowsSuicide) = (.situationalSuperko, true)
    case "tromp-taylor": (rules.repetition, rules.allowsSuicide) = (.positionalSuperko, true)
    case let name:
      throw EngineFault(
        "unknown rules '\(name)'; scoring is by area: chinese, aga, new_zealand, tromp-taylor")
    }
    change(go, to: rules)
  }

  private func rulesText(_ rules: GoRules) -> String {
    let ko =
      switch rules.repetition {
      case .simpleKo: "SIMPLE"
      case .positionalSuperko: "POSITIONAL"
      case .situationalSuperko: "SITUATIONAL"
      }
    let object: JSON = .object([
      "friendlyPassOk": .boolean(false), "hasButton": .boolean(false), "ko": .string(ko),
      "scoring": .string("AREA"), "suicide": .boolean(rules.allowsSuicide), "tax": .string("NONE"),
      "whiteHandicapBonus": .string("0"),
    ])
    return "\(object)"
  }
}

extension Go {
  /// The same stones and player to move under other rules, without history.
  func with(_ rules: GoRules) -> Go {
    let black = (0..<pointCount).filter { colour(at: $0) == 0 }
    let white = (0..<pointCount).filter { colour(at: $0) == 1 }
    if black.isEmpty, white.isEmpty, turn != .player(1) { return Go(size: size, rules: rules) }
    return
      (try? Go(
        size: size, rules: rules, black: black, white: white, whiteBegins: turn == .player(1)))
      ?? self
  }

  /// The game after further legal moves.
  func with(moves: [Int]) -> Go {
    var go = self
    for move in moves where go.isLegal(move) { go.apply(move) }
    return go
  }

  /// The same stones with a given player to move; what came before is forgotten.
  func restarted(mover: Int) -> Go {
    let black = (0..<pointCount).filter { colour(at: $0) == 0 }
    let white = (0..<pointCount).filter { colour(at: $0) == 1 }
    return
      (try? Go(
        size: size, rules: rules, black: black, white: white, whiteBegins: mover == 1)) ?? self
  }
}
