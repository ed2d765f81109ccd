import SenteCompute
import SenteNetworks
import SentePrimitives

/// Transitions while a rule traces what the critics' step goes down.
struct PolicyTransitions {
  /// What was seen.
  let observations: ObservationInputs
  /// What was done, [rows, action]: numbers in -1...1, or one choice counted from 0.
  let actions: Tensor
  /// Discounted sums of rewards, [rows, 1].
  let rewards: Tensor
  /// What was seen after it.
  let next: ObservationInputs
  /// What the value of what followed counts, 0 where there is no future, [rows, 1].
  let discounts: Tensor
  /// Which choices were legal after it, [rows, choices]; nil where all are.
  let nextMask: Tensor?
  /// Numbers of an action, or how many choices there are.
  let actionCount: Int
  /// The weights that are learned.
  let critics: Scope
  /// Those of the policy that the future follows.
  let policy: Scope
  /// The older ones of the critics.
  let targets: Scope
  /// How much entropy counts, [1, 1].
  let temperature: Tensor
  /// Where randomness comes from.
  let random: RandomSource
}

/// What the critics' step goes down, a scalar, and the values to be told, [rows, ...].
typealias CriticLoss = (loss: Tensor, values: Tensor)

/// Half the mean square of how far each critic's values are from a goal, all critics' together.
func halfSquares(_ values: [Tensor], _ goal: Tensor) -> CriticLoss {
  (values.map { 0.5 * ($0 - goal.detached).squared().mean() }.sum(), values[0])
}

extension [Tensor] {
  /// All of them together, one after the other; there must be one.
  func sum() -> Tensor { dropFirst().reduce(self[0], +) }
}

/// Observations while a rule traces what the actor's step goes down.
struct PolicyObservations {
  /// What was seen.
  let observations: ObservationInputs
  /// Which choices were legal, [rows, choices]; nil where all are.
  let mask: Tensor?
  /// Numbers of an action, or how many choices there are.
  let actionCount: Int
  /// The weights that are learned.
  let policy: Scope
  /// Those of the critics.
  let critics: Scope
  /// How much entropy counts, [1, 1].
  let temperature: Tensor
  /// Where randomness comes from.
  let random: RandomSource
}

/// What the actor's step goes down, a scalar, and the log-probabilities of its actions, whose mean the
/// temperature follows; nil where entropy does not count.
typealias ActorLoss = (loss: Tensor, logProbability: Tensor?)

/// The critics' gradient step of a rule, traced for one batch size.
struct CriticStep: ~Copyable {
  private let network: ReplayNetwork
  private var program: Program
  private let transitions: TransitionInputs
  private let nextMask: MaskInput?
  private let temperature: Input
  private let random: RandomInput?
  private let loss: Output
  private let value: Output

  init(
    _ rule: some PolicyRule, _ layout: ReplayLayout, actionCount: Int, _ pool: ThreadPool?
  ) {
    network = rule.network
    let rows = rule.replay.batchSize
    let trace = Trace()
    let (critics, policy, targets) = (trace.weights(), trace.weights(), trace.weights())
    let inputs = TransitionInputs(
      layout.observations, actionWidth: layout.actionWidth, trace, rows: rows)
    nextMask = layout.maskWidth > 0 ? MaskInput(trace, rows: rows, layout) : nil
    let temperature = trace.input([1, 1])
    let random = trace.random()
    let (loss, values) = rule.criticLoss(
      PolicyTransitions(
        observations: inputs.observations, actions: inputs.actions, rewards: inputs.rewards,
        next: inputs.next, discounts: inputs.discounts, nextMask: nextMask?.tensor,
        actionCount: actionCount, critics: critics, policy: policy, targets: targets,
        temperature: temperature.tensor, random: random.source))
    trace.minimize(loss, over: critics, by: .adam(beta1: Float(rule.beta1)))
    transitions = inputs
    self.temperature = temperature.handle
    self.random = trace.isRandom ? random.handle : nil
    self.loss = trace.output(loss)
    value = trace.output(values.mean())
    program = trace.compile()
    program.pool = pool
  }

  var criticLayout: Layout { program.layouts[0] }
  var targetLayout: Layout { program.layouts[2] }

  mutating func run(
    _ experience: borrowing Experience, _ critics: inout Learner, policy: borrowing Weights,
    targets: borrowing Weights, temperature: Float, _ noise: inout RandomStream, rate: Double,
    _ metrics: inout LearningMetrics
  ) throws(NotFinite) {
    transitions.fill(&program, experience.replay, experience.batch)
    nextMask?.fill(&program, experience.replay, experience.batch.lastRows.span)
    program.fill(self.temperature, with: temperature)
    if let random { program.draw(random, from: &noise) }
    program.run(updating: &critics.weights, &critics.optimizer, policy, targets, rate: rate)
    network.settle(&critics.weights)
    try metrics.average(
      loss: "critic", program.scalar(loss), afterUpdate: critics.optimizer.updates)
    metrics.average("value/mean", program.scalar(value))
    metrics.average("gradient/norm", program.gradientNorm)
  }
}

/// The actor's gradient step of a rule, traced for one batch size.
struct ActorStep: ~Copyable {
  private let network: ReplayNetwork
  private var program: Program
  private let observations: ObservationInputs
  private let mask: MaskInput?
  private let temperature: Input
  private let random: RandomInput?
  private let loss: Output
  private let logProbability: Output?

  init(
    _ rule: some PolicyRule, _ layout: ReplayLayout, actionCount: Int, _ pool: ThreadPool?
  ) {
    network = rule.network
    let rows = rule.replay.batchSize
    let trace = Trace()
    let (policy, critics) = (trace.weights(), trace.weights())
    observations = ObservationInputs(layout.observations, trace, rows: rows)
    mask = layout.maskWidth > 0 ? MaskInput(trace, rows: rows, layout) : nil
    let temperature = trace.input([1, 1])
    let random = trace.random()
    let (loss, logProbability) = rule.actorLoss(
      PolicyObservations(
        observations: observations, mask: mask?.tensor, actionCount: actionCount,
        policy: policy, critics: critics, temperature: temperature.tensor, random: random.source))
    trace.minimize(loss, over: policy, by: .adam(beta1: Float(rule.beta1)))
    self.temperature = temperature.handle
    self.random = trace.isRandom ? random.handle : nil
    self.loss = trace.output(loss)
    self.logProbability = logProbability.map { trace.output($0.mean()) }
    program = trace.compile()
    program.pool = pool
  }

  mutating func run(
    _ experience: borrowing Experience, _ actor: inout Learner, critics: borrowing Weights,
    _ temperature: inout Temperature?, _ noise: inout RandomStream, rate: Double,
    _ metrics: inout LearningMetrics
  ) throws(NotFinite) {
    observations.fill(&program, experience.replay, experience.batch.rows.span)
    mask?.fill(&program, experience.replay, experience.batch.rows.span)
    program.fill(self.temperature, with: temperature?.value ?? 0)
    if let random { program.draw(random, from: &noise) }
    program.run(updating: &actor.weights, &actor.optimizer, critics, rate: rate)
    network.settle(&actor.weights)
    try metrics.average(
      loss: "actor", program.scalar(loss), afterUpdate: actor.optimizer.updates)
    guard let logProbability, var newTemperature = temperature else { return }
    let mean = program.scalar(logProbability)
    newTemperature.update(meanLogProbability: mean, rate: rate)
    temperature = newTemperature
    metrics.average("policy/entropy", -mean)
    metrics.average("policy/temperature", newTemperature.value)
  }
}
