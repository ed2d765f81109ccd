public import SenteCompute

/// A convolution layer over images, channels last: [batch, height, width, channels] to [batch, down,
/// across, filters], with parameters `weight` [size, size, channels, filters] and `bias` [filters].
public func convolution(
  _ x: Tensor, filters: Int, size: Int, stride: Int = 1, padding: Padding = .none, _ scope: Scope,
  initializer: Initializer = .kaiming
) -> Tensor {
  requireImages(x, "convolution", scope)
  let weight = scope.parameter("weight", [size, size, x.shape[3], filters], initializer)
  let (height, width) = (x.shape[1], x.shape[2])
  scope.require(
    padding != .none || (height >= size && width >= size),
    "convolution does not accept \(x.shape) and \(weight.shape): the filters are larger")
  return x.convolved(weight, stride: stride, padding: padding)
    + scope.parameter("bias", [filters])
}

/// Traps unless these are images.
func requireImages(_ x: Tensor, _ operation: String, _ scope: Scope) {
  scope.require(
    x.shape.rank == 4,
    "\(operation) of [batch, height, width, channels] does not accept \(x.shape)")
}
