import SenteCompute
import SenteNetworks
import SentePrimitives
import Testing

/// What layers promise besides their values.
@Suite struct StructureTests {
  @Test func `a causal place does not see what comes after it`() {
    let trace = Trace()
    let x = trace.input([1, 6, 8])
    let y = trace.output(
      transformerBlock(
        x.tensor, heads: 2, mask: AttentionMask(isCausal: true), trace.weights()))
    var program = trace.compile()
    let weights = Weights(program.layouts[0], seed: 1)
    var numbers = program.input(x.handle)
    for i in 0..<48 { numbers[i] = Float(i % 11) - 5 }
    program.run(weights)
    let before = copy(program.output(y))
    numbers = program.input(x.handle)
    for i in 32..<48 { numbers[i] = 3 }
    program.run(weights)
    let after = copy(program.output(y))
    #expect(before[..<32] == after[..<32])
    #expect(before[32...] != after[32...])
  }

  @Test func `an ensemble's members compute what each would alone, bit for bit`() throws {
    let trace = Trace()
    let x = trace.input([5, 7])
    let y = trace.output(
      ensemblePerceptron(
        x.tensor, widths: [20, 3], members: 4, activation: .relu, trace.weights()))
    var ensemble = trace.compile()
    let all = Weights(ensemble.layouts[0], seed: 3)
    let single = Trace()
    let row = single.input([5, 7])
    let scope = single.weights()
    let output = single.output(
      dense(relu(dense(row.tensor, 20, scope["0"])), 3, scope["1"]))
    var alone = single.compile()
    var weights = Weights(alone.layouts[0], seed: 1)
    fill(&ensemble, x.handle)
    fill(&alone, row.handle)
    ensemble.run(all)
    for member in 0..<4 {
      for slice in weights.layout.slices {
        let from = try #require(all.layout[slice.name])
        let count = slice.shape.count
        weights.replace(
          slice, with: Array(all.copy(from)[member * count..<(member + 1) * count]))
      }
      alone.run(weights)
      let both = (copy(ensemble.output(y)), copy(alone.output(output)))
      #expect(Array(both.0[member * 15..<(member + 1) * 15]) == both.1)
    }
  }

  @Test func `the running statistics of a batch norm become those of the data`() throws {
    let trace = Trace()
    let scope = trace.weights()
    let x = trace.input([64, 2])
    trace.minimize(
      batchNorm(x.tensor, scope["norm"], mode: .training).sum(), over: scope,
      by: .adam(weightDecay: 0.1))
    var program = trace.compile()
    var weights = Weights(program.layouts[0], seed: 1)
    var state = OptimizerState(program.layouts[0])
    var random = RandomStream(seed: 1, role: "data")
    for _ in 0..<300 {
      var numbers = program.input(x.handle)
      for i in 0..<64 {
        numbers[2 * i] = Float(3 + 2 * random.normal())
        numbers[2 * i + 1] = Float(-1 + 0.5 * random.normal())
      }
      program.run(updating: &weights, &state, rate: 1e-3)
    }
    let mean = weights.copy(try #require(weights.layout["norm.mean"]))
    let variance = weights.copy(try #require(weights.layout["norm.variance"]))
    #expect(abs(mean[0] - 3) < 0.3 && abs(mean[1] + 1) < 0.1)
    #expect(abs(variance[0] - 4) < 0.6 && abs(variance[1] - 0.25) < 0.05)
  }

  @Test func `the largest singular value of a spectral layer is 1`() throws {
    let trace = Trace()
    let scope = trace.weights()
    let x = trace.input([1, 12])
    let weight = scope.parameter("weight", [12, 8], .normal(standardDeviation: 3))
    let normalized = spectrallyNormalized(weight, scope, mode: .training)
    let output = trace.output(normalized)
    trace.minimize(matmul(x.tensor, normalized).sum(), over: scope, by: .gradientDescent())
    var program = trace.compile()
    var weights = Weights(program.layouts[0], seed: 1)
    var state = OptimizerState(program.layouts[0])
    for _ in 0..<100 { program.run(updating: &weights, &state, rate: 0) }
    let matrix = copy(program.output(output)).map { Double($0) }
    // Power iteration on the result, in double precision.
    var vector = [Double](repeating: 1, count: 8)
    var value = 0.0
    for _ in 0..<500 {
      let left = (0..<12).map { i in (0..<8).reduce(0) { $0 + matrix[i * 8 + $1] * vector[$1] } }
      let right = (0..<8).map { j in (0..<12).reduce(0) { $0 + matrix[$1 * 8 + j] * left[$1] } }
      value = right.reduce(0) { $0 + $1 * $1 }.squareRoot()
      vector = right.map { $0 / value }
    }
    #expect(abs(value.squareRoot() - 1) < 1e-3)
  }

  @Test func `the torsos have the papers' parameters`() {
    let trace = Trace()
    let images = trace.input([1, 84, 84, 4]).tensor
    let (nature, impala) = (trace.weights(), trace.weights())
    #expect(natureTorso(images, nature).shape == [1, 512])
    #expect(nature.layout.parameterCount == 1_684_128)
    #expect(impalaTorso(images, impala).shape == [1, 256])
    // 15 convolutions, and 11 x 11 x 32 features to 256 units.
    #expect(impala.layout.slices.count == 32)
    #expect(impala.layout["output.weight"]?.shape == [11 * 11 * 32, 256])
  }

  @Test func `an AlphaZero block keeps the shape and has state for both norms`() {
    let trace = Trace()
    let scope = trace.weights()
    let x = trace.input([2, 5, 5, 16]).tensor
    let y = normalizedResidualBlock(x, scope, mode: .training, squeezeExcite: 4)
    #expect(y.shape == x.shape)
    let state = scope.layout.slices.filter { !$0.isTrained }.map(\.name)
    #expect(state == ["0.norm.mean", "0.norm.variance", "1.norm.mean", "1.norm.variance"])
  }

  @Test func `complaints name the layer, the operation and the shapes`() async {
    let heads = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let trace = Trace()
      _ = attention(trace.input([2, 5, 6]).tensor, heads: 4, trace.weights()["encoder"]["0"])
    }
    #expect(message(heads).contains("layer 'encoder.0': attention"))
    #expect(message(heads).contains("[2, 5, 6]"))
    let images = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let trace = Trace()
      _ = natureTorso(trace.input([2, 20, 84, 4]).tensor, trace.weights()["torso"])
    }
    #expect(message(images).contains("layer 'torso': natureTorso"))
    #expect(message(images).contains("[2, 20, 84, 4]"))
    let again = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let trace = Trace()
      let scope = trace.weights()["value"]
      _ = dense(trace.input([2, 3]).tensor, 4, scope)
      _ = dense(trace.input([2, 5]).tensor, 4, scope)
    }
    #expect(message(again).contains("value.weight is [3, 4], but asked for as [5, 4]"))
    let sum = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let trace = Trace()
      let x = trace.input([2, 3]).tensor
      _ = x + dense(x, 4, trace.weights()["hidden"])
    }
    #expect(message(sum).contains("add does not accept [2, 3] and [2, 4]"))
    #expect(message(sum).contains("'hidden'"))
  }

  private func message(_ result: ExitTest.Result?) -> String {
    String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
  }

  private func fill(_ program: inout Program, _ input: Input) {
    var numbers = program.input(input)
    for i in 0..<numbers.count { numbers[i] = Float(i % 13) * 0.3 - 2 }
  }

  private func copy(_ span: Span<Float>) -> [Float] { (0..<span.count).map { span[$0] } }
}
