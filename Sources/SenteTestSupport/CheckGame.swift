public import SenteGames
import SentePrimitives

/// How `checkGame` plays, and which promises it holds a game to.
public struct GameLaws: Sendable {
  /// How many random games are played from the start position.
  public var games = 10
  /// Where a game that does not end is broken off, in turns.
  public var maximumTurns = 400
  /// Laws that look at every action number or every symmetry run in each `stride`-th position.
  public var stride = 1
  /// Names the random games.
  public var seed: UInt64 = 0
  /// Whether the text of a position holds everything its rules remember, so that reading it gives
  /// an equal value; if not, only turn, text and legal actions must come back.
  public var textKeepsHistory = true
  /// Whether the outcomes of all players sum to zero.
  public var isZeroSum = true

  /// Ten games, zero-sum, with texts that keep the history.
  public init() {}
}

/// Plays seeded random games and returns every broken law of `Game`, in words; empty when all hold.
///
/// Laws of `ChanceGame` and `SymmetricGame` are checked when the game conforms to them. At most 20
/// violations are returned, each with the game, the turn and the position in which it was seen.
public func checkGame<G: Game>(_ start: G, laws: GameLaws = GameLaws()) -> [String] {
  var checker = GameChecker<G>(laws: laws)
  for game in 0..<laws.games where checker.violations.count < GameChecker<G>.limit {
    checker.play(start, game: game)
  }
  return Array(checker.violations.prefix(GameChecker<G>.limit))
}

/// One run of `checkGame`: the violations found so far.
private struct GameChecker<G: Game> {
  static var limit: Int { 20 }
  let laws: GameLaws
  var violations: [String] = []
  var place = ""

  init(laws: GameLaws) { self.laws = laws }

  mutating func require(_ holds: Bool, _ law: @autoclosure () -> String) {
    if !holds, violations.count < Self.limit { violations.append("\(place): \(law())") }
  }

  mutating func play(_ start: G, game: Int) {
    var random = RandomStream(seed: laws.seed, role: "checkGame", index: UInt64(game))
    var position = start
    for turn in 0..<laws.maximumTurns {
      place = "game \(game), turn \(turn), position \(position.text)"
      let actions = position.legalActions
      checkOutcome(position, actions)
      checkText(position, actions)
      if turn % laws.stride == 0 {
        checkActions(position, actions)
        if let symmetric = position as? any SymmetricGame {
          violations += symmetryViolations(symmetric, random: &random).map { "\(place): \($0)" }
        }
      }
      if position.turn == .finished || actions.isEmpty || violations.count >= Self.limit { return }
      if position.turn == .chance, let chance = position as? any ChanceGame {
        violations += chanceViolations(chance).map { "\(place): \($0)" }
      }
      let action = actions[random.index(below: actions.count)]
      checkApply(position, action)
      position.apply(action)
    }
  }

  /// Outcomes are there exactly when the game is over; unfinished games have something to choose.
  mutating func checkOutcome(_ position: G, _ actions: [G.Action]) {
    switch position.turn {
    case .finished:
      require(actions.isEmpty, "a finished game has \(actions.count) legal actions")
      guard let outcome = position.outcome else {
        return require(false, "a finished game has no outcome")
      }
      require(
        outcome.count == position.playerCount,
        "\(outcome.count) outcomes for \(position.playerCount) players")
      require(outcome.allSatisfy(\.isFinite), "an outcome is not finite: \(outcome)")
      if laws.isZeroSum {
        require(outcome.reduce(0, +) == 0, "outcomes do not sum to zero: \(outcome)")
      }
    case .player(let player):
      require(
        (0..<position.playerCount).contains(player),
        "player \(player) moves among \(position.playerCount)")
      require(!actions.isEmpty, "a player moves but has no legal action")
      require(position.outcome == nil, "an unfinished game has an outcome")
    case .chance:
      require(position is any ChanceGame, "chance moves but the game is no ChanceGame")
      require(position.outcome == nil, "an unfinished game has an outcome")
    }
  }

