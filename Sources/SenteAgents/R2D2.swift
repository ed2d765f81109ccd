public import SenteCompute
public import SenteEnvironments
import SenteNetworks
public import SentePrimitives

/// Recurrent replay distributed DQN, in one process: values of actions from a network that remembers,
/// learned from sequences out of replay.
///
/// A sequence begins with what was remembered when it was lived through; its first steps only bring that
/// up to date. It may reach over the end of an episode, where the network forgets. Source: Kapturowski,
/// Ostrovski, Quan, Munos and Dabney, "Recurrent Experience Replay in Distributed Reinforcement
/// Learning" (2019), sections 2.3 and 3.
public struct R2D2: Agent, ~Copyable {
  /// The settings it was made with.
  public let configuration: Configuration
  private let actions: DiscreteActions
  private var online: Weights
  private var target: Weights
  private var optimizer: OptimizerState
  private var policy: RecurrentValuePolicy
  private var step: R2D2Step
  private var experience: Experience
  private var priorities: Priorities
  private var explorationRate: Double
  private var drawn: [Float]

  /// An agent with fresh weights; the configuration must have no `problem` in the environment.
  public init(
    _ configuration: Configuration, for environment: EnvironmentInterface, seed: UInt64,
    pool: ThreadPool? = nil
  ) {
    if let problem = configuration.problem(in: environment) { preconditionFailure(problem) }
    self.configuration = configuration
    let layout = configuration.layout(in: environment)
    actions = DiscreteActions(environment.actionSpace)
    policy = RecurrentValuePolicy(
      configuration, for: environment, batch: configuration.environments)
    step = R2D2Step(configuration, layout, actions: actions.count, pool)
    online = Weights(policy.layout, seed: seed)
    target = Weights(policy.layout, seed: seed)
    optimizer = OptimizerState(policy.layout)
    experience = Experience(configuration.replay, layout, seed: seed)
    priorities = Priorities(
      layout, exponent: configuration.learning.priorityExponent,
      batchSize: configuration.replay.batchSize, length: configuration.rows,
      period: configuration.sequencePeriod)
    explorationRate = configuration.learning.explorationRate(at: 0)
    drawn = [Float](repeating: 0, count: configuration.environments)
  }

  // MARK: Acting

  /// Chooses an action for each observation and remembers both.
  public mutating func act(
    _ observations: Span<Float>, masks: Span<Float>?, actions: inout MutableSpan<Float>
  ) {
    experience.see(observations, masks: masks)
    experience.keep(memory: policy.memory)
    policy.run(experience.rows, masks: masks, online)
    for i in drawn.indices {
      let explores = experience.isWarmup || experience.flips(i, explorationRate)
      let action =
        explores ? experience.drawUniform(self.actions, i, masks: masks) : policy.best(i)
      drawn[i] = Float(action)
      actions[i] = Float(action + self.actions.start)
    }
    policy.advance()
  }

  /// Takes in what the environments answered.
  public mutating func observe(
    rewards: Span<Float>, ends: Span<EpisodeEnd>, finalObservations: Span<Float>
  ) {
    experience.keepFinal(memory: policy.memory, ends)
    experience.remember(actions: drawn, rewards, ends, finalObservations)
    policy.forget(ends)
    priorities.follow(experience.replay)
  }

  /// Whether a turn's steps have been taken.
  public var isReadyToLearn: Bool { experience.isReadyToLearn }

  // MARK: Learning

  /// Takes the gradient steps that are due.
  public mutating func learn(
    _ observations: Span<Float>, progress: Double
  ) throws(NotFinite) -> LearningMetrics {
    let learning = configuration.learning
    let rate = learning.learningRate.value(at: progress)
    let correction = learning.importanceExponent.value(at: progress)
    var metrics = LearningMetrics()
    for _ in 0..<experience.updatesDue {
      experience.draw(&priorities, discount: learning.discount, correction: correction)
      step.fill(experience, priorities.importance, configuration)
      let errors = try step.run(&online, &optimizer, target: target, rate: rate, &metrics)
      priorities.update(experience.batch, errors: errors.span)
      if optimizer.updates.isMultiple(of: learning.targetUpdates) { target.assign(online) }
    }
    experience.finishTurn()
    metrics.divideByUpdates()
    explorationRate = learning.explorationRate(at: progress)
    metrics["schedule/learningRate"] = rate
    metrics["schedule/exploration"] = explorationRate
    return metrics
  }
}

// MARK: State

extension R2D2 {
  /// The statistics by which observations are standardized, if they are.
  public var standardization: RunningStandardization? { experience.replay.state.standardization }

  /// The digest of the present weights.
  public var weightsDigest: Digest { online.digest }

  /// Lends the weights.
  public borrowing func withWeights<Result>(
    _ body: (borrowing Weights) throws -> Result
  ) rethrows -> Result {
    try body(online)
  }

  /// What the agent's future depends on besides weights, optimizer and what is kept in bytes.
  private struct State: Codable {
    var experience: Experience.State
    var priorities: Priorities.State
    var memory: [Float]
    var explorationRate: Double
  }

  /// Keeps the replay, and what was remembered, in a file from now on.
  public mutating func keepReplay(in file: ReplayFile) throws {
    try experience.keep(in: file)
  }

  /// Bytes that the replay takes in memory or in its file.
  public var replayByteCount: Int { experience.replay.layout.byteCount }

  /// The whole state between two turns.
  public func snapshot() throws -> AgentSnapshot {
    try experience.synchronize()
    var rest = SafetensorsFile()
    rest.add(target.file, as: "target")
    rest.add(optimizer.file, as: "optimizer")
    let state = State(
      experience: experience.snapshot(), priorities: priorities.state, memory: policy.memory,
      explorationRate: explorationRate)
    return AgentSnapshot(
      weights: online.file, optimizer: rest, rest: try JSON(encoding: state),
      replay: experience.replay.content + priorities.content)
  }

  /// Puts a state back; throws, and changes nothing, when it is of another configuration.
  public mutating func restore(_ snapshot: AgentSnapshot) throws {
    let state = try snapshot.rest.decoded(as: State.self)
    let weights = snapshot.replay.suffix(priorities.contentCount)
    let content = Array(snapshot.replay.dropLast(weights.count))
    guard state.memory.count == policy.memory.count,
      priorities.accepts(state.priorities, content: weights)
    else { throw ForeignState() }
    let newOnline = try Weights(layout: online.layout, file: snapshot.weights)
    let newTarget = try Weights(layout: online.layout, file: snapshot.optimizer.part("target"))
    let newOptimizer = try OptimizerState(
      layout: online.layout, file: snapshot.optimizer.part("optimizer"))
    try experience.restore(state.experience, content: content)
    online = newOnline
    target = newTarget
    optimizer = newOptimizer
    explorationRate = state.explorationRate
    priorities.restore(state.priorities, content: weights)
    policy.restore(state.memory)
  }
}
