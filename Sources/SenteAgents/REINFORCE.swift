public import SenteCompute
public import SenteEnvironments
import SenteNetworks
public import SentePrimitives

/// The Monte Carlo policy gradient: whole episodes, and one gradient step for each set of them.
///
/// Source: Williams, "Simple Statistical Gradient-Following Algorithms for Connectionist Reinforcement
/// Learning" (1992), section 5, episodic; with a learned baseline as in Sutton and Barto, "Reinforcement
/// Learning" (second edition), section 13.4.
///
/// A turn takes from every environment the first episode that begins in it, so that short episodes
/// count no more than long ones and all of them follow the present policy; what an environment does
/// before and after is left out.
public struct REINFORCE: Agent, ~Copyable {
  /// The settings it was made with.
  public let configuration: Configuration
  /// The network's weights.
  public private(set) var weights: Weights
  private var optimizer: OptimizerState
  private var actor: Actor
  private var episodes: [Episode]
  /// Whether the next observation of an environment begins an episode.
  private var isFresh: [Bool]
  /// Gradient steps by the number of rows they are traced for.
  private var updates: [Int: Held] = [:]
  private let plan: NetworkPlan
  private let pool: ThreadPool?

  /// The settings of REINFORCE.
  public struct Configuration: AgentConfiguration {
    /// Environments stepped together, and episodes of one gradient step. Williams: 1.
    public var environments = 8
    /// How much the next step's reward counts.
    public var discount = 0.99
    /// Adam's step size over the run.
    public var learningRate = Schedule.constant(3e-3)
    /// Whether a learned value of the state is subtracted from the return.
    public var usesBaseline = true
    /// Weight of the baseline's loss.
    public var baselineCoefficient = 0.5
    /// Weight of the entropy bonus.
    public var entropyCoefficient = 0.0
    /// Whether what multiplies the gradients is brought to mean 0 and deviation 1.
    public var normalizesAdvantages = true
    /// Norm to which the gradient is scaled down; nil for no limit.
    public var maximumGradientNorm: Double? = 0.5
    /// Whether observations are standardized by running statistics.
    public var normalizesObservations = false
    /// The network.
    public var network = ActorCriticConfiguration()

    /// The defaults.
    public init() {}

    /// The settings whose value may be none.
    public static var optionalSettings: [String] { ["maximumGradientNorm"] }

    /// An agent with these settings and fresh weights.
    public func makeAgent(
      for environment: EnvironmentInterface, seed: UInt64, pool: ThreadPool?
    ) -> any Agent & ~Copyable {
      REINFORCE(self, for: environment, seed: seed, pool: pool)
    }

    /// The first setting that is out of range, in words; nil when all are usable.
    public var problem: String? {
      outside("environments is", environments, 1...65_536)
        ?? outside("discount is", discount, 0...1)
        ?? outside("learningRate is", learningRate, 0...1)
        ?? outside("baselineCoefficient is", baselineCoefficient, 0...1e6)
        ?? outside("entropyCoefficient is", entropyCoefficient, 0...1e6)
        ?? notPositive("maximumGradientNorm", maximumGradientNorm)
        ?? network.problem(rows: environments)
    }
  }

  /// What one environment did in its episode of this turn.
  private struct Episode {
    enum Stage { case awaited, running, complete }

    var stage = Stage.running
    var steps: Steps
    var values: [Float] = []
    var rewards: [Float] = []
    var end = Continuation.running

    /// Returns, and what they exceed the baseline by.
    func outcomes(_ discount: Double, usesBaseline: Bool) -> (returns: [Float], above: [Float]) {
      let zeros = [Float](repeating: 0, count: rewards.count)
      var (returns, above) = (zeros, zeros)
      var continuations = [Continuation](repeating: .running, count: rewards.count)
      continuations[rewards.count - 1] = end
      if !usesBaseline, case .truncated = end {
        continuations[rewards.count - 1] = .terminated  // Nothing stands for what was cut off.
      }
      estimateAdvantages(
        rewards: rewards, values: usesBaseline ? values : zeros, continuations: continuations,
        lastValues: [0], discount: Float(discount), lambda: 1, advantages: &above,
        returns: &returns)
      return (returns, above)
    }
  }

