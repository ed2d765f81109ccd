import SentePrimitives
import Testing

@testable import SenteCompute

@Suite struct ScanTests {
  /// A recurrent layer over 36 steps: its loss, and the gradients of weights, inputs and first state.
  private enum Recurrence {
    static func trace(segment: Int?) -> (Trace, [Output], [Input]) {
      let trace = Trace()
      let (x, start) = (trace.input([36, 4, 8]), trace.input([4, 16]))
      let (w, u) = (trace.input([8, 16]), trace.input([16, 16]))
      let (outputs, state) = scan(steps: 36, from: [start.tensor], segment: segment) {
        step, state in
        let row = x.tensor.sliced(0, from: step, count: 1).reshaped(to: [4, 8])
        var h = tanh(matmul(row, w.tensor) + matmul(state[0], u.tensor))
        for _ in 0..<5 { h = tanh(matmul(h, u.tensor)) + exp(h) * 0.1 }
        return ([h], [exp(h).sum(axis: 1)])
      }
      let loss = outputs[0].squared().mean() + state[0].sum()
      let inputs = [x, start, w, u]
      let all = [loss] + trace.gradients(of: loss, for: inputs.map(\.tensor))
      return (trace, all.map { trace.output($0) }, inputs.map(\.handle))
    }

    static func run(segment: Int?) -> (results: [[Float]], memory: Int) {
      let (trace, outputs, inputs) = trace(segment: segment)
      var program = trace.compile()
      var random = RandomStream(seed: 1, role: "test")
      for input in inputs {
        var numbers = program.input(input)
        for i in 0..<numbers.count { numbers[i] = Float(random.normal() * 0.3) }
      }
      program.run()
      let results = outputs.map { output in
        let numbers = program.output(output)
        return (0..<numbers.count).map { numbers[$0] }
      }
      return (results, program.arenaCount)
    }
  }

  @Test(arguments: [1, 6, 7, 36])
  func `computing again gives the same gradients`(segment: Int) {
    let plain = Recurrence.run(segment: nil).results
    let again = Recurrence.run(segment: segment).results
    #expect(again[0] == plain[0], "the forward pass is the same")
    for (a, b) in zip(again, plain) {
      for (x, y) in zip(a, b) { #expect(abs(x - y) <= 1e-5 * max(1, abs(y))) }
    }
  }

  @Test func `computing again takes less memory`() {
    let (plain, again) = (Recurrence.run(segment: nil).memory, Recurrence.run(segment: 6).memory)
    let lasting = 36 * 4 * 8 * 2  // inputs and their gradient, which both must have
    #expect(again - lasting < (plain - lasting) / 2, "\(again) floats, and \(plain) without")
  }

  @Test func `a state that changes its shape traps`() async {
    await #expect(processExitsWith: .failure) {
      let trace = Trace()
      let x = trace.input([2, 3]).tensor
      _ = scan(steps: 2, from: [x]) { _, state in ([state[0].transposed()], []) }
    }
  }

  @Test func `second derivatives times a vector`() {
    // f = x0^2 x1 + exp(x1), at (2, 1): the second derivatives are [[2, 4], [4, e]].
    let trace = Trace()
    let (x, v) = (trace.input([2]), trace.input([2]))
    let (first, second) = (
      x.tensor.sliced(0, from: 0, count: 1), x.tensor.sliced(0, from: 1, count: 1)
    )
    let y = (first.squared() * second + exp(second)).sum()
    let output = trace.output(trace.hessianProduct(of: y, for: [x.tensor], with: [v.tensor])[0])
    var program = trace.compile()
    var numbers = program.input(x.handle)
    (numbers[0], numbers[1]) = (2, 1)
    numbers = program.input(v.handle)
    (numbers[0], numbers[1]) = (3, -1)
    program.run()
    let result = program.output(output)
    #expect(result[0] == 2)
    #expect(abs(result[1] - (12 - 2.718_281_8)) < 1e-5)
  }
}
