@testable import SenteAgents
import SenteEnvironments
import SenteNetworks
import SentePrimitives
import SenteTestSupport
import Testing

/// Small PPO: eight environments, rollouts of sixteen steps.
func smallPPO(_ change: (inout PPO.Configuration) -> Void = { _ in }) -> PPO.Configuration {
  var configuration = PPO.Configuration()
  configuration.environments = 8
  configuration.rolloutSteps = 16
  configuration.minibatchSize = 64
  configuration.epochs = 3
  change(&configuration)
  return configuration
}

/// Small PPO that remembers, in sequences of eight steps.
func rememberingPPO(
  _ memory: ActorCriticConfiguration.Memory, _ change: (inout PPO.Configuration) -> Void = { _ in }
) -> PPO.Configuration {
  smallPPO {
    $0.network.memory = memory
    $0.network.memoryWidth = 16
    $0.sequenceLength = 8
    change(&$0)
  }
}

/// A2C with changes.
func smallA2C(_ change: (inout A2C.Configuration) -> Void = { _ in }) -> A2C.Configuration {
  var configuration = A2C.Configuration()
  change(&configuration)
  return configuration
}

/// REINFORCE with changes.
func smallREINFORCE(
  _ change: (inout REINFORCE.Configuration) -> Void = { _ in }
) -> REINFORCE.Configuration {
  var configuration = REINFORCE.Configuration()
  change(&configuration)
  return configuration
}

/// Small SAC: two environments, a small network and a replay that overflows.
func smallSAC(_ change: (inout SAC.Configuration) -> Void = { _ in }) -> SAC.Configuration {
  var configuration = SAC.Configuration()
  configuration.environments = 2
  configuration.replay = smallReplay
  configuration.network.hiddenWidths = [32, 32]
  change(&configuration)
  return configuration
}

/// Discrete SAC, as small as the others.
func smallDiscreteSAC(
  _ change: (inout DiscreteSAC.Configuration) -> Void = { _ in }
) -> DiscreteSAC.Configuration {
  var configuration = DiscreteSAC.Configuration()
  configuration.environments = 2
  configuration.replay = smallReplay
  configuration.network.hiddenWidths = [32, 32]
  change(&configuration)
  return configuration
}

/// DDPG, as small as the others.
func smallDDPG(_ change: (inout DDPG.Configuration) -> Void = { _ in }) -> DDPG.Configuration {
  var configuration = DDPG.Configuration()
  configuration.environments = 2
  configuration.replay = smallReplay
  configuration.network.hiddenWidths = [32, 32]
  change(&configuration)
  return configuration
}

/// TD3, as small as the others.
func smallTD3(_ change: (inout TD3.Configuration) -> Void = { _ in }) -> TD3.Configuration {
  var configuration = TD3.Configuration()
  configuration.environments = 2
  configuration.replay = smallReplay
  configuration.network.hiddenWidths = [32, 32]
  change(&configuration)
  return configuration
}

/// TQC, as small as the others.
func smallTQC(_ change: (inout TQC.Configuration) -> Void = { _ in }) -> TQC.Configuration {
  var configuration = TQC.Configuration()
  configuration.environments = 2
  configuration.replay = smallReplay
  configuration.network.hiddenWidths = [32, 32]
  configuration.critics = 2
  configuration.quantiles = 5
  change(&configuration)
  return configuration
}

/// REDQ, as small as the others.
func smallREDQ(_ change: (inout REDQ.Configuration) -> Void = { _ in }) -> REDQ.Configuration {
  var configuration = REDQ.Configuration()
  configuration.environments = 2
  configuration.replay = smallReplay
  configuration.network.hiddenWidths = [32, 32]
  configuration.critics = 4
  configuration.policyDelay = 2
  change(&configuration)
  return configuration
}

/// DroQ, as small as the others.
func smallDroQ(_ change: (inout DroQ.Configuration) -> Void = { _ in }) -> DroQ.Configuration {
  var configuration = DroQ.Configuration()
  configuration.environments = 2
  configuration.replay = smallReplay
  configuration.network.hiddenWidths = [32, 32]
  configuration.dropout = 0.1
  configuration.policyDelay = 2
  change(&configuration)
  return configuration
}

