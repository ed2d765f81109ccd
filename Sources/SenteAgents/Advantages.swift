import SentePrimitives

/// What follows a step, as far as the value of the future is concerned.
///
/// A truncated episode cannot be stored without the value to bootstrap from, so that mistaking a time
/// limit for the end of the task does not compile (Pardo et al. 2018).
public enum Continuation: Hashable, Sendable {
  /// The next step of the same episode follows in the sequence.
  case running
  /// Nothing follows: the value of the future is zero.
  case terminated
  /// The episode was cut off; the value of its final observation stands for the future.
  case truncated(finalValue: Float)
}

/// Generalized advantage estimates (Schulman et al. 2016, equations 11 to 16) and the returns that the
/// value function should learn (advantage plus value).
///
/// All arrays are [steps, environments], row-major. For each environment, backwards in time:
/// δ = r + γ V' - V and A = δ + γ λ A', where V' and A' are those of the next step; V' is the final
/// value and A' is 0 after truncation, both are 0 after termination.
///
/// - Parameters:
///   - lastValues: The values of the observations after the last step, one per environment; used where
///     the last step is `.running`.
///   - advantages: Written, [steps, environments].
///   - returns: Written, [steps, environments].
public func estimateAdvantages(
  rewards: [Float], values: [Float], continuations: [Continuation], lastValues: [Float],
  discount: Float, lambda: Float, advantages: inout [Float], returns: inout [Float]
) {
  let environments = lastValues.count
  let steps = rewards.count / environments
  precondition(
    rewards.count == steps * environments && values.count == rewards.count
      && continuations.count == rewards.count && advantages.count == rewards.count
      && returns.count == rewards.count, "all arrays are [steps, environments]")
  for environment in 0..<environments {
    var nextValue = lastValues[environment]
    var nextAdvantage: Float = 0
    for step in stride(from: steps - 1, through: 0, by: -1) {
      let i = step * environments + environment
      switch continuations[i] {
      case .running: break
      case .terminated: (nextValue, nextAdvantage) = (0, 0)
      case .truncated(let finalValue): (nextValue, nextAdvantage) = (finalValue, 0)
      }
      let error = rewards[i] + discount * nextValue - values[i]
      nextAdvantage = error + discount * lambda * nextAdvantage
      advantages[i] = nextAdvantage
      returns[i] = nextAdvantage + values[i]
      nextValue = values[i]
    }
  }
}

/// Brings numbers to mean 0 and deviation 1 (divided by n - 1), as Stable-Baselines3 and baselines do
/// with the advantages of a minibatch.
func normalize(_ numbers: inout MutableSpan<Float>) {
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
