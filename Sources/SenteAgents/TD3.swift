public import SenteCompute
public import SenteEnvironments
import SenteNetworks
public import SentePrimitives

/// Twin delayed deep deterministic policy gradient: two critics of which the smaller counts, targets that
/// are smoothed by noise, and a policy that learns less often.
///
/// Source: Fujimoto, van Hoof and Meger, "Addressing Function Approximation Error in Actor-Critic
/// Methods" (2018), algorithm 1.
public struct TD3: Agent, ~Copyable {
  /// The settings it was made with.
  public let configuration: Configuration
  private var experience: Experience
  private var actor: BoxActor
  private var critics: Learner
  private var actorTarget: Weights
  private var criticTargets: Weights
  private var noise: RandomStream
  private var criticStep: CriticStep
  private var actorStep: ActorStep

  /// The settings of TD3. The defaults are those of the authors' code, with Stable-Baselines3's step size
  /// and warm-up.
  public struct Configuration: AgentConfiguration {
    /// Environments stepped together.
    public var environments = 1
    /// What is remembered, and how often it is learned from.
    public var replay = ReplaySettings()
    /// How much the next step's reward counts.
    public var discount = 0.99
    /// Adam's step size over the run. Fujimoto et al.: 1e-3 in the paper, 3e-4 in later code.
    public var learningRate = Schedule.constant(1e-3)
    /// How far the targets move with each gradient step of the actor.
    public var targetRate = 0.005
    /// Deviation of the noise with which the agent acts, where actions span -1...1.
    public var explorationNoise = 0.1
    /// Deviation of the noise in the targets' actions.
    public var targetNoise = 0.2
    /// Where that noise is cut.
    public var targetNoiseLimit = 0.5
    /// Gradient steps of the critics for each one of the actor.
    public var policyDelay = 2
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
        ?? outside("explorationNoise is", explorationNoise, 0...10)
        ?? outside("targetNoise is", targetNoise, 0...10)
        ?? outside("targetNoiseLimit is", targetNoiseLimit, 0...2)
        ?? outside("policyDelay is", policyDelay, 1...1000)
      {
        return problem
      }
      return network.problem(rows: replay.batchSize)
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
      TD3(self, for: environment, seed: seed, pool: pool)
    }

    /// The actor.
    public func makePolicy(
      for environment: EnvironmentInterface, batch: Int
    ) -> any Policy & ~Copyable {
      policy(for: environment, batch: batch)
    }

