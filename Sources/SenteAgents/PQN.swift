public import SenteCompute
public import SenteEnvironments
import SenteNetworks
public import SentePrimitives

/// Parallelised Q-learning: values of actions learned from rollouts of many environments, without replay and
/// without a target network, which normalized layers make unnecessary.
///
/// Source: Gallici, Fellows, Ellis, Pou, Masmitja, Foerster and Martin, "Simplifying Deep Temporal
/// Difference Learning" (2024), algorithm 1, with the λ-returns of its section 4. Adam in place of RAdam.
public struct PQN: Agent, ~Copyable {
  /// The settings it was made with.
  public let configuration: Configuration
  private let actions: DiscreteActions
  private var weights: Weights
  private var optimizer: OptimizerState
  private var policy: ValuePolicy
  private var step: Step
  private var rollout: Rollout
  private var state: State

  /// The settings of PQN. The defaults are those of the authors' code for MinAtar, with fewer
  /// environments.
  public struct Configuration: AgentConfiguration {
    /// Environments stepped together. Gallici et al.: 128.
    public var environments = 32
    /// Steps of each environment between two updates.
    public var rolloutSteps = 32
    /// Transitions in one gradient step.
    public var minibatchSize = 128
    /// Passes over each rollout.
    public var epochs = 2
    /// How much the next step's reward counts.
    public var discount = 0.99
    /// λ of the returns.
    public var lambda = 0.65
    /// Adam's step size over the run.
    public var learningRate = Schedule.linear(from: 5e-4, to: 0)
    /// Norm to which the gradient is scaled down.
    public var maximumGradientNorm = 10.0
    /// How likely an action is drawn uniformly, over the part of the run that explores.
    public var exploration = Schedule.linear(from: 1, to: 0.05)
    /// The part of the run over which exploration goes from its first value to its last.
    public var explorationPart = 0.1
    /// The network.
    public var network = ValueNetwork {
      $0.hiddenWidths = [128, 128]
      $0.normalizesLayers = true
    }

    /// The defaults.
    public init() {}

    /// Transitions of one rollout.
    public var rolloutSize: Int { environments * rolloutSteps }

    /// The settings whose value may be none.
    public static var optionalSettings: [String] { [] }

    /// The first setting that is out of range, in words; nil when all are usable.
    public var problem: String? {
      if let problem =
        outside("environments is", environments, 1...65_536)
        ?? outside("rolloutSteps is", rolloutSteps, 1...65_536)
        ?? outside("minibatchSize is", minibatchSize, 1...1 << 22)
        ?? outside("epochs is", epochs, 1...1000) ?? outside("discount is", discount, 0...1)
        ?? outside("lambda is", lambda, 0...1)
        ?? outside("learningRate is", learningRate, 0...1)
        ?? outside("maximumGradientNorm is", maximumGradientNorm, 1e-9...1e9)
        ?? outside("exploration is", exploration, 0...1)
        ?? outside("explorationPart is", explorationPart, 1e-6...1)
      {
        return problem
      }
      if rolloutSize > 1 << 22 {
        return "environments x rolloutSteps is \(rolloutSize), but must be at most \(1 << 22)"
      }
      if rolloutSize % minibatchSize != 0 {
        return "minibatchSize is \(minibatchSize), but must divide the rollout of "
          + "\(environments) environments x \(rolloutSteps) steps = \(rolloutSize)"
      }
      if network.isNoisy { return "network.isNoisy is true, but PQN explores by chance alone" }
      return network.problem(rows: max(environments, minibatchSize))
    }

    /// Why these settings cannot be used in an environment, in words; nil when they can.
    public func problem(in environment: EnvironmentInterface) -> String? {
      problem ?? DiscreteActions.problem(environment.actionSpace)
    }

    /// An agent with these settings and fresh weights.
    public func makeAgent(
      for environment: EnvironmentInterface, seed: UInt64, pool: ThreadPool?
    ) -> any Agent & ~Copyable {
      PQN(self, for: environment, seed: seed, pool: pool)
    }

    /// The network, which acts by the largest value.
    public func makePolicy(
      for environment: EnvironmentInterface, batch: Int
    ) -> any Policy & ~Copyable {
      valuePolicy(for: environment, batch: batch)
    }

    fileprivate func valuePolicy(
      for environment: EnvironmentInterface, batch: Int
    ) -> ValuePolicy {
      ValuePolicy(
        for: environment, batch: batch, start: network.start,
        normalizesLayers: network.normalizesLayers
      ) {
        features, count, scope, _ in
        values(features, actions: count, scope)
      }
    }

