public import SenteCompute
public import SentePrimitives

/// Independent normal numbers: mean [batch, width] and logarithm of the standard deviation, [width] or
/// [batch, width].
public struct Normal: Distribution {
  /// The means, [batch, width].
  public let mean: Tensor
  /// Logarithms of the standard deviations, broadcast to the means' shape.
  public let logDeviation: Tensor

  /// The distribution with these parameters.
  public init(mean: Tensor, logDeviation: Tensor) {
    self.mean = mean
    self.logDeviation = logDeviation.broadcast(to: mean.shape)
  }

  private var axis: Int { mean.shape.rank - 1 }

  /// ln √2π.
  @usableFromInline static let halfLogTwoPi: Float = 0.918_938_533_204_672_7

  /// Log-densities [batch, 1] of rows [batch, width].
  public func logProbability(of x: Tensor) -> Tensor {
    let distance = (x - mean) * exp(-logDeviation)
    return (distance.squared() * -0.5 - logDeviation - Normal.halfLogTwoPi).sum(axis: axis)
  }

  /// Differential entropy in nats, [batch, 1].
  public var entropy: Tensor { (logDeviation + (0.5 + Normal.halfLogTwoPi)).sum(axis: axis) }

  /// Kullback-Leibler divergence from `other` to this one in nats, [batch, 1].
  public func divergence(from other: Normal) -> Tensor {
    let ratio = exp(2 * (logDeviation - other.logDeviation))
    let distance = ((mean - other.mean) * exp(-other.logDeviation)).squared()
    return (0.5 * (ratio + distance - 1) - logDeviation + other.logDeviation).sum(axis: axis)
  }

  /// The means, [batch, width].
  public var mode: Tensor { mean }

  /// Means and logarithms of the standard deviations side by side, [batch, 2 · width].
  public var parameters: Tensor { concatenate([mean, logDeviation], axis: axis) }

  /// Rows drawn inside a program, [batch, width], through which gradients flow to the parameters
  /// (Kingma and Welling 2014, section 2.4).
  public func sample(_ source: RandomSource) -> Tensor {
    mean + exp(logDeviation) * source.normal(mean.shape)
  }

  /// Draws one number.
  @inlinable
  public static func sample(
    mean: Float, logDeviation: Float, using random: inout RandomStream
  ) -> Float {
    mean + Float(Elementary.exp(Double(logDeviation)) * random.normal())
  }

  /// The log-density of one number.
  @inlinable
  public static func logProbability(of x: Float, mean: Float, logDeviation: Float) -> Float {
    let distance = Double(x - mean) * Elementary.exp(-Double(logDeviation))
    return Float(-0.5 * distance * distance) - logDeviation - halfLogTwoPi
  }
}
