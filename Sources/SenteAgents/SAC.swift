public import SenteCompute
public import SenteEnvironments
import SenteNetworks
public import SentePrimitives

/// Soft actor-critic: a policy that maximizes rewards and its own entropy, learned from replay.
///
/// Source: Haarnoja, Zhou, Hartikainen, Tucker, Ha, Tan, Kumar, Zhu, Gupta, Abbeel and Levine, "Soft
/// Actor-Critic Algorithms and Applications" (2018), algorithm 1, with the temperature of section 5.
public struct SAC: Agent, ~Copyable {
  /// The settings it was made with.
  public let configuration: Configuration
  private var experience: Experience
  private var actor: BoxActor
  private var critics: Learner
  private var targets: Weights
  private var temperature: Temperature
  private var noise: RandomStream
  private var criticStep: CriticStep
  private var actorStep: ActorStep

  /// The settings of SAC. The defaults are those of the paper and of Stable-Baselines3.
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
    /// How much entropy counts.
    public var temperature = TemperatureSettings()
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
      problem ?? BoxActions.problem(environment.actionSpace)
        ?? replay.layout(in: environment, environments).problem
    }

    /// An agent with these settings and fresh weights.
    public func makeAgent(
      for environment: EnvironmentInterface, seed: UInt64, pool: ThreadPool?
    ) -> any Agent & ~Copyable {
      SAC(self, for: environment, seed: seed, pool: pool)
    }

    /// The actor, which acts by its mean before squashing.
    public func makePolicy(
      for environment: EnvironmentInterface, batch: Int
    ) -> any Policy & ~Copyable {
      policy(for: environment, batch: batch)
    }

    fileprivate func policy(for environment: EnvironmentInterface, batch: Int) -> BoxPolicy {
      let width = environment.actionSpace.width
      return BoxPolicy(environment, batch: batch) { observations, scope in
        .squashed(network.squashedPolicy(observations, width: width, scope))
      }
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
    actor = BoxActor(
      configuration.policy(for: environment, batch: configuration.environments),
      for: environment, seed: seed)
    criticStep = CriticStep(configuration, layout, pool)
    actorStep = ActorStep(configuration, layout, pool)
    critics = Learner(criticStep.layout, seed: seed)
    targets = Weights(criticStep.layout, seed: seed)
    temperature = Temperature(
      configuration.temperature,
      targetEntropy: configuration.temperature.entropyTarget * Double(layout.actionWidth))
    noise = RandomStream(seed: seed, role: "noise")
  }

  // MARK: Acting

  /// Chooses an action for each observation and remembers both.
  public mutating func act(
    _ observations: Span<Float>, masks: Span<Float>?, actions: inout MutableSpan<Float>
  ) {
    actor.act(observations, &experience, actions: &actions)
  }

  /// Takes in what the environments answered.
  public mutating func observe(
    rewards: Span<Float>, ends: Span<EpisodeEnd>, finalObservations: Span<Float>
  ) {
    experience.remember(actions: actor.drawn, rewards, ends, finalObservations)
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
        experience, &critics, actor: actor.learner.weights, targets: targets,
        temperature.value, &noise, rate: rate, &metrics)
      try actorStep.run(
        experience, &actor.learner, critics: critics.weights, &temperature, &noise, rate: rate,
        &metrics)
      targets.move(toward: critics.weights, by: Float(configuration.targetRate))
      metrics.countUpdate()
    }
    experience.finishTurn()
    return metrics
  }

  /// The critics' gradient step: towards the reward and the targets' value of the policy's next action,
  /// less its log-probability.
  private struct CriticStep: ~Copyable {
    private let network: ReplayNetwork
    private var program: Program
    private let transitions: TransitionInputs
    private let temperature: Input
    private let random: RandomInput
    private let loss: Output
    private let value: Output

    init(_ configuration: Configuration, _ layout: ReplayLayout, _ pool: ThreadPool?) {
      network = configuration.network
      let trace = Trace()
      let (online, policy, target) = (trace.weights(), trace.weights(), trace.weights())
      transitions = TransitionInputs(
        layout.observations, actionWidth: layout.actionWidth, trace,
        rows: configuration.replay.batchSize)
      let temperature = trace.input([1, 1])
      let random = trace.random()

      let next = network.squashedPolicy(transitions.next, width: layout.actionWidth, policy)
      let drawn = next.sample(random.source)
      let future = network.critics(2, transitions.next, tanh(drawn), target)
      let soft = min(future[0], future[1]) - temperature.tensor * next.logProbability(of: drawn)
      let goal = (transitions.rewards + transitions.discounts * soft).detached

      let values = network.critics(2, transitions.observations, transitions.actions, online)
      let loss = values.map { 0.5 * ($0 - goal).squared().mean() }.reduce(trace.constant(0), +)
      trace.minimize(loss, over: online, by: .adam())
      self.temperature = temperature.handle
      self.random = random.handle
      self.loss = trace.output(loss)
      value = trace.output(values[0].mean())
      program = trace.compile()
      program.pool = pool
    }

    var layout: Layout { program.layouts[0] }

    mutating func run(
      _ experience: borrowing Experience, _ critics: inout Learner, actor: borrowing Weights,
      targets: borrowing Weights, _ temperature: Float, _ noise: inout RandomStream,
      rate: Double, _ metrics: inout LearningMetrics
    ) throws(NotFinite) {
      transitions.fill(&program, experience.replay, experience.batch)
      program.fill(self.temperature, with: temperature)
      program.draw(random, from: &noise)
      program.run(updating: &critics.weights, &critics.optimizer, actor, targets, rate: rate)
      network.settle(&critics.weights)
      try metrics.average(
        loss: "critic", program.scalar(loss), afterUpdate: critics.optimizer.updates)
      metrics.average("value/mean", program.scalar(value))
      metrics.average("gradient/norm", program.gradientNorm)
    }
  }

  /// The actor's gradient step: up the smaller critic's value of its own action, and its entropy.
  private struct ActorStep: ~Copyable {
    private let network: ReplayNetwork
    private var program: Program
    private let observations: ObservationInputs
    private let temperature: Input
    private let random: RandomInput
    private let loss: Output
    private let logProbability: Output

    init(_ configuration: Configuration, _ layout: ReplayLayout, _ pool: ThreadPool?) {
      network = configuration.network
      let trace = Trace()
      let (policy, online) = (trace.weights(), trace.weights())
      observations = ObservationInputs(
        layout.observations, trace, rows: configuration.replay.batchSize)
      let temperature = trace.input([1, 1])
      let random = trace.random()

      let distribution = network.squashedPolicy(
        observations, width: layout.actionWidth, policy)
      let drawn = distribution.sample(random.source)
      let logProbability = distribution.logProbability(of: drawn)
      let values = network.critics(2, observations, tanh(drawn), online)
      let loss = (temperature.tensor * logProbability - min(values[0], values[1])).mean()
      trace.minimize(loss, over: policy, by: .adam())
      self.temperature = temperature.handle
      self.random = random.handle
      self.loss = trace.output(loss)
      self.logProbability = trace.output(logProbability.mean())
      program = trace.compile()
      program.pool = pool
    }

    mutating func run(
      _ experience: borrowing Experience, _ actor: inout Learner, critics: borrowing Weights,
      _ temperature: inout Temperature, _ noise: inout RandomStream, rate: Double,
      _ metrics: inout LearningMetrics
    ) throws(NotFinite) {
      observations.fill(&program, experience.replay, experience.batch.rows.span)
      program.fill(self.temperature, with: temperature.value)
      program.draw(random, from: &noise)
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

extension SAC {
  /// The statistics by which observations are standardized, if they are.
  public var standardization: RunningStandardization? { experience.replay.state.standardization }

  /// The digest of the present weights of actor and critics.
  public var weightsDigest: Digest { Digest(of: actor.learner.weights, critics.weights) }

  /// Lends the actor's weights.
  public borrowing func withWeights<Result>(
    _ body: (borrowing Weights) throws -> Result
  ) rethrows -> Result {
    try body(actor.learner.weights)
  }

  /// What the agent's future depends on besides weights, optimizers and the replay's content.
  private struct State: Codable {
    var experience: Experience.State
    var temperature: Temperature
    var noise: RandomStream
  }

  /// Keeps the replay in a file from now on.
  public mutating func keepReplay(in file: ReplayFile) throws { try experience.keep(in: file) }

  /// Bytes that the replay takes.
  public var replayByteCount: Int { experience.replay.layout.byteCount }

  /// The whole state between two turns.
  public func snapshot() throws -> AgentSnapshot {
    try experience.synchronize()
    var file = SafetensorsFile()
    actor.learner.add(to: &file, named: "actor", withWeights: false)
    critics.add(to: &file, named: "critics")
    file.add(targets.file, as: "targets")
    let state = State(
      experience: experience.snapshot(), temperature: temperature, noise: noise)
    return AgentSnapshot(
      weights: actor.learner.weights.file, optimizer: file, rest: try JSON(encoding: state),
      replay: experience.content)
  }

  /// Puts a state back; throws, and changes nothing, when it is of another configuration.
  public mutating func restore(_ snapshot: AgentSnapshot) throws {
    let state = try snapshot.rest.decoded(as: State.self)
    let (layout, file) = (critics.weights.layout, snapshot.optimizer)
    let newActor = try Learner(
      actor.learner.weights.layout, weights: snapshot.weights, file, named: "actor")
    let newCritics = try Learner(layout, file, named: "critics")
    let newTargets = try Weights(layout: layout, file: file.part("targets"))
    try experience.restore(state.experience, content: snapshot.replay)
    actor.learner = newActor
    critics = newCritics
    targets = newTargets
    (temperature, noise) = (state.temperature, state.noise)
  }
}
