import SenteCompute
import SenteEnvironments
import SenteNetworks
import SentePrimitives

/// One gradient step of PPO, traced for one minibatch size.
struct PPOUpdate: ~Copyable {
  private var program: Program
  private let observations: Input
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

  init(
    _ configuration: PPO.Configuration, _ observationSpace: Space, _ actionSpace: Space,
    _ pool: ThreadPool?
  ) {
    let n = configuration.minibatchSize
    let trace = Trace()
    let scope = trace.weights()
    let observations = trace.input([n, observationSpace.width])
    let actions = trace.input([n, actionSpace.width])
    let oldLogProbabilities = trace.input([n, 1])
    let advantages = trace.input([n, 1])
    let returns = trace.input([n, 1])
    let clip = trace.input([])
    let network = ActorCritic(
      observations.tensor, observationSpace: observationSpace, actionSpace: actionSpace,
      configuration.network, scope)

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

    self.observations = observations.handle
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

  /// Copies the transitions `order[start..<start + minibatchSize]` into the program's inputs.
  mutating func fill(
    _ rollout: borrowing Rollout, _ order: [Int32], _ start: Int,
    _ configuration: PPO.Configuration
  ) {
    let indices = order.span.extracting(start..<start + configuration.minibatchSize)
    copy(rollout.observations.span, rollout.observationWidth, indices, observations)
    copy(rollout.actions.span, rollout.actionWidth, indices, actions)
    copy(rollout.logProbabilities.span, 1, indices, oldLogProbabilities)
    copy(rollout.advantages.span, 1, indices, advantages)
    copy(rollout.returns.span, 1, indices, returns)
    if let oldValues { copy(rollout.values.span, 1, indices, oldValues) }
    if configuration.normalizesAdvantages { normalizeAdvantages() }
  }

  private mutating func copy(
    _ source: Span<Float>, _ width: Int, _ indices: Span<Int32>, _ input: Input
  ) {
    var target = program.input(input)
    var k = 0
    for i in 0..<indices.count {
      let row = Int(indices[i]) * width
      for j in 0..<width {
        target[k] = source[row + j]
        k += 1
      }
    }
  }

  /// Mean 0 and deviation 1 within the minibatch, as Stable-Baselines3 and baselines do.
  private mutating func normalizeAdvantages() {
    var numbers = program.input(advantages)
    let n = numbers.count
    var sum = 0.0
    for i in 0..<n { sum += Double(numbers[i]) }
    let mean = sum / Double(n)
    var squares = 0.0
    for i in 0..<n {
      let distance = Double(numbers[i]) - mean
      squares += distance * distance
    }
    let scale = 1 / ((squares / Double(n - 1)).squareRoot() + 1e-8)
    for i in 0..<n { numbers[i] = Float((Double(numbers[i]) - mean) * scale) }
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
    into metrics: inout PPO.Metrics, afterUpdate update: Int
  ) throws(NotFinite) {
    let policyLoss = program.scalar(policyLoss)
    let valueLoss = program.scalar(valueLoss)
    let norm = program.gradientNorm
    guard policyLoss.isFinite, valueLoss.isFinite, norm.isFinite else {
      let (quantity, value) =
        !policyLoss.isFinite
        ? ("the policy loss", policyLoss)
        : !valueLoss.isFinite ? ("the value loss", valueLoss) : ("the gradient's norm", norm)
      throw NotFinite(quantity: quantity, value: value, update: update)
    }
    metrics.policyLoss += Double(policyLoss)
    metrics.valueLoss += Double(valueLoss)
    metrics.gradientNorm += Double(norm)
    metrics.entropy += Double(program.scalar(entropy))
    metrics.divergence += divergence
    metrics.clipFraction += Double(program.scalar(clipFraction))
    metrics.updates += 1
  }
}
