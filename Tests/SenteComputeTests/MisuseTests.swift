import SenteCompute
import Testing

/// Mistakes of a programmer, and what the trap must say of each: the operation and the values.
enum ComputeMisuse: String, CaseIterable, Codable, Sendable {
  case product, sum, choice, batchedProduct, recurrence, reshaping, joining, convolution
  case transposition, gradientOfVector, axes, extent, rows, taking, scattering, oneHot
  case secondDerivatives, secondUpdate, otherWeights, missingUpdate, otherOptimizer, assignment

  var complaint: String {
    switch self {
    case .product: "does not accept [2, 3] and [2, 5]"
    case .sum: "add does not accept [2, 3] and [2, 2]"
    case .choice: "select does not accept [2] and [3] and [2]"
    case .batchedProduct: "batchedMatmul does not accept [2, 3, 4] and [3, 4, 5]"
    case .recurrence: "linearRecurrence does not accept [2, 3] and [3, 3]"
    case .reshaping: "reshape to [7] does not accept [2, 3]"
    case .joining: "does not accept [2, 3] and [3, 4]"
    case .convolution: "convolution does not accept [4, 4] and [3, 3, 1, 1]"
    case .transposition: "only a matrix is transposed; this one is [2, 3, 4]"
    case .gradientOfVector: "only a scalar has a gradient; this one is [2]"
    case .axes: "at most 4 axes, not 5: [1, 2, 3, 4, 5]"
    case .extent: "every extent is at least 1: [3, 0]"
    case .rows: "rows are taken of a matrix; this one is [2, 3, 4]"
    case .taking: "indices [3, 1] do not choose from the rows of [2, 3]"
    case .scattering: "[3] indices do not say where the rows of [2, 3] go"
    case .oneHot: "indices have an innermost extent of 1, not [3]"
    case .secondDerivatives: "a vector of [[3]] does not fit [[2]]"
    case .secondUpdate: "these weights have an update already"
    case .otherWeights: "weights 0 have another layout than was traced"
    case .missingUpdate: "this program has 0 optimizer steps, not one"
    case .otherOptimizer: "the optimizer state belongs to other weights"
    case .assignment: "weights of different layouts cannot be assigned"
    }
  }

  func commit() {
    let trace = Trace()
    func x(_ extents: Shape) -> Tensor { trace.input(extents).tensor }
    switch self {
    case .product: _ = matmul(x([2, 3]), x([2, 5]))
    case .sum: _ = x([2, 3]) + x([2, 2])
    case .choice: _ = select(x([2]), x([3]), x([2]))
    case .batchedProduct: _ = batchedMatmul(x([2, 3, 4]), x([3, 4, 5]))
    case .recurrence: _ = linearRecurrence(x([2, 3]), x([3, 3]), axis: 0)
    case .reshaping: _ = x([2, 3]).reshaped(to: [7])
    case .joining: _ = concatenate([x([2, 3]), x([3, 4])], axis: 0)
    case .convolution: _ = x([4, 4]).convolved(x([3, 3, 1, 1]))
    case .transposition: _ = x([2, 3, 4]).transposed()
    case .gradientOfVector: _ = trace.gradients(of: x([2]), for: [])
    case .axes: _ = Shape([1, 2, 3, 4, 5])
    case .extent: _ = Shape([3, 0])
    case .rows: _ = x([2, 3, 4]).rows(trace.indices([2]).indices)
    case .taking: _ = x([2, 3]).taking(trace.indices([3, 1]).indices)
    case .scattering: _ = x([2, 3]).scattered(trace.indices([3]).indices, to: 4)
    case .oneHot: _ = x([3]).oneHot(4)
    case .secondDerivatives:
      let input = x([2])
      _ = trace.hessianProduct(of: input.squared().sum(), for: [input], with: [x([3])])
    default: run(trace)
    }
  }

  /// The mistakes with weights.
  private func run(_ trace: Trace) {
    let scope = trace.weights()
    let loss = scope.parameter("a", [2]).squared().sum()
    let other = Trace().weights()
    _ = other.parameter("b", [3])
    var weights = Weights(scope.layout, seed: 0)
    var foreign = Weights(other.layout, seed: 0)
    if self == .assignment { weights.assign(foreign) }
    if self != .missingUpdate { trace.minimize(loss, over: scope, by: .adam()) }
    if self == .secondUpdate { trace.minimize(loss, over: scope, by: .adam()) }
    var program = trace.compile()
    var state = OptimizerState(self == .otherOptimizer ? other.layout : scope.layout)
    if self == .otherWeights {
      var fitting = OptimizerState(other.layout)
      program.run(updating: &foreign, &fitting, rate: 0.1)
    } else {
      program.run(updating: &weights, &state, rate: 0.1)
    }
  }
}

@Suite struct ComputeMisuseTests {
  @Test(arguments: ComputeMisuse.allCases)
  func `a mistake traps with the operation and the values`(misuse: ComputeMisuse) async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { [misuse] in misuse.commit() }
    let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(message.contains(misuse.complaint), "\(message.prefix(200))")
  }
}
