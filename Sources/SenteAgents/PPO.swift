public import SenteCompute
public import SenteEnvironments
import SenteNetworks
public import SentePrimitives

/// Proximal policy optimization with a clipped objective.
///
/// Source: Schulman, Wolski, Dhariwal, Radford and Klimov, "Proximal Policy Optimization Algorithms"
/// (2017), equations 7 and 9; details after Huang et al., "The 37 Implementation Details of Proximal
/// Policy Optimization" (2022).
///
/// Feed-forward or with memory, for every space, with masks or without: rollouts are cut to sequences,
/// of one step where nothing is remembered.
public struct PPO: Agent, ~Copyable {
  /// The settings it was made with.
  public let configuration: Configuration
  /// The network's weights.
  public private(set) var weights: Weights
  private var optimizer: OptimizerState
  private var actor: Actor
  private var update: PPOUpdate
  private var rollout: Rollout
  private var shuffleStream: RandomStream

  /// An agent with fresh weights; the configuration must have no `problem` in the environment.
  public init(
    _ configuration: Configuration, for environment: EnvironmentInterface, seed: UInt64,
    pool: ThreadPool? = nil
  ) {
    if let problem = configuration.problem { preconditionFailure(problem) }
    self.configuration = configuration
    let plan = NetworkPlan(environment, configuration.network)
    actor = Actor(
      plan, environments: configuration.environments, seed: seed,
      normalizesObservations: configuration.normalizesObservations,
      scalesRewards: configuration.scalesRewards, discount: configuration.discount)
    update = PPOUpdate(configuration, plan, pool)
    weights = Weights(actor.policy.layout, seed: seed)
    optimizer = OptimizerState(actor.policy.layout)
    rollout = Rollout(
      plan, length: configuration.rolloutSteps, environments: configuration.environments,
      sequenceLength: configuration.sequenceLength)
    shuffleStream = RandomStream(seed: seed, role: "minibatch")
  }

  // MARK: Acting

  /// Chooses an action for each observation and remembers both.
  public mutating func act(
    _ observations: Span<Float>, masks: Span<Float>?, actions: inout MutableSpan<Float>
  ) {
    rollout.remember(memory: actor.policy.memory)
    actor.act(observations, masks: masks, weights, actions: &actions)
    rollout.remember(actor, masks: masks)
  }

  /// Takes in what the environments answered.
  public mutating func observe(
    rewards: Span<Float>, ends: Span<EpisodeEnd>, finalObservations: Span<Float>
  ) {
    actor.observe(rewards, ends, finalObservations, weights)
    rollout.rememberAnswer(to: actor)
  }

  /// Whether the rollout is complete.
  public var isReadyToLearn: Bool { rollout.isComplete }

  // MARK: Learning

  /// Learns from the complete rollout.
  public mutating func learn(
    _ observations: Span<Float>, masks: Span<Float>?, progress: Double
  ) throws(NotFinite) -> LearningMetrics {
    actor.evaluate(observations, weights)
    rollout.finish(
      lastValues: actor.values, discount: configuration.discount, lambda: configuration.lambda)
    let rate = configuration.learningRate.value(at: progress)
    update.setClipping(configuration, progress)
    var metrics = LearningMetrics()
    let sequences = configuration.rolloutSize / configuration.sequenceLength
    let batch = configuration.minibatchSize / configuration.sequenceLength
    var order = (0..<Int32(sequences)).map { $0 }
    // A minibatch that is the whole rollout is the same in any order: it is filled in once.
    let isWhole = batch == sequences
    if isWhole { update.fill(rollout, order.span, configuration) }
    epochs: for _ in 0..<configuration.epochs {
      if !isWhole { shuffleStream.shuffle(&order) }
      for start in stride(from: 0, to: sequences, by: batch) {
        if !isWhole {
          update.fill(rollout, order.span.extracting(start..<start + batch), configuration)
        }
        update.run(&weights, &optimizer, rate: rate)
        try update.collect(into: &metrics, afterUpdate: optimizer.updates)
        if let target = configuration.targetDivergence, update.divergence > 1.5 * target {
          break epochs
        }
      }
    }
    metrics.divideByUpdates()
    metrics["value/explainedVariance"] = rollout.explainedVariance
    metrics["schedule/learningRate"] = rate
    metrics["schedule/clipRange"] = configuration.clipRange.value(at: progress)
    rollout.clear()
    return metrics
  }
}

// MARK: State

extension PPO {
  /// The statistics by which observations are standardized, if they are.
  public var standardization: RunningStandardization? { actor.state.standardization }

  /// The digest of the present weights.
  public var weightsDigest: Digest { weights.digest }

  /// Lends the weights.
  public borrowing func withWeights<Result>(
    _ body: (borrowing Weights) throws -> Result
  ) rethrows -> Result {
    try body(weights)
  }

  /// What the agent's future depends on besides weights and optimizer.
  private struct State: Codable {
    var actor: Actor.State
    var shuffleStream: RandomStream

    init(actor: Actor.State, shuffleStream: RandomStream) {
      self.actor = actor
      self.shuffleStream = shuffleStream
    }

    private enum Key: CodingKey { case shuffleStream }

    // Side by side in one object, which checkpoints have had from the start.
    init(from decoder: any Decoder) throws {
      actor = try Actor.State(from: decoder)
      shuffleStream = try decoder.container(keyedBy: Key.self)
        .decode(RandomStream.self, forKey: .shuffleStream)
    }

    func encode(to encoder: any Encoder) throws {
      try actor.encode(to: encoder)
      var container = encoder.container(keyedBy: Key.self)
      try container.encode(shuffleStream, forKey: .shuffleStream)
    }
  }

  /// The whole state between two turns.
  public func snapshot() throws -> AgentSnapshot {
    precondition(rollout.isEmpty, "a snapshot is taken between two turns, not within one")
    return AgentSnapshot(
      weights: weights.file, optimizer: optimizer.file,
      rest: try JSON(encoding: State(actor: actor.snapshot(), shuffleStream: shuffleStream)))
  }

  /// Puts a state back; throws, and changes nothing, when it is of another configuration.
  public mutating func restore(_ snapshot: AgentSnapshot) throws {
    let state = try snapshot.rest.decoded(as: State.self)
    guard actor.accepts(state.actor) else { throw ForeignState() }
    let newWeights = try Weights(layout: actor.policy.layout, file: snapshot.weights)
    optimizer = try OptimizerState(layout: actor.policy.layout, file: snapshot.optimizer)
    weights = newWeights
    actor.restore(state.actor)
    shuffleStream = state.shuffleStream
    rollout.clear()
  }
}
