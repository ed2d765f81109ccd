import SenteCompute
import SentePrimitives
import Testing

@testable import SenteAgents

/// Parts of value learning against plain loops in double precision.
@Suite struct ValuePartsTests {
  private func random(_ count: Int, _ seed: UInt64) -> [Float] {
    var stream = RandomStream(seed: seed, role: "test")
    return (0..<count).map { _ in Float(stream.normal()) }
  }

  /// What a traced function of one input gives.
  private func result(_ numbers: [Float], _ shape: Shape, _ body: (Tensor) -> Tensor) -> [Float] {
    let trace = Trace()
    let input = trace.input(shape)
    let output = trace.output(body(input.tensor))
    var program = trace.compile()
    var span = program.input(input.handle)
    for i in numbers.indices { span[i] = numbers[i] }
    program.run()
    let results = program.output(output)
    return (0..<results.count).map { results[$0] }
  }

  @Test func `a projected distribution is the one that a loop over atoms gives`() {
    let values = CategoricalValues(count: 11, low: -2, high: 3)
    let logits = random(3 * 11, 1)
    let (rewards, discounts): ([Float], [Float]) = ([0.3, -5, 0.7], [0.9, 0.5, 0])
    let ours = result(logits + rewards + discounts, [39]) { x in
      values.projected(
        x.sliced(0, from: 0, count: 33).reshaped(to: [3, 11]).softmax(),
        rewards: x.sliced(0, from: 33, count: 3).reshaped(to: [3, 1]),
        discounts: x.sliced(0, from: 36, count: 3).reshaped(to: [3, 1]))
    }
    for row in 0..<3 {
      var expected = [Double](repeating: 0, count: 11)
      let powers = (0..<11).map { Elementary.exp(Double(logits[row * 11 + $0])) }
      let sum = powers.reduce(0, +)
      for j in 0..<11 {
        let atom = -2 + 0.5 * Double(j)
        let moved = min(max(Double(rewards[row]) + Double(discounts[row]) * atom, -2), 3)
        let place = (moved + 2) / 0.5
        let (low, high) = (Int(place.rounded(.down)), Int(place.rounded(.up)))
        let share = place - Double(low)
        expected[low] += powers[j] / sum * (low == high ? 1 : 1 - share)
        if high != low { expected[high] += powers[j] / sum * share }
      }
      for j in 0..<11 {
        #expect(abs(Double(ours[row * 11 + j]) - expected[j]) < 1e-5, "row \(row), atom \(j)")
      }
    }
  }

  @Test func `the slope of Huber's loss is the error within the threshold`() {
    let numbers: [Float] = [-3, -0.5, 0, 0.25, 0.75, 4]
    let trace = Trace()
    let input = trace.input([6])
    let slope = trace.gradients(of: input.tensor.huber(0.75).sum(), for: [input.tensor])[0]
    let output = trace.output(slope)
    var program = trace.compile()
    var span = program.input(input.handle)
    for i in numbers.indices { span[i] = numbers[i] }
    program.run()
    let slopes = program.output(output)
    #expect((0..<6).map { slopes[$0] } == [-0.75, -0.5, 0, 0.25, 0.75, 0.75])
  }

  @Test(arguments: [0.0, 0.5, 1.0])
  func `the quantile loss is the one that a loop over pairs gives`(threshold: Double) {
    let numbers = random(2 * 3 + 2 * 4, 2)
    let fractions: [Float] = [0.1, 0.5, 0.9]
    let ours = result(numbers + fractions, [17]) { x in
      quantileLosses(
        x.sliced(0, from: 0, count: 6).reshaped(to: [2, 3]),
        fractions: x.sliced(0, from: 14, count: 3).reshaped(to: [1, 3]),
        samples: x.sliced(0, from: 6, count: 8).reshaped(to: [2, 4]), threshold: threshold
      ).losses
    }
    for row in 0..<2 {
      var sum = 0.0
      for i in 0..<3 {
        for j in 0..<4 {
          let error = Double(numbers[6 + row * 4 + j]) - Double(numbers[row * 3 + i])
          let size = abs(error)
          let loss =
            threshold == 0 || size <= threshold
            ? 0.5 * error * error / (threshold == 0 ? 1 : threshold) : size - 0.5 * threshold
          sum += abs(Double(fractions[i]) - (error < 0 ? 1 : 0)) * loss / 4
        }
      }
      #expect(abs(Double(ours[row]) - sum) < 1e-5)
    }
  }

  @Test func `what is added to all advantages changes no value`() throws {
    var network = ValueNetwork { $0.hiddenWidths = [8] }
    network.isDueling = true
    let trace = Trace()
    let input = trace.input([5, 3])
    let output = trace.output(network(input.tensor, actions: 4, atoms: 2, trace.weights(), nil))
    var program = trace.compile()
    var weights = Weights(program.layouts[0], seed: 3)
    let numbers = random(15, 3)
    var span = program.input(input.handle)
    for i in numbers.indices { span[i] = numbers[i] }
    program.run(weights)
    let before = (0..<40).map { program.output(output)[$0] }
    let bias = try #require(weights.layout["advantages.output.bias"])
    weights.replace(bias, with: weights.copy(bias).map { $0 + 5 })
    program.run(weights)
    let after = (0..<40).map { program.output(output)[$0] }
    #expect(zip(before, after).allSatisfy { abs($0 - $1) < 1e-5 })
    #expect(Set(before).count > 20)
  }
}
