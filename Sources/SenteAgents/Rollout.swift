import SenteEnvironments
import SentePrimitives

/// The transitions between two updates of an on-policy learner, [steps, environments, ...].
struct Rollout {
  let length: Int
  let environments: Int
  /// Steps of a sequence that is learned from as a whole; 1 without memory.
  let sequenceLength: Int
  private(set) var steps: Steps
  private(set) var logProbabilities: [Float]
  private(set) var values: [Float]
  private(set) var advantages: [Float]
  private(set) var returns: [Float]
  /// What was remembered before each sequence, [sequences, environments, memory].
  private(set) var memories: [Float]
  /// Whether a step began an episode, as far as it began within the rollout.
  private(set) var begins: [Bool]
  private var rewards: [Float]
  private var continuations: [Continuation]
  private var step = 0

  init(_ plan: NetworkPlan, length: Int, environments: Int, sequenceLength: Int) {
    self.length = length
    self.environments = environments
    self.sequenceLength = sequenceLength
    let size = length * environments
    steps = Steps(plan, count: size)
    logProbabilities = [Float](repeating: 0, count: size)
    values = logProbabilities
    advantages = logProbabilities
    returns = logProbabilities
    rewards = logProbabilities
    begins = [Bool](repeating: false, count: size)
    memories = [Float](repeating: 0, count: size / sequenceLength * plan.memoryWidth)
    continuations = [Continuation](repeating: .running, count: size)
  }

  var isEmpty: Bool { step == 0 }
  var isComplete: Bool { step == length }

  /// Keeps what is remembered before a step, where a sequence begins with it.
  mutating func remember(memory: [Float]) {
    precondition(!isComplete, "the rollout is complete: learn before acting on")
    guard step.isMultiple(of: sequenceLength) else { return }
    let start = step / sequenceLength * memory.count
    for i in memory.indices { memories[start + i] = memory[i] }
  }

  /// Keeps what the policy saw, as it saw it, what it thought of it and did.
  mutating func remember(_ actor: borrowing Actor, masks: Span<Float>?) {
    let start = step * environments
    steps.remember(actor.rows, masks: masks, actor.drawn, at: start)
    for i in 0..<environments {
      values[start + i] = actor.values[i]
      logProbabilities[start + i] = actor.drawn.logProbabilities[i]
    }
  }

  /// Keeps what the environments answered, which ends the step.
  mutating func rememberAnswer(to actor: borrowing Actor) {
    let start = step * environments
    for i in 0..<environments {
      rewards[start + i] = actor.rewards[i]
      continuations[start + i] = actor.continuations[i]
      if step + 1 < length {
        begins[start + environments + i] = actor.continuations[i] != .running
      }
    }
    step += 1
  }

  mutating func clear() { step = 0 }

  /// Estimates advantages and returns, given the values of what follows the last step.
  mutating func finish(lastValues: [Float], discount: Double, lambda: Double) {
    precondition(isComplete, "the rollout has \(step) of \(length) steps")
    estimateAdvantages(
      rewards: rewards, values: values, continuations: continuations,
      lastValues: lastValues, discount: Float(discount), lambda: Float(lambda),
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

  /// The indices of all steps of some sequences, time-major.
  ///
  /// Sequence `s` is that of environment `s % environments` in block `s / environments`; a sequence of
  /// one step has the step's index.
  func indices(ofSequences sequences: Span<Int32>) -> [Int32] {
    var indices: [Int32] = []
    indices.reserveCapacity(sequenceLength * sequences.count)
    for t in 0..<sequenceLength {
      for s in 0..<sequences.count {
        let block = Int(sequences[s]) / environments
        let environment = Int(sequences[s]) % environments
        indices.append(Int32((block * sequenceLength + t) * environments + environment))
      }
    }
    return indices
  }
}
