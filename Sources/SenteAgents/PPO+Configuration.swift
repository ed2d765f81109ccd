public import SentePrimitives

extension PPO {
  /// The settings of PPO. The defaults are those with which rl-zoo3 (Raffin 2020, `ppo.yml`) solves
  /// CartPole-v1; what other sources use is said beside them.
  public struct Configuration: AgentConfiguration {
    /// Environments stepped together. rl-zoo3: 8; Schulman et al. 2017: 1 (MuJoCo), 8 (Atari).
    public var environments = 8
    /// Steps of each environment between two updates. rl-zoo3: 32; Schulman et al.: 2048, 128.
    public var rolloutSteps = 32
    /// Steps of a sequence that is learned from as a whole, with what was remembered before it; 1
    /// without memory. sb3-contrib's RecurrentPPO: the whole rollout.
    public var sequenceLength = 1
    /// Transitions in one gradient step. rl-zoo3: 256; Schulman et al.: 64, 256.
    public var minibatchSize = 256
    /// Passes over each rollout. rl-zoo3: 20; Schulman et al.: 10, 3.
    public var epochs = 20
    /// How much the next step's reward counts. rl-zoo3: 0.98; Schulman et al.: 0.99.
    public var discount = 0.98
    /// λ of the generalized advantage estimate. rl-zoo3: 0.8; Schulman et al. 2016: 0.95.
    public var lambda = 0.8
    /// Adam's step size over the run. rl-zoo3: from 1e-3 to 0.
    public var learningRate = Schedule.linear(from: 1e-3, to: 0)
    /// How far the probability ratio may move over the run. rl-zoo3: from 0.2 to 0.
    public var clipRange = Schedule.linear(from: 0.2, to: 0)
    /// How far a value may move in one update; nil for no limit (Engstrom et al. 2020 find no gain).
    public var valueClipRange: Schedule?
    /// Weight of the entropy bonus. rl-zoo3: 0; Schulman et al.: 0.01 for Atari.
    public var entropyCoefficient = 0.0
    /// Weight of the value loss. Stable-Baselines3: 0.5.
    public var valueCoefficient = 0.5
    /// Norm to which the gradient is scaled down; nil for no limit. Stable-Baselines3: 0.5.
    public var maximumGradientNorm: Double? = 0.5
    /// Whether the advantages of a minibatch are brought to mean 0 and deviation 1.
    public var normalizesAdvantages = true
    /// Epochs stop once the mean divergence of the policy passes 1.5 times this; nil for never.
    public var targetDivergence: Double?
    /// Adam's ε. Stable-Baselines3 and OpenAI's baselines: 1e-5.
    public var adamEpsilon = 1e-5
    /// Whether observations are standardized by running statistics, as rl-zoo3's `normalize`.
    public var normalizesObservations = false
    /// Whether rewards are divided by the running deviation of the return, as rl-zoo3's `normalize`.
    public var scalesRewards = false
    /// The network.
    public var network = ActorCriticConfiguration()

    /// The defaults.
    public init() {}

    /// Transitions of one rollout.
    public var rolloutSize: Int { environments * rolloutSteps }

    /// The settings whose value may be none.
    public static var optionalSettings: [String] {
      ["valueClipRange", "maximumGradientNorm", "targetDivergence"]
    }

    /// An agent with these settings and fresh weights.
    public func makeAgent(
      for environment: EnvironmentInterface, seed: UInt64, pool: ThreadPool?
    ) -> any Agent & ~Copyable {
      PPO(self, for: environment, seed: seed, pool: pool)
    }
  }
}

// MARK: - What cannot be

extension PPO.Configuration {
  /// The first setting that is out of range, in words; nil when all are usable.
  public var problem: String? {
    sizeProblem ?? sequenceProblem ?? rangeProblem
      ?? network.problem(rows: max(environments, min(minibatchSize, rolloutSize)))
  }

  /// The first size that is out of range: a run of the largest sizes still fits into the memory of
  /// an ordinary machine, a few GiB.
  private var sizeProblem: String? {
    if let problem =
      outside("environments is", environments, 1...65_536)
      ?? outside("rolloutSteps is", rolloutSteps, 1...1_048_576)
      ?? outside("sequenceLength is", sequenceLength, 1...65_536)
      ?? outside("epochs is", epochs, 1...1000)
    {
      return problem
    }
    let size = environments * rolloutSteps
    if size > 1 << 24 {
      return "environments x rolloutSteps is \(size), but must be at most \(1 << 24)"
    }
    if minibatchSize < 1 { return "minibatchSize is \(minibatchSize), but must be at least 1" }
    if size % minibatchSize != 0 {
      return "minibatchSize is \(minibatchSize), but must divide the rollout of "
        + "\(environments) environments x \(rolloutSteps) steps = \(size)"
    }
    return minibatchSize == 1 && normalizesAdvantages
      ? "minibatchSize is 1, but normalizing advantages needs at least 2" : nil
  }

  /// What contradicts memory and sequences.
  private var sequenceProblem: String? {
    switch network.memory {
    case .none:
      if sequenceLength == 1 { return nil }
      return "sequenceLength is \(sequenceLength), but without network.memory it must be 1"
    case .gru, .lstm:
      if sequenceLength == 1 {
        return "sequenceLength is 1, but learning what to remember with network.memory "
          + "\(network.memory) needs at least 2"
      }
      if rolloutSteps % sequenceLength != 0 {
        return "sequenceLength is \(sequenceLength), but must divide rolloutSteps, \(rolloutSteps)"
      }
      if minibatchSize % sequenceLength != 0 {
        return "minibatchSize is \(minibatchSize), but must be a multiple of sequenceLength, "
          + "\(sequenceLength)"
      }
      return nil
    }
  }

  private var rangeProblem: String? {
    if let problem =
      outside("discount is", discount, 0...1) ?? outside("lambda is", lambda, 0...1)
      ?? outside("learningRate is", learningRate, 0...1)
      ?? outside("clipRange is", clipRange, 0...1)
      ?? outside("entropyCoefficient is", entropyCoefficient, 0...1e6)
      ?? outside("valueCoefficient is", valueCoefficient, 0...1e6)
      ?? outside("adamEpsilon is", adamEpsilon, 1e-30...1)
    {
      return problem
    }
    if let valueClipRange, valueClipRange.bounds.lowerBound < 0 {
      return "valueClipRange must be at least 0"
    }
    return notPositive("maximumGradientNorm", maximumGradientNorm)
      ?? notPositive("targetDivergence", targetDivergence)
  }
}
