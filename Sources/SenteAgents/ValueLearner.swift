import SenteCompute
import SenteEnvironments
import SenteNetworks
import SentePrimitives

/// An agent that learns the value of each action from replay, by a rule.
///
/// It acts by the largest value, or at random now and then; learns from transitions drawn from replay; and
/// every so many gradient steps copies its network to the target network that values are moved
/// towards. Source: Mnih et al., "Human-level control through deep reinforcement learning" (2015),
/// algorithm 1.
struct ValueLearner<Rule: ValueRule>: Agent, ~Copyable {
  let rule: Rule
  private let actions: DiscreteActions
  private var online: Weights
  private var target: Weights
  private var optimizer: OptimizerState
  private var policy: ValuePolicy
  private var step: ValueStep
  private var experience: Experience
  /// nil where all transitions are as likely to be drawn.
  private var priorities: Priorities?
  private var noise: RandomStream
  private var explorationRate: Double
  private var drawn: [Float]

  /// An agent with fresh weights; the rule must have no `problem` in the environment.
  init(
    _ rule: Rule, for environment: EnvironmentInterface, seed: UInt64, pool: ThreadPool? = nil
  ) {
    if let problem = rule.problem(in: environment) { preconditionFailure(problem) }
    self.rule = rule
    let layout = rule.replay.layout(in: environment, rule.environments)
    actions = DiscreteActions(environment.actionSpace)
    policy = rule.valuePolicy(
      for: environment, batch: rule.environments, noise: rule.network.isNoisy)
    step = ValueStep(rule, layout, actions: actions.count, pool)
    online = Weights(policy.layout, seed: seed)
    target = Weights(policy.layout, seed: seed)
    optimizer = OptimizerState(policy.layout)
    experience = Experience(rule.replay, layout, seed: seed)
    let exponent = rule.learning.priorityExponent
    priorities =
      exponent > 0
      ? Priorities(layout, exponent: exponent, batchSize: rule.replay.batchSize) : nil
    noise = RandomStream(seed: seed, role: "noise")
    explorationRate = rule.learning.explorationRate(at: 0)
    drawn = [Float](repeating: 0, count: rule.environments)
  }

  // MARK: Acting

  mutating func act(
    _ observations: Span<Float>, masks: Span<Float>?, actions: inout MutableSpan<Float>
  ) {
    experience.see(observations, masks: masks)
    let isWarmup = experience.isWarmup
    if !isWarmup { policy.run(experience.rows, masks: masks, online, noise: &noise) }
    for i in drawn.indices {
      let explores = isWarmup || experience.flips(i, explorationRate)
      let action =
        explores ? experience.drawUniform(self.actions, i, masks: masks) : policy.best(i)
      drawn[i] = Float(action)
      actions[i] = Float(action + self.actions.start)
    }
  }

  mutating func observe(
    rewards: Span<Float>, ends: Span<EpisodeEnd>, finalObservations: Span<Float>
  ) {
    experience.remember(actions: drawn, rewards, ends, finalObservations)
    priorities?.follow(experience.replay)
  }

  var isReadyToLearn: Bool { experience.isReadyToLearn }

  // MARK: Learning

  mutating func learn(
    _ observations: Span<Float>, progress: Double
  ) throws(NotFinite) -> LearningMetrics {
    try learn(observations, masks: nil, progress: progress)
  }

  mutating func learn(
    _ observations: Span<Float>, masks: Span<Float>?, progress: Double
  ) throws(NotFinite) -> LearningMetrics {
    experience.see(observations, masks: masks, isNew: false)
    let rate = rule.learning.learningRate.value(at: progress)
    var metrics = LearningMetrics()
    let correction = rule.learning.importanceExponent.value(at: progress)
    for _ in 0..<experience.updatesDue {
      draw(correction: correction)
      try step.run(
        experience, priorities?.importance, &online, &optimizer, target: target, &noise,
        rate: rate, &metrics)
      if priorities != nil {
        priorities?.update(experience.batch, errors: step.lastErrors().span)
      }
      if optimizer.updates.isMultiple(of: rule.learning.targetUpdates) { target.assign(online) }
    }
    experience.finishTurn()
    metrics.divideByUpdates()
    explorationRate = rule.learning.explorationRate(at: progress)
    metrics["schedule/learningRate"] = rate
    metrics["schedule/exploration"] = explorationRate
    return metrics
  }

  private mutating func draw(correction: Double) {
    guard var priorities = priorities.take() else {
      experience.draw(discount: rule.learning.discount)
      return
    }
    experience.draw(
      &priorities, discount: rule.learning.discount, correction: correction)
    self.priorities = priorities
  }
}

/// One gradient step of a rule, traced for one batch size.
struct ValueStep: ~Copyable {
  private var program: Program
  private let transitions: TransitionInputs
  private let masks: (now: MaskInput, next: MaskInput)?
  private let importance: Input
  private let random: RandomInput
  private let loss: Output
  private let errors: Output
  private let value: Output

