public import SenteEnvironments
import SentePrimitives

/// Checks the laws that every environment keeps, and gives a sentence for each one broken.
///
/// Spaces and widths agree; observations lie in their space and rewards are finite; equal streams and
/// actions give equal bits; copies are independent; a copy that was encoded and decoded continues
/// exactly; state variables can be set, and impossible ones are refused; masks leave something to choose
/// and lie in their row; rewards are those of the goal; rows of a batch equal single copies, on one thread and on two, with time limits, automatic resets and final observations; a
/// batch that was saved and restored continues exactly.
///
/// - Parameters:
///   - make: Gives the environment, before its first reset.
///   - maximumEpisodeSteps: The time limit for the laws about batches.
///   - steps: How many steps each law is tried for.
///   - seed: Names the random actions and the streams of the environments.
public func checkEnvironment<E: Environment>(
  maximumEpisodeSteps: Int? = nil, steps: Int = 200, seed: UInt64 = 1, make: () -> E
) -> [String] {
  var broken: [String] = []
  let start = make()
  let check = EnvironmentCheck(start, seed: seed, steps: steps)
  check.widths(&broken)
  guard broken.isEmpty else { return broken }
  check.observationStaysInItsRow(&broken)
  if start is any MaskedEnvironment { check.masksAreUsable(&broken) }
  guard broken.isEmpty else { return broken }
  check.valuesAreAllowed(&broken)
  check.equalStreamsGiveEqualBits(&broken)
  check.copiesAreIndependent(&broken)
  check.codingIsExact(&broken)
  if let stateful = make() as? any StatefulEnvironment { checkState(stateful, &broken) }
  if let goal = make() as? any GoalEnvironment { checkGoal(goal, check.actions, seed, &broken) }
  let batches = BatchCheck(make(), limit: maximumEpisodeSteps, seed: seed, steps: steps)
  batches.rowsEqualSingles(&broken)
  batches.threadsMakeNoDifference(&broken)
  batches.restoringIsExact(&broken)
  return broken
}

/// Checks the laws for an entry of a catalogue, with its own time limit.
public func checkEnvironment(
  _ specification: EnvironmentSpecification, steps: Int = 200, seed: UInt64 = 1
) -> [String] {
  func check<E: Environment>(_ environment: E) -> [String] {
    checkEnvironment(
      maximumEpisodeSteps: specification.maximumEpisodeSteps, steps: steps, seed: seed,
      make: { environment })
  }
  return check(specification.makeEnvironment())
}

/// What one step showed.
struct Moment: Equatable {
  var observation: [UInt32]
  var reward: UInt64
  var end: EpisodeEnd
}

/// A copy of an environment with its stream.
struct Player<E: Environment> {
  var environment: E
  var stream: RandomStream

  init(_ environment: E, seed: UInt64, index: UInt64 = 0) {
    self.environment = environment
    stream = RandomStream(seed: seed, role: "environment", index: index)
    self.environment.reset(using: &stream)
  }

  var observation: [Float] {
    var row = [Float](repeating: .nan, count: environment.observationSpace.width)
    var span = row.mutableSpan
    environment.observe(into: &span, at: 0)
    return row
  }

  /// What may be chosen now; nil when the environment forbids nothing.
  var mask: [Float]? {
    (environment as? any MaskedEnvironment).map { flags(of: $0, margin: 0) }
  }

  /// Acts, with the nearest legal choices, and begins a new episode where one ends.
  mutating func play(_ action: [Float]) -> Moment {
    let action = legal(action, environment.actionSpace.choices, mask)
    let result = environment.step(E.Action(row: action.span, at: 0), using: &stream)
    let moment = Moment(
      observation: observation.map(\.bitPattern), reward: result.reward.bitPattern, end: result.end)
    if result.end != .running { environment.reset(using: &stream) }
    return moment
  }

  mutating func play(_ actions: [[Float]]) -> [Moment] { actions.map { play($0) } }
}