/// CrossQ, as small as the others.
func smallCrossQ(_ change: (inout CrossQ.Configuration) -> Void = { _ in }) -> CrossQ.Configuration
{
  var configuration = CrossQ.Configuration()
  configuration.environments = 2
  configuration.replay = smallReplay
  configuration.network.hiddenWidths = [32, 32]
  configuration.criticWidths = [48, 48]
  configuration.policyDelay = 2
  change(&configuration)
  return configuration
}

/// A replay for tests: soon learned from, soon full.
var smallReplay: ReplaySettings {
  var settings = ReplaySettings()
  settings.capacity = 60
  settings.batchSize = 32
  settings.warmupSteps = 20
  settings.rolloutSteps = 20
  settings.updatesPerStep = 0.25
  return settings
}

/// A small learner of values: two environments, a small network and a replay that overflows.
func smallValues<Settings: ValueRule>(
  _ configuration: Settings = Settings(), _ change: (inout Settings) -> Void = { _ in }
) -> Settings {
  var configuration = configuration
  configuration.environments = 2
  let returnSteps = configuration.replay.returnSteps
  configuration.replay = smallReplay
  configuration.replay.returnSteps = returnSteps
  configuration.learning.targetUpdates = 3
  configuration.network.hiddenWidths = [32, 32]
  change(&configuration)
  return configuration
}

/// Small PQN: four environments, rollouts of eight steps.
func smallPQN(_ change: (inout PQN.Configuration) -> Void = { _ in }) -> PQN.Configuration {
  var configuration = PQN.Configuration()
  configuration.environments = 4
  configuration.rolloutSteps = 8
  configuration.minibatchSize = 16
  configuration.network.hiddenWidths = [32, 32]
  change(&configuration)
  return configuration
}

/// Small R2D2: two environments, sequences of six steps and a replay that overflows.
func smallR2D2(_ change: (inout R2D2.Configuration) -> Void = { _ in }) -> R2D2.Configuration {
  var configuration = R2D2.Configuration()
  configuration.environments = 2
  configuration.replay = smallReplay
  configuration.replay.warmupSteps = 30
  configuration.replay.batchSize = 8
  configuration.replay.returnSteps = 2
  configuration.burnInSteps = 2
  configuration.sequenceLength = 6
  configuration.sequencePeriod = 2
  configuration.memoryWidth = 16
  configuration.learning.targetUpdates = 3
  configuration.network.hiddenWidths = [16]
  change(&configuration)
  return configuration
}

/// What every agent owes its users, in every kind of space.
@Suite struct AgentLaws {
  struct Enrolled: Sendable, CustomTestStringConvertible {
    let algorithm: Algorithm
    let id: String
    let configuration: any AgentConfiguration
    var testDescription: String { "\(algorithm) \(id)" }

