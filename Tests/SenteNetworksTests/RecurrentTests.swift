import SenteCompute
import SenteNetworks
import SentePrimitives
import SenteTestSupport
import Testing

@Suite struct RecurrentTests {
  @Test(arguments: RecurrentCell.allCases, [false, true])
  func `gradients through time are right`(cell: RecurrentCell, isReset: Bool) {
    let width = cell.stateWidth(units: 2)
    let problems = checkGradients(inputs: [[3, 2, 2], [2, width], [3, 2, 1]], seed: 3) { x, scope in
      let resets = isReset ? x[2] .> 0 : nil
      let (outputs, state) = recurrent(cell, x[0], units: 2, from: x[1], resets: resets, scope)
      return outputs.squared().sum() + state.sum()
    }
    #expect(problems == [])
  }

  @Test(arguments: RecurrentCell.allCases)
  func `a sequence is the same as its steps one by one, bit for bit`(cell: RecurrentCell) {
    let (steps, batch, features, units) = (5, 3, 4, 6)
    let width = cell.stateWidth(units: units)
    let whole = Trace()
    let x = whole.input([steps, batch, features])
    let first = whole.input([batch, width])
    let resets = whole.input([steps, batch, 1])
    let layer = recurrent(
      cell, x.tensor, units: units, from: first.tensor, resets: resets.tensor, whole.weights())
    let outputs = whole.output(layer.outputs)
    let last = whole.output(layer.state)
    var sequence = whole.compile()

    let one = Trace()
    let row = one.input([batch, features])
    let before = one.input([batch, width])
    let next = one.output(
      recurrentStep(cell, row.tensor, units: units, from: before.tensor, one.weights()))
    var step = one.compile()

    let weights = Weights(sequence.layouts[0], seed: 1)
    var random = RandomStream(seed: 2, role: "recurrent")
    let numbers = (0..<steps * batch * features).map { _ in Float(random.normal()) }
    var state = (0..<batch * width).map { _ in Float(random.normal()) }
    let starts = (0..<steps * batch).map { $0 % 7 == 4 }
    fill(&sequence, x.handle, numbers)
    fill(&sequence, first.handle, state)
    fill(&sequence, resets.handle, starts.map { $0 ? 1 : 0 })
    sequence.run(weights)
    for t in 0..<steps {
      for b in 0..<batch where starts[t * batch + b] {
        for j in 0..<width { state[b * width + j] = 0 }
      }
      fill(&step, row.handle, Array(numbers[t * batch * features..<(t + 1) * batch * features]))
      fill(&step, before.handle, state)
      step.run(weights)
      let result = step.output(next)
      let all = sequence.output(outputs)
      for i in 0..<batch * width { state[i] = result[i] }
      for b in 0..<batch {
        for j in 0..<units {
          #expect(all[(t * batch + b) * units + j] == state[b * width + j])
        }
      }
    }
    let final = sequence.output(last)
    for i in 0..<batch * width { #expect(final[i] == state[i]) }
  }

  @Test func `a state of another width is refused with the layer's name`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let trace = Trace()
      _ = recurrent(
        .lstm, trace.input([3, 2, 4]).tensor, units: 8, from: trace.input([2, 8]).tensor,
        trace.weights()["policy"]["memory"])
    }
    let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(message.contains("layer 'policy.memory'"))
    #expect(message.contains("[3, 2, 4] and [2, 8]"))
  }

  private func fill(_ program: inout Program, _ input: Input, _ numbers: [Float]) {
    var target = program.input(input)
    for (i, number) in numbers.enumerated() { target[i] = number }
  }
}
