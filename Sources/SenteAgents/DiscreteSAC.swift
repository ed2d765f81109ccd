public import SenteCompute
public import SenteEnvironments
import SenteNetworks
public import SentePrimitives

/// Soft actor-critic for choices: expectations over all actions where the continuous one draws.
///
/// Source: Christodoulou, "Soft Actor-Critic for Discrete Action Settings" (2019), algorithm 1.
public struct DiscreteSAC: Agent, ~Copyable {
  /// The settings it was made with.
  public let configuration: Configuration
  private var experience: Experience
  private var actor: Learner
  private var policy: ValuePolicy
  private var drawn: [Float]
  private let actions: DiscreteActions
  private var critics: Learner
  private var targets: Weights
  private var temperature: Temperature
  private var criticStep: CriticStep
  private var actorStep: ActorStep

  /// The settings of discrete SAC. The defaults are those of continuous SAC, but for the entropy that is
  /// held. Christodoulou: 64 transitions a batch, the targets copied every 8,000 steps.
  public struct Configuration: AgentConfiguration {
    /// Environments stepped together.
    public var environments = 1
    /// What is remembered, and how often it is learned from.
    public var replay = ReplaySettings()
    /// How much the next step's reward counts.
    public var discount = 0.99
    /// Adam's step size over the run, for actor, critics and temperature.
    public var learningRate = Schedule.constant(3e-4)
    /// How far the targets move towards the critics with each gradient step.
    public var targetRate = 0.005
    /// How much entropy counts; its target is a share of the largest entropy. Christodoulou: 0.98, with
    /// which a policy of two choices hardly learns to choose.
    public var temperature: TemperatureSettings = {
      var settings = TemperatureSettings()
      settings.entropyTarget = 0.5
      return settings
    }()
    /// The networks.
    public var network = ReplayNetwork()

    /// The defaults.
    public init() {}

    /// The settings whose value may be none.
    public static var optionalSettings: [String] { [] }

    /// The first setting that is out of range, in words; nil when all are usable.
    public var problem: String? {
      if let problem =
        outside("environments is", environments, 1...65_536)
        ?? replay.problem(environments: environments)
        ?? outside("discount is", discount, 0...1)
        ?? outside("learningRate is", learningRate, 0...1)
        ?? outside("targetRate is", targetRate, 0...1)
      {
        return problem
      }
      return temperature.problem ?? network.problem(rows: replay.batchSize)
    }

    /// Why these settings cannot be used in an environment, in words; nil when they can.
    public func problem(in environment: EnvironmentInterface) -> String? {
      problem ?? DiscreteActions.problem(environment.actionSpace)
        ?? replay.layout(in: environment, environments).problem
    }

    /// An agent with these settings and fresh weights.
    public func makeAgent(
      for environment: EnvironmentInterface, seed: UInt64, pool: ThreadPool?
    ) -> any Agent & ~Copyable {
      DiscreteSAC(self, for: environment, seed: seed, pool: pool)
    }

    /// The actor, which acts by its likeliest choice.
    public func makePolicy(
      for environment: EnvironmentInterface, batch: Int
    ) -> any Policy & ~Copyable {
      policy(for: environment, batch: batch)
    }

    fileprivate func policy(for environment: EnvironmentInterface, batch: Int) -> ValuePolicy {
      ValuePolicy(for: environment, batch: batch, start: network.start) {
        features, actions, scope, _ in network(features, actions, scope)
      }
    }

    /// The policy's distribution for observations.
    fileprivate func actor(
      _ observations: ObservationInputs, _ actions: Int, _ mask: Tensor?, _ scope: Scope
    ) -> Categorical {
      let logits = network(observations.features(network, scope), actions, scope)
      return mask.map { Categorical(logits: logits, mask: $0) } ?? Categorical(logits: logits)
    }

    /// The values that two critics give to all actions, [rows, actions] each.
    fileprivate func critics(
      _ observations: ObservationInputs, _ actions: Int, _ scope: Scope
    ) -> [Tensor] {
      let x = observations.features(network, scope)
      return (0..<2).map { network(x, actions, scope["critic\($0)"]) }
    }
  }

  /// An agent with fresh weights; the configuration must have no `problem` in the environment.
  public init(
    _ configuration: Configuration, for environment: EnvironmentInterface, seed: UInt64,
    pool: ThreadPool? = nil
  ) {
    if let problem = configuration.problem(in: environment) { preconditionFailure(problem) }
    self.configuration = configuration
    let layout = configuration.replay.layout(in: environment, configuration.environments)
    experience = Experience(configuration.replay, layout, seed: seed)
    let actions = DiscreteActions(environment.actionSpace)
    self.actions = actions
    policy = configuration.policy(for: environment, batch: configuration.environments)
    actor = Learner(policy.layout, seed: seed)
    drawn = [Float](repeating: 0, count: configuration.environments)
    criticStep = CriticStep(configuration, layout, actions: actions.count, pool)
    actorStep = ActorStep(configuration, layout, actions: actions.count, pool)
    critics = Learner(criticStep.layout, seed: seed)
    targets = Weights(criticStep.layout, seed: seed)
    temperature = Temperature(
      configuration.temperature,
      targetEntropy: configuration.temperature.entropyTarget
        * Elementary.log(Double(actions.count)))
  }