    init(_ id: String, _ configuration: PPO.Configuration) {
      (algorithm, self.id, self.configuration) = (.ppo, id, configuration)
    }
    init(_ id: String, _ configuration: A2C.Configuration) {
      (algorithm, self.id, self.configuration) = (.a2c, id, configuration)
    }
    init(_ id: String, _ configuration: REINFORCE.Configuration) {
      (algorithm, self.id, self.configuration) = (.reinforce, id, configuration)
    }
    init(_ id: String, _ configuration: SAC.Configuration) {
      (algorithm, self.id, self.configuration) = (.sac, id, configuration)
    }
    init(_ id: String, _ configuration: DiscreteSAC.Configuration) {
      (algorithm, self.id, self.configuration) = (.discreteSAC, id, configuration)
    }
    init(_ id: String, _ configuration: PQN.Configuration) {
      (algorithm, self.id, self.configuration) = (.pqn, id, configuration)
    }
    init(_ id: String, _ configuration: R2D2.Configuration) {
      (algorithm, self.id, self.configuration) = (.r2d2, id, configuration)
    }
    init(_ algorithm: Algorithm, _ id: String, _ configuration: some ValueRule) {
      (self.algorithm, self.id, self.configuration) = (algorithm, id, configuration)
    }
    init(_ id: String, _ configuration: DDPG.Configuration) {
      (algorithm, self.id, self.configuration) = (.ddpg, id, configuration)
    }
    init(_ id: String, _ configuration: TD3.Configuration) {
      (algorithm, self.id, self.configuration) = (.td3, id, configuration)
    }
    init(_ id: String, _ configuration: TQC.Configuration) {
      (algorithm, self.id, self.configuration) = (.tqc, id, configuration)
    }
    init(_ id: String, _ configuration: REDQ.Configuration) {
      (algorithm, self.id, self.configuration) = (.redq, id, configuration)
    }
    init(_ id: String, _ configuration: DroQ.Configuration) {
      (algorithm, self.id, self.configuration) = (.droq, id, configuration)
    }
    init(_ id: String, _ configuration: CrossQ.Configuration) {
      (algorithm, self.id, self.configuration) = (.crossq, id, configuration)
    }
  }

  static let enrolled: [Enrolled] = [
    Enrolled("CartPole-v1", smallPPO()),
    Enrolled("CartPole-v1", smallPPO { $0.network.sharesTrunk = true }),
    Enrolled("Pendulum-v1", smallPPO { $0.normalizesObservations = true }),
    Enrolled("Pendulum-v1", smallPPO { $0.network.noiseResamplingSteps = 4 }),
    Enrolled(
      "MountainCarContinuous-v0",
      smallPPO {
        $0.scalesRewards = true
        $0.valueClipRange = .constant(0.2)
        $0.targetDivergence = 0.01
      }),
    Enrolled("Taxi-v4", smallPPO()),
    Enrolled("CartPole-v1", rememberingPPO(.gru)),
    Enrolled("probe/memory", rememberingPPO(.lstm)),
    Enrolled("probe/memory", rememberingPPO(.gru) { $0.network.sharesTrunk = true }),
    Enrolled("probe/masked", smallPPO()),
    Enrolled("probe/masked", rememberingPPO(.lstm)),
    Enrolled("probe/dictionary", smallPPO { $0.normalizesObservations = true }),
    // Without optimization, orthogonal weights behind pixels would take most of the time.
    Enrolled(
      "probe/pixels",
      smallPPO {
        $0.network.hiddenWidths = []
        $0.network.startsOrthogonal = false
      }),
    Enrolled("probe/pixels", rememberingPPO(.gru) { $0.network.startsOrthogonal = false }),
    Enrolled("probe/multi-discrete", smallPPO()), Enrolled("probe/multi-binary", smallPPO()),
    Enrolled("probe/hybrid", smallPPO { $0.network.continuous = .beta }),
    Enrolled("probe/bounded", smallPPO { $0.network.continuous = .squashed }),
    Enrolled("CartPole-v1", smallA2C { $0.scalesRewards = true }),
    Enrolled("probe/memory", smallA2C { $0.network.memory = .lstm }),
    Enrolled("probe/masked", smallA2C { $0.network.memory = .gru }),
    Enrolled("probe/hybrid", smallA2C { $0.normalizesAdvantages = true }),
    Enrolled("CartPole-v1", smallREINFORCE { $0.normalizesObservations = true }),
    Enrolled("CartPole-v1", smallREINFORCE { $0.usesBaseline = false }),
    Enrolled("probe/masked", smallREINFORCE()),
    Enrolled("CartPole-v1", smallREINFORCE { $0.network.memory = .gru }),
    Enrolled("Pendulum-v1", smallSAC()),
    Enrolled(
      "MountainCarContinuous-v0",
      smallSAC {
        $0.replay.returnSteps = 3
        $0.temperature.isTuned = false
      }),
    Enrolled("CartPole-v1", smallDiscreteSAC()), Enrolled("probe/masked", smallDiscreteSAC()),
    Enrolled(
      "Pendulum-v1",
      smallSAC {
        $0.replay.normalizesObservations = true
        $0.network.architecture = .simbaV2
        $0.network.hiddenWidths = [16]
      }),
    Enrolled("probe/bounded", smallDDPG()),
    Enrolled("Pendulum-v1", smallTD3 { $0.replay.normalizesObservations = true }),
    Enrolled("Pendulum-v1", smallTQC()), Enrolled("probe/bounded", smallREDQ()),
    Enrolled("Pendulum-v1", smallDroQ()), Enrolled("Pendulum-v1", smallCrossQ()),
    Enrolled(.dqn, "CartPole-v1", smallValues(DQN.Configuration())),
    Enrolled(
      .dqn, "probe/masked",
      smallValues(DQN.Configuration()) {
        $0.learning.isDouble = true
        $0.learning.priorityExponent = 0.6
        $0.network.isDueling = true
        $0.replay.returnSteps = 3
      }),
    Enrolled(
      .dqn, "probe/masked",
      smallValues(DQN.Configuration()) {
        $0.munchausenWeight = 0.9
        $0.network.isNoisy = true
      }),
    Enrolled(
      .dqn, "MinAtar/Breakout-v1", smallValues(DQN.Configuration()) { $0.network.hiddenWidths = [] }
    ),
    Enrolled(.c51, "probe/masked", smallValues(C51.Configuration())),
    Enrolled(.qrdqn, "probe/masked", smallValues(QRDQN.Configuration())),
    Enrolled(
      .iqn, "probe/masked", smallValues(IQN.Configuration()) { $0.network.isDueling = true }),
    Enrolled(.rainbow, "CartPole-v1", smallValues(Rainbow.configuration)),
    Enrolled("probe/masked", smallPQN()), Enrolled("probe/truncation", smallPQN()),
    Enrolled("probe/memory", smallR2D2()),
    Enrolled("probe/masked", smallR2D2 { $0.cell = .gru }),
    Enrolled(
      "probe/truncation",
      smallR2D2 {
        $0.burnInSteps = 0
        $0.rescalesValues = false
      }),
  ]

