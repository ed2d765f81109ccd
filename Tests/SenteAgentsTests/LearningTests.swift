@testable import SenteAgents
import SenteEnvironments
import SenteNetworks
import SentePrimitives
import SenteTestSupport
import Testing

/// Whether the tests were built with optimization.
let isOptimized: Bool = {
  #if DEBUG
    false
  #else
    true
  #endif
}()

/// Whoever learns has to show it: worlds that each need one ability.
@Suite(.enabled(if: isOptimized, "learning is slow without optimization"))
struct LearningTests {
  /// A probe, the settings, the turns they may take, and the mean return that counts as solved.
  struct Probe: Sendable, CustomTestStringConvertible {
    let id: String
    let turns: Int
    let solved: Double
    let configuration: any AgentConfiguration
    var testDescription: String { "\(type(of: configuration)) \(id)" }

    init(
      _ id: String, turns: Int, solved: Double, _ configuration: any AgentConfiguration
    ) {
      (self.id, self.turns, self.solved) = (id, turns, solved)
      self.configuration = configuration
    }
  }

  static let probes: [Probe] = [
    Probe("probe/constant-value", turns: 20, solved: 1, ppo()),
    Probe("probe/observed-value", turns: 20, solved: -0.2, ppo()),
    Probe("probe/discounting", turns: 20, solved: 1, ppo()),
    Probe("probe/bandit", turns: 20, solved: 0.99, ppo()),
    Probe("probe/identity", turns: 40, solved: 3.99, ppo()),
    Probe("probe/target", turns: 60, solved: 0.97, ppo()),
    Probe("probe/delayed-reward", turns: 40, solved: 0.99, ppo()),
    Probe("probe/memory", turns: 100, solved: 1, memory(.gru)),
    Probe("probe/memory", turns: 100, solved: 1, memory(.lstm)),
    Probe("probe/masked", turns: 40, solved: 4, ppo()),
    Probe(
      "probe/pixels", turns: 60, solved: 3.9,
      ppo {
        $0.epochs = 4
        $0.learningRate = .constant(1e-3)
        $0.network.hiddenWidths = []
      }),
    Probe(
      "probe/dictionary", turns: 80, solved: 3.99,
      ppo {
        $0.epochs = 4
        $0.entropyCoefficient = 0.02
        $0.network.hiddenWidths = [64, 64]
        $0.network.activation = .relu
      }),
    Probe(
      "probe/goal", turns: 120, solved: -1.5,
      ppo {
        $0.epochs = 4
        $0.entropyCoefficient = 0.02
        $0.network.hiddenWidths = [64, 64]
        $0.network.activation = .relu
      }),
    Probe("probe/multi-discrete", turns: 40, solved: 3.99, ppo()),
    Probe("probe/multi-binary", turns: 40, solved: 3.99, ppo()),
    Probe("probe/hybrid", turns: 80, solved: 0.95, ppo()),
    Probe("probe/bounded", turns: 60, solved: 0.97, ppo { $0.network.continuous = .squashed }),
    Probe("probe/bounded", turns: 60, solved: 0.97, ppo { $0.network.continuous = .beta }),
    Probe("probe/identity", turns: 400, solved: 3.99, a2c()),
    Probe("probe/target", turns: 800, solved: 0.97, a2c()),
    Probe("probe/masked", turns: 400, solved: 4, a2c()),
    Probe(
      "probe/memory", turns: 300, solved: 1,
      a2c {
        $0.rolloutSteps = 10
        $0.entropyCoefficient = 0.01
        $0.network.memory = .gru
      }),
    Probe("probe/identity", turns: 200, solved: 3.99, reinforce()),
    Probe("probe/delayed-reward", turns: 200, solved: 0.99, reinforce()),
    Probe("probe/bandit", turns: 200, solved: 0.99, reinforce { $0.usesBaseline = false }),
    Probe("probe/memory", turns: 300, solved: 1, reinforce { $0.network.memory = .gru }),
    // The masked probe shows nothing, so that values are chances of being the highest legal number, and the
    // least of them differ by a tenth: near-sighted learners with falling rates find them soonest.
    Probe("probe/identity", turns: 60, solved: 3.99, values(DQN.Configuration())),
    Probe("probe/masked", turns: 150, solved: 3.95, values(DQN.Configuration(), nearly)),
    Probe("probe/delayed-reward", turns: 60, solved: 0.99, values(DQN.Configuration())),
    Probe(
      "probe/pixels", turns: 300, solved: 3.9,
      values(DQN.Configuration()) {
        nearly(&$0)
        $0.network.hiddenWidths = []
      }),
    Probe(
      "probe/dictionary", turns: 120, solved: 3.99,
      values(DQN.Configuration()) {
        $0.learning.isDouble = true
        $0.network.isDueling = true
        $0.learning.priorityExponent = 0.6
        $0.replay.returnSteps = 2
      }),
    Probe(
      "probe/identity", turns: 60, solved: 3.99,
      values(DQN.Configuration()) { $0.munchausenWeight = 0.9 }),
    Probe(
      "probe/identity", turns: 60, solved: 3.99,
      values(DQN.Configuration()) {
        $0.learning.exploration = .constant(0)
        $0.network.isNoisy = true
      }),
    Probe("probe/masked", turns: 150, solved: 3.95, values(C51.Configuration(), nearly)),
    Probe("probe/delayed-reward", turns: 60, solved: 0.99, values(C51.Configuration())),
    Probe("probe/masked", turns: 150, solved: 3.95, values(QRDQN.Configuration(), nearly)),
    Probe("probe/delayed-reward", turns: 60, solved: 0.99, values(QRDQN.Configuration())),
    Probe("probe/masked", turns: 150, solved: 3.95, values(IQN.Configuration(), nearly)),
    Probe("probe/delayed-reward", turns: 60, solved: 0.99, values(IQN.Configuration())),
    Probe("probe/masked", turns: 150, solved: 3.95, values(Rainbow.configuration, nearly)),
    Probe("probe/delayed-reward", turns: 60, solved: 0.99, values(Rainbow.configuration)),
    Probe("probe/identity", turns: 60, solved: 3.99, pqn()),
    Probe(
      "probe/masked", turns: 200, solved: 3.95,
      pqn {
        $0.learningRate = .linear(from: 2e-3, to: 0)
        $0.discount = 0
      }),
    Probe("probe/delayed-reward", turns: 60, solved: 0.99, pqn()),
    Probe("probe/memory", turns: 150, solved: 1, r2d2()),
    Probe(
      "probe/masked", turns: 200, solved: 3.95,
      r2d2 {
        $0.learning.learningRate = .linear(from: 3e-3, to: 0)
        $0.learning.discount = 0
      }),
  ]

