public import SenteCompute
public import SenteEnvironments
import SenteNetworks
public import SentePrimitives

/// Advantage actor-critic: one gradient step for each short rollout, taken in all environments at once.
///
/// Source: Mnih, Badia, Mirza, Graves, Lillicrap, Harley, Silver and Kavukcuoglu, "Asynchronous
/// Methods for Deep Reinforcement Learning" (2016), algorithm S3, synchronous.
///
/// With memory a rollout is one sequence for each environment.
public struct A2C: Agent, ~Copyable {
  /// The settings it was made with.
  public let configuration: Configuration
  /// The network's weights.
  public private(set) var weights: Weights
  private var optimizer: OptimizerState
  private var actor: Actor
  private var update: Update
  private var rollout: Rollout

  /// The settings of A2C. The defaults are those of Stable-Baselines3; what the paper uses is said
  /// beside them.
  public struct Configuration: AgentConfiguration {
    /// Environments stepped together. Mnih et al.: 16 actors.
    public var environments = 8
    /// Steps of each environment between two updates. Mnih et al.: 5, or 20 without a limit on memory.
    public var rolloutSteps = 5
    /// How much the next step's reward counts. Mnih et al.: 0.99.
    public var discount = 0.99
    /// λ of the generalized advantage estimate. 1: the returns of the paper.
    public var lambda = 1.0
    /// RMSProp's step size over the run. Mnih et al.: drawn from 1e-4 to 1e-2, falling to 0.
    public var learningRate = Schedule.constant(7e-4)
    /// Weight of the entropy bonus. Mnih et al.: 0.01.
    public var entropyCoefficient = 0.0
    /// Weight of the value loss.
    public var valueCoefficient = 0.5
    /// Norm to which the gradient is scaled down; nil for no limit. Mnih et al.: none stated.
    public var maximumGradientNorm: Double? = 0.5
    /// Whether the advantages of a rollout are brought to mean 0 and deviation 1.
    public var normalizesAdvantages = false
    /// How much of the mean square RMSProp keeps. Mnih et al.: 0.99.
    public var rmsDecay = 0.99
    /// RMSProp's ε. Mnih et al.: 0.1, within the root.
    public var rmsEpsilon = 1e-5
    /// Whether observations are standardized by running statistics.
    public var normalizesObservations = false
    /// Whether rewards are divided by the running deviation of the return.
    public var scalesRewards = false
    /// The network.
    public var network = ActorCriticConfiguration()

    /// The defaults.
    public init() {}

    /// Transitions of one rollout.
    public var rolloutSize: Int { environments * rolloutSteps }

    /// The settings whose value may be none.
    public static var optionalSettings: [String] { ["maximumGradientNorm"] }

    /// An agent with these settings and fresh weights.
    public func makeAgent(
      for environment: EnvironmentInterface, seed: UInt64, pool: ThreadPool?
    ) -> any Agent & ~Copyable {
      A2C(self, for: environment, seed: seed, pool: pool)
    }

