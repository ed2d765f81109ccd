import SenteCompute
import SentePrimitives
import SenteTestSupport
import Testing

@testable import SenteNetworks

/// Values by PyTorch 2.13 (`torch.distributions`, double precision) and SciPy 1.17 (`special`).
@Suite struct DistributionFamilyTests {
  /// Evaluates tensors for given inputs.
  private func values(
    _ inputs: [(Shape, [Float])], _ build: ([Tensor]) -> [Tensor]
  ) -> [[Float]] {
    let trace = Trace()
    let handles = inputs.map { trace.input($0.0) }
    let outputs = build(handles.map(\.tensor)).map { trace.output($0) }
    var program = trace.compile()
    for (handle, input) in zip(handles, inputs) {
      var span = program.input(handle.handle)
      for (i, number) in input.1.enumerated() { span[i] = number }
    }
    program.run()
    return outputs.map { output in
      let span = program.output(output)
      return (0..<span.count).map { span[$0] }
    }
  }

  private func expect(
    _ found: [Float], _ expected: [Double], within tolerance: Double = 1e-5,
    _ location: SourceLocation = #_sourceLocation
  ) {
    let isClose =
      found.count == expected.count
      && zip(found, expected).allSatisfy {
        Swift.abs(Double($0) - $1) <= tolerance * Swift.max(1, Swift.abs($1))
      }
    #expect(isClose, "\(found) is not \(expected)", sourceLocation: location)
  }

  // MARK: Choices

  @Test func `an illegal choice has probability 0 and the rest is shared by the others`() {
    let result = values([([2, 3], [1, 5, 1, 0, 0, 9]), ([2, 3], [1, 0, 1, 0, 1, 0])]) { x in
      let masked = Categorical(logits: x[0], mask: x[1])
      return [exp(masked.logProbabilities), masked.entropy, masked.mode]
    }
    #expect(result[0] == [0.5, 0, 0.5, 0, 1, 0])
    expect(result[1], [Elementary.log(2), 0])
    #expect(result[2] == [0, 1])
  }

  @Test func `masked gradients are numbers, and 0 where a choice is illegal`() {
    let trace = Trace()
    let logits = trace.input([1, 3])
    let mask = trace.input([1, 3])
    let masked = Categorical(logits: logits.tensor, mask: mask.tensor)
    let first = logits.tensor.sliced(1, from: 0, count: 1).detached * 0
    let loss = (masked.entropy + masked.logProbability(of: first)).sum()
    let output = trace.output(trace.gradients(of: loss, for: [logits.tensor])[0])
    var program = trace.compile()
    for (handle, numbers) in [
      (logits.handle, [Float(1), 80, -2]), (mask.handle, [1, 0, 1]),
    ] {
      var span = program.input(handle)
      for i in 0..<3 { span[i] = numbers[i] }
    }
    program.run()
    let gradient = program.output(output)
    #expect(gradient[1] == 0)
    #expect(gradient[0].isFinite && gradient[0] != 0)
    #expect(Swift.abs(gradient[0] + gradient[2]) < 1e-6)
  }

  @Test func `an illegal choice is never drawn, whatever rounding does`() {
    // Probabilities whose running sum stays below 1, with an illegal alternative at the end.
    let row = [Float(-1.2), -1.2, -1.2, Categorical.logZero]
    var random = RandomStream(seed: 1, role: "draws")
    for _ in 0..<1000 {
      #expect(Categorical.sample(row.span, 0..<4, using: &random) < 3)
    }
  }

