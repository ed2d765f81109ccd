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
  private var actor: Weights
  private var critics: Weights
  private var targets: Weights
  private var actorOptimizer: OptimizerState
  private var criticOptimizer: OptimizerState
  private var temperature: Temperature
  private var noise: RandomStream
  private var policy: BoxPolicy
  private var drawn: [Float]
  private var experience: Experience
  private var criticStep: CriticStep
  private var actorStep: ActorStep
  private let actions: BoxActions

  /// The settings of SAC. The defaults are those of the paper and of Stable-Baselines3, where not said
  /// otherwise.
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
    /// The first weight of the entropy.
    public var initialTemperature = 1.0
    /// Whether that weight is learned.
    public var tunesTemperature = true
    /// The entropy that is held, in nats; none: minus the numbers of an action.
    public var targetEntropy: Double?
    /// The networks.
    public var network = ReplayNetwork()

    /// The defaults.
    public init() {}

    /// The settings whose value may be none.
    public static var optionalSettings: [String] { ["targetEntropy"] }

    /// The first setting that is out of range, in words; nil when all are usable.
    public var problem: String? {
      if let problem =
        outside("environments is", environments, 1...65_536)
        ?? replay.problem(environments: environments)
        ?? outside("discount is", discount, 0...1)
        ?? outside("learningRate is", learningRate, 0...1)
        ?? outside("targetRate is", targetRate, 0...1)
        ?? outside("initialTemperature is", initialTemperature, 1e-12...1e6)
        ?? targetEntropy.flatMap({ outside("targetEntropy is", $0, -1e6...1e6) })
      {
        return problem
      }
      if targetEntropy != nil && !tunesTemperature {
        return "targetEntropy needs tunesTemperature, which is false"
      }
      return network.problem(rows: replay.batchSize)
    }

    /// Why these settings cannot be used in an environment, in words; nil when they can.
    public func problem(in environment: EnvironmentInterface) -> String? {
      problem ?? BoxActions.problem(environment.actionSpace) ?? layout(in: environment).problem
    }

    fileprivate func layout(in environment: EnvironmentInterface) -> ReplayLayout {
      ReplayLayout(
        ObservationLayout(environment.observationSpace),
        actionWidth: environment.actionSpace.width, capacity: replay.capacity,
        environments: environments)
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
      boxPolicy(for: environment, batch: batch)
    }

    fileprivate func boxPolicy(for environment: EnvironmentInterface, batch: Int) -> BoxPolicy {
      let width = environment.actionSpace.width
      return BoxPolicy(environment, batch: batch) { observations, scope in
        .squashed(actor(observations, width: width, scope))
      }
    }

    /// The policy's distribution, its logarithms of deviations within -20...2.
    fileprivate func actor(
      _ observations: ObservationInputs, width: Int, _ scope: Scope
    ) -> SquashedNormal {
      let y = network(observations.features(network, scope), 2 * width, scope)
      return SquashedNormal(
        mean: y.sliced(1, from: 0, count: width),
        logDeviation: y.sliced(1, from: width, count: width).clamped(-20, 2))
    }

    /// The values that two critics give to actions, [batch, 1] each.
    fileprivate func critics(
      _ observations: ObservationInputs, _ actions: Tensor, _ scope: Scope
    ) -> [Tensor] {
      let x = concatenate([observations.features(network, scope), actions], axis: 1)
      return (0..<2).map { network(x, 1, scope["critic\($0)"]) }
    }
  }

  /// An agent with fresh weights; the configuration must have no `problem` in the environment.
  public init(
    _ configuration: Configuration, for environment: EnvironmentInterface, seed: UInt64,
    pool: ThreadPool? = nil
  ) {
    if let problem = configuration.problem(in: environment) { preconditionFailure(problem) }
    self.configuration = configuration
    let layout = configuration.layout(in: environment)
    let actions = BoxActions(environment.actionSpace)
    self.actions = actions
    policy = configuration.boxPolicy(for: environment, batch: configuration.environments)
    criticStep = CriticStep(configuration, layout, pool)
    actorStep = ActorStep(configuration, layout, pool)
    actor = Weights(policy.layout, seed: seed)
    critics = Weights(criticStep.layout, seed: seed &+ 1)
    targets = Weights(criticStep.layout, seed: seed &+ 1)
    actorOptimizer = OptimizerState(actor.layout)
    criticOptimizer = OptimizerState(critics.layout)
    // A local, since Swift 6.3.1 destroys fields that are not set yet where `??` reads one that is.
    let entropy = configuration.targetEntropy ?? -Double(actions.width)
    temperature = Temperature(
      configuration.initialTemperature,
      targetEntropy: configuration.tunesTemperature ? entropy : nil)
    noise = RandomStream(seed: seed, role: "noise")
    drawn = [Float](repeating: 0, count: configuration.environments * actions.width)
    experience = Experience(configuration.replay, layout, seed: seed)
  }

  // MARK: Acting

  /// Chooses an action for each observation and remembers both.
  public mutating func act(
    _ observations: Span<Float>, masks: Span<Float>?, actions: inout MutableSpan<Float>
  ) {
    experience.see(observations, masks: nil)
    if experience.isWarmup {
      experience.drawUniform(self.actions, into: &drawn)
    } else {
      policy.run(experience.rows, actor)
      experience.sample(policy, into: &drawn)
    }
    self.actions.write(drawn, into: &actions)
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
    experience.see(observations, masks: nil)
    let rate = configuration.learningRate.value(at: progress)
    var metrics = LearningMetrics()
    for _ in 0..<experience.updatesDue {
      experience.draw(discount: configuration.discount)
      try criticStep.run(
        experience, &critics, &criticOptimizer, actor: actor, targets: targets,
        temperature: temperature.value, &noise, rate: rate, &metrics)
      try actorStep.run(
        experience, &actor, &actorOptimizer, critics: critics, &temperature, &noise, rate: rate,
        &metrics)
      targets.move(toward: critics, by: Float(configuration.targetRate))
    }
    experience.finishTurn()
    metrics.divideByUpdates()
    return metrics
  }

  /// The critics' gradient step: towards the reward and the targets' value of the policy's next action,
  /// less its log-probability.
  private struct CriticStep: ~Copyable {
    private var program: Program
    private let transitions: TransitionInputs
    private let temperature: Input
    private let random: RandomInput
    private let loss: Output
    private let value: Output

    init(_ configuration: Configuration, _ layout: ReplayLayout, _ pool: ThreadPool?) {
      let trace = Trace()
      let (online, policy, target) = (trace.weights(), trace.weights(), trace.weights())
      let transitions = TransitionInputs(
        layout.observations, actionWidth: layout.actionWidth, trace,
        rows: configuration.replay.batchSize)
      let temperature = trace.input([1, 1])
      let random = trace.random()

      let next = configuration.actor(transitions.next, width: layout.actionWidth, policy)
      let drawn = next.sample(random.source)
      let future = configuration.critics(transitions.next, tanh(drawn), target)
      let soft = min(future[0], future[1]) - temperature.tensor * next.logProbability(of: drawn)
      let goal = (transitions.rewards + transitions.discounts * soft).detached

      let values = configuration.critics(transitions.observations, transitions.actions, online)
      let loss = values.reduce(trace.constant(0)) { $0 + 0.5 * ($1 - goal).squared().mean() }
      trace.minimize(loss, over: online, by: .adam())
      self.transitions = transitions
      self.temperature = temperature.handle
      self.random = random.handle
      self.loss = trace.output(loss)
      value = trace.output(values[0].mean())
      program = trace.compile()
      program.pool = pool
    }

    var layout: Layout { program.layouts[0] }

    mutating func run(
      _ experience: borrowing Experience, _ critics: inout Weights,
      _ optimizer: inout OptimizerState, actor: borrowing Weights, targets: borrowing Weights,
      temperature: Float, _ noise: inout RandomStream, rate: Double,
      _ metrics: inout LearningMetrics
    ) throws(NotFinite) {
      transitions.fill(&program, experience.replay, experience.batch)
      program.fill(self.temperature, with: temperature)
      program.draw(random, from: &noise)
      program.run(updating: &critics, &optimizer, actor, targets, rate: rate)
      try metrics.add(
        [("critic", program.scalar(loss))], gradientNorm: program.gradientNorm,
        afterUpdate: optimizer.updates)
      metrics["value/mean", default: 0] += Double(program.scalar(value))
    }
  }

  /// The actor's gradient step: up the smaller critic's value of its own action, and its entropy.
  private struct ActorStep: ~Copyable {
    private var program: Program
    private let observations: ObservationInputs
    private let temperature: Input
    private let random: RandomInput
    private let loss: Output
    private let logProbability: Output

    init(_ configuration: Configuration, _ layout: ReplayLayout, _ pool: ThreadPool?) {
      let trace = Trace()
      let (policy, online) = (trace.weights(), trace.weights())
      observations = ObservationInputs(
        layout.observations, trace, rows: configuration.replay.batchSize)
      let temperature = trace.input([1, 1])
      let random = trace.random()
      let distribution = configuration.actor(observations, width: layout.actionWidth, policy)
      let drawn = distribution.sample(random.source)
      let logProbability = distribution.logProbability(of: drawn)
      let values = configuration.critics(observations, tanh(drawn), online)
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
      _ experience: borrowing Experience, _ actor: inout Weights,
      _ optimizer: inout OptimizerState, critics: borrowing Weights,
      _ temperature: inout Temperature, _ noise: inout RandomStream, rate: Double,
      _ metrics: inout LearningMetrics
    ) throws(NotFinite) {
      observations.fill(&program, experience.replay, experience.batch.rows.span)
      program.fill(self.temperature, with: temperature.value)
      program.draw(random, from: &noise)
      program.run(updating: &actor, &optimizer, critics, rate: rate)
      let (loss, logProbability) = (program.scalar(loss), program.scalar(self.logProbability))
      guard loss.isFinite else {
        throw NotFinite(quantity: "the actor loss", value: loss, update: optimizer.updates)
      }
      temperature.update(meanLogProbability: logProbability, rate: rate)
      metrics["loss/actor", default: 0] += Double(loss)
      metrics["policy/entropy", default: 0] -= Double(logProbability)
      metrics["policy/temperature", default: 0] += Double(temperature.value)
    }
  }
}

