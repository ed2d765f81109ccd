public import SenteCompute
import SentePrimitives

/// Several independent choices side by side, given by logits [batch, sum of counts].
public struct MultiCategorical: Distribution {
  /// The choices, one after the other.
  public let choices: [Categorical]

  /// The distribution with these logits; `counts` says how many alternatives each choice has, and
  /// alternatives whose flag in `mask` [batch, sum of counts] is 0 have probability 0.
  public init(logits: Tensor, counts: [Int], mask: Tensor? = nil) {
    precondition(
      logits.shape.last == counts.reduce(0, +),
      "logits \(logits.shape) are not those of choices among \(counts)")
    var start = 0
    choices = counts.map { count in
      defer { start += count }
      let part = logits.sliced(1, from: start, count: count)
      guard let mask else { return Categorical(logits: part) }
      return Categorical(logits: part, mask: mask.sliced(1, from: start, count: count))
    }
  }

  /// Log-probabilities [batch, 1] of rows of indices [batch, choices].
  public func logProbability(of rows: Tensor) -> Tensor {
    sum { $0.logProbability(of: rows.sliced(1, from: $1, count: 1)) }
  }

  /// Entropy in nats, [batch, 1].
  public var entropy: Tensor { sum { choice, _ in choice.entropy } }

  /// Kullback-Leibler divergence from `other` to this one in nats, [batch, 1].
  public func divergence(from other: MultiCategorical) -> Tensor {
    sum { $0.divergence(from: other.choices[$1]) }
  }

  /// The likeliest index of each choice, [batch, choices].
  public var mode: Tensor { concatenate(choices.map(\.mode), axis: 1) }

  /// The normalized log-probabilities, [batch, sum of counts].
  public var parameters: Tensor { concatenate(choices.map(\.logProbabilities), axis: 1) }

  /// The sum of something over the choices, which are independent.
  private func sum(_ term: (Categorical, Int) -> Tensor) -> Tensor {
    choices.indices.dropFirst().reduce(term(choices[0], 0)) { $0 + term(choices[$1], $1) }
  }
}