  private static func pqn(
    _ change: (inout PQN.Configuration) -> Void = { _ in }
  ) -> PQN.Configuration {
    smallPQN {
      $0.environments = 8
      $0.rolloutSteps = 16
      $0.minibatchSize = 32
      $0.epochs = 4
      $0.discount = 0.9
      $0.learningRate = .constant(2e-3)
      $0.explorationPart = 0.5
      change(&$0)
    }
  }

  private static func r2d2(
    _ change: (inout R2D2.Configuration) -> Void = { _ in }
  ) -> R2D2.Configuration {
    smallR2D2 {
      $0.environments = 4
      $0.replay.capacity = 5000
      $0.replay.warmupSteps = 256
      $0.replay.rolloutSteps = 32
      $0.replay.batchSize = 16
      $0.replay.updatesPerStep = 0.125
      $0.sequenceLength = 8
      $0.learning.discount = 0.9
      $0.learning.learningRate = .constant(3e-3)
      $0.learning.targetUpdates = 50
      $0.learning.explorationPart = 0.5
      change(&$0)
    }
  }

  /// Settings for worlds in which a step's reward is all that counts.
  private static func nearly<Settings: ValueRule>(_ configuration: inout Settings) {
    configuration.learning.learningRate = .linear(from: 3e-3, to: 0)
    configuration.learning.discount = 0
  }

