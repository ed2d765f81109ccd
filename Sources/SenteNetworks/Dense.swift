public import SenteCompute

/// What follows a layer.
public enum Activation: String, Hashable, Sendable, Codable, CaseIterable {
  /// Nothing.
  case linear
  /// The hyperbolic tangent.
  case tanh
  /// The rectifier.
  case relu

  /// Applies it to every element.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    switch self {
    case .linear: x
    case .tanh: SenteCompute.tanh(x)
    case .relu: SenteCompute.relu(x)
    }
  }
}

/// A fully connected layer: [..., inputs] to [..., width], with parameters `weight` [inputs, width] and
/// `bias` [width].
public func dense(
  _ x: Tensor, _ width: Int, _ scope: Scope, initializer: Initializer = .xavier
) -> Tensor {
  matmul(x, scope.parameter("weight", [x.shape.last, width], initializer))
    + scope.parameter("bias", [width])
}

/// Dense layers one after the other, each followed by the activation: [..., inputs] to
/// [..., widths.last]. The layers are named 0, 1, ...
public func multilayerPerceptron(
  _ x: Tensor, widths: [Int], activation: Activation, _ scope: Scope,
  initializer: Initializer = .orthogonal(gain: 2.0.squareRoot())
) -> Tensor {
  var y = x
  for (i, width) in widths.enumerated() {
    y = activation(dense(y, width, scope["\(i)"], initializer: initializer))
  }
  return y
}
