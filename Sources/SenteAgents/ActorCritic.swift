public import SenteCompute
public import SenteEnvironments
public import SenteNetworks

/// How an actor-critic network is built.
public struct ActorCriticConfiguration: Hashable, Sendable, Codable {
  /// Units of each hidden layer.
  public var hiddenWidths = [64, 64]
  /// What follows each hidden layer.
  public var activation = Activation.tanh
  /// One trunk for policy and value, or one each.
  public var sharesTrunk = false
  /// Orthogonal initial weights with gains √2, 0.01 for the policy's output and 1 for the value's
  /// (Engstrom et al. 2020, section 3); false: uniform within ±1/√inputs, as PyTorch starts.
  public var startsOrthogonal = true
  /// The logarithm of a continuous policy's first standard deviation.
  public var initialLogDeviation = 0.0
  /// Noise of a continuous policy that follows the state and is redrawn every so many steps
  /// (generalized state-dependent exploration, Raffin, Kober and Stulp 2021); 0: independent noise.
  public var noiseResamplingSteps = 0

  /// The defaults.
  public init() {}
}

/// The distribution that a policy gives for a batch of observations, by the kind of action.
public enum ActionDistribution {
  /// One of several choices.
  case categorical(Categorical)
  /// Independent normal numbers.
  case normal(Normal)

  /// Log-probabilities or densities [batch, 1] of action rows [batch, width].
  public func logProbability(of actions: Tensor) -> Tensor {
    switch self {
    case .categorical(let distribution): distribution.logProbability(of: actions)
    case .normal(let distribution): distribution.logProbability(of: actions)
    }
  }

  /// Entropy in nats, [batch, 1].
  public var entropy: Tensor {
    switch self {
    case .categorical(let distribution): distribution.entropy
    case .normal(let distribution): distribution.entropy
    }
  }
}

/// A policy and a value function over flat observations, traced for one batch size.
public struct ActorCritic {
  /// What the policy gives.
  public let policy: ActionDistribution
  /// The values of the observations, [batch, 1].
  public let value: Tensor
  /// The policy's last hidden layer, [batch, width], from which state-dependent noise is made.
  public let features: Tensor
  /// Logarithms of the standard deviations of state-dependent noise, [features, actions].
  public let noiseLogDeviation: Tensor?

  /// Traces the network for observations [batch, width].
  ///
  /// The observations are whole numbers of a discrete space (turned to ones and zeros) or reals.
  public init(
    _ observations: Tensor, observationSpace: Space, actionSpace: Space,
    _ configuration: ActorCriticConfiguration, _ scope: Scope
  ) {
    let x = ActorCritic.encode(observations, observationSpace)
    let start = { (gain: Double) -> DenseStart in
      configuration.startsOrthogonal ? .orthogonal(gain: gain) : .uniform
    }
    let trunk = { (scope: Scope) in
      multilayerPerceptron(
        x, widths: configuration.hiddenWidths, activation: configuration.activation, scope,
        start: start(2.0.squareRoot()))
    }
    let h = trunk(scope[configuration.sharesTrunk ? "trunk" : "policy.trunk"])
    let valueFeatures = configuration.sharesTrunk ? h : trunk(scope["value.trunk"])
    value = dense(valueFeatures, 1, scope["value"], start(1))
    features = h
    switch actionSpace {
    case .discrete(let count, _):
      let logits = dense(h, count, scope["policy"], start(0.01))
      policy = .categorical(Categorical(logits: logits))
      noiseLogDeviation = nil
    case .box:
      let width = actionSpace.width
      let mean = dense(h, width, scope["policy"], start(0.01))
      let deviation = Initializer.constant(Float(configuration.initialLogDeviation))
      if configuration.noiseResamplingSteps > 0 {
        let logDeviation = scope["policy"].parameter(
          "noiseLogDeviation", [h.shape.last, width], deviation)
        // The variance of Σ features · noise; features are taken as given.
        let variance = matmul(h.detached.squared(), exp(2 * logDeviation))
        policy = .normal(Normal(mean: mean, logDeviation: 0.5 * log(variance + 1e-6)))
        noiseLogDeviation = logDeviation
      } else {
        let logDeviation = scope["policy"].parameter("logDeviation", [width], deviation)
        policy = .normal(Normal(mean: mean, logDeviation: logDeviation))
        noiseLogDeviation = nil
      }
    case .image, .multiDiscrete, .multiBinary, .dictionary, .tuple:
      fatalError("no policy chooses from \(actionSpace) yet")
    }
  }

  private static func encode(_ observations: Tensor, _ space: Space) -> Tensor {
    switch space {
    case .box: observations
    case .discrete(let count, let start): (observations - Float(start)).oneHot(count)
    case .image, .multiDiscrete, .multiBinary, .dictionary, .tuple:
      fatalError("no network reads \(space) yet")
    }
  }
}
