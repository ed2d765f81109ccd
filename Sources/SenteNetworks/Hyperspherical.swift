public import SenteCompute

/// A residual network whose features and weights stay on the unit sphere: [rows, inputs] to
/// [rows, outputs].
///
/// Inputs get one more number, 3, and are normalized; each block's features are moved a learned part of
/// the way to those of a two-layer perceptron, and normalized again. Weights named `unitWeight` have columns
/// of length 1 at the start; `normalizeUnitWeights` brings them back after each optimizer step.
///
/// Source: Lee, Lee, Seno, Kim, Stone and Choo, "Hyperspherical Normalization for Scalable Deep
/// Reinforcement Learning" (SimbaV2, 2025), section 4.
///
/// - Parameters:
///   - width: Features of each block.
///   - blocks: How many blocks there are.
public func hypersphericalNetwork(
  _ x: Tensor, width: Int, blocks: Int, outputs: Int, _ scope: Scope
) -> Tensor {
  let shift = x.sliced(1, from: 0, count: 1).filled(3)
  let size = (2 / Float(width)).squareRoot()
  var h = normalizedRows(concatenate([x, shift], axis: 1))
  h = normalizedRows(scaled(unitDense(h, width, scope["embedding"]), size, scope["embedding"]))
  for block in 0..<blocks {
    let inner = scope["block\(block)"]
    let wide = scaled(unitDense(h, 4 * width, inner["0"]), size / 2, inner["0"])
    let y = normalizedRows(unitDense(relu(wide), width, inner["1"]))
    // The part starts at 1 / (blocks + 1); what is learned is it times a factor, so that its step is as
    // large as that of other parameters.
    let first = 1 / Float(width).squareRoot()
    let part =
      inner.parameter("part", [width], .constant(first)) * (1 / (Float(blocks + 1) * first))
    h = normalizedRows(h + part * (y - h))
  }
  let y = scaled(unitDense(h, width, scope["head.0"]), 1, scope["head.0"])
  return unitDense(y, outputs, scope["head.1"]) + scope["head.1"].parameter("bias", [outputs])
}

extension Weights {
  /// Brings the columns of all parameters named `unitWeight` [inputs, outputs] back to length 1.
  public mutating func normalizeUnitWeights() {
    let slices = layout.slices.filter { $0.name.hasSuffix("unitWeight") }
    var numbers = mutableValues
    for slice in slices {
      var part = numbers._mutatingExtracting(slice.offset..<slice.offset + slice.shape.count)
      normalizeColumns(&part, columns: slice.shape.last)
    }
  }
}

/// A layer without bias whose weights have columns of length 1.
private func unitDense(_ x: Tensor, _ width: Int, _ scope: Scope) -> Tensor {
  matmul(x, scope.parameter("unitWeight", [x.shape.last, width], unitColumns))
}

/// Each feature times a learned factor.
private func scaled(_ x: Tensor, _ first: Float, _ scope: Scope) -> Tensor {
  x * scope.parameter("scale", [x.shape.last], .constant(first))
}

/// Rows divided by their lengths.
private func normalizedRows(_ x: Tensor) -> Tensor {
  x / sqrt(x.squared().sum(axis: 1) + 1e-12)
}

private let unitColumns = Initializer { shape, random, numbers in
  Initializer.orthogonal().fill(shape, &random, &numbers)
  normalizeColumns(&numbers, columns: shape.last)
}

private func normalizeColumns(_ numbers: inout MutableSpan<Float>, columns: Int) {
  var squares = [Float](repeating: 0, count: columns)
  let rows = numbers.count / columns
  for i in 0..<rows {
    for j in 0..<columns { squares[j] += numbers[i * columns + j] * numbers[i * columns + j] }
  }
  let factors = squares.map { 1 / max($0, 1e-24).squareRoot() }
  for i in 0..<rows {
    for j in 0..<columns { numbers[i * columns + j] *= factors[j] }
  }
}