    /// The first setting that is out of range, in words; nil when all are usable.
    public var problem: String? {
      if let problem =
        outside("environments is", environments, 1...65_536)
        ?? outside("rolloutSteps is", rolloutSteps, 1...65_536)
        ?? outside("discount is", discount, 0...1) ?? outside("lambda is", lambda, 0...1)
        ?? outside("learningRate is", learningRate, 0...1)
        ?? outside("entropyCoefficient is", entropyCoefficient, 0...1e6)
        ?? outside("valueCoefficient is", valueCoefficient, 0...1e6)
        ?? outside("rmsDecay is", rmsDecay, 0...1)
        ?? outside("rmsEpsilon is", rmsEpsilon, 1e-30...1)
        ?? notPositive("maximumGradientNorm", maximumGradientNorm)
      {
        return problem
      }
      if rolloutSize > 1 << 22 {
        return "environments x rolloutSteps is \(rolloutSize), but must be at most \(1 << 22)"
      }
      if rolloutSize == 1 && normalizesAdvantages {
        return "environments x rolloutSteps is 1, but normalizing advantages needs at least 2"
      }
      if rolloutSteps == 1 && network.memory != .none {
        return "rolloutSteps is 1, but learning what to remember with network.memory "
          + "\(network.memory) needs at least 2"
      }
      return network.problem(rows: rolloutSize)
    }
  }

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
    weights = Weights(actor.policy.layout, seed: seed)
    optimizer = OptimizerState(actor.policy.layout)
    rollout = Rollout(
      plan, length: configuration.rolloutSteps, environments: configuration.environments,
      sequenceLength: plan.memoryWidth > 0 ? configuration.rolloutSteps : 1)
    update = Update(configuration, plan, sequenceLength: rollout.sequenceLength, pool)
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
    var metrics = LearningMetrics()
    update.fill(rollout, normalizesAdvantages: configuration.normalizesAdvantages)
    try update.run(&weights, &optimizer, rate: rate, &metrics)
    metrics["value/explainedVariance"] = rollout.explainedVariance
    metrics["schedule/learningRate"] = rate
    rollout.clear()
    return metrics
  }

  /// The gradient step, traced for a whole rollout.
  private struct Update: ~Copyable {
    private var program: Program
    private let network: NetworkInputs
    private let actions: Input
    private let advantages: Input
    private let returns: Input
    private let losses: [(name: String, output: Output)]
    private let entropy: Output

    init(
      _ configuration: Configuration, _ plan: NetworkPlan, sequenceLength: Int, _ pool: ThreadPool?
    ) {
      let n = configuration.rolloutSize
      let trace = Trace()
      let scope = trace.weights()
      network = NetworkInputs(
        plan, trace, length: sequenceLength, sequences: n / sequenceLength)
      let actions = trace.input([n, plan.actionWidth])
      let advantages = trace.input([n, 1])
      let returns = trace.input([n, 1])
      let actorCritic = ActorCritic(plan, network, scope)

      let logProbability = actorCritic.policy.logProbability(of: actions.tensor)
      let policyLoss = -(logProbability * advantages.tensor).mean()
      let valueLoss = (actorCritic.value - returns.tensor).squared().mean()
      let entropy = actorCritic.policy.entropy.mean()
      let loss =
        policyLoss + Float(configuration.valueCoefficient) * valueLoss
        - Float(configuration.entropyCoefficient) * entropy
      trace.minimize(
        loss, over: scope,
        by: .rmsProp(
          decay: Float(configuration.rmsDecay), epsilon: Float(configuration.rmsEpsilon)),
        maximumGradientNorm: configuration.maximumGradientNorm.map { Float($0) })

      self.actions = actions.handle
      self.advantages = advantages.handle
      self.returns = returns.handle
      losses = [("policy", trace.output(policyLoss)), ("value", trace.output(valueLoss))]
      self.entropy = trace.output(entropy)
      program = trace.compile()
      program.pool = pool
    }

    mutating func fill(_ rollout: borrowing Rollout, normalizesAdvantages: Bool) {
      let sequences = (0..<Int32(rollout.returns.count / rollout.sequenceLength)).map { $0 }
      let indices = rollout.indices(ofSequences: sequences.span)
      network.fill(&program, rollout.steps, indices.span)
      network.fillMemory(
        &program, rollout.memories.span, rows: sequences.span, rollout.begins.span, indices.span)
      copy(rollout.steps.actions.span, indices, actions)
      copy(rollout.advantages.span, indices, advantages)
      copy(rollout.returns.span, indices, returns)
      guard normalizesAdvantages else { return }
      var numbers = program.input(advantages)
      normalize(&numbers)
    }

    private mutating func copy(_ source: Span<Float>, _ indices: [Int32], _ input: Input) {
      var target = program.input(input)
      SenteAgents.copy(source, indices.span, into: &target)
    }

    mutating func run(
      _ weights: inout Weights, _ optimizer: inout OptimizerState, rate: Double,
      _ metrics: inout LearningMetrics
    ) throws(NotFinite) {
      program.run(updating: &weights, &optimizer, rate: rate)
      var values: [(name: String, value: Float)] = []
      for loss in losses { values.append((loss.name, program.scalar(loss.output))) }
      try metrics.add(values, gradientNorm: program.gradientNorm, afterUpdate: optimizer.updates)
      metrics["policy/entropy"] = Double(program.scalar(entropy))
    }
  }
}

// MARK: State

extension A2C {
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

  /// The whole state between two turns.
  public func snapshot() throws -> AgentSnapshot {
    precondition(rollout.isEmpty, "a snapshot is taken between two turns, not within one")
    return AgentSnapshot(
      weights: weights.file, optimizer: optimizer.file,
      rest: try JSON(encoding: actor.snapshot()))
  }

  /// Puts a state back; throws, and changes nothing, when it is of another configuration.
  public mutating func restore(_ snapshot: AgentSnapshot) throws {
    let state = try snapshot.rest.decoded(as: Actor.State.self)
    guard actor.accepts(state) else { throw ForeignState() }
    let newWeights = try Weights(layout: actor.policy.layout, file: snapshot.weights)
    optimizer = try OptimizerState(layout: actor.policy.layout, file: snapshot.optimizer)
    weights = newWeights
    actor.restore(state)
    rollout.clear()
  }
}
