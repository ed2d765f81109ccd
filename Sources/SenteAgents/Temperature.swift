import SentePrimitives

/// The weight of entropy in a policy's loss, moved so that the policy's entropy stays near a target.
///
/// Its logarithm goes down the gradient of -ln α · (ln π + target) by Adam. Source: Haarnoja et al.,
/// "Soft Actor-Critic Algorithms and Applications" (2018), section 5.
struct Temperature: Hashable, Sendable, Codable {
  /// The entropy that is held, in nats; nil where the temperature stays.
  let targetEntropy: Double?
  private var logarithm: Double
  private var first = 0.0
  private var second = 0.0
  private var updates = 0

  init(_ initial: Double, targetEntropy: Double?) {
    logarithm = Elementary.log(initial)
    self.targetEntropy = targetEntropy
  }

  /// The weight.
  var value: Float { Float(Elementary.exp(logarithm)) }

  /// Takes one step, given the policy's mean log-probability.
  mutating func update(meanLogProbability: Float, rate: Double) {
    guard let targetEntropy else { return }
    let gradient = -(Double(meanLogProbability) + targetEntropy)
    updates += 1
    first += 0.1 * (gradient - first)
    second += 0.001 * (gradient * gradient - second)
    let (firstPart, secondPart) = (1 - power(0.9, updates), 1 - power(0.999, updates))
    logarithm -= rate * (first / firstPart) / ((second / secondPart).squareRoot() + 1e-8)
  }

  private func power(_ x: Double, _ exponent: Int) -> Double {
    Elementary.exp(Double(exponent) * Elementary.log(x))
  }
}
