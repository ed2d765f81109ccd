import SenteCompute
import SenteNetworks
import SentePrimitives
import Testing

@Suite struct RandomLayerTests {
  @Test func `dropout drops its share and keeps the mean`() {
    let trace = Trace()
    let x = trace.input([100, 100])
    let (source, key) = trace.random()
    let y = trace.output(dropout(x.tensor, 0.3, source))
    let same = trace.output(dropout(x.tensor, 0.3, nil) - x.tensor)
    var program = trace.compile()
    var numbers = program.input(x.handle)
    for i in 0..<numbers.count { numbers[i] = 1 }
    var stream = RandomStream(seed: 1, role: "dropout")
    program.draw(key, from: &stream)
    program.run()
    let first = copy(program.output(y))
    #expect(Set(first) == [0, 1 / (1 - 0.3)])
    let dropped = first.filter { $0 == 0 }.count
    #expect(abs(dropped - 3000) < 140)  // three standard deviations
    #expect(copy(program.output(same)).allSatisfy { $0 == 0 })
    program.run()
    #expect(copy(program.output(y)) == first)
    program.draw(key, from: &stream)
    program.run()
    #expect(copy(program.output(y)) != first)
  }

  @Test func `a noisy layer's noise is a product of two and is added to the means`() throws {
    let (inputs, width) = (4, 3)
    let trace = Trace()
    let scope = trace.weights()
    let x = trace.input([2, inputs])
    let (source, key) = trace.random()
    let y = noisyDense(x.tensor, width, scope, random: source)
    let plain = trace.output(noisyDense(x.tensor, width, scope, random: nil))
    let parameters = ["weight", "weightNoise"].map { scope.parameter($0, [inputs, width]) }
    let biasNoise = scope.parameter("biasNoise", [width])
    let gradients = trace.gradients(of: y.sum(), for: parameters + [biasNoise])
      .map { trace.output($0) }
    let output = trace.output(y)
    var program = trace.compile()
    let weights = Weights(program.layouts[0], seed: 1)
    var numbers = program.input(x.handle)
    for i in 0..<numbers.count { numbers[i] = Float(i + 1) }
    var stream = RandomStream(seed: 1, role: "noise")
    program.draw(key, from: &stream)
    program.run(weights)
    // The gradients of weight and weightNoise differ by the noise as a factor.
    let noise = zip(copy(program.output(gradients[1])), copy(program.output(gradients[0])))
      .map { $0 / $1 }
    let after = copy(program.output(gradients[2])).map { $0 / 2 }
    for i in 0..<inputs {
      for j in 0..<width {
        let (one, other) = (noise[i * width + j] * after[0], noise[i * width] * after[j])
        #expect(abs(one - other) < 1e-5)
      }
    }
    #expect(noise.contains { $0 < 0 } && noise.contains { $0 > 0 })
    let means = copy(program.output(plain))
    let noisy = copy(program.output(output))
    let bound = 1 / Float(inputs).squareRoot()
    for row in 0..<2 {
      for j in 0..<width {
        let sum = (0..<inputs).reduce(after[j]) {
          $0 + Float(row * inputs + $1 + 1) * noise[$1 * width + j]
        }
        #expect(abs(noisy[row * width + j] - means[row * width + j] - 0.5 * bound * sum) < 1e-4)
      }
    }
    let slice = try #require(weights.layout["weight"])
    #expect(weights.copy(slice).allSatisfy { abs($0) <= bound })
  }

  private func copy(_ span: Span<Float>) -> [Float] { (0..<span.count).map { span[$0] } }
}