  /// Four environments, 32 gradient steps of 32 transitions for every 128 steps.
  private static func values<Settings: ValueRule>(
    _ configuration: Settings, _ change: (inout Settings) -> Void = { _ in }
  ) -> Settings {
    smallValues(configuration) {
      $0.environments = 4
      $0.replay.capacity = 10_000
      $0.replay.warmupSteps = 128
      $0.replay.rolloutSteps = 32
      $0.replay.updatesPerStep = 0.25
      $0.learning.discount = 0.9
      $0.learning.learningRate = .constant(3e-3)
      $0.learning.targetUpdates = 50
      $0.learning.explorationPart = 0.5
      change(&$0)
    }
  }

  private static let replayProbes: [Probe] = {
    let target: [any AgentConfiguration] = [
      smallSAC(quickly), smallDDPG(quickly), smallTD3(quickly), smallTQC(quickly),
      smallREDQ(quickly), smallDroQ(quickly), smallCrossQ(quickly),
    ]
    let choices = ["probe/identity", "probe/masked", "probe/delayed-reward"].map {
      Probe(
        $0, turns: 60, solved: $0 == "probe/delayed-reward" ? 0.99 : 3.99,
        smallDiscreteSAC(quickly))
    }
    let simba = smallSAC {
      quickly(&$0)
      $0.replay.normalizesObservations = true
      $0.network.architecture = .simbaV2
      $0.network.hiddenWidths = [32]
    }
    return choices
      + (target + [simba]).map { Probe("probe/target", turns: 80, solved: 0.97, $0) }
      + target.map { Probe("probe/bounded", turns: 80, solved: 0.97, $0) }
  }()

  private static func ppo(
    _ change: (inout PPO.Configuration) -> Void = { _ in }
  ) -> PPO.Configuration {
    smallPPO {
      $0.rolloutSteps = 32
      $0.epochs = 10
      $0.learningRate = .constant(3e-3)
      $0.clipRange = .constant(0.2)
      $0.network.hiddenWidths = [16]
      $0.network.initialLogDeviation = -1
      change(&$0)
    }
  }

  private static func memory(
    _ memory: ActorCriticConfiguration.Memory
  ) -> PPO.Configuration {
    ppo {
      $0.network.memory = memory
      $0.network.memoryWidth = 16
      $0.sequenceLength = 16
      $0.epochs = 6
      $0.learningRate = .constant(5e-3)
      $0.entropyCoefficient = 0.02
      $0.discount = 0.99
      $0.lambda = 0.95
    }
  }

  private static func a2c(
    _ change: (inout A2C.Configuration) -> Void = { _ in }
  ) -> A2C.Configuration {
    smallA2C {
      $0.learningRate = .constant(3e-3)
      $0.network.hiddenWidths = [16]
      $0.network.memoryWidth = 16
      $0.network.initialLogDeviation = -1
      change(&$0)
    }
  }

  private static func reinforce(
    _ change: (inout REINFORCE.Configuration) -> Void = { _ in }
  ) -> REINFORCE.Configuration {
    smallREINFORCE {
      $0.learningRate = .constant(1e-2)
      $0.network.hiddenWidths = [16]
      $0.network.memoryWidth = 16
      change(&$0)
    }
  }

