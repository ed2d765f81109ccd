public import SenteCompute

/// A learned vector for each of `count` things: indices of any shape to [indices..., width], with the
/// parameter `weight` [count, width], normal with deviation 1 at first.
///
/// An index out of range gives numbers that are not finite.
public func embedding(
  _ indices: Indices, count: Int, width: Int, _ scope: Scope,
  initializer: Initializer = .normal(standardDeviation: 1)
) -> Tensor {
  scope.require(
    indices.shape.rank <= 3, "embedding of at most 3 axes does not accept \(indices.shape)")
  return scope.parameter("weight", [count, width], initializer).rows(indices)
}

/// Adds a learned vector for each place of a sequence, [batch, length, width], with the parameter
/// `weight` [length, width].
public func positionEmbedding(
  _ x: Tensor, _ scope: Scope, initializer: Initializer = .normal(standardDeviation: 0.02)
) -> Tensor {
  scope.require(
    x.shape.rank == 3, "positionEmbedding of [batch, length, width] does not accept \(x.shape)")
  return x + scope.parameter("weight", [x.shape[1], x.shape[2]], initializer)
}
