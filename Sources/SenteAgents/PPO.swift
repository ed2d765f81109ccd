public import SenteCompute
public import SenteEnvironments
public import SenteNetworks
public import SentePrimitives

/// Proximal policy optimization with a clipped objective.
///
/// Source: Schulman, Wolski, Dhariwal, Radford and Klimov, "Proximal Policy Optimization Algorithms"
/// (2017), equations 7 and 9; details after Huang et al., "The 37 Implementation Details of Proximal
/// Policy Optimization" (2022).
///
/// One turn is `rolloutSteps` times `act`, an environment step and `observe`, then `learn`. The agent
/// is a value that never logs; its whole state can be taken and put back between two turns.
public struct PPO: ~Copyable {
  /// The settings it was made with.
  public let configuration: Configuration
  /// The network's weights.
  public private(set) var weights: Weights
  private var optimizer: OptimizerState
  private var policy: ActorCriticPolicy
  private var update: PPOUpdate
  private var rollout: Rollout
  private var state: State
  /// What the policy thought of the last observations, [environments].
  private var values: [Float]
  private var drawn: DrawnActions

  /// Everything besides weights that the future of an agent depends on, between two turns.
  struct State: Hashable, Sendable, Codable {
    var sampler: ActionSampler
    var shuffleStream: RandomStream
    var standardization: RunningStandardization?
    var rewardScaling: RewardScaling?
  }

  /// What one turn of learning did: means over its gradient steps.
  public struct Metrics: Hashable, Sendable {
    /// The clipped surrogate objective, negated.
    public var policyLoss = 0.0
    /// The mean squared error of the values.
    public var valueLoss = 0.0
    /// The policy's entropy in nats.
    public var entropy = 0.0
    /// The mean divergence of the old policy from the new one, estimated as in Schulman (2020).
    public var divergence = 0.0
    /// The part of the ratios that was outside the clip range.
    public var clipFraction = 0.0
    /// The norm of the gradient before clipping.
    public var gradientNorm = 0.0
    /// The part of the returns' variance that the values explained before learning.
    public var explainedVariance = 0.0
    /// How many gradient steps were taken.
    public var updates = 0
  }

  /// An agent with fresh weights; the configuration must have no `problem`.
  public init(
    _ configuration: Configuration, observationSpace: Space, actionSpace: Space, seed: UInt64,
    pool: ThreadPool? = nil
  ) {
    if let problem = configuration.problem { preconditionFailure(problem) }
    self.configuration = configuration
    policy = ActorCriticPolicy(
      observationSpace: observationSpace, actionSpace: actionSpace, configuration.network,
      batch: configuration.environments)
    update = PPOUpdate(configuration, observationSpace, actionSpace, pool)
    weights = Weights(policy.layout, seed: seed)
    optimizer = OptimizerState(policy.layout)
    rollout = Rollout(
      steps: configuration.rolloutSteps, environments: configuration.environments,
      observationWidth: observationSpace.width, actionWidth: actionSpace.width)
    values = [Float](repeating: 0, count: configuration.environments)
    drawn = DrawnActions(batch: configuration.environments, width: actionSpace.width)
    state = State(
      sampler: ActionSampler(seed: seed, batch: configuration.environments),
      shuffleStream: RandomStream(seed: seed, role: "minibatch"),
      standardization: configuration.normalizesObservations
        ? RunningStandardization(width: observationSpace.width) : nil,
      rewardScaling: configuration.scalesRewards
        ? RewardScaling(
          environments: configuration.environments, discount: configuration.discount) : nil)
  }

  /// The statistics by which observations are standardized; nil when they are taken as they are.
  public var standardization: RunningStandardization? { state.standardization }

  // MARK: Acting

  /// Chooses an action for each observation [environments, width] and remembers both.
  public mutating func act(
    _ observations: Span<Float>, actions: inout MutableSpan<Float>
  ) {
    state.standardization?.update(observations)
    policy.run(observations, state.standardization, weights)
    policy.copyValues(into: &values)
    rollout.remember(observations, state.standardization, values: values)
    policy.sample(using: &state.sampler, into: &drawn, actions: &actions)
    rollout.remember(drawn)
  }

  /// Takes in what the environments answered.
  ///
  /// - Parameters:
  ///   - rewards: [environments].
  ///   - ends: How each episode stands after the step, [environments].
  ///   - finalObservations: What ended an episode, [environments, width], valid where one ended; a
  ///     truncated episode's is evaluated to stand for its future.
  public mutating func observe(
    rewards: Span<Float>, ends: Span<EpisodeEnd>, finalObservations: Span<Float>
  ) {
    var isTruncated = false
    for i in 0..<ends.count where ends[i] == .truncated { isTruncated = true }
    if isTruncated {
      policy.run(finalObservations, state.standardization, weights)
      policy.copyValues(into: &values)
    }
    var scaled = (0..<rewards.count).map { rewards[$0] }
    let hasEnded = (0..<ends.count).map { ends[$0] != .running }
    state.rewardScaling?.scale(&scaled, hasEnded)
    for i in 0..<ends.count {
      let continuation: Continuation =
        switch ends[i] {
        case .running: .running
        case .terminated: .terminated
        case .truncated: .truncated(finalValue: values[i])
        }
      rollout.remember(reward: scaled[i], continuation, environment: i)
    }
    rollout.advance()
  }

