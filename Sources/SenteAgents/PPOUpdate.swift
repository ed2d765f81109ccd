import SenteCompute
import SenteNetworks
import SentePrimitives

/// One gradient step of PPO, traced for one minibatch size.
struct PPOUpdate: ~Copyable {
  private var program: Program
  private let network: NetworkInputs
  private let actions: Input
  private let oldLogProbabilities: Input
  private let advantages: Input
  private let returns: Input
  private let oldValues: Input?
  private let clipRange: Input
  private let valueClipRange: Input?
  private let policyLoss: Output
  private let valueLoss: Output
  private let entropy: Output
  private let divergenceOutput: Output
  private let clipFraction: Output

  init(_ configuration: PPO.Configuration, _ plan: NetworkPlan, _ pool: ThreadPool?) {
    let n = configuration.minibatchSize
    let trace = Trace()
    let scope = trace.weights()
    let inputs = NetworkInputs(
      plan, trace, length: configuration.sequenceLength,
      sequences: n / configuration.sequenceLength)
    let actions = trace.input([n, plan.actionWidth])
    let oldLogProbabilities = trace.input([n, 1])
    let advantages = trace.input([n, 1])
    let returns = trace.input([n, 1])
    let clip = trace.input([])
    let network = ActorCritic(plan, inputs, scope)

    // Equation 7: the smaller of the plain and the clipped surrogate.
    let logRatio =
      network.policy.logProbability(of: actions.tensor) - oldLogProbabilities.tensor
    let ratio = exp(logRatio)
    let clipped = ratio.clamped(1 - clip.tensor, 1 + clip.tensor)
    let policyLoss = -min(ratio * advantages.tensor, clipped * advantages.tensor).mean()

    var valueError = (network.value - returns.tensor).squared()
    if configuration.valueClipRange != nil {
      let old = trace.input([n, 1])
      let range = trace.input([])
      let near = old.tensor + (network.value - old.tensor).clamped(-range.tensor, range.tensor)
      valueError = max(valueError, (near - returns.tensor).squared())
      oldValues = old.handle
      valueClipRange = range.handle
    } else {
      oldValues = nil
      valueClipRange = nil
    }
    let valueLoss = valueError.mean()
    let entropy = network.policy.entropy.mean()

    // Equation 9, to be minimized.
    let bonus = Float(configuration.entropyCoefficient) * entropy
    let loss = policyLoss + Float(configuration.valueCoefficient) * valueLoss - bonus
    trace.minimize(
      loss, over: scope,
      by: .adam(
        beta1: 0.9, beta2: 0.999, epsilon: Float(configuration.adamEpsilon), weightDecay: 0),
      maximumGradientNorm: configuration.maximumGradientNorm.map { Float($0) })

    self.network = inputs
    self.actions = actions.handle
    self.oldLogProbabilities = oldLogProbabilities.handle
    self.advantages = advantages.handle
    self.returns = returns.handle
    clipRange = clip.handle
    self.policyLoss = trace.output(policyLoss)
    self.valueLoss = trace.output(valueLoss)
    self.entropy = trace.output(entropy)
    divergenceOutput = trace.output((ratio - 1 - logRatio).mean())
    clipFraction = trace.output((abs(ratio - 1) .> clip.tensor).mean())
    program = trace.compile()
    program.pool = pool
  }

  mutating func setClipping(_ configuration: PPO.Configuration, _ progress: Double) {
    var clip = program.input(clipRange)
    clip[0] = Float(configuration.clipRange.value(at: progress))
    if let valueClipRange, let schedule = configuration.valueClipRange {
      var range = program.input(valueClipRange)
      range[0] = Float(schedule.value(at: progress))
    }
  }

  /// Copies some of a rollout's sequences into the program's inputs.
  mutating func fill(
    _ rollout: borrowing Rollout, _ sequences: Span<Int32>, _ configuration: PPO.Configuration
  ) {
    let indices = rollout.indices(ofSequences: sequences)
    network.fill(&program, rollout.steps, indices.span)
    network.fillMemory(
      &program, rollout.memories.span, rows: sequences, rollout.begins.span, indices.span)
    copy(rollout.steps.actions.span, indices, actions)
    copy(rollout.logProbabilities.span, indices, oldLogProbabilities)
    copy(rollout.advantages.span, indices, advantages)
    copy(rollout.returns.span, indices, returns)
    if let oldValues { copy(rollout.values.span, indices, oldValues) }
    if configuration.normalizesAdvantages { normalizeAdvantages() }
  }

  private mutating func copy(_ source: Span<Float>, _ indices: [Int32], _ input: Input) {
    var target = program.input(input)
    SenteAgents.copy(source, indices.span, into: &target)
  }

  private mutating func normalizeAdvantages() {
    var numbers = program.input(advantages)
    normalize(&numbers)
  }

  mutating func run(
    _ weights: inout Weights, _ optimizer: inout OptimizerState, rate: Double
  ) {
    program.run(updating: &weights, &optimizer, rate: rate)
  }

  /// The divergence in the last step.
  var divergence: Double { Double(program.scalar(divergenceOutput)) }

  /// Adds the last step's numbers to the metrics.
  func collect(
    into metrics: inout LearningMetrics, afterUpdate update: Int
  ) throws(NotFinite) {
    let losses = [
      ("policy", program.scalar(policyLoss)), ("value", program.scalar(valueLoss)),
    ]
    try metrics.add(losses, gradientNorm: program.gradientNorm, afterUpdate: update)
    metrics["policy/entropy", default: 0] += Double(program.scalar(entropy))
    metrics["policy/divergence", default: 0] += divergence
    metrics["policy/clipFraction", default: 0] += Double(program.scalar(clipFraction))
  }
}
