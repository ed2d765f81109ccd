@testable import SenteAgents
import SenteEnvironments
import SentePrimitives
import Testing

@Suite struct SettingProblemTests {
  static let mistakes: [(String, any AgentConfiguration)] = [
    ("minibatchSize is 100, but must divide", smallPPO { $0.minibatchSize = 100 }),
    ("discount is 1.5", smallPPO { $0.discount = 1.5 }), ("epochs", smallPPO { $0.epochs = 0 }),
    ("learningRate", smallPPO { $0.learningRate = .constant(-1) }),
    ("network.hiddenWidths", smallPPO { $0.network.hiddenWidths = [0] }),
    ("network.hiddenWidths", smallPPO { $0.network.hiddenWidths = [8192, 8192, 8192] }),
    ("environments", smallPPO { $0.environments = .max }),
    ("rolloutSteps", smallPPO { $0.rolloutSteps = .max }),
    ("maximumGradientNorm", smallPPO { $0.maximumGradientNorm = 0 }),
    (
      "sequenceLength is 4, but without network.memory it must be 1",
      smallPPO { $0.sequenceLength = 4 }
    ),
    (
      "sequenceLength is 1, but learning what to remember",
      smallPPO { $0.network.memory = .gru }
    ),
    (
      "sequenceLength is 5, but must divide rolloutSteps, 16",
      rememberingPPO(.gru) { $0.sequenceLength = 5 }
    ),
    (
      "minibatchSize is 4, but must be a multiple of sequenceLength, 8",
      rememberingPPO(.lstm) { $0.minibatchSize = 4 }
    ),
    ("network.memoryWidth", rememberingPPO(.lstm) { $0.network.memoryWidth = 0 }),
    (
      "network.noiseResamplingSteps goes with network.continuous normal, not beta",
      smallPPO {
        $0.network.continuous = .beta
        $0.network.noiseResamplingSteps = 4
      }
    ),
    ("rolloutSteps", smallA2C { $0.rolloutSteps = 0 }),
    ("rmsDecay", smallA2C { $0.rmsDecay = 2 }),
    (
      "rolloutSteps is 1, but learning what to remember",
      smallA2C {
        $0.rolloutSteps = 1
        $0.network.memory = .lstm
      }
    ),
    ("baselineCoefficient", smallREINFORCE { $0.baselineCoefficient = -1 }),
    ("discount", smallREINFORCE { $0.discount = .nan }),
    ("learning.discount is", smallValues(DQN.Configuration()) { $0.learning.discount = 2 }),
    (
      "munchausenWeight is 0.9, but learning.isDouble",
      smallValues(DQN.Configuration()) {
        $0.munchausenWeight = 0.9
        $0.learning.isDouble = true
      }
    ),
    (
      "munchausenWeight is 0.9, but replay.returnSteps is 3",
      smallValues(DQN.Configuration()) {
        $0.munchausenWeight = 0.9
        $0.replay.returnSteps = 3
      }
    ),
    (
      "network.startsOrthogonal is true, but noisy layers start uniform",
      smallValues(DQN.Configuration()) {
        $0.network.isNoisy = true
        $0.network.startsOrthogonal = true
      }
    ),
    (
      "valueLow is 5.0, but must be less than valueHigh, 5.0",
      smallValues(C51.Configuration()) { ($0.valueLow, $0.valueHigh) = (5, 5) }
    ),
    ("quantiles is 0", smallValues(QRDQN.Configuration()) { $0.quantiles = 0 }),
    ("cosines is 0", smallValues(IQN.Configuration()) { $0.cosines = 0 }),
    ("minibatchSize is 20, but must divide", smallPQN { $0.minibatchSize = 20 }),
    ("network.isNoisy is true, but PQN", smallPQN { $0.network.isNoisy = true }),
    (
      "replay.warmupSteps is 10, but the first sequence of 2 environments needs 24",
      smallR2D2 { $0.replay.warmupSteps = 10 }
    ),
    (
      "learning.priorityExponent is 0, but sequences",
      smallR2D2 { $0.learning.priorityExponent = 0 }
    ),
  ]

  @Test(arguments: mistakes.indices)
  func `settings out of range are named`(index: Int) {
    let (start, configuration) = SettingProblemTests.mistakes[index]
    let problem = configuration.problem ?? "none"
    #expect(problem.hasPrefix(start), "\(problem)")
    #expect(!problem.contains("\n"))
  }

  @Test func `the defaults have no problem`() {
    #expect(PPO.Configuration().problem == nil)
    #expect(A2C.Configuration().problem == nil)
    #expect(REINFORCE.Configuration().problem == nil)
    #expect(DQN.Configuration().problem == nil)
    #expect(C51.Configuration().problem == nil)
    #expect(Rainbow.configuration.problem == nil)
    #expect(QRDQN.Configuration().problem == nil)
    #expect(IQN.Configuration().problem == nil)
    #expect(R2D2.Configuration().problem == nil)
    #expect(PQN.Configuration().problem == nil)
  }

  @Test(
    arguments: [
      smallValues(DQN.Configuration()) { $0.replay.capacity = 1_000_000_000 },
      smallR2D2 { $0.replay.capacity = 1_000_000_000 },
    ] as [any AgentConfiguration])
  func `a replay that no memory holds is named before anything is made`(
    configuration: any AgentConfiguration
  ) {
    let problem = configuration.problem(
      in: EnvironmentInterface(
        observationSpace: .image(height: 1000, width: 1000, channels: 3),
        actionSpace: .discrete(count: 2)))
    #expect(problem?.hasPrefix("replay.capacity is 1000000000, which takes ") == true)
    #expect(problem?.contains("GiB, but this machine can spare") == true)
  }

  static let misfits: [(String, Space, any AgentConfiguration)] = [
    (
      "network.continuous is beta, but the action is Box",
      .box(-Float.infinity...Float.infinity, width: 2), smallPPO { $0.network.continuous = .beta }
    ),
    (
      "network.continuous is squashed, but action.1 is Box",
      .tuple([.discrete(count: 2), .box(0...Float.infinity, width: 1)]),
      smallA2C { $0.network.continuous = .squashed }
    ),
    (
      "action.screen is Box(0, 255, (4, 4, 1), uint8), and no policy draws images",
      .dictionary(["screen": .image(height: 4, width: 4, channels: 1)]), smallREINFORCE()
    ),
    (
      "network.noiseResamplingSteps is 4, but actions are Discrete(2)", .discrete(count: 2),
      smallPPO { $0.network.noiseResamplingSteps = 4 }
    ),
    (
      "actions are Box(-1.0, 1.0, (1,), float32), but values are learned for the numbers of one "
        + "Discrete choice; ppo, a2c and reinforce take every space",
      .box(-1...1, width: 1), smallValues(DQN.Configuration())
    ),
    ("actions are MultiDiscrete([2 2])", .multiDiscrete(counts: [2, 2]), smallPQN()),
    ("actions are MultiBinary(2)", .multiBinary(count: 2), smallR2D2()),
  ]

  @Test(arguments: misfits.indices)
  func `a space that an agent cannot handle is named before anything is made`(index: Int) {
    let (start, space, configuration) = SettingProblemTests.misfits[index]
    let environment = EnvironmentInterface(
      observationSpace: .box(0...1, width: 1), actionSpace: space)
    let problem = configuration.problem(in: environment) ?? "none"
    #expect(problem.hasPrefix(start), "\(problem)")
  }
}
