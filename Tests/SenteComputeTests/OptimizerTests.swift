import SentePrimitives
import Testing

@testable import SenteCompute

@Suite struct OptimizerTests {
  /// Ten steps on Σ (w - t)², with the update computed here in double precision beside it.
  private func compare(
    _ rule: UpdateRule, clip: Float?, step: (inout [Double], [Double], Int) -> Void
  ) {
    let trace = Trace()
    let scope = trace.weights()
    let target = trace.input([37])
    let loss = (scope.parameter("w", [37], .noise) - target.tensor).squared().sum()
    trace.minimize(loss, over: scope, by: rule, maximumGradientNorm: clip)
    var program = trace.compile()
    var weights = Weights(program.layouts[0], seed: 1)
    var state = OptimizerState(program.layouts[0])
    var numbers = program.input(target.handle)
    for i in 0..<37 { numbers[i] = Float(i) * 0.1 }
    let slice = weights.layout.slices[0]
    var expected = weights.copy(slice).map { Double($0) }
    for t in 1...10 {
      var gradient = expected.enumerated().map { 2 * ($1 - Double(Float($0) * 0.1)) }
      let norm = gradient.reduce(0) { $0 + $1 * $1 }.squareRoot()
      if let clip, norm > Double(clip) { gradient = gradient.map { $0 * Double(clip) / norm } }
      step(&expected, gradient, t)
      program.run(updating: &weights, &state, rate: 0.05)
      #expect(Swift.abs(Double(program.gradientNorm) - norm) < 1e-4 * norm)
    }
    #expect(state.updates == 10)
    for (w, x) in zip(weights.copy(slice), expected) { #expect(Swift.abs(Double(w) - x) < 1e-5) }
    let values = weights.values
    for i in 37..<values.count { #expect(values[i] == 0) }
  }

  @Test(arguments: [nil, Float(0.5)])
  func `Adam steps as the paper says`(clip: Float?) {
    var (m, v) = ([Double](repeating: 0, count: 37), [Double](repeating: 0, count: 37))
    compare(
      .adam(beta1: 0.9, beta2: 0.99, epsilon: 1e-5, weightDecay: 0.1), clip: clip
    ) { w, g, t in
      for i in w.indices {
        m[i] = 0.9 * m[i] + 0.1 * g[i]
        v[i] = 0.99 * v[i] + 0.01 * g[i] * g[i]
        var (power1, power2) = (1.0, 1.0)
        for _ in 0..<t { (power1, power2) = (power1 * 0.9, power2 * 0.99) }
        let step = (m[i] / (1 - power1)) / ((v[i] / (1 - power2)).squareRoot() + 1e-5)
        w[i] = w[i] * (1 - 0.05 * 0.1) - 0.05 * step
      }
    }
  }

  @Test func `gradient descent with momentum steps as it should`() {
    var m = [Double](repeating: 0, count: 37)
    compare(.gradientDescent(momentum: 0.5, weightDecay: 0), clip: 1) { w, g, _ in
      for i in w.indices {
        m[i] = 0.5 * m[i] + g[i]
        w[i] -= 0.05 * m[i]
      }
    }
  }

  @Test func `a step whose gradient is not finite is not taken`() {
    let trace = Trace()
    let scope = trace.weights()
    let x = trace.input([4])
    trace.minimize(
      (scope.parameter("w", [4], .noise) * x.tensor).sum(), over: scope,
      by: .adam(beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0))
    var program = trace.compile()
    var weights = Weights(program.layouts[0], seed: 1)
    var state = OptimizerState(program.layouts[0])
    let before = weights.digest
    var input = program.input(x.handle)
    input[2] = .infinity
    program.run(updating: &weights, &state, rate: 0.1)
    #expect(!program.gradientNorm.isFinite)
    #expect(weights.digest == before)
  }
}