  /// Pass rule: every one of five seeds reaches the stated mean return over 64 greedy episodes.
  @Test(arguments: probes + replayProbes)
  func `probes are solved over five seeds`(probe: Probe) throws {
    for seed in 1...5 as ClosedRange<UInt64> {
      let score = try learn(probe.id, probe.configuration, turns: probe.turns, seed: seed)
      #expect(
        score >= probe.solved,
        "\(type(of: probe.configuration)), \(probe.id), seed \(seed): \(score)")
    }
  }

  @Test func `what is out of sight is not solved without memory`() throws {
    for seed in 1...5 as ClosedRange<UInt64> {
      let score = try learn("probe/memory", LearningTests.ppo(), turns: 100, seed: seed)
      #expect(score < 0.5, "seed \(seed): \(score)")
    }
  }

  @Test func `values that see one step alone do not remember either`() throws {
    for seed in 1...5 as ClosedRange<UInt64> {
      let score = try learn(
        "probe/memory", LearningTests.values(DQN.Configuration()), turns: 60, seed: seed)
      #expect(score < 0.5, "seed \(seed): \(score)")
    }
  }

  /// Values are learned from final observations where episodes are cut off.
  @Test func `learned values of actions bootstrap across a time limit`() throws {
    let settings: [any AgentConfiguration] = [
      LearningTests.values(DQN.Configuration()), LearningTests.values(Rainbow.configuration),
      LearningTests.pqn(), LearningTests.r2d2(),
    ]
    for configuration in settings {
      for seed in 1...5 as ClosedRange<UInt64> {
        let score = try learn("probe/truncation", configuration, turns: 100, seed: seed)
        #expect(score == 1, "\(type(of: configuration)), seed \(seed): \(score)")
      }
    }
  }

  @Test func `bounds far from zero are not found by noise that is cut to them`() throws {
    for seed in 1...5 as ClosedRange<UInt64> {
      let score = try learn("probe/bounded", LearningTests.ppo(), turns: 60, seed: seed)
      #expect(score < 0.5, "seed \(seed): \(score)")
    }
  }

  /// A world that is cut off every few steps: its value is right only if the cut bootstraps.
  @Test func `values bootstrap across a time limit`() throws {
    let settings = LearningTests.ppo { $0.discount = 0.9 }
    for seed in 1...5 as ClosedRange<UInt64> {
      // Staying returns 1 before the cut; whoever takes the cut for an end leaves at once for 1.5.
      let score = try learn("probe/truncation", settings, turns: 60, seed: seed)
      #expect(score == 1, "seed \(seed): \(score)")
    }
  }

  /// The mean return of greedy episodes after some turns.
  private func learn(
    _ id: String, _ configuration: any AgentConfiguration, turns: Int, seed: UInt64
  ) throws -> Double {
    let specification = try #require(EnvironmentCatalogue.standard[id])
    let batch = specification.makeBatch(count: configuration.environments, seed: seed)
    try batch.reset()
    var agent = configuration.makeAgent(for: batch.interface, seed: seed, pool: nil)
    try train(&agent, in: batch, turns: turns)
    return try greedyReturn(agent, configuration, specification)
  }

  private func greedyReturn(
    _ agent: borrowing any Agent & ~Copyable, _ configuration: any AgentConfiguration,
    _ specification: EnvironmentSpecification
  ) throws -> Double {
    let batch = specification.makeBatch(count: 64, seed: 77)
    var policy = configuration.makePolicy(for: batch.interface, batch: 64)
    var actions = [Float](repeating: 0, count: 64 * batch.actionWidth)
    let standardization = agent.standardization
    var returns = [Double?](repeating: nil, count: 64)
    try batch.reset()
    while returns.contains(nil) {
      agent.withWeights { weights in
        policy.run(
          batch.observations, masks: batch.actionMasks, standardization, weights)
      }
      var span = actions.mutableSpan
      policy.modes(into: &span)
      policy.advance()
      try batch.step(actions: actions.span)
      policy.forget(batch.ends)
      for episode in batch.finishedEpisodes where returns[episode.environment] == nil {
        returns[episode.environment] = episode.episodeReturn
      }
    }
    return RunningStatistics(returns.compactMap { $0 }).mean
  }
}

/// Settings with which a probe is learned in a few hundred steps.
private protocol QuickLearner {
  var environments: Int { get set }
  var replay: ReplaySettings { get set }
  var learningRate: Schedule { get set }
  var discount: Double { get set }
}

extension SAC.Configuration: QuickLearner {}
extension DiscreteSAC.Configuration: QuickLearner {}
extension DDPG.Configuration: QuickLearner {}
extension TD3.Configuration: QuickLearner {}
extension TQC.Configuration: QuickLearner {}
extension REDQ.Configuration: QuickLearner {}
extension DroQ.Configuration: QuickLearner {}
extension CrossQ.Configuration: QuickLearner {}

private func quickly(_ configuration: inout some QuickLearner) {
  configuration.environments = 8
  configuration.replay.capacity = 10_000
  configuration.replay.warmupSteps = 200
  configuration.replay.rolloutSteps = 8
  configuration.learningRate = .linear(from: 3e-3, to: 0)
  configuration.discount = 0.9
}