  /// An agent with fresh weights; the configuration must have no `problem` in the environment.
  public init(
    _ configuration: Configuration, for environment: EnvironmentInterface, seed: UInt64,
    pool: ThreadPool? = nil
  ) {
    if let problem = configuration.problem { preconditionFailure(problem) }
    self.configuration = configuration
    self.pool = pool
    let plan = NetworkPlan(environment, configuration.network)
    self.plan = plan
    actor = Actor(
      plan, environments: configuration.environments, seed: seed,
      normalizesObservations: configuration.normalizesObservations, scalesRewards: false,
      discount: configuration.discount)
    weights = Weights(actor.policy.layout, seed: seed)
    optimizer = OptimizerState(actor.policy.layout)
    isFresh = [Bool](repeating: true, count: configuration.environments)
    episodes = isFresh.map { _ in Episode(steps: Steps(plan, count: 0)) }
  }

  // MARK: Acting

  /// Chooses an action for each observation and remembers both.
  public mutating func act(
    _ observations: Span<Float>, masks: Span<Float>?, actions: inout MutableSpan<Float>
  ) {
    actor.act(observations, masks: masks, weights, actions: &actions)
    for i in episodes.indices where episodes[i].stage == .running {
      episodes[i].steps.append(actor.rows, masks: masks, actor.drawn, row: i)
      episodes[i].values.append(actor.values[i])
    }
  }

  /// Takes in what the environments answered.
  public mutating func observe(
    rewards: Span<Float>, ends: Span<EpisodeEnd>, finalObservations: Span<Float>
  ) {
    actor.observe(rewards, ends, finalObservations, weights)
    for i in episodes.indices {
      isFresh[i] = ends[i] != .running
      switch episodes[i].stage {
      case .awaited: if isFresh[i] { episodes[i].stage = .running }
      case .running:
        episodes[i].rewards.append(actor.rewards[i])
        episodes[i].end = actor.continuations[i]
        if isFresh[i] { episodes[i].stage = .complete }
      case .complete: break
      }
    }
  }

  /// Whether every environment has completed an episode.
  public var isReadyToLearn: Bool { episodes.allSatisfy { $0.stage == .complete } }

  /// Begins a turn: episodes that are under way are waited out.
  private mutating func begin() {
    episodes = isFresh.map { isFresh in
      Episode(stage: isFresh ? .running : .awaited, steps: Steps(plan, count: 0))
    }
  }

  // MARK: Learning

  /// Learns from the episodes of the turn.
  public mutating func learn(
    _ observations: Span<Float>, masks: Span<Float>?, progress: Double
  ) throws(NotFinite) -> LearningMetrics {
    let rate = configuration.learningRate.value(at: progress)
    var metrics = LearningMetrics()
    let longest = episodes.map(\.rewards.count).max() ?? 1
    let total = episodes.reduce(0) { $0 + $1.rewards.count }
    // Extents are rounded up to powers of two: few programs serve all turns.
    let length = plan.memoryWidth > 0 ? roundedUp(longest) : 1
    let sequences = plan.memoryWidth > 0 ? episodes.count : roundedUp(max(total, 64))
    let held =
      updates[length * sequences]
      ?? Held(Update(configuration, plan, length: length, sequences: sequences, pool))
    updates[length * sequences] = held
    held.update.fill(episodes, configuration)
    try held.update.run(&weights, &optimizer, rate: rate, &metrics)
    metrics["schedule/learningRate"] = rate
    metrics["episode/learnedSteps"] = Double(total)
    begin()
    return metrics
  }

  private func roundedUp(_ count: Int) -> Int {
    var power = 1
    while power < count { power *= 2 }
    return power
  }

  /// A place for a gradient step in a table, into which a program itself cannot be copied.
  private final class Held {
    var update: Update

    init(_ update: consuming Update) { self.update = update }
  }

  /// The gradient step, traced for one size.
  private struct Update: ~Copyable {
    private var program: Program
    private let network: NetworkInputs
    private let actions: Input
    private let weights: Input
    private let advantages: Input
    private let returns: Input
    private let losses: [(name: String, output: Output)]
    private let entropy: Output

