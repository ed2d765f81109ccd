import SentePrimitives

/// The transitions between two updates of an on-policy learner, [steps, environments, ...].
struct Rollout {
  let steps: Int
  let environments: Int
  let observationWidth: Int
  let actionWidth: Int
  private(set) var observations: [Float]
  private(set) var actions: [Float]
  private(set) var logProbabilities: [Float]
  private(set) var values: [Float]
  private(set) var advantages: [Float]
  private(set) var returns: [Float]
  private var rewards: [Float]
  private var continuations: [Continuation]
  private var step = 0

  init(steps: Int, environments: Int, observationWidth: Int, actionWidth: Int) {
    self.steps = steps
    self.environments = environments
    self.observationWidth = observationWidth
    self.actionWidth = actionWidth
    let size = steps * environments
    observations = [Float](repeating: 0, count: size * observationWidth)
    actions = [Float](repeating: 0, count: size * actionWidth)
    logProbabilities = [Float](repeating: 0, count: size)
    values = logProbabilities
    advantages = logProbabilities
    returns = logProbabilities
    rewards = logProbabilities
    continuations = [Continuation](repeating: .running, count: size)
  }

  var isEmpty: Bool { step == 0 }
  var isComplete: Bool { step == steps }

  /// Keeps what the policy saw, standardized as it saw it, and what it thought of it.
  mutating func remember(
    _ rows: Span<Float>, _ standardization: RunningStandardization?, values: [Float]
  ) {
    precondition(!isComplete, "the rollout is complete: learn before acting on")
    let start = step * environments
    let base = start * observationWidth
    if let standardization {
      for i in 0..<rows.count {
        observations[base + i] = standardization.standardized(rows[i], i % observationWidth)
      }
    } else {
      for i in 0..<rows.count { observations[base + i] = rows[i] }
    }
    for i in 0..<environments { self.values[start + i] = values[i] }
  }

  mutating func remember(_ drawn: DrawnActions) {
    let start = step * environments
    for i in drawn.rows.indices { actions[start * actionWidth + i] = drawn.rows[i] }
    for i in 0..<environments { logProbabilities[start + i] = drawn.logProbabilities[i] }
  }

  mutating func remember(reward: Float, _ continuation: Continuation, environment: Int) {
    rewards[step * environments + environment] = reward
    continuations[step * environments + environment] = continuation
  }

  mutating func advance() { step += 1 }

  mutating func clear() { step = 0 }

  /// Estimates advantages and returns, given the values of what follows the last step.
  mutating func finish(lastValues: [Float], discount: Float, lambda: Float) {
    precondition(isComplete, "the rollout has \(step) of \(steps) steps")
    estimateAdvantages(
      rewards: rewards, values: values, continuations: continuations,
      lastValues: lastValues, discount: discount, lambda: lambda,
      advantages: &advantages, returns: &returns)
  }

  /// 1 - Var(return - value) / Var(return).
  var explainedVariance: Double {
    var spread = RunningStatistics()
    var rest = RunningStatistics()
    for i in returns.indices {
      spread.add(Double(returns[i]))
      rest.add(Double(advantages[i]))
    }
    return spread.variance > 0 ? 1 - rest.variance / spread.variance : 0
  }
}
