import SenteAgents
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
