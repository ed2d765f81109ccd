public import SenteCompute
public import SentePrimitives

/// A choice among `count` alternatives, given by unnormalized log-probabilities [batch, count].
public struct Categorical {
  /// Normalized log-probabilities [batch, count].
  public let logProbabilities: Tensor

  /// The distribution with these logits [batch, count].
  public init(logits: Tensor) { logProbabilities = logits.logSoftmax() }

  /// Log-probabilities [batch, 1] of choices given by indices [batch, 1].
  public func logProbability(of index: Tensor) -> Tensor { logProbabilities.picking(index) }

  /// Entropy in nats, [batch, 1].
  public var entropy: Tensor {
    -(exp(logProbabilities) * logProbabilities).sum(axis: logProbabilities.shape.rank - 1)
  }

  /// Kullback-Leibler divergence from `other` to this one in nats, [batch, 1].
  public func divergence(from other: Categorical) -> Tensor {
    (exp(logProbabilities) * (logProbabilities - other.logProbabilities))
      .sum(axis: logProbabilities.shape.rank - 1)
  }

  /// Draws from one row of normalized log-probabilities: the first alternative at which the running
  /// sum of probabilities passes a uniform number.
  @inlinable
  public static func sample(
    _ logProbabilities: Span<Float>, _ row: Range<Int>, using random: inout RandomStream
  ) -> Int {
    let threshold = random.uniform()
    var sum = 0.0
    for i in row {
      sum += Elementary.exp(Double(logProbabilities[i]))
      if sum > threshold { return i - row.lowerBound }
    }
    return row.count - 1
  }

  /// The likeliest alternative of one row, the first of equals.
  @inlinable
  public static func mode(_ logProbabilities: Span<Float>, _ row: Range<Int>) -> Int {
    var best = row.lowerBound
    for i in row where logProbabilities[i] > logProbabilities[best] { best = i }
    return best - row.lowerBound
  }
}
