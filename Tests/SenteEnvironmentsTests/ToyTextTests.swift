import SenteEnvironments
import SentePrimitives
import Testing

@Suite struct ToyTextTests {
  // MARK: Beside Gymnasium

  /// The environment that a section of the record is about.
  private func table(_ id: String, _ options: JSON) throws -> (any TabularEnvironment)? {
    let rewards = (options["reward_schedule"]?.doubles).map {
      FrozenLake.RewardSchedule(goal: $0[0], hole: $0[1], frozen: $0[2])
    }
    switch id {
    case "FrozenLake-v1":
      return FrozenLake(
        isSlippery: options["is_slippery"]?.boolean ?? true,
        successRate: options["success_rate"]?.double ?? 1.0 / 3.0,
        rewards: rewards ?? FrozenLake.RewardSchedule())
    case "Taxi-v4": return Taxi(isRainy: options["is_rainy"]?.boolean ?? false)
    default:
      let specification = try #require(EnvironmentCatalogue.standard[id])
      return specification.makeEnvironment() as? any TabularEnvironment
    }
  }

  @Test func `tables of transitions equal those of Gymnasium to the bit`() throws {
    var tables = 0
    for (id, options, lines) in try GymnasiumRecord.sections() {
      guard let options, let environment = try table(id, options) else { continue }
      tables += 1
      #expect(lines.count >= min(90, environment.stateCount))
      for line in lines {
        let state = try #require(line["state"]?.integer())
        let actions = try #require(line["outcomes"]?.array)
        #expect(actions.count == environment.actionSpace.choiceCount)
        for (action, theirs) in actions.enumerated() {
          let ours = environment.outcomes(of: action, in: state)
          #expect(ours == theirs.array?.map(Outcome.init), "\(id) \(options) \(state) \(action)")
        }
        if let mask = line["mask"] {
          var taxi = SingleEnvironment(MaskedTaxi(), seed: 0)
          try taxi.reset(stateVariables: [Double(state)])
          #expect(taxi.actionMask?.map { Double($0) } == mask.doubles, "state \(state)")
        }
      }
    }
    #expect(tables == 8)
  }

