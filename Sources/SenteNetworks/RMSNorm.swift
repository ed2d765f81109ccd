public import SenteCompute

/// Root mean square normalization (Zhang and Sennrich 2019): each row of [..., features] divided by the
/// root of its mean square, times `weight` [features].
public func rmsNorm(_ x: Tensor, _ scope: Scope, epsilon: Float = 1e-6) -> Tensor {
  let axis = x.shape.rank - 1
  scope.require(axis >= 0, "rmsNorm of [..., features] does not accept a scalar")
  let size = sqrt(x.squared().mean(axis: axis) + epsilon)
  return x / size * scope.parameter("weight", [x.shape.last], .constant(1))
}