/// The mask of an environment in a row with a margin of numbers that are none.
func flags(of environment: some MaskedEnvironment, margin: Int) -> [Float] {
  let count = environment.actionSpace.choiceCount
  var flags = [Float](repeating: .nan, count: count + 2 * margin)
  var span = flags.mutableSpan
  environment.maskActions(into: &span, at: margin)
  return flags
}

/// An action whose choices are moved up, from the last to the first, to the next legal ones.
func legal(_ action: [Float], _ choices: [Space.Choice], _ mask: [Float]?) -> [Float] {
  guard let mask else { return action }
  var action = action
  for choice in choices {
    let first = Int(action[choice.element]) - choice.start
    let next = (0..<choice.count).lazy.map { (first + $0) % choice.count }
      .first { mask[choice.maskOffset + $0] != 0 }
    action[choice.element] = Float((next ?? first) + choice.start)
  }
  return action
}

/// The laws of a single copy.
private struct EnvironmentCheck<E: Environment> {
  let start: E
  let seed: UInt64
  let actions: [[Float]]

  init(_ start: E, seed: UInt64, steps: Int) {
    self.start = start
    self.seed = seed
    actions = randomActions(start.actionSpace, count: steps, seed: seed)
  }

  func widths(_ broken: inout [String]) {
    if E.Action.width != start.actionSpace.width {
      broken.append("an action is \(E.Action.width) numbers, its space \(start.actionSpace.width)")
    }
    for (name, space) in [
      ("observation", start.observationSpace), ("action", start.actionSpace),
    ] {
      if let problem = space.problem {
        broken.append("the \(name) space cannot be used: \(problem)")
      }
    }
  }

  func observationStaysInItsRow(_ broken: inout [String]) {
    let width = start.observationSpace.width
    var row = [Float](repeating: .nan, count: width + 4)
    var span = row.mutableSpan
    Player(start, seed: seed).environment.observe(into: &span, at: 2)
    if row[2..<2 + width].contains(where: \.isNaN) {
      broken.append("observe leaves some of its \(width) numbers unwritten")
    }
    if !(row.prefix(2) + row.suffix(2)).allSatisfy(\.isNaN) {
      broken.append("observe writes outside its \(width) numbers")
    }
  }

  /// In every state that is not an end each choice has a legal number, and flags are 0 or 1.
  func masksAreUsable(_ broken: inout [String]) {
    var player = Player(start, seed: seed)
    guard let masked = player.environment as? any MaskedEnvironment else { return }
    let (margin, count) = (4, start.actionSpace.choiceCount)
    let row = flags(of: masked, margin: margin)
    if !(row.prefix(margin) + row.suffix(margin)).allSatisfy(\.isNaN) {
      broken.append("maskActions writes outside its \(count) flags")
      return
    }
    for (step, action) in actions.enumerated() {
      let mask = player.mask ?? []
      if let i = mask.firstIndex(where: { $0 != 0 && $0 != 1 }) {
        broken.append("flag \(i) of the mask before step \(step) is \(mask[i]), not 0 or 1")
        return
      }
      for choice in start.actionSpace.choices where mask[choice.flags].allSatisfy({ $0 == 0 }) {
        let name = start.actionSpace.name(ofElement: choice.element, in: "action")
        broken.append("the mask before step \(step) leaves no legal \(name) of \(choice.count)")
        return
      }
      _ = player.play(action)
    }
  }

  func valuesAreAllowed(_ broken: inout [String]) {
    let space = start.observationSpace
    var player = Player(start, seed: seed)
    for (step, action) in actions.enumerated() {
      if let problem = space.problem(withRow: player.observation, in: "observation") {
        broken.append("\(problem) before step \(step)")
        return
      }
      let moment = player.play(action)
      let seen = moment.observation.map { Float(bitPattern: $0) }
      if let problem = space.problem(withRow: seen, in: "observation") {
        broken.append("\(problem) after step \(step)")
        return
      }
      if !Double(bitPattern: moment.reward).isFinite {
        broken.append("the reward of step \(step) is \(Double(bitPattern: moment.reward))")
        return
      }
    }
  }

