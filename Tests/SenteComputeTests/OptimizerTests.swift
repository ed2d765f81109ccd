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
    var state = OptimizerState(program.layouts[0], moments: rule.moments)
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

  /// Running means of a gradient and its square, in double precision.
  private struct Moments {
    var m = [Double](repeating: 0, count: 37)
    var v = [Double](repeating: 0, count: 37)

    mutating func follow(_ g: [Double], _ beta1: Double, _ beta2: Double) {
      for i in g.indices {
        m[i] = beta1 * m[i] + (1 - beta1) * g[i]
        v[i] = beta2 * v[i] + (1 - beta2) * g[i] * g[i]
      }
    }
  }

  @Test(arguments: [UpdateRule.EpsilonPlace.inside, .uncorrected])
  func `epsilon of Adam stands where it is told to`(place: UpdateRule.EpsilonPlace) {
    var moments = Moments()
    compare(.adam(beta2: 0.99, epsilon: 0.1, epsilonPlace: place), clip: nil) { w, g, t in
      moments.follow(g, 0.9, 0.99)
      let (a, b) = (0..<t).reduce((1.0, 1.0)) { p, _ in (p.0 * 0.9, p.1 * 0.99) }
      for i in w.indices {
        let (m, v) = (moments.m[i], moments.v[i])
        w[i] -=
          place == .inside
          ? 0.05 * m / (1 - a) / (v / (1 - b) + 0.1).squareRoot()
          : 0.05 * (1 - b).squareRoot() / (1 - a) * m / (v.squareRoot() + 0.1)
      }
    }
  }

  @Test func `epsilon of RMSProp stands within the root if told to`() {
    var moments = Moments()
    compare(
      .rmsProp(
        decay: 0.95, epsilon: 0.01, weightDecay: 0.1, isCentered: true, epsilonPlace: .inside),
      clip: 1
    ) { w, g, _ in
      moments.follow(g, 0.95, 0.95)
      for i in w.indices {
        let variance = moments.v[i] - moments.m[i] * moments.m[i]
        w[i] = w[i] * (1 - 0.05 * 0.1) - 0.05 * g[i] / (variance + 0.01).squareRoot()
      }
    }
  }
}