    fileprivate func values(_ features: Tensor, actions: Int, _ scope: Scope) -> Tensor {
      network(features, actions: actions, atoms: 1, scope, nil)
        .reshaped(to: [features.shape[0], actions])
    }

    fileprivate func explorationRate(at progress: Double) -> Double {
      exploration.value(at: progress / explorationPart)
    }
  }

  /// What the agent's future depends on besides weights and optimizer.
  private struct State: Codable {
    var acting: [RandomStream]
    var shuffling: RandomStream
    var explorationRate: Double
  }

  /// The transitions between two updates, [steps, environments, ...].
  private struct Rollout {
    var rows: ObservationRows
    var actions: [Float]
    /// The largest value of each observation.
    var values: [Float]
    var rewards: [Float]
    var continuations: [Continuation]
    var advantages: [Float]
    var returns: [Float]
    var step = 0

    init(_ layout: ObservationLayout, size: Int) {
      rows = ObservationRows(layout, batch: size)
      actions = [Float](repeating: 0, count: size)
      (values, rewards, advantages, returns) = (actions, actions, actions, actions)
      continuations = [Continuation](repeating: .running, count: size)
    }
  }

  /// An agent with fresh weights; the configuration must have no `problem` in the environment.
  public init(
    _ configuration: Configuration, for environment: EnvironmentInterface, seed: UInt64,
    pool: ThreadPool? = nil
  ) {
    if let problem = configuration.problem(in: environment) { preconditionFailure(problem) }
    self.configuration = configuration
    let layout = ObservationLayout(environment.observationSpace)
    actions = DiscreteActions(environment.actionSpace)
    policy = configuration.valuePolicy(for: environment, batch: configuration.environments)
    step = Step(configuration, layout, actions: actions.count, pool)
    weights = Weights(policy.layout, seed: seed)
    optimizer = OptimizerState(policy.layout)
    rollout = Rollout(layout, size: configuration.rolloutSize)
    state = State(
      acting: (0..<configuration.environments).map {
        RandomStream(seed: seed, role: "action", index: UInt64($0))
      },
      shuffling: RandomStream(seed: seed, role: "minibatch"),
      explorationRate: configuration.explorationRate(at: 0))
  }

  // MARK: Acting

  /// Chooses an action for each observation and remembers both.
  public mutating func act(
    _ observations: Span<Float>, masks: Span<Float>?, actions: inout MutableSpan<Float>
  ) {
    let start = rollout.step * configuration.environments
    policy.run(observations, masks: masks, nil, weights)
    rollout.rows.copy(policy.rows, to: start, rows: configuration.environments)
    for i in 0..<configuration.environments {
      let explores = state.acting[i].uniform() < state.explorationRate
      let action =
        explores
        ? self.actions.drawUniform(row: i, masks: masks, using: &state.acting[i])
        : policy.best(i)
      rollout.values[start + i] = policy.largest(i)
      rollout.actions[start + i] = Float(action)
      actions[i] = Float(action + self.actions.start)
    }
  }

  /// Takes in what the environments answered; the final observation of a truncated episode stands for
  /// its future.
  public mutating func observe(
    rewards: Span<Float>, ends: Span<EpisodeEnd>, finalObservations: Span<Float>
  ) {
    let start = rollout.step * configuration.environments
    var isTruncated = false
    for i in 0..<ends.count where ends[i] == .truncated { isTruncated = true }
    // Nobody has said what is legal there.
    if isTruncated { evaluate(finalObservations, masks: nil) }
    for i in 0..<ends.count {
      rollout.rewards[start + i] = rewards[i]
      rollout.continuations[start + i] =
        switch ends[i] {
        case .running: .running
        case .terminated: .terminated
        case .truncated: .truncated(finalValue: policy.largest(i))
        }
    }
    rollout.step += 1
  }

  /// Evaluates observations without acting; every action is legal without masks.
  private mutating func evaluate(_ observations: Span<Float>, masks: Span<Float>?) {
    policy.allowEverything()
    policy.run(observations, masks: masks, nil, weights)
  }

  /// Whether the rollout is complete.
  public var isReadyToLearn: Bool { rollout.step == configuration.rolloutSteps }

  // MARK: Learning

  /// Learns from the complete rollout, every present action being legal.
  public mutating func learn(
    _ observations: Span<Float>, progress: Double
  ) throws(NotFinite) -> LearningMetrics {
    try learn(observations, masks: nil, progress: progress)
  }