    init(
      _ configuration: Configuration, _ plan: NetworkPlan, length: Int, sequences: Int,
      _ pool: ThreadPool?
    ) {
      let n = length * sequences
      let trace = Trace()
      let scope = trace.weights()
      network = NetworkInputs(plan, trace, length: length, sequences: sequences)
      let actions = trace.input([n, plan.actionWidth])
      let weights = trace.input([n, 1])
      let advantages = trace.input([n, 1])
      let returns = trace.input([n, 1])
      let actorCritic = ActorCritic(plan, network, scope)

      // The mean over all steps of the turn: what only fills the program up has weight 0.
      let logProbability = actorCritic.policy.logProbability(of: actions.tensor)
      let policyLoss = -(weights.tensor * (logProbability * advantages.tensor)).sum()
      let entropy = (weights.tensor * actorCritic.policy.entropy).sum()
      var loss = policyLoss - Float(configuration.entropyCoefficient) * entropy
      var losses = [("policy", trace.output(policyLoss))]
      if configuration.usesBaseline {
        let error = (actorCritic.value - returns.tensor).squared()
        let valueLoss = (weights.tensor * error).sum()
        loss = loss + Float(configuration.baselineCoefficient) * valueLoss
        losses.append(("value", trace.output(valueLoss)))
      }
      trace.minimize(
        loss, over: scope, by: .adam(),
        maximumGradientNorm: configuration.maximumGradientNorm.map { Float($0) })

      self.actions = actions.handle
      self.weights = weights.handle
      self.advantages = advantages.handle
      self.returns = returns.handle
      self.losses = losses
      self.entropy = trace.output(entropy)
      program = trace.compile()
      program.pool = pool
    }

    /// Fills in episodes: one after the other, or with memory side by side.
    mutating func fill(_ episodes: [Episode], _ configuration: Configuration) {
      var steps = episodes[0].steps
      for episode in episodes.dropFirst() { steps.append(episode.steps) }
      let outcomes = episodes.map {
        $0.outcomes(configuration.discount, usesBaseline: configuration.usesBaseline)
      }
      var above = outcomes.flatMap(\.above)
      if configuration.normalizesAdvantages, above.count > 1 {
        var span = above.mutableSpan
        normalize(&span)
      }
      let isReal = indices(episodes.map(\.rewards.count))
      let rows = isReal.map { Int32(max($0, 0)) }
      network.fill(&program, steps, rows.span)
      copy(steps.actions, rows, actions)
      copy(above, rows, advantages)
      copy(outcomes.flatMap(\.returns), rows, returns)
      var weights = program.input(weights)
      for i in 0..<weights.count { weights[i] = isReal[i] < 0 ? 0 : 1 / Float(above.count) }
    }

    /// Which step each row of the program holds, -1 for none, given the episodes' lengths.
    private func indices(_ lengths: [Int]) -> [Int] {
      let rows = network.length * network.sequences
      if network.length == 1 {
        let total = lengths.reduce(0, +)
        return (0..<rows).map { $0 < total ? $0 : -1 }
      }
      var starts = [0]
      for length in lengths { starts.append(starts[starts.count - 1] + length) }
      return (0..<rows).map { row in
        let (t, episode) = (row / network.sequences, row % network.sequences)
        return t < lengths[episode] ? starts[episode] + t : -1
      }
    }

    private mutating func copy(_ source: [Float], _ indices: [Int32], _ input: Input) {
      var target = program.input(input)
      SenteAgents.copy(source.span, indices.span, into: &target)
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

extension REINFORCE {
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
    var isFresh: [Bool]
  }

  /// The whole state between two turns.
  public func snapshot() throws -> AgentSnapshot {
    precondition(
      episodes.allSatisfy(\.rewards.isEmpty),
      "a snapshot is taken between two turns, not within one")
    return AgentSnapshot(
      weights: weights.file, optimizer: optimizer.file,
      rest: try JSON(encoding: State(actor: actor.snapshot(), isFresh: isFresh)))
  }

  /// Puts a state back; throws, and changes nothing, when it is of another configuration.
  public mutating func restore(_ snapshot: AgentSnapshot) throws {
    let state = try snapshot.rest.decoded(as: State.self)
    guard actor.accepts(state.actor), state.isFresh.count == isFresh.count else {
      throw ForeignState()
    }
    let newWeights = try Weights(layout: actor.policy.layout, file: snapshot.weights)
    optimizer = try OptimizerState(layout: actor.policy.layout, file: snapshot.optimizer)
    weights = newWeights
    actor.restore(state.actor)
    isFresh = state.isFresh
    begin()
  }
}
