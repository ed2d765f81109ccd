import SenteCompute
import SenteNetworks
import SenteTestSupport
import Testing

@Suite struct LayerTests {
  @Test(arguments: Activation.allCases)
  func `a perceptron's gradients are right`(activation: Activation) {
    let problems = checkGradients(inputs: [[3, 4]], seed: 2) { inputs, scope in
      multilayerPerceptron(inputs[0], widths: [5, 2], activation: activation, scope)
        .squared().sum()
    }
    #expect(problems == [])
  }

  @Test(arguments: LayerSample.all.filter(\.isDifferentiated))
  func `gradients of every layer are right`(sample: LayerSample) {
    let problems = checkGradients(inputs: sample.shapes, seed: 5) { inputs, scope in
      let y = sample.build(inputs, scope)
      return (y * (y + 0.3)).sum()
    }
    #expect(problems == [])
  }

  @Test func `a wrong gradient is found`() {
    let problems = checkGradients(inputs: [[3]]) { inputs, _ in
      (inputs[0] * inputs[0].detached).sum()
    }
    #expect(problems.count == 3)
  }

  @Test func `parameters are named by their scopes`() {
    let trace = Trace()
    let scope = trace.weights()
    _ = multilayerPerceptron(
      trace.input([1, 3]).tensor, widths: [4, 2], activation: .tanh, scope["policy"])
    #expect(
      scope.layout.slices.map(\.name)
        == ["policy.0.weight", "policy.0.bias", "policy.1.weight", "policy.1.bias"])
    #expect(scope.layout.parameterCount == 3 * 4 + 4 + 4 * 2 + 2)
  }

  @Test func `asking again gives the same parameter`() {
    let trace = Trace()
    let scope = trace.weights()
    let x = trace.input([1, 3]).tensor
    _ = dense(dense(x, 3, scope["a"]), 3, scope["a"])
    #expect(scope.layout.slices.count == 2)
  }

  @Test func `another shape under the same name traps`() async {
    await #expect(processExitsWith: .failure) {
      let scope = Trace().weights()
      _ = scope.parameter("a", [2])
      _ = scope.parameter("a", [3])
    }
  }

  @Test func `shapes that do not fit trap`() async {
    await #expect(processExitsWith: .failure) {
      let trace = Trace()
      _ = matmul(trace.input([2, 3]).tensor, trace.input([2, 3]).tensor)
    }
    await #expect(processExitsWith: .failure) {
      let trace = Trace()
      _ = trace.input([2, 3]).tensor + trace.input([2, 2]).tensor
    }
  }
}

@Suite struct InitializerTests {
  private func numbers(_ initializer: Initializer, _ shape: Shape) -> [Float] {
    let trace = Trace()
    let scope = trace.weights()
    _ = scope.parameter("a", shape, initializer)
    let weights = Weights(scope.layout, seed: 4)
    return weights.copy(weights.layout.slices[0])
  }

  @Test(arguments: [(5, 9), (9, 5), (6, 6)])
  func `orthogonal matrices have orthonormal rows or columns`(rows: Int, columns: Int) {
    let x = numbers(.orthogonal(gain: 2), [rows, columns])
    let count = Swift.min(rows, columns)
    for a in 0..<count {
      for b in 0..<count {
        var product = 0.0
        for k in 0..<Swift.max(rows, columns) {
          let (i, j) =
            rows < columns ? (a * columns + k, b * columns + k) : (k * columns + a, k * columns + b)
          product += Double(x[i]) * Double(x[j])
        }
        #expect(Swift.abs(product - (a == b ? 4 : 0)) < 1e-5)
      }
    }
  }

  @Test func `spreads are those of the papers`() {
    func deviation(_ x: [Float]) -> Double {
      (x.reduce(0) { $0 + Double($1) * Double($1) } / Double(x.count)).squareRoot()
    }
    let shape: Shape = [200, 300]
    #expect(Swift.abs(deviation(numbers(.xavier, shape)) - (2.0 / 500).squareRoot()) < 1e-3)
    #expect(Swift.abs(deviation(numbers(.kaiming, shape)) - (2.0 / 200).squareRoot()) < 1e-3)
    #expect(Swift.abs(deviation(numbers(.normal(standardDeviation: 0.5), shape)) - 0.5) < 5e-3)
    #expect(numbers(.uniform(bound: 0.1), shape).allSatisfy { Swift.abs($0) <= 0.1 })
    #expect(numbers(.constant(3), [2]) == [3, 3])
  }

  @Test func `a parameter's numbers depend on its name and the seed alone`() {
    func weights(_ names: [String], seed: UInt64) -> [String: [Float]] {
      let scope = Trace().weights()
      for name in names { _ = scope.parameter(name, [4], .normal(standardDeviation: 1)) }
      let weights = Weights(scope.layout, seed: seed)
      var result: [String: [Float]] = [:]
      for slice in weights.layout.slices { result[slice.name] = weights.copy(slice) }
      return result
    }
    #expect(weights(["a", "b"], seed: 1)["b"] == weights(["b"], seed: 1)["b"])
    #expect(weights(["a"], seed: 1)["a"] != weights(["a"], seed: 2)["a"])
  }
}
