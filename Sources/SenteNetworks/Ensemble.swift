public import SenteCompute

/// Fully connected layers side by side, one for each member of an ensemble, as one product: [members,
/// batch, inputs] to [members, batch, width], or [batch, inputs], which every member sees.
///
/// Parameters: `weight` [members, inputs, width], each member's as if it were alone, and `bias`
/// [members, 1, width].
public func ensembleDense(
  _ x: Tensor, _ width: Int, members: Int, _ scope: Scope, initializer: Initializer = .xavier
) -> Tensor {
  let isShared = x.shape.rank == 2
  scope.require(
    isShared || (x.shape.rank == 3 && x.shape[0] == members),
    "ensembleDense of [\(members), batch, inputs] or [batch, inputs] does not accept \(x.shape)")
  let (batch, inputs) = (x.shape[isShared ? 0 : 1], x.shape.last)
  let weight = scope.parameter("weight", [members, inputs, width], initializer.forEach())
  let bias = scope.parameter("bias", [members, 1, width])
  return batchedMatmul(x.broadcast(to: [members, batch, inputs]), weight) + bias
}

/// Perceptrons side by side, one for each member of an ensemble: [batch, inputs] or [members, batch,
/// inputs] to [members, batch, widths.last]; every layer but the last is followed by the activation.
public func ensemblePerceptron(
  _ x: Tensor, widths: [Int], members: Int, activation: Activation, _ scope: Scope,
  initializer: Initializer = .xavier
) -> Tensor {
  var y = x
  for (i, width) in widths.enumerated() {
    y = ensembleDense(y, width, members: members, scope["\(i)"], initializer: initializer)
    if i < widths.count - 1 { y = activation(y) }
  }
  return y
}

extension Initializer {
  /// Fills each slice along the outermost axis as a parameter of its own.
  public func forEach() -> Initializer {
    Initializer { shape, random, numbers in
      let each = Shape(Array(shape.extents.dropFirst()))
      for i in 0..<shape[0] {
        var part = numbers._mutatingExtracting(i * each.count..<(i + 1) * each.count)
        fill(each, &random, &part)
      }
    }
  }
}
