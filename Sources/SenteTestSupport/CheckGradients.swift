public import SenteCompute
import SentePrimitives

/// Checks the derivatives of a traced scalar against central differences, in double precision on the
/// plain reference implementations.
///
/// Every element of every input and every parameter is moved by 1e-6 both ways. Functions with kinks
/// (rectifiers, maxima) may be reported if a kink lies that near; another seed then shows it.
///
/// - Parameters:
///   - shapes: The extents of the inputs; they and all parameters are filled with normal numbers.
///   - tolerance: The relative difference that is allowed, absolute below 1.
///   - loss: Traces a scalar from the inputs and a scope for parameters.
/// - Returns: One line for each derivative that is off; none when all agree.
public func checkGradients(
  inputs shapes: [Shape], seed: UInt64 = 1, tolerance: Double = 1e-5,
  loss: (_ inputs: [Tensor], _ scope: Scope) -> Tensor
) -> [String] {
  let trace = Trace()
  let inputs = shapes.map { trace.input($0).tensor }
  let scope = trace.weights()
  let value = loss(inputs, scope)
  let leaves = trace.leaves(inputs: inputs, scope)
  var random = RandomStream(seed: seed, role: "gradients")
  var numbers = leaves.map { leaf in
    (0..<leaf.tensor.shape.count).map { _ in random.normal() }
  }
  let gradients = trace.gradients(of: value, for: leaves.map(\.tensor))
  let exact = trace.evaluate(gradients, leaves, numbers)
  var problems: [String] = []
  for (i, leaf) in leaves.enumerated() {
    for element in numbers[i].indices {
      let start = numbers[i][element]
      numbers[i][element] = start + 1e-6
      let above = trace.evaluate([value], leaves, numbers)[0][0]
      numbers[i][element] = start - 1e-6
      let below = trace.evaluate([value], leaves, numbers)[0][0]
      numbers[i][element] = start
      let expected = (above - below) / 2e-6
      let difference = Swift.abs(exact[i][element] - expected)
      if !(difference <= tolerance * Swift.max(1, Swift.abs(expected))) {
        problems.append(
          "\(leaf.name), element \(element): \(exact[i][element]) but the slope is \(expected)")
      }
    }
  }
  return problems
}
