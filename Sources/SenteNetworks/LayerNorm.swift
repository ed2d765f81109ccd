public import SenteCompute

/// Layer normalization (Ba, Kiros and Hinton 2016): each row of [..., features] to mean 0 and variance
/// 1, times `weight` [features], plus `bias` [features].
public func layerNorm(_ x: Tensor, _ scope: Scope, epsilon: Float = 1e-5) -> Tensor {
  let axis = x.shape.rank - 1
  scope.require(axis >= 0, "layerNorm of [..., features] does not accept a scalar")
  let centered = x - x.mean(axis: axis)
  let deviation = sqrt(centered.squared().mean(axis: axis) + epsilon)
  return centered / deviation * scope.parameter("weight", [x.shape.last], .constant(1))
    + scope.parameter("bias", [x.shape.last])
}
