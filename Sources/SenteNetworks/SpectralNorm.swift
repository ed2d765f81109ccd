public import SenteCompute

/// A weight [..., outputs] divided by its largest singular value, as a matrix [all others, outputs]
/// (Miyato, Kataoka, Koyama and Yoshida 2018, algorithm 1).
///
/// State: `direction` [outputs], the estimate of the right singular vector, which one step of power
/// iteration improves in each training step. The gradient sees both vectors as constants.
public func spectrallyNormalized(_ weight: Tensor, _ scope: Scope, mode: Mode) -> Tensor {
  let outputs = weight.shape.last
  let matrix = weight.reshaped(to: [weight.shape.count / outputs, outputs])
  let before = scope.state("direction", [outputs], .normal(standardDeviation: 1))
  let left = unit(matmul(matrix.detached, before.reshaped(to: [outputs, 1])))
  var right = unit(before.reshaped(to: [outputs, 1]))
  if mode == .training {
    right = unit(matmul(matrix.detached.transposed(), left))
    scope.assign(right.reshaped(to: [outputs]), toState: "direction")
  }
  let largest = (left.detached * matmul(matrix, right.detached)).sum()
  return weight / largest
}

/// A fully connected layer whose weight is spectrally normalized: parameters and state of `dense` and
/// `spectrallyNormalized`.
public func spectralDense(
  _ x: Tensor, _ width: Int, _ scope: Scope, mode: Mode, initializer: Initializer = .xavier
) -> Tensor {
  scope.require(
    x.shape.rank >= 1, "spectralDense of [..., inputs] does not accept \(x.shape)")
  let weight = scope.parameter("weight", [x.shape.last, width], initializer)
  return matmul(x, spectrallyNormalized(weight, scope, mode: mode))
    + scope.parameter("bias", [width])
}

/// A vector divided by its length.
private func unit(_ x: Tensor) -> Tensor { x / sqrt(x.squared().sum() + 1e-24) }
