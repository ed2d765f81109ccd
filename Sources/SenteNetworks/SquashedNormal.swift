public import SenteCompute
public import SentePrimitives

/// Independent numbers in (-1, 1): the hyperbolic tangent of normal ones.
///
/// Rows are those before squashing: the inverse tangent of a number near an end loses what the
/// density needs. Densities are those of the squashed numbers. Source: Haarnoja et al., "Soft
/// Actor-Critic" (2018), appendix C.
public struct SquashedNormal: Distribution {
  /// The distribution before squashing.
  public let normal: Normal

  /// The distribution with these parameters of the normal one, as `Normal` takes them.
  public init(mean: Tensor, logDeviation: Tensor) {
    normal = Normal(mean: mean, logDeviation: logDeviation)
  }

  /// Log-densities [batch, 1] of the squashed numbers, given rows before squashing [batch, width].
  public func logProbability(of rows: Tensor) -> Tensor {
    normal.logProbability(of: rows) - SquashedNormal.logSlope(rows).sum(axis: 1)
  }

  /// Log-densities [batch, 1] of squashed rows [batch, width]; what lies within 1e-6 of an end counts
  /// as lying there.
  public func logProbability(ofSquashed rows: Tensor) -> Tensor {
    let y = rows.clamped(-1 + 1e-6, 1 - 1e-6)
    return logProbability(of: 0.5 * (log(1 + y) - log(1 - y)))
  }

  /// ln(1 - tanh² u) = 2 (ln 2 - u - ln(1 + e⁻²ᵘ)), which neither overflows nor cancels.
  static func logSlope(_ u: Tensor) -> Tensor {
    2 * (0.693_147_180_559_945_3 - u - softplus(-2 * u))
  }

  /// An estimate of the entropy in nats, [batch, 1], there being no closed form: that of the normal
  /// distribution and the mean of ln(1 - tanh² u), by Gauss-Hermite quadrature at nine points (off by
  /// less than 0.001 for deviations up to 1, by 0.02 at 2).
  public var entropy: Tensor {
    let deviation = exp(normal.logDeviation)
    let change = SquashedNormal.quadrature.dropFirst().reduce(
      SquashedNormal.quadrature[0].weight * SquashedNormal.logSlope(normal.mean)
    ) { sum, point in
      let above = SquashedNormal.logSlope(normal.mean + deviation * point.node)
      let below = SquashedNormal.logSlope(normal.mean - deviation * point.node)
      return sum + point.weight * (above + below)
    }
    return normal.entropy + change.sum(axis: 1)
  }

  /// Points and weights for the mean over a standard normal number, those below 0 left out.
  private static let quadrature: [(node: Float, weight: Float)] = [
    (0, 0.406_349_206_349_206_3), (1.023_255_663_789_132_5, 0.244_097_502_894_939_4),
    (2.076_847_978_677_830_2, 0.049_916_406_765_217_9),
    (3.205_429_002_856_470_3, 0.002_789_141_321_231_8),
    (4.512_745_863_399_783, 0.000_022_345_844_007_746_6),
  ]

  /// Kullback-Leibler divergence from `other` to this one in nats, [batch, 1]: that of the normal
  /// distributions, since squashing can be undone.
  public func divergence(from other: SquashedNormal) -> Tensor {
    normal.divergence(from: other.normal)
  }

  /// The means before squashing: the median of the squashed numbers, not their mode, which lies at an
  /// end where deviations are large.
  public var mode: Tensor { normal.mean }

  /// Those of the normal distribution.
  public var parameters: Tensor { normal.parameters }

  /// Rows drawn inside a program before squashing, [batch, width], through which gradients flow.
  public func sample(_ source: RandomSource) -> Tensor { normal.sample(source) }

  /// The log-density of one squashed number, given the number before squashing.
  @inlinable
  public static func logProbability(of u: Float, mean: Float, logDeviation: Float) -> Float {
    let x = -2 * Double(u)
    let softplus = Swift.max(x, 0) + Elementary.log(1 + Elementary.exp(-Swift.abs(x)))
    let logSlope = 2 * (0.693_147_180_559_945_3 - Double(u) - softplus)
    return Normal.logProbability(of: u, mean: mean, logDeviation: logDeviation) - Float(logSlope)
  }

  /// tanh u of one number.
  @inlinable
  public static func squashed(_ u: Float) -> Float {
    let e = Elementary.exp(-2 * Swift.abs(Double(u)))
    let magnitude = (1 - e) / (1 + e)
    return Float(u < 0 ? -magnitude : magnitude)
  }
}