  @Test func `several choices are the sum of each`() {
    let result = values([
      ([1, 5], [0, 1, 2, 3, 4]), ([1, 2], [1, 2]), ([1, 5], [1, 1, 1, 0, 1]),
    ]) { x in
      let both = MultiCategorical(logits: x[0], counts: [2, 3])
      let first = Categorical(logits: x[0].sliced(1, from: 0, count: 2))
      let second = Categorical(logits: x[0].sliced(1, from: 2, count: 3))
      let masked = MultiCategorical(logits: x[0], counts: [2, 3], mask: x[2])
      return [
        both.logProbability(of: x[1]),
        first.logProbability(of: x[1].sliced(1, from: 0, count: 1))
          + second.logProbability(of: x[1].sliced(1, from: 1, count: 1)),
        both.entropy, first.entropy + second.entropy, both.mode,
        masked.divergence(from: both), exp(masked.parameters),
      ]
    }
    #expect(result[0] == result[1])
    #expect(result[2] == result[3])
    #expect(result[4] == [1, 2])
    // KL of a distribution conditioned on a set from the whole: -ln of the set's probability.
    let total = Elementary.exp(0) + Elementary.exp(1) + Elementary.exp(2)
    let legal = (Elementary.exp(0) + Elementary.exp(2)) / total
    expect(result[5], [-Elementary.log(legal)])
    #expect(result[6][3] == 0)
  }

  @Test func `switches agree with PyTorch and can be forced`() {
    let result = values([
      ([1, 3], [0.3, -2, 8]), ([1, 3], [1, 0, 0]), ([1, 3], [1, 0, 2]),
      ([1, 6], [1, 1, 1, 0, 0, 1]),
    ]) { x in
      let a = Bernoulli(logits: x[0])
      let masked = Bernoulli(logits: x[0], mask: x[3])
      return [
        a.logProbability(of: x[1]), a.entropy, a.divergence(from: Bernoulli(logits: x[2])), a.mode,
        masked.mode, masked.entropy, masked.logProbability(of: masked.mode),
      ]
    }
    expect(result[0], [-0.5543552444685271 - 0.1269280110429727 - 8.000335406372896])
    expect(result[1], [0.6820224894250294 + 0.36533385508720784 + 0.0030182074166267446])
    expect(result[2], [0.05679668128153437 + 0.32781332547273767 + 0.1245805038872785])
    #expect(result[3] == [1, 0, 1])
    #expect(result[4] == [1, 0, 1])
    expect(result[5], [0.6820224894250294])
    expect(result[6], [-0.5543552444685271])
    let pair = [
      Bernoulli.logProbability(of: true, logit: 0.3),
      Bernoulli.logProbability(of: false, logit: 8),
    ]
    expect(pair, [-0.5543552444685271, -8.000335406372896])
  }

  // MARK: Numbers

  @Test func `gamma functions agree with SciPy`() {
    let points: [Float] = [0.5, 1, 1.5, 3, 10, 100, 1000]
    let result = values([([7], points)]) { x in
      let y = logGamma(x[0])
      return [y, digamma(x[0])]
    }
    let expected = [
      0.5723649429247, 0, -0.12078223763524526, 0.6931471805599453, 12.801827480081469,
      359.1342053695754, 5905.220423209181,
    ]
    expect(result[0], expected)
    expect(points.map { Float(logGamma(Double($0))) }, expected, within: 1e-7)
    expect(
      result[1],
      [
        -1.9635100260214235, -0.5772156649015329, 0.03648997397857652, 0.9227843350984671,
        2.251752589066721, 4.600161852738088, 6.907255195648812,
      ])
  }

  @Test func `a beta distribution agrees with PyTorch, in its interval too`() {
    let result = values([
      ([1, 3], [0.5, 2, 30]), ([1, 3], [0.7, 3, 4]), ([1, 3], [0.2, 0.6, 0.9]),
      ([1, 3], [1.5, 1, 20]), ([1, 3], [1, 2.5, 5]),
    ]) { x in
      let a = Beta(alpha: x[0], beta: x[1])
      let wide = Beta(alpha: x[0], beta: x[1], interval: -1...3)
      return [
        a.logProbability(of: x[2]), a.entropy, a.divergence(from: Beta(alpha: x[3], beta: x[4])),
        wide.logProbability(of: x[2] * 4 - 1), wide.entropy, wide.mode,
      ]
    }
    let density = -0.04694425784836931 + 0.14149956227369975 + 2.0424583481263454
    let entropy = -0.1979238823866587 - 0.23490664978800035 - 1.5520854875445025
    expect(result[0], [density])
    expect(result[1], [entropy])
    expect(result[2], [0.6296938389931116 + 0.19361591791384525 + 0.7228978115018556])
    expect(result[3], [density - 3 * Elementary.log(4)])
    expect(result[4], [entropy + 3 * Elementary.log(4)])
    expect(Array(result[5][1...]), [1.0 / 3 * 4 - 1, 29.0 / 32 * 4 - 1])
    expect([Beta.logProbability(of: 0.9, alpha: 30, beta: 4)], [2.0424583481263454])
  }