  func equalStreamsGiveEqualBits(_ broken: inout [String]) {
    var (one, other) = (Player(start, seed: seed), Player(start, seed: seed))
    if one.play(actions) != other.play(actions) {
      broken.append("the same stream and actions give different bits")
    }
  }

  func copiesAreIndependent(_ broken: inout [String]) {
    var original = Player(start, seed: seed)
    _ = original.play(Array(actions.prefix(7)))
    var copy = original
    let seen = copy.observation
    let played = original.play(actions)
    if copy.observation != seen { broken.append("stepping an environment changes its copy") }
    if copy.play(actions) != played { broken.append("a copy does not continue as its original") }
  }

  func codingIsExact(_ broken: inout [String]) {
    for prefix in [0, 1, 13] {
      var player = Player(start, seed: seed)
      _ = player.play(Array(actions.prefix(prefix)))
      var copy = player
      do {
        copy.environment = try throughJSON(player.environment)
      } catch {
        broken.append("encoding and decoding fails: \(error)")
        return
      }
      if copy.play(actions) != player.play(actions) {
        broken.append("a copy decoded after \(prefix) steps continues differently")
      }
    }
  }
}

/// What is read back after a value was written as text.
func throughJSON<Value: Codable>(_ value: Value) throws -> Value {
  try JSON(parsing: JSON(encoding: value).description).decoded(as: Value.self)
}

func randomActions(_ space: Space, count: Int, seed: UInt64) -> [[Float]] {
  var random = RandomStream(seed: seed, role: "actions")
  return (0..<count).map { _ in
    var action = [Float](repeating: 0, count: space.width)
    var row = action.mutableSpan
    space.sample(into: &row, using: &random)
    return action
  }
}

private func checkState<E: StatefulEnvironment>(_ start: E, _ broken: inout [String]) {
  var environment = start
  let values = environment.stateVariables
  if values.count != E.stateVariableNames.count {
    broken.append("\(values.count) state variables have \(E.stateVariableNames.count) names")
    return
  }
  var changed = values.map { $0 + 0.0625 }
  if (try? environment.setStateVariables(changed)) == nil {
    // States that are not real numbers: one that comes up.
    var player = Player(start, seed: 1)
    _ = player.play([Float](repeating: 0, count: start.actionSpace.width))
    changed = player.environment.stateVariables
  }
  do {
    try environment.setStateVariables(changed)
    if environment.stateVariables != changed {
      broken.append("setting state \(changed) gives \(environment.stateVariables)")
    }
  } catch {
    broken.append("setting state \(changed) fails: \(error)")
  }
  for wrong in [changed + [0], Array(changed.dropLast()), changed.map { _ in Double.nan }] {
    do {
      try environment.setStateVariables(wrong)
      broken.append("the impossible state \(wrong) is not refused")
    } catch {
      if environment.stateVariables != changed {
        broken.append("refusing a state changes the environment")
      }
    }
  }
}

/// The reward of a step is the reward of the goals that are seen after it.
private func checkGoal<E: GoalEnvironment>(
  _ start: E, _ actions: [[Float]], _ seed: UInt64, _ broken: inout [String]
) {
  guard let (achieved, desired) = start.observationSpace.goalRanges else {
    broken.append(
      "a goal environment observes achieved_goal, desired_goal and observation, not "
        + "\(start.observationSpace)")
    return
  }
  var player = Player(start, seed: seed)
  for (step, action) in actions.enumerated() {
    let moment = player.play(action)
    let row = moment.observation.map { Float(bitPattern: $0) }
    let reward = start.reward(
      achieved: row.span.extracting(achieved), desired: row.span.extracting(desired))
    if reward.bitPattern != moment.reward {
      let given = Double(bitPattern: moment.reward)
      broken.append("the reward of step \(step) is \(given), but its goals are worth \(reward)")
      return
    }
  }
}