  // MARK: Acting

  /// Chooses an action for each observation and remembers both.
  public mutating func act(
    _ observations: Span<Float>, masks: Span<Float>?, actions: inout MutableSpan<Float>
  ) {
    experience.see(observations, masks: masks)
    let isWarmup = experience.isWarmup
    if !isWarmup { policy.run(experience.rows, masks: masks, actor.weights) }
    for i in drawn.indices {
      let action =
        isWarmup
        ? experience.drawUniform(self.actions, i, masks: masks) : experience.sample(policy, i)
      drawn[i] = Float(action)
      actions[i] = Float(action + self.actions.start)
    }
  }

  /// Takes in what the environments answered.
  public mutating func observe(
    rewards: Span<Float>, ends: Span<EpisodeEnd>, finalObservations: Span<Float>
  ) {
    experience.remember(actions: drawn, rewards, ends, finalObservations)
  }

  /// Whether a turn's steps have been taken.
  public var isReadyToLearn: Bool { experience.isReadyToLearn }

  // MARK: Learning

  /// Takes the gradient steps that are due.
  public mutating func learn(
    _ observations: Span<Float>, progress: Double
  ) throws(NotFinite) -> LearningMetrics {
    experience.see(observations, masks: nil, isNew: false)
    let rate = configuration.learningRate.value(at: progress)
    var metrics = LearningMetrics()
    for _ in 0..<experience.updatesDue {
      experience.draw(discount: configuration.discount)
      try criticStep.run(
        experience, &critics, actor: actor.weights, targets: targets, temperature.value,
        rate: rate, &metrics)
      try actorStep.run(
        experience, &actor, critics: critics.weights, &temperature, rate: rate, &metrics)
      targets.move(toward: critics.weights, by: Float(configuration.targetRate))
      metrics.countUpdate()
    }
    experience.finishTurn()
    return metrics
  }

  /// The critics' gradient step: towards the reward and what the targets and the entropy are worth on
  /// average over the policy's next actions.
  private struct CriticStep: ~Copyable {
    private let network: ReplayNetwork
    private var program: Program
    private let transitions: TransitionInputs
    private let nextMask: MaskInput?
    private let temperature: Input
    private let loss: Output
    private let value: Output

    init(
      _ configuration: Configuration, _ layout: ReplayLayout, actions: Int, _ pool: ThreadPool?
    ) {
      network = configuration.network
      let rows = configuration.replay.batchSize
      let trace = Trace()
      let (online, policy, target) = (trace.weights(), trace.weights(), trace.weights())
      let transitions = TransitionInputs(layout.observations, actionWidth: 1, trace, rows: rows)
      self.transitions = transitions
      nextMask = layout.maskWidth > 0 ? MaskInput(trace, rows: rows, layout) : nil
      let temperature = trace.input([1, 1])

      let next = configuration.actor(transitions.next, actions, nextMask?.tensor, policy)
        .logProbabilities
      let future = configuration.critics(transitions.next, actions, target)
      let each = min(future[0], future[1]) - temperature.tensor * next
      let soft = (exp(next) * each).sum(axis: 1).reshaped(to: [rows, 1])
      let goal = (transitions.rewards + transitions.discounts * soft).detached

      let values = configuration.critics(transitions.observations, actions, online)
        .map { $0.picking(transitions.actions) }
      let loss = values.map { 0.5 * ($0 - goal).squared().mean() }.reduce(trace.constant(0), +)
      trace.minimize(loss, over: online, by: .adam())
      self.temperature = temperature.handle
      self.loss = trace.output(loss)
      value = trace.output(values[0].mean())
      program = trace.compile()
      program.pool = pool
    }

    var layout: Layout { program.layouts[0] }

    mutating func run(
      _ experience: borrowing Experience, _ critics: inout Learner, actor: borrowing Weights,
      targets: borrowing Weights, _ temperature: Float, rate: Double,
      _ metrics: inout LearningMetrics
    ) throws(NotFinite) {
      transitions.fill(&program, experience.replay, experience.batch)
      nextMask?.fill(&program, experience.replay, experience.batch.lastRows.span)
      program.fill(self.temperature, with: temperature)
      program.run(updating: &critics.weights, &critics.optimizer, actor, targets, rate: rate)
      network.settle(&critics.weights)
      try metrics.average(
        loss: "critic", program.scalar(loss), afterUpdate: critics.optimizer.updates)
      metrics.average("value/mean", program.scalar(value))
      metrics.average("gradient/norm", program.gradientNorm)
    }
  }

