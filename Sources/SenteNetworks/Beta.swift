public import SenteCompute
public import SentePrimitives

/// Independent beta-distributed numbers in an interval, with positive parameters α and β
/// [batch, width].
///
/// With both above 1 the density has one peak inside and none at the ends, so that a policy for
/// bounded actions needs no clipping (Chou, Maturana and Scherer, "Improving Stochastic Policy
/// Gradients in Continuous Control with Deep Reinforcement Learning using the Beta Distribution",
/// 2017).
public struct Beta: Distribution {
  /// α, [batch, width].
  public let alpha: Tensor
  /// β, [batch, width].
  public let beta: Tensor
  /// Where the numbers lie.
  public let interval: ClosedRange<Float>

  /// How near to the ends of the unit interval numbers come, so that their logarithms exist.
  @usableFromInline static let margin = 0x1p-20

  /// The distribution with these parameters.
  public init(alpha: Tensor, beta: Tensor, interval: ClosedRange<Float> = 0...1) {
    self.alpha = alpha
    self.beta = beta.broadcast(to: alpha.shape)
    self.interval = interval
  }

  private var length: Float { interval.upperBound - interval.lowerBound }
  private var logLength: Float { Float(Elementary.log(Double(length))) }

  /// ln B(α, β), [batch, width].
  private var logNormalizer: Tensor { logGamma(alpha) + logGamma(beta) - logGamma(alpha + beta) }

  /// Log-densities [batch, 1] of rows [batch, width] in the interval.
  public func logProbability(of rows: Tensor) -> Tensor {
    let margin = Float(Beta.margin)
    let x = ((rows - interval.lowerBound) * (1 / length)).clamped(margin, 1 - margin)
    let density = (alpha - 1) * log(x) + (beta - 1) * log(1 - x) - logNormalizer
    return (density - logLength).sum(axis: 1)
  }

  /// Differential entropy in nats, [batch, 1].
  public var entropy: Tensor {
    let total = alpha + beta
    let terms =
      (alpha - 1) * digamma(alpha) + (beta - 1) * digamma(beta) - (total - 2) * digamma(total)
    return (logNormalizer - terms + logLength).sum(axis: 1)
  }

  /// Kullback-Leibler divergence from `other`, in the same interval, to this one in nats, [batch, 1].
  public func divergence(from other: Beta) -> Tensor {
    let (a, b) = (alpha - other.alpha, beta - other.beta)
    let change = a * digamma(alpha) + b * digamma(beta) - (a + b) * digamma(alpha + beta)
    return (other.logNormalizer - logNormalizer + change).sum(axis: 1)
  }

  /// (α - 1) / (α + β - 2), the peak where both parameters are above 1, [batch, width].
  public var mode: Tensor {
    let peak = (alpha - 1) / (alpha + beta - 2)
    return peak * length + interval.lowerBound
  }

  /// α and β side by side, [batch, 2 · width].
  public var parameters: Tensor { concatenate([alpha, beta], axis: 1) }

  /// Draws one number in the unit interval, from two gamma-distributed ones.
  public static func sample(
    alpha: Float, beta: Float, using random: inout RandomStream
  ) -> Float {
    let x = gamma(Double(alpha), using: &random)
    let y = gamma(Double(beta), using: &random)
    return Float(Swift.min(Swift.max(x / (x + y), margin), 1 - margin))
  }

  /// The log-density of one number in the unit interval.
  public static func logProbability(of x: Float, alpha: Float, beta: Float) -> Float {
    let (a, b) = (Double(alpha), Double(beta))
    let x = Swift.min(Swift.max(Double(x), margin), 1 - margin)
    let normalizer = logGamma(a) + logGamma(b) - logGamma(a + b)
    return Float((a - 1) * Elementary.log(x) + (b - 1) * Elementary.log(1 - x) - normalizer)
  }

  /// A gamma-distributed number of scale 1 (Marsaglia and Tsang, "A Simple Method for Generating Gamma
  /// Variables", 2000).
  private static func gamma(_ shape: Double, using random: inout RandomStream) -> Double {
    if shape < 1 {
      let whole = gamma(shape + 1, using: &random)
      return whole * Elementary.exp(Elementary.log(1 - random.uniform()) / shape)
    }
    let d = shape - 1.0 / 3
    let c = 1 / (9 * d).squareRoot()
    while true {
      let x = random.normal()
      let root = 1 + c * x
      guard root > 0 else { continue }
      let v = root * root * root
      let level = Elementary.log(1 - random.uniform())
      if level < 0.5 * x * x + d - d * v + d * Elementary.log(v) { return d * v }
    }
  }
}