  /// List, mask and `isLegal` agree; numbers and texts of actions lead back to them.
  mutating func checkActions(_ position: G, _ actions: [G.Action]) {
    require(Set(actions).count == actions.count, "the list of legal actions has duplicates")
    require(position.legalActions == actions, "two lists of one position differ")
    let legal = Set(actions)
    let mask = position.legalMask
    require(mask.count == position.actionCount, "the mask has \(mask.count) flags")
    require(mask.count(where: \.self) == legal.count, "two legal actions share a number")
    for index in 0..<position.actionCount {
      guard let action = position.action(at: index) else {
        require(!mask[index], "legal action \(index) does not come back from its number")
        continue
      }
      require(position.index(of: action) == index, "action number \(index) does not come back")
      require(
        position.isLegal(action) == mask[index],
        "isLegal(\(position.text(of: action))) is \(!mask[index]), the list says \(mask[index])")
    }
    require(position.action(at: -1) == nil, "there is an action -1")
    require(position.action(at: position.actionCount) == nil, "there is an action past the last")
    for action in actions {
      let text = position.text(of: action)
      do throws(NotationError) {
        let read = try position.action(from: text)
        require(read == action, "the text '\(text)' is read as another action")
      } catch {
        require(false, "the text '\(text)' of a legal action is not read: \(error)")
      }
    }
  }

  /// A position comes back from its text.
  mutating func checkText(_ position: G, _ actions: [G.Action]) {
    do throws(NotationError) {
      let read = try G(text: position.text)
      require(read.text == position.text, "read from its text, the position has text \(read.text)")
      if laws.textKeepsHistory {
        require(read == position, "read from its text, the position is not equal")
        require(read.hashValue == position.hashValue, "equal positions differ in their hash")
        require(read.turn == position.turn, "read from its text, the turn differs")
        require(read.outcome == position.outcome, "read from its text, the outcome differs")
      }
      if laws.textKeepsHistory || (read.turn == position.turn && position.turn != .finished) {
        require(read.legalActions == actions, "read from its text, the legal actions differ")
      }
    } catch {
      require(false, "the position's own text is not read: \(error)")
    }
  }

  /// A copy does not feel what happens to the original, and two copies go the same way.
  mutating func checkApply(_ position: G, _ action: G.Action) {
    let text = position.text
    let hash = position.hashValue
    var first = position
    var second = position
    first.apply(action)
    require(position == second, "applying an action to a copy changed the original")
    require(
      position.text == text && position.hashValue == hash,
      "applying an action to a copy changed the original's text or hash")
    second.apply(action)
    require(first == second, "one action led two equal positions to different ones")
    require(first.hashValue == second.hashValue, "equal positions differ in their hash")
    require(first.outcome == second.outcome, "equal positions differ in their outcome")
  }
}

/// The broken laws of chance in one position.
private func chanceViolations<G: ChanceGame>(_ position: G) -> [String] {
  var outcomes: [(action: G.Action, probability: Double)] = []
  position.appendChanceOutcomes(to: &outcomes)
  var violations: [String] = []
  let sum = outcomes.reduce(0) { $0 + $1.probability }
  if abs(sum - 1) > 1e-9 { violations.append("the probabilities of chance sum to \(sum)") }
  if !outcomes.allSatisfy({ $0.probability > 0 }) {
    violations.append("an outcome of chance has no positive probability")
  }
  if Set(outcomes.map(\.action)) != Set(position.legalActions) {
    violations.append("the outcomes of chance are not the legal actions")
  }
  return violations
}

/// The broken laws of symmetry in one position, along one random action.
private func symmetryViolations<G: SymmetricGame>(
  _ position: G, random: inout RandomStream
) -> [String] {
  var violations: [String] = []
  let actions = position.legalActions
  let legal = Set(actions)
  if position.transformed(by: 0) != position { violations.append("symmetry 0 moves the position") }
  let chosen = actions.isEmpty ? nil : actions[random.index(below: actions.count)]
  for symmetry in 0..<position.symmetryCount {
    let image = position.transformed(by: symmetry)
    if image.turn != position.turn || image.outcome != position.outcome {
      violations.append("symmetry \(symmetry) changes turn or outcome")
    }
    if Set(legal.map { position.transformed($0, by: symmetry) }) != Set(image.legalActions) {
      violations.append("symmetry \(symmetry) does not commute with the legal actions")
      continue
    }
    guard let chosen else { continue }
    var after = position
    after.apply(chosen)
    var imageAfter = image
    imageAfter.apply(position.transformed(chosen, by: symmetry))
    if after.transformed(by: symmetry) != imageAfter {
      violations.append(
        "symmetry \(symmetry) does not commute with the action \(position.text(of: chosen))")
    }
  }
  return violations
}