  init(_ rule: some ValueRule, _ layout: ReplayLayout, actions: Int, _ pool: ThreadPool?) {
    let n = rule.replay.batchSize
    let trace = Trace()
    let (online, target) = (trace.weights(), trace.weights())
    let inputs = TransitionInputs(
      layout.observations, actionWidth: layout.actionWidth, trace, rows: n)
    let masks =
      layout.maskWidth > 0
      ? (now: MaskInput(trace, rows: n, layout), next: MaskInput(trace, rows: n, layout)) : nil
    let importance = trace.input([n, 1])
    let random = trace.random()
    let features = { (inputs: ObservationInputs) in
      (
        online: inputs.features(rule.network, online),
        target: inputs.features(rule.network, target)
      )
    }
    let (losses, errors) = rule.losses(
      ValueTransitions(
        actions: inputs.actions, rewards: inputs.rewards, discounts: inputs.discounts,
        features: features(inputs.observations), nextFeatures: features(inputs.next),
        mask: masks?.now.tensor, nextMask: masks?.next.tensor, actionCount: actions,
        online: online, target: target, random: random.source))
    let loss = (losses * importance.tensor).mean()
    let clip = rule.learning.maximumGradientNorm
    trace.minimize(
      loss, over: online, by: .adam(epsilon: Float(rule.learning.adamEpsilon)),
      maximumGradientNorm: clip > 0 ? Float(clip) : nil)
    transitions = inputs
    self.masks = masks
    self.importance = importance.handle
    self.random = random.handle
    self.loss = trace.output(loss)
    self.errors = trace.output(errors)
    value = trace.output(errors.mean())
    program = trace.compile()
    program.pool = pool
  }

  mutating func run(
    _ experience: borrowing Experience, _ importance: [Float]?, _ online: inout Weights,
    _ optimizer: inout OptimizerState, target: borrowing Weights, _ noise: inout RandomStream,
    rate: Double,
    _ metrics: inout LearningMetrics
  ) throws(NotFinite) {
    transitions.fill(&program, experience.replay, experience.batch)
    if let masks {
      masks.now.fill(&program, experience.replay, experience.batch.rows.span)
      masks.next.fill(&program, experience.replay, experience.batch.lastRows.span)
    }
    var weights = program.input(self.importance)
    for i in 0..<weights.count { weights[i] = importance?[i] ?? 1 }
    program.draw(random, from: &noise)
    program.run(updating: &online, &optimizer, target, rate: rate)
    try metrics.add(
      [("value", program.scalar(loss))], gradientNorm: program.gradientNorm,
      afterUpdate: optimizer.updates)
    metrics["value/error", default: 0] += Double(program.scalar(value))
  }

  /// How far the values of the last run were off, [rows].
  func lastErrors() -> [Float] {
    let numbers = program.output(errors)
    return (0..<numbers.count).map { numbers[$0] }
  }
}

/// Which actions were legal, as a traced program takes it.
struct MaskInput {
  /// [rows, actions].
  let tensor: Tensor
  private let input: ByteInput

  init(_ trace: Trace, rows: Int, _ layout: ReplayLayout) {
    (tensor, input) = trace.bytes([rows, layout.maskWidth])
  }

  /// Fills in rows of a replay.
  func fill(_ program: inout Program, _ replay: borrowing Replay, _ rows: Span<Int32>) {
    var flags = program.input(input)
    replay.copyMasks(rows, into: &flags)
  }
}

// MARK: State

extension ValueLearner {
  var standardization: RunningStandardization? { experience.replay.state.standardization }

  var weightsDigest: Digest { online.digest }

  borrowing func withWeights<Result>(
    _ body: (borrowing Weights) throws -> Result
  ) rethrows -> Result {
    try body(online)
  }

  /// What the agent's future depends on besides weights, optimizer and the replay's content.
  private struct State: Codable {
    var experience: Experience.State
    var priorities: Priorities.State?
    var noise: RandomStream
    var explorationRate: Double
  }

  mutating func keepReplay(in file: ReplayFile) throws {
    try experience.keep(in: file)
  }

  var replayByteCount: Int { experience.replay.layout.byteCount }

  func snapshot() throws -> AgentSnapshot {
    try experience.synchronize()
    var rest = SafetensorsFile()
    rest.add(target.file, as: "target")
    rest.add(optimizer.file, as: "optimizer")
    let state = State(
      experience: experience.snapshot(), priorities: priorities?.state, noise: noise,
      explorationRate: explorationRate)
    return AgentSnapshot(
      weights: online.file, optimizer: rest, rest: try JSON(encoding: state),
      replay: experience.replay.content + (priorities?.content ?? []))
  }

  mutating func restore(_ snapshot: AgentSnapshot) throws {
    let state = try snapshot.rest.decoded(as: State.self)
    let weights = snapshot.replay.suffix(priorities?.contentCount ?? 0)
    let content = Array(snapshot.replay.dropLast(weights.count))
    guard (state.priorities == nil) == (priorities == nil) else { throw ForeignState() }
    if let other = state.priorities, priorities?.accepts(other, content: weights) != true {
      throw ForeignState()
    }
    let newOnline = try Weights(layout: online.layout, file: snapshot.weights)
    let newTarget = try Weights(layout: online.layout, file: snapshot.optimizer.part("target"))
    let newOptimizer = try OptimizerState(
      layout: online.layout, file: snapshot.optimizer.part("optimizer"))
    try experience.restore(state.experience, content: content)
    online = newOnline
    target = newTarget
    optimizer = newOptimizer
    noise = state.noise
    explorationRate = state.explorationRate
    if let other = state.priorities { priorities?.restore(other, content: weights) }
  }
}
