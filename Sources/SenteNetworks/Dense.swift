public import SenteCompute

/// A fully connected layer: [..., inputs] to [..., width], with parameters `weight` [inputs, width] and
/// `bias` [width].
public func dense(
  _ x: Tensor, _ width: Int, _ scope: Scope, initializer: Initializer = .xavier,
  biasInitializer: Initializer = .zeros
) -> Tensor {
  scope.require(x.shape.rank >= 2, "dense of [..., inputs] does not accept \(x.shape)")
  return matmul(x, scope.parameter("weight", [x.shape.last, width], initializer))
    + scope.parameter("bias", [width], biasInitializer)
}

/// Dense layers one after the other, each followed by the activation: [..., inputs] to
/// [..., widths.last]. The layers are named 0, 1, ...
public func multilayerPerceptron(
  _ x: Tensor, widths: [Int], activation: Activation, _ scope: Scope,
  start: DenseStart = .orthogonal(gain: 2.0.squareRoot())
) -> Tensor {
  var y = x
  for (i, width) in widths.enumerated() {
    y = activation(dense(y, width, scope["\(i)"], start))
  }
  return y
}

/// How a dense layer's weights and biases start, where both depend on the layer's inputs.
public enum DenseStart: Hashable, Sendable {
  /// Orthogonal weights times a gain, biases 0.
  case orthogonal(gain: Double)
  /// Weights and biases uniform within ±1/√inputs, as PyTorch's linear layers start.
  case uniform
}

/// A fully connected layer that starts in one of the named ways.
public func dense(_ x: Tensor, _ width: Int, _ scope: Scope, _ start: DenseStart) -> Tensor {
  switch start {
  case .orthogonal(let gain):
    return dense(x, width, scope, initializer: .orthogonal(gain: gain))
  case .uniform:
    let uniform = Initializer.uniform(bound: 1 / Double(x.shape.last).squareRoot())
    return dense(x, width, scope, initializer: uniform, biasInitializer: uniform)
  }
}
