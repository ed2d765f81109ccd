public import SenteCompute
public import SentePrimitives

/// Independent switches, given by the logits of being 1, [batch, width].
public struct Bernoulli: Distribution {
  /// The logits, [batch, width].
  public let logits: Tensor

  /// The distribution with these logits.
  public init(logits: Tensor) { self.logits = logits }

  /// The distribution with these logits where both flags of a switch in `mask` [batch, 2 · width]
  /// (may be 0, may be 1) are set; else the switch is certain.
  public init(logits: Tensor, mask: Tensor) {
    let width = logits.shape.last
    let flags = mask.reshaped(to: [mask.shape[0], width, 2])
    let flag = { flags.sliced(2, from: $0, count: 1).reshaped(to: logits.shape) }
    let certain = logits * 0 - Categorical.logZero
    self.init(logits: select(flag(1), select(flag(0), logits, certain), -certain))
  }

  /// Log-probabilities [batch, 1] of rows of zeros and ones [batch, width].
  public func logProbability(of rows: Tensor) -> Tensor {
    (rows * logits - softplus(logits)).sum(axis: 1)
  }

  /// Entropy in nats, [batch, 1].
  public var entropy: Tensor {
    // That of the logit's magnitude: nothing large is subtracted where a switch is certain.
    let distance = abs(logits)
    return (softplus(-distance) + distance * exp(-softplus(distance))).sum(axis: 1)
  }

  /// Kullback-Leibler divergence from `other` to this one in nats, [batch, 1].
  public func divergence(from other: Bernoulli) -> Tensor {
    (sigmoid(logits) * (logits - other.logits) - softplus(logits) + softplus(other.logits))
      .sum(axis: 1)
  }

  /// The likelier of 0 and 1, [batch, width].
  public var mode: Tensor { logits .> 0 }

  /// The logits.
  public var parameters: Tensor { logits }

  /// Draws one switch.
  @inlinable
  public static func sample(logit: Float, using random: inout RandomStream) -> Bool {
    random.uniform() < 1 / (1 + Elementary.exp(-Double(logit)))
  }

  /// The log-probability of one switch being 1 or 0.
  @inlinable
  public static func logProbability(of isOn: Bool, logit: Float) -> Float {
    let x = isOn ? -Double(logit) : Double(logit)
    // -ln(1 + eˣ) without overflow.
    return Float(-(Swift.max(x, 0) + Elementary.log(1 + Elementary.exp(-Swift.abs(x)))))
  }
}
