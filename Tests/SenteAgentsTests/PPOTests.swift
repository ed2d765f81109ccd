import SenteAgents
import SenteCompute
import SenteEnvironments
import SenteNetworks
import SentePrimitives
import Testing

@Suite struct PPOTests {
  /// A probe, the turns it may take, and the mean return that counts as solved.
  static let probes: [(id: String, turns: Int, solved: Double)] = [
    ("probe/constant-value", 20, 1), ("probe/observed-value", 20, -0.2),
    ("probe/discounting", 20, 1), ("probe/bandit", 20, 0.99), ("probe/identity", 40, 0.99),
    ("probe/target", 60, -0.05), ("probe/delayed-reward", 40, 0.99),
  ]

  /// Pass rule: every one of five seeds reaches the stated mean return over 64 greedy episodes.
  @Test(.enabled(if: isOptimized, "learning is slow without optimization"), arguments: probes)
  func `probes are solved over five seeds`(
    probe: (id: String, turns: Int, solved: Double)
  ) throws {
    for seed in 1...5 as ClosedRange<UInt64> {
      let (configuration, batch) = try makeAgent(probe.id, seed: seed) { configuration in
        configuration.rolloutSteps = 32
        configuration.epochs = 10
        configuration.learningRate = .constant(3e-3)
        configuration.clipRange = .constant(0.2)
        configuration.network.hiddenWidths = [16]
        configuration.network.initialLogDeviation = -1
      }
      var agent = PPO(
        configuration, observationSpace: batch.observationSpace, actionSpace: batch.actionSpace,
        seed: seed)
      try train(&agent, in: batch, turns: probe.turns)
      let score = try greedyReturn(agent.weights, configuration, probe.id)
      #expect(score >= probe.solved, "\(probe.id), seed \(seed): \(score)")
    }
  }

  /// A world that is cut off every few steps: its value is right only if the cut bootstraps.
  @Test(.enabled(if: isOptimized, "learning is slow without optimization"))
  func `values bootstrap across a time limit`() throws {
    let id = "probe/truncation"
    for seed in 1...5 as ClosedRange<UInt64> {
      let (configuration, batch) = try makeAgent(id, seed: seed) { configuration in
        configuration.rolloutSteps = 32
        configuration.epochs = 10
        configuration.discount = 0.9
        configuration.learningRate = .constant(3e-3)
        configuration.network.hiddenWidths = [16]
      }
      var agent = PPO(
        configuration, observationSpace: batch.observationSpace, actionSpace: batch.actionSpace,
        seed: seed)
      try train(&agent, in: batch, turns: 60)
      // Staying returns 1 before the cut; whoever takes the cut for an end leaves at once for 1.5.
      let score = try greedyReturn(agent.weights, configuration, id)
      #expect(score == 1, "seed \(seed): \(score)")
    }
  }

  private func greedyReturn(
    _ weights: borrowing Weights, _ configuration: PPO.Configuration, _ id: String
  ) throws -> Double {
    let specification = try #require(EnvironmentCatalogue.standard[id])
    let batch = specification.makeBatch(count: 64, seed: 77)
    var policy = ActorCriticPolicy(
      observationSpace: batch.observationSpace, actionSpace: batch.actionSpace,
      configuration.network, batch: 64)
    var actions = [Float](repeating: 0, count: 64 * batch.actionWidth)
    var returns = [Double?](repeating: nil, count: 64)
    try batch.reset()
    while returns.contains(nil) {
      policy.run(batch.observations, nil, weights)
      var span = actions.mutableSpan
      policy.modes(into: &span)
      try batch.step(actions: actions.span)
      for episode in batch.finishedEpisodes where returns[episode.environment] == nil {
        returns[episode.environment] = episode.episodeReturn
      }
    }
    return RunningStatistics(returns.compactMap { $0 }).mean
  }

  @Test func `a reward that is not a number stops learning and keeps the weights`() throws {
    let (configuration, batch) = try makeAgent("CartPole-v1", seed: 1)
    var agent = PPO(
      configuration, observationSpace: batch.observationSpace, actionSpace: batch.actionSpace,
      seed: 1)
    let before = agent.weights.digest
    let broken = [Float](repeating: .nan, count: batch.count)
    var actions = [Float](repeating: 0, count: batch.count)
    while !agent.isReadyToLearn {
      var span = actions.mutableSpan
      agent.act(batch.observations, actions: &span)
      try batch.step(actions: actions.span)
      agent.observe(
        rewards: broken.span, ends: batch.ends, finalObservations: batch.finalObservations)
    }
    var message = ""
    do {
      _ = try agent.learn(batch.observations, progress: 0)
    } catch {
      message = error.description
    }
    #expect(message.contains("nan at gradient step 1"))
    #expect(agent.weights.digest == before)
  }

  static let mistakes: [(String, @Sendable (inout PPO.Configuration) -> Void)] = [
    ("minibatchSize", { $0.minibatchSize = 100 }), ("discount", { $0.discount = 1.5 }),
    ("epochs", { $0.epochs = 0 }), ("learningRate", { $0.learningRate = .constant(-1) }),
    ("network.hiddenWidths", { $0.network.hiddenWidths = [0] }),
    ("network.hiddenWidths", { $0.network.hiddenWidths = [8192, 8192, 8192] }),
    ("environments", { $0.environments = .max }), ("rolloutSteps", { $0.rolloutSteps = .max }),
  ]

  @Test(arguments: mistakes.indices)
  func `settings out of range are named`(index: Int) {
    let (name, change) = PPOTests.mistakes[index]
    var configuration = PPO.Configuration()
    #expect(configuration.problem == nil)
    change(&configuration)
    #expect(configuration.problem?.hasPrefix(name) == true)
  }
}

/// Whether the tests were built with optimization.
let isOptimized: Bool = {
  #if DEBUG
    false
  #else
    true
  #endif
}()