// MARK: State

extension SAC {
  /// Observations are taken as they are.
  public var standardization: RunningStandardization? { nil }

  /// The digest of the present weights of actor and critics.
  public var weightsDigest: Digest {
    var digest = actor.digest
    digest.combine("\(critics.digest)".utf8)
    return digest
  }

  /// Lends the actor's weights.
  public borrowing func withWeights<Result>(
    _ body: (borrowing Weights) throws -> Result
  ) rethrows -> Result {
    try body(actor)
  }

  /// What the agent's future depends on besides weights, optimizers and the replay's content.
  private struct State: Codable {
    var experience: Experience.State
    var temperature: Temperature
    var noise: RandomStream
  }

  /// The whole state between two turns.
  public func snapshot() throws -> AgentSnapshot {
    var rest = SafetensorsFile()
    rest.add(critics.file, as: "critics")
    rest.add(targets.file, as: "targets")
    rest.add(actorOptimizer.file, as: "actorOptimizer")
    rest.add(criticOptimizer.file, as: "criticOptimizer")
    let state = State(
      experience: experience.snapshot(), temperature: temperature, noise: noise)
    return AgentSnapshot(
      weights: actor.file, optimizer: rest, rest: try JSON(encoding: state),
      replay: experience.replay.content)
  }

  /// Puts a state back; throws, and changes nothing, when it is of another configuration.
  public mutating func restore(_ snapshot: AgentSnapshot) throws {
    let state = try snapshot.rest.decoded(as: State.self)
    guard experience.accepts(state.experience, content: snapshot.replay) else {
      throw ForeignState()
    }
    let file = snapshot.optimizer
    let newActor = try Weights(layout: actor.layout, file: snapshot.weights)
    let newCritics = try Weights(layout: critics.layout, file: file.part("critics"))
    let newTargets = try Weights(layout: critics.layout, file: file.part("targets"))
    let newOptimizer = try OptimizerState(
      layout: actor.layout, file: file.part("actorOptimizer"))
    criticOptimizer = try OptimizerState(
      layout: critics.layout, file: file.part("criticOptimizer"))
    actor = newActor
    critics = newCritics
    targets = newTargets
    actorOptimizer = newOptimizer
    (temperature, noise) = (state.temperature, state.noise)
    experience.restore(state.experience, content: snapshot.replay)
  }
}
