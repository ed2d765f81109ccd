public import SenteCompute

/// Batch normalization (Ioffe and Szegedy 2015) of the innermost axis: [..., features], standardized
/// over all other axes, times `weight` [features], plus `bias` [features].
///
/// State: `mean` and `variance` [features]. In training the batch's own statistics are used, and the
/// running ones move towards them by `momentum`, the variance divided by count - 1, as PyTorch does; in
/// inference the running ones are used.
public func batchNorm(
  _ x: Tensor, _ scope: Scope, mode: Mode, momentum: Float = 0.1, epsilon: Float = 1e-5
) -> Tensor {
  let features = x.shape.last
  let rows = x.reshaped(to: [x.shape.count / features, features])
  let norm = BatchNorm(features: features, scope, epsilon: epsilon)
  if mode == .inference {
    let (scale, shift) = norm.inference
    return x * scale + shift
  }
  let count = rows.shape[0]
  scope.require(
    count > 1, "batchNorm in training does not accept \(x.shape): one row has no variance")
  let (mean, variance) = rows.moments()
  norm.follow(mean, variance * (Float(count) / Float(count - 1)), momentum: momentum, scope)
  let row: Shape = [1, features]
  let y = rows.batchNormalized(
    weight: norm.weight.reshaped(to: row), bias: norm.bias.reshaped(to: row), epsilon: epsilon)
  return y.reshaped(to: x.shape)
}

/// A convolution without bias, followed by batch normalization: parameters below `convolution` and
/// `norm`.
///
/// In inference the normalization is folded into filters and bias, so that it costs nothing per pixel.
public func normalizedConvolution(
  _ x: Tensor, filters: Int, size: Int, stride: Int = 1, padding: Padding = .none, _ scope: Scope,
  mode: Mode, momentum: Float = 0.1, epsilon: Float = 1e-5, initializer: Initializer = .kaiming
) -> Tensor {
  requireImages(x, "normalizedConvolution", scope)
  let weight = scope["convolution"].parameter(
    "weight", [size, size, x.shape[3], filters], initializer)
  if mode == .training {
    return batchNorm(
      x.convolved(weight, stride: stride, padding: padding), scope["norm"], mode: mode,
      momentum: momentum, epsilon: epsilon)
  }
  let (scale, shift) = BatchNorm(features: filters, scope["norm"], epsilon: epsilon).inference
  return x.convolved(weight * scale, stride: stride, padding: padding) + shift
}

/// The parameters and state of one normalization.
private struct BatchNorm {
  let weight: Tensor
  let bias: Tensor
  let mean: Tensor
  let variance: Tensor
  let epsilon: Float

  init(features: Int, _ scope: Scope, epsilon: Float) {
    weight = scope.parameter("weight", [features], .constant(1))
    bias = scope.parameter("bias", [features])
    mean = scope.state("mean", [features], .zeros)
    variance = scope.state("variance", [features], .constant(1))
    self.epsilon = epsilon
  }

  /// What a value is multiplied with and what is added, by the running statistics.
  var inference: (scale: Tensor, shift: Tensor) {
    let scale = weight / sqrt(variance + epsilon)
    return (scale, bias - mean * scale)
  }

  /// Moves the running statistics towards those of a batch, [1, features].
  func follow(_ batchMean: Tensor, _ batchVariance: Tensor, momentum: Float, _ scope: Scope) {
    for (name, old, new) in [("mean", mean, batchMean), ("variance", variance, batchVariance)] {
      let target = new.reshaped(to: old.shape).detached
      scope.assign(old + momentum * (target - old), toState: name)
    }
  }
}
