public import SentePrimitives

extension PPO {
  /// The settings of PPO. The defaults are those with which rl-zoo3 (Raffin 2020, `ppo.yml`) solves
  /// CartPole-v1; what other sources use is said beside them.
  public struct Configuration: Hashable, Sendable, Codable {
    /// Environments stepped together. rl-zoo3: 8; Schulman et al. 2017: 1 (MuJoCo), 8 (Atari).
    public var environments = 8
    /// Steps of each environment between two updates. rl-zoo3: 32; Schulman et al.: 2048, 128.
    public var rolloutSteps = 32
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

    /// The first setting that is out of range, in words; nil when all are usable.
    public var problem: String? {
      if let problem = sizeProblem { return problem }
      let checks: [(Bool, String)] = [
        (minibatchSize >= 1, "minibatchSize is \(minibatchSize), but must be at least 1"),
        (
          minibatchSize >= 1 && rolloutSize % max(minibatchSize, 1) == 0,
          "minibatchSize is \(minibatchSize), but must divide the rollout of "
            + "\(environments) environments x \(rolloutSteps) steps = \(rolloutSize)"
        ),
        (
          minibatchSize > 1 || !normalizesAdvantages,
          "minibatchSize is 1, but normalizing advantages needs at least 2"
        ),
        (0...1 ~= discount, "discount is \(discount), but must lie in 0...1"),
        (0...1 ~= lambda, "lambda is \(lambda), but must lie in 0...1"),
        (
          learningRate.bounds.lowerBound >= 0 && learningRate.bounds.upperBound <= 1,
          "learningRate is \(learningRate), but must lie in 0...1"
        ),
        (
          clipRange.bounds.lowerBound >= 0 && clipRange.bounds.upperBound <= 1,
          "clipRange is \(clipRange), but must lie in 0...1"
        ),
        (
          valueClipRange.map { $0.bounds.lowerBound >= 0 } ?? true,
          "valueClipRange must be at least 0"
        ),
        (
          entropyCoefficient.isFinite && entropyCoefficient >= 0,
          "entropyCoefficient is \(entropyCoefficient), but must be at least 0"
        ),
        (
          valueCoefficient.isFinite && valueCoefficient >= 0,
          "valueCoefficient is \(valueCoefficient), but must be at least 0"
        ),
        (
          maximumGradientNorm.map { $0 > 0 && $0.isFinite } ?? true,
          "maximumGradientNorm must be greater than 0"
        ),
        (targetDivergence.map { $0 > 0 } ?? true, "targetDivergence must be greater than 0"),
        (
          adamEpsilon > 0 && adamEpsilon < 1,
          "adamEpsilon is \(adamEpsilon), but must lie between 0 and 1"
        ),
        (
          -20...20 ~= network.initialLogDeviation,
          "network.initialLogDeviation is \(network.initialLogDeviation), but must lie in -20...20"
        ),
        (
          network.noiseResamplingSteps >= 0,
          "network.noiseResamplingSteps is \(network.noiseResamplingSteps), but must be at least 0"
        ),
        (
          network.noiseResamplingSteps == 0 || !network.hiddenWidths.isEmpty,
          "network.noiseResamplingSteps needs at least one hidden layer"
        ),
      ]
      return checks.first { !$0.0 }?.1
    }

    /// The first size that is out of range: a run of the largest sizes still fits into the memory of
    /// an ordinary machine, a few GiB.
    private var sizeProblem: String? {
      let widths = network.hiddenWidths
      let limits =
        [
          ("environments is", environments, 1...65_536),
          ("rolloutSteps is", rolloutSteps, 1...1_048_576), ("epochs is", epochs, 1...1000),
          ("network.hiddenWidths has a number of layers of", widths.count, 0...16),
        ] + widths.map { ("network.hiddenWidths holds", $0, 1...8192) }
      for (name, value, range) in limits where !range.contains(value) {
        return "\(name) \(value), but must lie in \(range)"
      }
      let rows = max(environments, min(minibatchSize, rolloutSize))
      let products = [
        ("environments x rolloutSteps is", rolloutSize, 1 << 24),
        (
          "network.hiddenWidths between neighbours makes weights:",
          zip(widths, widths.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 }, 1 << 26
        ),
        ("minibatchSize x network.hiddenWidths is", widths.reduce(0, +) * rows, 1 << 28),
      ]
      for (name, value, limit) in products where value > limit {
        return "\(name) \(value), but must be at most \(limit)"
      }
      return nil
    }
  }
}