  @Test func `a squashed normal distribution agrees with PyTorch`() {
    let result = values([
      ([1, 2], [0.5, -1]), ([2], [-0.5, 0.2]), ([1, 2], [0.3, -4]), ([1, 2], [30, -30]),
    ]) { x in
      let a = SquashedNormal(mean: x[0], logDeviation: x[1])
      return [
        a.logProbability(of: x[2]), a.logProbability(ofSquashed: tanh(x[2])),
        a.logProbability(of: x[3]), a.divergence(from: a),
      ]
    }
    expect(result[0], [2.0943750813388786])
    expect(result[1], [2.0943750813388786], within: 1e-3)  // 1 - tanh² 4 has few digits left
    #expect(result[2][0].isFinite)
    expect(result[3], [0])
    let one = SquashedNormal.logProbability(of: 0.3, mean: 0.5, logDeviation: -0.5)
    let other = SquashedNormal.logProbability(of: -4, mean: -1, logDeviation: 0.2)
    expect([one + other], [2.0943750813388786])
    expect(
      [-20, -0.5, 0, 2].map(SquashedNormal.squashed),
      [-1, -0.46211715726, 0, 0.96402758007], within: 1e-7)
    // By SciPy's `integrate.quad`.
    let entropy = values([([3, 1], [0, 1, 2]), ([3, 1], [0, Float(Elementary.log(0.5)), 0])]) {
      [SquashedNormal(mean: $0[0], logDeviation: $0[1]).entropy]
    }
    let normal = 1.4189385332046727
    expect(
      entropy[0],
      [
        normal - 0.749134414982876, normal + Elementary.log(0.5) - 0.9791795830130126,
        normal - 2.785597029495248,
      ], within: 1e-3)
  }

  @Test func `a mixture agrees with PyTorch and bounds its entropy`() {
    let inputs: [(Shape, [Float])] = [
      ([1, 2], [0.2, 1]), ([1, 4], [0, 1, 2, -1]), ([1, 4], [0.1, -0.3, 0, 0.4]),
      ([1, 2], [0.7, 0.3]), ([1, 4], [1, -1, 1, -1]), ([1, 4], [0, 0, 0, 0]),
    ]
    let result = values(inputs) { x in
      let a = NormalMixture(logits: x[0], means: x[1], logDeviations: x[2])
      let same = NormalMixture(logits: x[0], means: x[4], logDeviations: x[5])
      return [a.logProbability(of: x[3]), a.entropy, a.mode, same.entropy, a.parameters]
    }
    expect(result[0], [-2.9339512945971213])
    // PyTorch, two million draws: 3.4655.
    #expect(result[1][0] > 3.46 && result[1][0] < 3.8)
    #expect(result[2] == [2, -1])
    expect(result[3], [2.837877066409345])
    let numbers = result[4]
    var random = RandomStream(seed: 1, role: "draws")
    var mean = 0.0
    for _ in 0..<20_000 {
      var row: [Float] = [0, 0]
      var span = row.mutableSpan
      let density = NormalMixture.sample(
        numbers.span, at: 0, components: 2, into: &span, using: &random)
      mean -= Double(density) / 20_000
    }
    #expect(Swift.abs(mean - 3.4655) < 0.02)
  }

  @Test func `a joint distribution is the sum of its parts`() {
    let result = values([([1, 2], [0, 1]), ([1, 1], [0.5]), ([1, 2], [1, 0.2])]) { x in
      let choice = Categorical(logits: x[0])
      let number = Normal(mean: x[1], logDeviation: x[1])
      let both = Joint([(choice, 1), (number, 1)])
      return [
        both.logProbability(of: x[2]),
        choice.logProbability(of: x[2].sliced(1, from: 0, count: 1))
          + number.logProbability(of: x[2].sliced(1, from: 1, count: 1)),
        both.entropy, choice.entropy + number.entropy, both.mode, both.parameters,
      ]
    }
    #expect(result[0] == result[1])
    #expect(result[2] == result[3])
    #expect(result[4] == [1, 0.5])
    #expect(result[5].count == 4)
  }