  @Test func `a hand of blackjack with Gymnasium's cards goes as Gymnasium's`() throws {
    var hands = 0
    for (id, options, lines) in try GymnasiumRecord.sections() where id == "Blackjack-v1" {
      var table = Blackjack(
        followsBook: options?["sab"]?.boolean ?? true,
        naturalPaysMore: options?["natural"]?.boolean ?? false)
      for line in lines {
        var cards = try #require(line["cards"]).doubles.map { Int($0) }[...]
        table.deal { cards.removeFirst() }
        var observations = [observation(table)]
        var rewards: [Double] = []
        var end = EpisodeEnd.running
        for action in try #require(line["actions"]).doubles {
          try #require(end == .running)
          let result = table.act(Int(action)) { cards.removeFirst() }
          observations.append(observation(table))
          rewards.append(result.reward)
          end = result.end
        }
        #expect(observations == line["observations"]?.array?.map(\.doubles))
        #expect(rewards == line["rewards"]?.doubles && cards.isEmpty && end == .terminated)
        hands += 1
      }
    }
    #expect(hands >= 270)
  }

  private func observation(_ table: Blackjack) -> [Double] {
    var row = [Float](repeating: 0, count: 3)
    var span = row.mutableSpan
    table.observe(into: &span, at: 0)
    return row.map { Double($0) }
  }

  // MARK: Drawn transitions

  @Test(arguments: ["FrozenLake-v1", "CliffWalkingSlippery-v1"])
  func `outcomes come up as often as the table says`(id: String) throws {
    let specification = try #require(EnvironmentCatalogue.standard[id])
    guard var environment = specification.makeEnvironment() as? any TabularEnvironment else {
      Issue.record("\(id) has no table")
      return
    }
    #expect(largestDeviation(&environment) < 0.03)
  }

  /// How far the frequencies of the states that follow state 9 are from their probabilities.
  private func largestDeviation(_ environment: inout some TabularEnvironment) -> Double {
    var random = RandomStream(seed: 4, role: "test")
    var worst = 0.0
    for action in 0..<4 {
      var counts: [Int: Int] = [:]
      for _ in 0..<4_000 {
        environment.state = 9
        _ = environment.step(action, using: &random)
        counts[environment.state, default: 0] += 1
      }
      var expected: [Int: Double] = [:]
      for outcome in environment.outcomes(of: action, in: 9) {
        expected[outcome.state, default: 0] += outcome.probability
      }
      #expect(Set(counts.keys) == Set(expected.keys))
      for (state, probability) in expected {
        worst = max(worst, abs(Double(counts[state] ?? 0) / 4_000 - probability))
      }
    }
    return worst
  }

  @Test func `cards come up as in an endless deck`() throws {
    let batch = try #require(EnvironmentCatalogue.standard["Blackjack-v1"])
      .makeBatch(count: 13_000, seed: 2)
    try batch.reset()
    var counts = [Int](repeating: 0, count: 11)
    for i in 0..<batch.count { counts[Int(batch.observations[3 * i + 1])] += 1 }
    for card in 1...9 { #expect(abs(counts[card] - 1_000) < 130, "\(card)") }
    #expect(abs(counts[10] - 4_000) < 220 && counts[0] == 0)
  }

  @Test func `a fickle passenger changes their mind once, on the first drive`() throws {
    var taxi = Taxi(ficklePassenger: true, fickleProbability: 1)
    var random = RandomStream(seed: 1, role: "test")
    taxi.reset(using: &random)
    // At pad 0 with the passenger there, who wants to pad 1.
    try taxi.setStateVariables([1])
    #expect(taxi.isFickle)
    _ = taxi.step(4, using: &random)
    #expect(taxi.state == 17)
    _ = taxi.step(0, using: &random)
    let destination = taxi.state % 4
    #expect(destination != 1 && !taxi.isFickle)
    for action in [0, 2, 1, 3] {
      _ = taxi.step(action, using: &random)
      #expect(taxi.state % 4 == destination)
    }
  }

  @Test func `a map that is none traps`() async {
    await #expect(processExitsWith: .failure) { _ = FrozenLake(map: ["SF", "FX"]) }
    await #expect(processExitsWith: .failure) { _ = FrozenLake(map: ["FF", "FG"]) }
  }

  // MARK: Optima

  /// The best mean return of an episode with a limit, by dynamic programming over the table.
  private func optimum(_ specification: EnvironmentSpecification) throws -> Double {
    let environment = try #require(specification.makeEnvironment() as? any TabularEnvironment)
    let limit = specification.maximumEpisodeSteps ?? 200
    let states = environment.stateCount
    var values = [Double](repeating: 0, count: states)
    let outcomes = (0..<states).map { state in
      (0..<environment.actionSpace.choiceCount).map { environment.outcomes(of: $0, in: state) }
    }
    for _ in 0..<limit {
      let next = values
      values = outcomes.map { actions in
        actions.map { outcomes in
          outcomes.reduce(0) {
            $0 + $1.probability * ($1.reward + ($1.terminates ? 0 : next[$1.state]))
          }
        }.max() ?? 0
      }
    }
    var mean = RunningStatistics()
    let batch = specification.makeBatch(count: 3_000, seed: 1)
    try batch.reset()
    for i in 0..<batch.count { mean.add(values[Int(batch.observations[i])]) }
    return mean.mean
  }

  @Test(arguments: [
    ("FrozenLake-v1", 0.74), ("FrozenLake8x8-v1", 0.91), ("CliffWalking-v1", -13),
    ("Taxi-v4", 7.93),
  ])
  func `the best policy gets what is known`(id: String, value: Double) throws {
    let specification = try #require(EnvironmentCatalogue.standard[id])
    #expect(try abs(optimum(specification) - value) < (id == "Taxi-v4" ? 0.2 : 0.01))
  }
}

extension Outcome {
  /// An outcome as Gymnasium lists it.
  fileprivate init(_ json: JSON) {
    let parts = json.array ?? []
    self.init(
      probability: parts[0].double ?? .nan, state: parts[1].integer() ?? -1,
      reward: parts[2].double ?? .nan, terminates: parts[3].boolean ?? false)
  }
}