  /// Whether the rollout is complete, so that the next call is `learn`.
  public var isReadyToLearn: Bool { rollout.isComplete }

  // MARK: Learning

  /// Learns from the complete rollout.
  ///
  /// - Parameters:
  ///   - observations: The present observations, [environments, width].
  ///   - progress: How much of the run is done, 0...1, for the schedules.
  /// - Throws: `NotFinite` when a loss or gradient stops being a number; the weights are then those
  ///   before the offending step.
  public mutating func learn(
    _ observations: Span<Float>, progress: Double
  ) throws(NotFinite) -> Metrics {
    policy.run(observations, state.standardization, weights)
    policy.copyValues(into: &values)
    rollout.finish(
      lastValues: values, discount: Float(configuration.discount),
      lambda: Float(configuration.lambda))
    var metrics = Metrics()
    metrics.explainedVariance = rollout.explainedVariance
    let rate = configuration.learningRate.value(at: progress)
    update.setClipping(configuration, progress)
    var order = (0..<Int32(configuration.rolloutSize)).map { $0 }
    // A minibatch that is the whole rollout is the same in any order: it is filled in once.
    let isWhole = configuration.minibatchSize == configuration.rolloutSize
    if isWhole { update.fill(rollout, order, 0, configuration) }
    epochs: for _ in 0..<configuration.epochs {
      if !isWhole { state.shuffleStream.shuffle(&order) }
      for start in stride(from: 0, to: order.count, by: configuration.minibatchSize) {
        if !isWhole { update.fill(rollout, order, start, configuration) }
        update.run(&weights, &optimizer, rate: rate)
        try update.collect(into: &metrics, afterUpdate: optimizer.updates)
        if let target = configuration.targetDivergence, update.divergence > 1.5 * target {
          break epochs
        }
      }
    }
    metrics.finish()
    rollout.clear()
    return metrics
  }
}

extension PPO.Metrics {
  /// Turns sums over gradient steps into means.
  fileprivate mutating func finish() {
    let n = Double(max(updates, 1))
    policyLoss /= n
    valueLoss /= n
    entropy /= n
    divergence /= n
    clipFraction /= n
    gradientNorm /= n
  }
}

/// A number of learning that stopped being finite.
public struct NotFinite: Error, Hashable, Sendable, CustomStringConvertible {
  /// What it was.
  public let quantity: String
  /// Its value.
  public let value: Float
  /// The gradient step, counted from the start of the run.
  public let update: Int

  /// One line for a person.
  public var description: String { "\(quantity) became \(value) at gradient step \(update)" }
}

// MARK: State

extension PPO {
  /// The whole state between two turns: weights, optimizer, and the rest as text.
  public struct Snapshot: Sendable {
    /// The weights by name.
    public var weights: SafetensorsFile
    /// Adam's moments by name.
    public var optimizer: SafetensorsFile
    /// Random streams and running statistics, as JSON.
    public var rest: JSON

    /// A state with these parts.
    public init(weights: SafetensorsFile, optimizer: SafetensorsFile, rest: JSON) {
      self.weights = weights
      self.optimizer = optimizer
      self.rest = rest
    }
  }

  /// The agent's whole state; only between two turns, when the rollout is empty.
  public func snapshot() throws -> Snapshot {
    precondition(rollout.isEmpty, "a snapshot is taken between two turns, not within one")
    return Snapshot(
      weights: weights.file, optimizer: optimizer.file, rest: try JSON(encoding: state))
  }

  /// Puts a state back, so that the agent goes on bit for bit as the one it was taken from.
  ///
  /// Throws, and changes nothing, when the state is of another configuration.
  public mutating func restore(_ snapshot: Snapshot) throws {
    let restored = try snapshot.rest.decoded(as: State.self)
    guard restored.sampler.batch == state.sampler.batch,
      (restored.standardization == nil) == (state.standardization == nil),
      (restored.rewardScaling == nil) == (state.rewardScaling == nil)
    else { throw SafetensorsError.header(reason: "the agent's state is of another configuration") }
    let newWeights = try Weights(layout: policy.layout, file: snapshot.weights)
    optimizer = try OptimizerState(layout: policy.layout, file: snapshot.optimizer)
    weights = newWeights
    state = restored
    rollout.clear()
  }
}