  // MARK: Draws

  @Test(arguments: [(Float(0.5), Float(0.7)), (2, 3), (30, 4)])
  func `beta draws have the moments of the textbook`(alpha: Float, beta: Float) {
    var random = RandomStream(seed: 2, role: "draws")
    let draws = (0..<20_000).map { _ in
      Double(Beta.sample(alpha: alpha, beta: beta, using: &random))
    }
    let statistics = RunningStatistics(draws)
    let (a, b) = (Double(alpha), Double(beta))
    let variance = a * b / ((a + b) * (a + b) * (a + b + 1))
    #expect(Swift.abs(statistics.mean - a / (a + b)) < 5 * (variance / 20_000).squareRoot())
    #expect(Swift.abs(statistics.variance / variance - 1) < 0.05)
    #expect(draws.allSatisfy { $0 > 0 && $0 < 1 })
  }

  @Test func `draws inside a program carry gradients to the parameters`() {
    let trace = Trace()
    let mean = trace.input([4096, 1])
    let random = trace.random()
    let normal = Normal(mean: mean.tensor, logDeviation: trace.constant(0))
    let squashed = SquashedNormal(mean: mean.tensor, logDeviation: trace.constant(0))
    let outputs = [
      normal.sample(random.source), tanh(squashed.sample(random.source)),
      trace.gradients(of: normal.sample(random.source).sum(), for: [mean.tensor])[0],
    ].map { trace.output($0) }
    var program = trace.compile()
    var stream = RandomStream(seed: 3, role: "draws")
    program.draw(random.handle, from: &stream)
    var means = program.input(mean.handle)
    for i in 0..<4096 { means[i] = 1 }
    program.run()
    let statistics = outputs.map { output in
      let span = program.output(output)
      return RunningStatistics((0..<4096).map { Double(span[$0]) })
    }
    #expect(Swift.abs(statistics[0].mean - 1) < 0.08)
    #expect(Swift.abs(statistics[0].variance - 1) < 0.1)
    #expect(Swift.abs(statistics[1].mean - 0.5504) < 0.03)  // SciPy: the mean of tanh
    #expect(statistics[2].mean == 1 && statistics[2].variance == 0)
  }

  // MARK: Gradients

  @Test func `gradients of all of them are right`() {
    let families: [(String, [Shape], ([Tensor]) -> Tensor)] = [
      (
        "multi-categorical", [[2, 5], [2, 5]],
        {
          let a = MultiCategorical(logits: $0[0], counts: [2, 3])
          let b = MultiCategorical(logits: $0[1], counts: [2, 3])
          return a.entropy + a.divergence(from: b)
        }
      ),
      (
        "Bernoulli", [[2, 3], [2, 3]],
        {
          let (a, b) = (Bernoulli(logits: $0[0]), Bernoulli(logits: $0[1]))
          return a.logProbability(of: $0[1]) + a.entropy + a.divergence(from: b)
        }
      ),
      (
        "squashed normal", [[2, 2], [2], [2, 2]],
        {
          let a = SquashedNormal(mean: $0[0], logDeviation: $0[1])
          return a.logProbability(of: $0[2]) + a.entropy
        }
      ),
      (
        "beta", [[2, 2], [2, 2], [2, 2]],
        {
          let a = Beta(alpha: exp($0[0]), beta: exp($0[1]), interval: -1...1)
          let b = Beta(alpha: exp($0[1]), beta: exp($0[2]), interval: -1...1)
          return a.logProbability(of: tanh($0[2])) + a.entropy + a.divergence(from: b)
        }
      ),
      (
        "mixture", [[2, 2], [2, 4], [2, 4], [2, 2]],
        {
          let a = NormalMixture(logits: $0[0], means: $0[1], logDeviations: $0[2])
          return a.logProbability(of: $0[3]) + a.entropy
        }
      ),
    ]
    for (name, shapes, loss) in families {
      let problems = checkGradients(inputs: shapes) { inputs, _ in loss(inputs).sum() }
      #expect(problems == [], "\(name)")
    }
  }
}