    fileprivate func policy(for environment: EnvironmentInterface, batch: Int) -> BoxPolicy {
      let width = environment.actionSpace.width
      return BoxPolicy(environment, batch: batch) { observations, scope in
        .numbers(network.deterministicPolicy(observations, width: width, scope))
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
    actorTarget = Weights(actor.learner.weights.layout, seed: seed)
    criticTargets = Weights(criticStep.layout, seed: seed)
    noise = RandomStream(seed: seed, role: "noise")
  }

  // MARK: Acting

  /// Chooses an action for each observation and remembers both.
  public mutating func act(
    _ observations: Span<Float>, masks: Span<Float>?, actions: inout MutableSpan<Float>
  ) {
    actor.act(
      observations, &experience, noise: configuration.explorationNoise, actions: &actions)
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
        experience, &critics, actorTarget, criticTargets, &noise, rate: rate, &metrics)
      if critics.optimizer.updates % configuration.policyDelay == 0 {
        try actorStep.run(experience, &actor.learner, critics.weights, rate: rate, &metrics)
        let part = Float(configuration.targetRate)
        actorTarget.move(toward: actor.learner.weights, by: part)
        criticTargets.move(toward: critics.weights, by: part)
      }
      metrics.countUpdate()
    }
    experience.finishTurn()
    return metrics
  }

  /// The critics' gradient step: towards the reward and the smaller target's value of the target
  /// policy's next action, with noise.
  private struct CriticStep: ~Copyable {
    private let network: ReplayNetwork
    private var program: Program
    private let transitions: TransitionInputs
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
      let random = trace.random()

      let next = network.deterministicPolicy(
        transitions.next, width: layout.actionWidth, policy)
      let limit = Float(configuration.targetNoiseLimit)
      let noise = Float(configuration.targetNoise) * random.source.normal(next.shape)
      let action = (next + noise.clamped(-limit, limit)).clamped(-1, 1)
      let future = network.critics(2, transitions.next, action, target)
      let goal = transitions.rewards + transitions.discounts * min(future[0], future[1])

      let values = network.critics(2, transitions.observations, transitions.actions, online)
      let loss = values.map { ($0 - goal.detached).squared().mean() }
        .reduce(trace.constant(0), +)
      trace.minimize(loss, over: online, by: .adam())
      self.random = random.handle
      self.loss = trace.output(loss)
      value = trace.output(values[0].mean())
      program = trace.compile()
      program.pool = pool
    }

    var layout: Layout { program.layouts[0] }

    mutating func run(
      _ experience: borrowing Experience, _ critics: inout Learner, _ actor: borrowing Weights,
      _ targets: borrowing Weights, _ noise: inout RandomStream, rate: Double,
      _ metrics: inout LearningMetrics
    ) throws(NotFinite) {
      transitions.fill(&program, experience.replay, experience.batch)
      program.draw(random, from: &noise)
      program.run(updating: &critics.weights, &critics.optimizer, actor, targets, rate: rate)
      network.settle(&critics.weights)
      try metrics.average(
        loss: "critic", program.scalar(loss), afterUpdate: critics.optimizer.updates)
      metrics.average("value/mean", program.scalar(value))
      metrics.average("gradient/norm", program.gradientNorm)
    }
  }

  /// The actor's gradient step: up the first critic's value of its own action.
  private struct ActorStep: ~Copyable {
    private let network: ReplayNetwork
    private var program: Program
    private let observations: ObservationInputs
    private let loss: Output

    init(_ configuration: Configuration, _ layout: ReplayLayout, _ pool: ThreadPool?) {
      network = configuration.network
      let trace = Trace()
      let (policy, online) = (trace.weights(), trace.weights())
      observations = ObservationInputs(
        layout.observations, trace, rows: configuration.replay.batchSize)
      let action = network.deterministicPolicy(
        observations, width: layout.actionWidth, policy)
      // Both critics are traced, so that the weights have one layout; the second is not computed.
      let values = network.critics(2, observations, action, online)
      let loss = -values[0].mean()
      trace.minimize(loss, over: policy, by: .adam())
      self.loss = trace.output(loss)
      program = trace.compile()
      program.pool = pool
    }

    mutating func run(
      _ experience: borrowing Experience, _ actor: inout Learner, _ critics: borrowing Weights,
      rate: Double, _ metrics: inout LearningMetrics
    ) throws(NotFinite) {
      observations.fill(&program, experience.replay, experience.batch.rows.span)
      program.run(updating: &actor.weights, &actor.optimizer, critics, rate: rate)
      network.settle(&actor.weights)
      try metrics.average(
        loss: "actor", program.scalar(loss), afterUpdate: actor.optimizer.updates)
    }
  }
}

// MARK: State

extension TD3 {
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
    file.add(actorTarget.file, as: "actorTarget")
    file.add(criticTargets.file, as: "criticTargets")
    let state = State(experience: experience.snapshot(), noise: noise)
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
    let newActorTarget = try Weights(
      layout: actor.learner.weights.layout, file: file.part("actorTarget"))
    let newCriticTargets = try Weights(layout: layout, file: file.part("criticTargets"))
    try experience.restore(state.experience, content: snapshot.replay)
    actor.learner = newActor
    critics = newCritics
    actorTarget = newActorTarget
    criticTargets = newCriticTargets
    noise = state.noise
  }
}