  /// All of them with optimization; without it, where one takes ten seconds, every fourth.
  static let checked =
    isOptimized ? enrolled : enrolled.enumerated().filter { $0.offset % 4 == 0 }.map(\.element)

  @Test(arguments: checked)
  func `agents keep the laws`(enrolled: Enrolled) throws {
    let environment = try #require(EnvironmentCatalogue.standard[enrolled.id])
    let problems = try checkAgent(
      enrolled.configuration, in: environment, turns: isOptimized ? 2 : 1)
    #expect(problems == [])
  }

  @Test func `every algorithm is enrolled`() {
    for algorithm in Algorithm.allCases {
      #expect(AgentLaws.enrolled.contains { $0.algorithm == algorithm }, "\(algorithm)")
    }
  }

  @Test func `every leaf of a space is enrolled, as observation and as action`() throws {
    let seen = AgentLaws.enrolled.compactMap { EnvironmentCatalogue.standard[$0.id] }
    let kinds = { (space: Space) in space.leaves.map { "\($0.space)".prefix { $0 != "(" } } }
    let observed = Set(seen.flatMap { kinds($0.observationSpace) })
    #expect(observed == ["Box", "Discrete", "MultiDiscrete", "MultiBinary"])
    #expect(Set(seen.flatMap { kinds($0.actionSpace) }) == observed)
    #expect(
      seen.contains { environment in
        environment.observationSpace.leaves.contains { leaf in
          if case .image = leaf.space { true } else { false }
        }
      })
  }

  @Test func `a law checker sees an agent that breaks a law`() throws {
    // Settings that do not fit the environment are what it can be handed.
    var configuration = PPO.Configuration()
    configuration.network.noiseResamplingSteps = 4
    let environment = try #require(EnvironmentCatalogue.standard["CartPole-v1"])
    let problems = try checkAgent(configuration, in: environment)
    #expect(problems.count == 1)
    #expect(problems.first?.contains("state-dependent noise is for a box") == true)
  }
}
