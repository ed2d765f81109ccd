import SentePrimitives

/// How much entropy counts in a policy's loss.
public struct TemperatureSettings: Hashable, Sendable, Codable {
  /// The first weight.
  public var initial = 1.0
  /// Whether the weight is moved so that the entropy stays near a target.
  public var isTuned = true
  /// That target, in nats for each number of an action.
  public var entropyTarget = -1.0

  /// The defaults.
  public init() {}

  /// The first setting that is out of range, in words; nil when all are usable.
  var problem: String? {
    outside("temperature.initial is", initial, 1e-12...1e6)
      ?? outside("temperature.entropyTarget is", entropyTarget, -1000...1000)
  }
}

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

  init(_ settings: TemperatureSettings, targetEntropy: Double) {
    logarithm = Elementary.log(settings.initial)
    self.targetEntropy = settings.isTuned ? targetEntropy : nil
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