  /// The actor's gradient step: towards what the smaller critic's values and the entropy make best.
  private struct ActorStep: ~Copyable {
    private let network: ReplayNetwork
    private var program: Program
    private let observations: ObservationInputs
    private let mask: MaskInput?
    private let temperature: Input
    private let loss: Output
    private let logProbability: Output

    init(
      _ configuration: Configuration, _ layout: ReplayLayout, actions: Int, _ pool: ThreadPool?
    ) {
      network = configuration.network
      let rows = configuration.replay.batchSize
      let trace = Trace()
      let (policy, online) = (trace.weights(), trace.weights())
      observations = ObservationInputs(layout.observations, trace, rows: rows)
      mask = layout.maskWidth > 0 ? MaskInput(trace, rows: rows, layout) : nil
      let temperature = trace.input([1, 1])

      let distribution = configuration.actor(observations, actions, mask?.tensor, policy)
      let logProbabilities = distribution.logProbabilities
      let values = configuration.critics(observations, actions, online)
      let each =
        temperature.tensor * logProbabilities - min(values[0], values[1]).detached
      let loss = (exp(logProbabilities) * each).sum(axis: 1).mean()
      trace.minimize(loss, over: policy, by: .adam())
      self.temperature = temperature.handle
      self.loss = trace.output(loss)
      logProbability = trace.output(-distribution.entropy.mean())
      program = trace.compile()
      program.pool = pool
    }

    mutating func run(
      _ experience: borrowing Experience, _ actor: inout Learner, critics: borrowing Weights,
      _ temperature: inout Temperature, rate: Double, _ metrics: inout LearningMetrics
    ) throws(NotFinite) {
      observations.fill(&program, experience.replay, experience.batch.rows.span)
      mask?.fill(&program, experience.replay, experience.batch.rows.span)
      program.fill(self.temperature, with: temperature.value)
      program.run(updating: &actor.weights, &actor.optimizer, critics, rate: rate)
      network.settle(&actor.weights)
      try metrics.average(
        loss: "actor", program.scalar(loss), afterUpdate: actor.optimizer.updates)
      let logProbability = program.scalar(logProbability)
      temperature.update(meanLogProbability: logProbability, rate: rate)
      metrics.average("policy/entropy", -logProbability)
      metrics.average("policy/temperature", temperature.value)
    }
  }
}

// MARK: State

extension DiscreteSAC {
  /// The statistics by which observations are standardized, if they are.
  public var standardization: RunningStandardization? { experience.replay.state.standardization }

  /// The digest of the present weights of actor and critics.
  public var weightsDigest: Digest { Digest(of: actor.weights, critics.weights) }

  /// Lends the actor's weights.
  public borrowing func withWeights<Result>(
    _ body: (borrowing Weights) throws -> Result
  ) rethrows -> Result {
    try body(actor.weights)
  }

  /// What the agent's future depends on besides weights, optimizers and the replay's content.
  private struct State: Codable {
    var experience: Experience.State
    var temperature: Temperature
  }

  /// Keeps the replay in a file from now on.
  public mutating func keepReplay(in file: ReplayFile) throws { try experience.keep(in: file) }

  /// Bytes that the replay takes.
  public var replayByteCount: Int { experience.replay.layout.byteCount }

  /// The whole state between two turns.
  public func snapshot() throws -> AgentSnapshot {
    try experience.synchronize()
    var file = SafetensorsFile()
    actor.add(to: &file, named: "actor", withWeights: false)
    critics.add(to: &file, named: "critics")
    file.add(targets.file, as: "targets")
    let state = State(experience: experience.snapshot(), temperature: temperature)
    return AgentSnapshot(
      weights: actor.weights.file, optimizer: file, rest: try JSON(encoding: state),
      replay: experience.content)
  }

  /// Puts a state back; throws, and changes nothing, when it is of another configuration.
  public mutating func restore(_ snapshot: AgentSnapshot) throws {
    let state = try snapshot.rest.decoded(as: State.self)
    let (layout, file) = (critics.weights.layout, snapshot.optimizer)
    let newActor = try Learner(
      actor.weights.layout, weights: snapshot.weights, file, named: "actor")
    let newCritics = try Learner(layout, file, named: "critics")
    let newTargets = try Weights(layout: layout, file: file.part("targets"))
    try experience.restore(state.experience, content: snapshot.replay)
    actor = newActor
    critics = newCritics
    targets = newTargets
    temperature = state.temperature
  }
}