  /// Learns from the complete rollout.
  public mutating func learn(
    _ observations: Span<Float>, masks: Span<Float>?, progress: Double
  ) throws(NotFinite) -> LearningMetrics {
    evaluate(observations, masks: masks)
    // With the largest values as those of states, advantage plus value is the λ-return.
    estimateAdvantages(
      rewards: rollout.rewards, values: rollout.values, continuations: rollout.continuations,
      lastValues: (0..<configuration.environments).map { policy.largest($0) },
      discount: Float(configuration.discount), lambda: Float(configuration.lambda),
      advantages: &rollout.advantages, returns: &rollout.returns)
    let rate = configuration.learningRate.value(at: progress)
    var metrics = LearningMetrics()
    var order = (0..<Int32(configuration.rolloutSize)).map { $0 }
    for _ in 0..<configuration.epochs {
      state.shuffling.shuffle(&order)
      for start in stride(from: 0, to: order.count, by: configuration.minibatchSize) {
        let indices = order.span.extracting(start..<start + configuration.minibatchSize)
        step.fill(
          rollout.rows, actions: rollout.actions, returns: rollout.returns, indices)
        try step.run(&weights, &optimizer, rate: rate, &metrics)
      }
    }
    rollout.step = 0
    metrics.divideByUpdates()
    state.explorationRate = configuration.explorationRate(at: progress)
    metrics["schedule/learningRate"] = rate
    metrics["schedule/exploration"] = state.explorationRate
    return metrics
  }

  /// The gradient step: half the squared distance of the taken actions' values from their returns.
  private struct Step: ~Copyable {
    private var program: Program
    private let observations: ObservationInputs
    private let actions: Input
    private let returns: Input
    private let loss: Output
    private let value: Output

    init(
      _ configuration: Configuration, _ layout: ObservationLayout, actions count: Int,
      _ pool: ThreadPool?
    ) {
      let n = configuration.minibatchSize
      let trace = Trace()
      let scope = trace.weights()
      observations = ObservationInputs(layout, trace, rows: n)
      let actions = trace.input([n, 1])
      let returns = trace.input([n, 1])
      let features = observations.features(configuration.network, scope)
      let values = configuration.values(features, actions: count, scope)
      let taken = values.picking(actions.tensor)
      let loss = 0.5 * (taken - returns.tensor).squared().mean()
      trace.minimize(
        loss, over: scope, by: .adam(),
        maximumGradientNorm: Float(configuration.maximumGradientNorm))
      self.actions = actions.handle
      self.returns = returns.handle
      self.loss = trace.output(loss)
      value = trace.output(taken.mean())
      program = trace.compile()
      program.pool = pool
    }

    mutating func fill(
      _ rows: ObservationRows, actions: [Float], returns: [Float], _ indices: Span<Int32>
    ) {
      observations.fill(&program, rows, indices)
      var target = program.input(self.actions)
      copy(actions.span, indices, into: &target)
      target = program.input(self.returns)
      copy(returns.span, indices, into: &target)
    }

    mutating func run(
      _ weights: inout Weights, _ optimizer: inout OptimizerState, rate: Double,
      _ metrics: inout LearningMetrics
    ) throws(NotFinite) {
      program.run(updating: &weights, &optimizer, rate: rate)
      try metrics.add(
        [("value", program.scalar(loss))], gradientNorm: program.gradientNorm,
        afterUpdate: optimizer.updates)
      metrics["value/mean", default: 0] += Double(program.scalar(value))
    }
  }
}

// MARK: State

extension PQN {
  /// Observations are taken as they are.
  public var standardization: RunningStandardization? { nil }

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
    precondition(rollout.step == 0, "a snapshot is taken between two turns, not within one")
    return AgentSnapshot(
      weights: weights.file, optimizer: optimizer.file, rest: try JSON(encoding: state))
  }

  /// Puts a state back; throws, and changes nothing, when it is of another configuration.
  public mutating func restore(_ snapshot: AgentSnapshot) throws {
    let other = try snapshot.rest.decoded(as: State.self)
    guard other.acting.count == state.acting.count else { throw ForeignState() }
    let newWeights = try Weights(layout: weights.layout, file: snapshot.weights)
    optimizer = try OptimizerState(layout: weights.layout, file: snapshot.optimizer)
    weights = newWeights
    state = other
    rollout.step = 0
  }
}
