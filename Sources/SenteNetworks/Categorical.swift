public import SenteCompute
public import SentePrimitives

/// A choice among `count` alternatives, given by unnormalized log-probabilities [batch, count].
public struct Categorical: Distribution {
  /// Normalized log-probabilities [batch, count].
  public let logProbabilities: Tensor

  /// What stands for the logarithm of 0: small enough that its exponential is exactly 0, finite so
  /// that its product with 0 is 0.
  static let logZero: Float = -1e30

  /// The distribution with these logits [batch, count].
  public init(logits: Tensor) { logProbabilities = logits.logSoftmax() }

  /// The distribution with these logits among the alternatives whose flag in `mask` [batch, count] is
  /// not 0.
  ///
  /// The others have probability exactly 0, and no gradient reaches their logits (Huang and Ontañón,
  /// "A Closer Look at Invalid Action Masking in Policy Gradient Algorithms", 2022). A row with no
  /// flag is no distribution; whoever makes the mask has to see to it.
  public init(logits: Tensor, mask: Tensor) {
    self.init(logits: select(mask, logits, logits * 0 + Categorical.logZero))
  }

  private var axis: Int { logProbabilities.shape.rank - 1 }

  /// Log-probabilities [batch, 1] of choices given by indices [batch, 1].
  public func logProbability(of index: Tensor) -> Tensor { logProbabilities.picking(index) }

  /// Entropy in nats, [batch, 1].
  public var entropy: Tensor {
    -(exp(logProbabilities) * logProbabilities).sum(axis: axis)
  }

  /// Kullback-Leibler divergence from `other` to this one in nats, [batch, 1].
  public func divergence(from other: Categorical) -> Tensor {
    (exp(logProbabilities) * (logProbabilities - other.logProbabilities)).sum(axis: axis)
  }

  /// The likeliest index, the first of equals, [batch, 1].
  public var mode: Tensor { logProbabilities.topIndices(1).numbers }

  /// The normalized log-probabilities.
  public var parameters: Tensor { logProbabilities }

  /// Draws from one row of normalized log-probabilities: the first alternative at which the running
  /// sum of probabilities passes a uniform number.
  @inlinable
  public static func sample(
    _ logProbabilities: Span<Float>, _ row: Range<Int>, using random: inout RandomStream
  ) -> Int {
    let threshold = random.uniform()
    var sum = 0.0
    var last = row.lowerBound
    for i in row {
      let probability = Elementary.exp(Double(logProbabilities[i]))
      sum += probability
      if sum > threshold { return i - row.lowerBound }
      if probability > 0 { last = i }
    }
    return last - row.lowerBound
  }

  /// The likeliest alternative of one row, the first of equals.
  @inlinable
  public static func mode(_ logProbabilities: Span<Float>, _ row: Range<Int>) -> Int {
    var best = row.lowerBound
    for i in row where logProbabilities[i] > logProbabilities[best] { best = i }
    return best - row.lowerBound
  }
}
