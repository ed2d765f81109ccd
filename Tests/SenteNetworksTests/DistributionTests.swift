import SenteCompute
import SenteNetworks
import SentePrimitives
import SenteTestSupport
import Testing

@Suite struct DistributionTests {
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

  private func close(_ a: Float, _ b: Double) -> Bool { Swift.abs(Double(a) - b) < 1e-5 }

  @Test func `a categorical distribution is what its logits say`() {
    let result = values([([1, 3], [0, 1, 2]), ([1, 3], [1, 1, 1]), ([1, 1], [2])]) { x in
      let (a, b) = (Categorical(logits: x[0]), Categorical(logits: x[1]))
      return [a.logProbabilities, a.entropy, a.divergence(from: b), a.logProbability(of: x[2])]
    }
    let z = Elementary.exp(0) + Elementary.exp(1) + Elementary.exp(2)
    let p = (0..<3).map { Elementary.exp(Double($0)) / z }
    let entropy = -p.reduce(0) { $0 + $1 * Elementary.log($1) }
    for (i, probability) in p.enumerated() {
      #expect(close(result[0][i], Elementary.log(probability)))
    }
    #expect(close(result[1][0], entropy))
    #expect(close(result[2][0], Elementary.log(3) - entropy))
    #expect(close(result[3][0], Elementary.log(p[2])))
  }

  @Test func `draws follow the probabilities`() {
    let p = [0.1, 0.6, 0.3]
    let row = p.map { Float(Elementary.log($0)) }
    var random = RandomStream(seed: 1, role: "draws")
    var counts = [0, 0, 0]
    for _ in 0..<30_000 {
      counts[Categorical.sample(row.span, 0..<3, using: &random)] += 1
    }
    for (count, probability) in zip(counts, p) {
      #expect(Swift.abs(Double(count) / 30_000 - probability) < 0.01)
    }
    #expect(Categorical.mode(row.span, 0..<3) == 1)
  }

  @Test func `a normal distribution has the density of the textbook`() {
    let result = values([([1, 2], [0, 1]), ([2], [0, 0.5]), ([1, 2], [0.5, -1])]) { x in
      let a = Normal(mean: x[0], logDeviation: x[1])
      let b = Normal(mean: x[2], logDeviation: x[1])
      return [a.logProbability(of: x[2]), a.entropy, a.divergence(from: b), a.divergence(from: a)]
    }
    let half = 0.5 * Elementary.log(2 * Double.pi)
    let variance = Elementary.exp(1)
    #expect(close(result[0][0], -half - 0.125 - half - 0.5 - 0.5 * 4 / variance))
    #expect(close(result[1][0], 0.5 + half + 0.5 + half + 0.5))
    #expect(close(result[2][0], 0.5 * 0.25 + 0.5 * 4 / variance))
    #expect(close(result[3][0], 0))
    let density = Normal.logProbability(of: 0.5, mean: 0, logDeviation: 0)
    #expect(close(density, -half - 0.125))
  }

  @Test func `gradients of both are right`() {
    let categorical = checkGradients(inputs: [[3, 4], [3, 4]]) { x, _ in
      let (a, b) = (Categorical(logits: x[0]), Categorical(logits: x[1]))
      return (a.entropy + a.divergence(from: b)).sum()
        + a.logProbability(of: x[0].sliced(1, from: 0, count: 1).detached * 0 + 2).sum()
    }
    #expect(categorical == [])
    let normal = checkGradients(inputs: [[3, 2], [2], [3, 2]]) { x, _ in
      let a = Normal(mean: x[0], logDeviation: x[1])
      let b = Normal(mean: x[2], logDeviation: x[1] * 0.5)
      return (a.logProbability(of: x[2]) + a.entropy + a.divergence(from: b)).sum()
    }
    #expect(normal == [])
  }
}
