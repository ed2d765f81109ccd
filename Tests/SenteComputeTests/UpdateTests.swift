import SentePrimitives
import Testing

@testable import SenteCompute

/// Two layers, a vector, and state that counts steps; large enough to be cut into parts.
private struct Descent: ~Copyable {
  var program: Program
  var weights: Weights
  var state: OptimizerState
  let input: Input
  /// The gradient of the first layer.
  let gradient: Output

  init(_ rule: UpdateRule, accumulates: Bool = false) {
    let trace = Trace()
    let scope = trace.weights()
    let x = trace.input([4, 90])
    let hidden = tanh(matmul(x.tensor, scope.parameter("a", [90, 400], .noise)))
    let counter = scope.state("counter", [3], .constant(1))
    scope.assign(counter + 1, toState: "counter")
    let y = matmul(hidden, scope.parameter("b", [400, 3], .noise))
    let loss = (y * scope.parameter("c", [3], .noise) - counter).squared().mean()
    input = x.handle
    gradient = trace.output(
      trace.gradients(of: loss, for: [scope.parameter("a", [90, 400])])[0])
    trace.minimize(
      loss, over: scope, by: rule, maximumGradientNorm: 1e4, decaying: .matrices,
      accumulates: accumulates)
    program = trace.compile()
    weights = Weights(program.layouts[0], seed: 1)
    state = OptimizerState(program.layouts[0], moments: rule.moments)
  }

  mutating func fill(_ seed: UInt64) {
    var random = RandomStream(seed: seed, role: "optimizer")
    var numbers = program.input(input)
    for i in 0..<numbers.count { numbers[i] = Float(random.normal()) }
  }

  mutating func step(_ rate: Double) {
    program.run(updating: &weights, &state, rate: rate)
  }

  mutating func accumulate() { program.accumulate(&weights) }

  func numbers(_ name: String) -> [Float] {
    weights.layout[name].map { weights.copy($0) } ?? []
  }
}

@Suite struct UpdateTests {
  @Test(arguments: [
    UpdateRule.adam(weightDecay: 0.1, keepsLargest: true),
    .rmsProp(momentum: 0.9, isCentered: true),
    .gradientDescent(momentum: 0.9, weightDecay: 0.1, isNesterov: true), .muon(weightDecay: 0.1),
  ])
  func `steps have the same bits on every instruction set and number of threads`(
    rule: UpdateRule
  ) {
    var digests: Set<Digest> = []
    for set in InstructionSet.available {
      for threads in [1, 2] {
        var descent = Descent(rule)
        descent.program.instructionSet = set
        descent.program.pool = threads > 1 ? ThreadPool(threads: threads) : nil
        for step in 0..<3 {
          descent.fill(UInt64(step))
          descent.step(0.01)
        }
        digests.insert(descent.weights.digest)
      }
    }
    #expect(digests.count == 1)
  }

  @Test func `accumulated gradients are their mean in the order of the runs`() {
    var descent = Descent(.gradientDescent(), accumulates: true)
    for round in 0..<2 {
      let start = descent.numbers("a")
      var sum = [Float](repeating: 0, count: start.count)
      for batch in 0..<3 {
        descent.fill(UInt64(round * 3 + batch))
        if batch < 2 {
          descent.accumulate()
          let isSame = descent.numbers("a") == start
          #expect(isSame)
        } else {
          descent.step(0x1p-12)
        }
        let g = descent.program.output(descent.gradient)
        for i in sum.indices { sum[i] += g[i] }
      }
      let share = 1 / Float(3)
      #expect(descent.program.gradientNorm < 1e4)
      let isTheirMean =
        descent.numbers("a") == zip(start, sum).map { $0 - 0x1p-12 * ($1 * share) }
      #expect(isTheirMean)
      let hasMoved = descent.numbers("a") != start
      #expect(hasMoved)
    }
    #expect(descent.state.updates == 2)
    #expect(descent.numbers("counter") == [7, 7, 7])
  }

  @Test(arguments: [UpdateRule.adam(weightDecay: 0.5), .muon(weightDecay: 0.5)])
  func `state follows what is assigned and no optimizer touches it`(rule: UpdateRule) {
    var descent = Descent(rule)
    for step in 0..<4 {
      descent.fill(UInt64(step))
      descent.step(0.1)
    }
    #expect(descent.numbers("counter") == [5, 5, 5])
    // A step that is not taken assigns nothing.
    var numbers = descent.program.input(descent.input)
    numbers[0] = .nan
    let before = descent.weights.digest
    descent.step(0.1)
    #expect(!descent.program.gradientNorm.isFinite)
    #expect(descent.weights.digest == before)
  }

  @Test func `Muon's step is nearly orthogonal`() {
    var descent = Descent(.muon())
    let before = descent.numbers("a")
    descent.fill(1)
    descent.step(1)
    // Four examples give rank 4: four singular values near 0.2 √400, the others 0.
    let step = zip(before, descent.numbers("a")).map { Double($0 - $1) / (0.2 * 20) }
    let squares = step.reduce(0) { $0 + $1 * $1 }
    #expect(squares > 4 * 0.5 && squares < 4 * 1.5)
  }

  @Test func `averaged weights move part of the way`() {
    let start = Descent(.adam())
    var weights = Weights(start.weights.layout, seed: 1)
    let other = Weights(start.weights.layout, seed: 2)
    weights.move(toward: other, by: 0.25)
    let (a, b) = (start.weights.values, other.values)
    let moved = weights.values
    for i in 0..<a.count { #expect(moved[i] == a[i] + 0.25 * (b[i] - a[i])) }
  }

  @Test func `a state that remembers too little is refused`() async {
    await #expect(processExitsWith: .failure) {
      let trace = Trace()
      let scope = trace.weights()
      trace.minimize(
        scope.parameter("w", [4]).sum(), over: scope, by: .adam(keepsLargest: true))
      var program = trace.compile()
      var weights = Weights(program.layouts[0], seed: 1)
      var state = OptimizerState(program.layouts[0])
      program.run(updating: &weights, &state, rate: 0.1)
    }
  }
}
