public import SenteCompute

/// What a place of a sequence may look at.
public struct AttentionMask {
  /// Only itself and what comes before.
  public var isCausal: Bool
  /// [batch, length], 1 where there is something to look at, 0 where a sequence is padded; nil when
  /// nothing is padded.
  public var isPresent: Tensor?

  /// A mask; everything is seen by default.
  public init(isCausal: Bool = false, isPresent: Tensor? = nil) {
    self.isCausal = isCausal
    self.isPresent = isPresent
  }
}

/// Multi-head attention (Vaswani et al. 2017, section 3.2.2) of a sequence to itself, [batch, length,
/// width] to the same shape.
///
/// Parameters: `input.weight` [width, 3 · width], its columns queries, keys, values, and `input.bias`;
/// `output.weight` [width, width] and `output.bias`. Heads are `width / heads` wide. A place that may
/// look at nothing takes the mean of all.
public func attention(
  _ x: Tensor, heads: Int, mask: AttentionMask = AttentionMask(), _ scope: Scope
) -> Tensor {
  scope.require(
    x.shape.rank == 3 && x.shape.last % heads == 0,
    "attention of [batch, length, width] with \(heads) heads does not accept \(x.shape)")
  let width = x.shape.last
  let all = dense(x, 3 * width, scope["input"])
  let parts = (0..<3).map { all.sliced(2, from: $0 * width, count: width) }
  let y = attend(parts[0], parts[1], parts[2], heads: heads, mask, scope)
  return dense(y, width, scope["output"])
}

/// Multi-head attention of a sequence [batch, length, width] to another one [batch, others, otherWidth].
///
/// Parameters as `attention` has them, but for `query.weight` [width, width] and `context.weight`
/// [otherWidth, 2 · width], its columns keys and values.
public func crossAttention(
  _ x: Tensor, to context: Tensor, heads: Int, isPresent: Tensor? = nil, _ scope: Scope
) -> Tensor {
  scope.require(
    x.shape.rank == 3 && x.shape.last % heads == 0 && context.shape.rank == 3
      && context.shape[0] == x.shape[0],
    "attention of [batch, length, width] with \(heads) heads to [batch, others, width] does not "
      + "accept \(x.shape) and \(context.shape)")
  let width = x.shape.last
  let both = dense(context, 2 * width, scope["context"])
  let y = attend(
    dense(x, width, scope["query"]), both.sliced(2, from: 0, count: width),
    both.sliced(2, from: width, count: width), heads: heads, AttentionMask(isPresent: isPresent),
    scope)
  return dense(y, width, scope["output"])
}

/// softmax(q kᵀ / √d) v for each head (equation 1).
private func attend(
  _ q: Tensor, _ k: Tensor, _ v: Tensor, heads: Int, _ mask: AttentionMask, _ scope: Scope
) -> Tensor {
  let (batch, length, width) = (q.shape[0], q.shape[1], q.shape[2])
  let (others, each) = (k.shape[1], width / heads)
  let queries = q.reshaped(to: [batch, length, heads, each]).permuted([0, 2, 1, 3])
  let keys = k.reshaped(to: [batch, others, heads, each]).permuted([0, 2, 3, 1])
  let values = v.reshaped(to: [batch, others, heads, each]).permuted([0, 2, 1, 3])
  var scores = batchedMatmul(queries, keys) * (1 / Float(each).squareRoot())
  let hidden = scores.filled(-1e9)
  if mask.isCausal {
    scores = select(scores.counting(3) .> scores.counting(2), hidden, scores)
  }
  if let isPresent = mask.isPresent {
    scope.require(
      isPresent.shape == [batch, others],
      "attention to \(k.shape) takes a mask [\(batch), \(others)], not \(isPresent.shape)")
    scores = select(isPresent.reshaped(to: [batch, 1, 1, others]), scores, hidden)
  }
  return batchedMatmul(scores.softmax(), values).permuted([0, 2, 1, 3])
    .reshaped(to: [batch, length, width])
}
