import SentePrimitives
import Testing

@testable import SenteCompute

@Suite struct ProgramTests {
  /// Runs a sample with its gradients; returns all results.
  private func run(
    _ sample: Sample, _ options: Trace.Options = .init(), set: InstructionSet = .best,
    usesDotInstructions: Bool = true, pool: ThreadPool? = nil
  ) -> [[Float]] {
    let trace = Trace()
    let inputs = sample.shapes.map { trace.input($0) }
    let y = sample.build(inputs.map(\.tensor))
    let gradients = trace.gradients(of: y.squared().sum(), for: inputs.map(\.tensor))
    let outputs = ([y] + gradients).map { trace.output($0) }
    var program = trace.compile(options)
    program.instructionSet = set
    program.usesDotInstructions = usesDotInstructions
    program.pool = pool
    for (input, numbers) in zip(inputs, sample.numbers(2)) {
      var span = program.input(input.handle)
      for (i, number) in numbers.enumerated() { span[i] = Float(number) }
    }
    program.run()
    return outputs.map { output in
      let span = program.output(output)
      return (0..<span.count).map { span[$0] }
    }
  }

  private static var plain: Trace.Options {
    var options = Trace.Options()
    options.fuses = false
    options.reusesMemory = false
    return options
  }

  @Test(arguments: Sample.all + Sample.wide)
  func `compiled results agree with the reference`(sample: Sample) {
    let graph = Graph()
    let xs = sample.shapes.enumerated().map { i, shape in graph.add(.input(i), [], shape: shape) }
    let y = sample.build(xs)
    let all = [y] + graph.gradients(of: y.squared().sum(), for: xs)
    let numbers = sample.numbers(2)
    let expected = graph.evaluate(all) { operation, _ in
      guard case .input(let index) = operation else { return [] }
      return numbers[index]
    }
    for (result, reference) in zip(run(sample), expected) {
      let scale = reference.values.reduce(1) { Swift.max($0, Swift.abs($1)) }
      for (a, b) in zip(result, reference.values) {
        #expect(Swift.abs(Double(a) - b) <= 2e-5 * scale, "\(sample)")
      }
    }
  }

  @Test(arguments: Sample.all + Sample.wide)
  func `fusion and shared memory change no bit`(sample: Sample) {
    #expect(run(sample) == run(sample, ProgramTests.plain))
  }

  @Test(arguments: Sample.all + Sample.wide)
  func `instruction sets agree to the bit`(sample: Sample) {
    let expected = run(sample)
    for set in InstructionSet.available { #expect(run(sample, set: set) == expected, "\(set)") }
  }

  /// Shapes on both sides of every threshold of the product kernels.
  @Test(arguments: [1, 2, 5, 6, 7, 15, 16, 17, 48, 65])
  func `products agree with the reference at every edge`(n: Int) {
    for m in [1, 3, 6, 16, 19] {
      for k in [1, 4, 17] {
        agrees(
          Sample("product \(m) \(k) \(n)", [[m, k], [k, n], [n]]) { x in
            tanh(matmul(x[0], x[1]) + x[2])
          })
        agrees(
          Sample("product of turned \(m) \(k) \(n)", [[k, m], [n, k], [n]]) { x in
            relu(matmul(x[0].transposed(), x[1].transposed()) + x[2])
          })
      }
    }
  }

  /// What is copied at a time is less deep, and gradients go through a relu and a turned operand at once.
  @Test func `deep products of what is turned agree with the reference`() {
    agrees(
      Sample("deep product of turned", [[7, 530], [70, 530]]) { x in
        matmul(relu(x[0]), x[1].transposed())
      })
    agrees(Sample("deep gradient", [[7, 70], [70, 530]]) { x in matmul(relu(x[0]), x[1]) })
  }

  private func agrees(_ sample: Sample) {
    `compiled results agree with the reference`(sample: sample)
    #expect(run(sample) == run(sample, ProgramTests.plain))
    for set in InstructionSet.available where set != .best {
      #expect(run(sample, set: set) == run(sample), "\(sample.name)")
    }
  }

  @Test func `a row does not depend on the rest of its batch`() {
    var rows: [[Float]] = []
    for batch in [1, 2, 5, 15, 16, 17, 64, 100] {
      let trace = Trace()
      let x = trace.input([batch, 11])
      let net = trace.weights()
      let hidden = tanh(
        matmul(x.tensor, net.parameter("a", [11, 37], .noise)) + net.parameter("b", [37], .noise))
      let logits =
        matmul(hidden, net.parameter("c", [37, 3], .noise))
        + net.parameter("d", [3], .noise)
      let output = trace.output(logits.logSoftmax())
      var program = trace.compile()
      let weights = Weights(program.layouts[0], seed: 3)
      var random = RandomStream(seed: 4, role: "rows")
      var input = program.input(x.handle)
      let own = (0..<11).map { Float($0) * 0.1 - 0.4 }
      for i in 0..<(batch * 11) { input[i] = i < 11 ? own[i] : Float(random.normal()) }
      program.run(weights)
      let span = program.output(output)
      rows.append((0..<3).map { span[$0] })
    }
    for row in rows { #expect(row == rows[0]) }
  }

  /// Long enough that every kernel that can is cut into parts.
  @Test(.enabled(if: isOptimized, "the kernels are slow without optimization"))
  func `threads change no bit`() {
    let sample = Sample("large", [[520, 300], [300, 520], [520], [520, 600]]) { x in
      let h = relu(matmul(x[0], x[1]) + x[2])
      let y = matmul(h, x[3])
      return y.logSumExp() * y.sum(axis: 1) + exp(y * 0.001).sum(axis: 0).sum()
    }
    let alone = run(sample)
    for threads in [2, 3] { #expect(run(sample, pool: ThreadPool(threads: threads)) == alone) }
  }

  @Test func `parameters, inputs and constants can be outputs`() {
    let trace = Trace()
    let x = trace.input([3])
    let a = trace.weights().parameter("a", [2, 3], .noise)
    let outputs = [a, a.reshaped(to: [6]), a.detached, a.transposed(), x.tensor].map {
      trace.output($0)
    }
    let constant = trace.output(trace.constant(2).broadcast(to: [2]))
    var program = trace.compile()
    let weights = Weights(program.layouts[0], seed: 1)
    var input = program.input(x.handle)
    for i in 0..<3 { input[i] = Float(i) }
    program.run(weights)
    let numbers = (0..<6).map { weights.values[$0] }
    for (output, expected) in zip(
      outputs,
      [
        numbers, numbers, numbers, [0, 3, 1, 4, 2, 5].map { numbers[$0] }, [0, 1, 2],
      ])
    {
      let span = program.output(output)
      #expect((0..<span.count).map { span[$0] } == expected)
    }
    let twos = program.output(constant)
    #expect(twos[0] == 2 && twos[1] == 2)
  }

  @Test func `an input that is not a number reaches the result`() {
    let trace = Trace()
    let x = trace.input([3, 4])
    let results = [
      tanh(x.tensor), relu(x.tensor), exp(x.tensor), log(x.tensor), max(x.tensor, x.tensor.zero),
      min(x.tensor.zero, x.tensor), x.tensor.logSumExp(), x.tensor.sum(axis: 1),
    ]
    let outputs = results.map { trace.output($0) }
    var program = trace.compile()
    for set in InstructionSet.available {
      program.instructionSet = set
      var input = program.input(x.handle)
      for i in 0..<12 { input[i] = i == 5 ? .nan : 0.5 }
      program.run()
      for output in outputs {
        let span = program.output(output)
        let place = span.count == 12 ? 5 : 1
        #expect(span[place].isNaN)
        #expect(!span[0].isNaN)
      }
    }
  }

  @Test func `elementary functions stay within their stated errors`() {
    let n = 40_000
    let trace = Trace()
    let x = trace.input([n])
    let outputs = [exp(x.tensor), tanh(x.tensor), log(abs(x.tensor))].map { trace.output($0) }
    var program = trace.compile()
    var random = RandomStream(seed: 9, role: "ulps")
    var numbers: [Float] = (0..<n).map { i in
      Float(random.uniform(-1, 1) * (i % 3 == 0 ? 100 : i % 3 == 1 ? 3 : 0.01))
    }
    for (i, edge) in [0, .infinity, -.infinity, 88.8, -103, 1e-40, -0.0, 1].enumerated() {
      numbers[i] = Float(edge)
    }
    var input = program.input(x.handle)
    for (i, number) in numbers.enumerated() { input[i] = number }
    program.run()
    let functions: [(name: String, bound: Double, exact: (Double) -> Double)] = [
      ("exp", 1, { Elementary.exp($0) }),
      ("tanh", 4, { 1 - 2 / (Elementary.exp(2 * $0) + 1) }),
      ("log", 1, { Elementary.log(Swift.abs($0)) }),
    ]
    for (output, function) in zip(outputs, functions) {
      let span = program.output(output)
      var worst = (0.0, Float(0))
      for (i, number) in numbers.enumerated() {
        let exact = function.exact(Double(number))
        if Float(exact) == span[i] { continue }
        let error = (Swift.abs(Double(span[i]) - exact) - 1e-15) / Double(Float(exact).ulp)
        if !(error <= worst.0) { worst = (error, number) }
      }
      #expect(worst.0 <= function.bound, "\(function.name): \(worst.0) ulp at \(worst.1)")
    }
  }

  @Test func `what depends on weights alone follows every change of theirs`() {
    let trace = Trace()
    let scope = trace.weights()
    let x = trace.input([2, 9, 9, 16])
    let filters = exp(scope.parameter("filters", [3, 3, 16, 16], .constant(0.1)))
    let raw = scope.parameter("raw", [3, 3, 16, 16], .constant(0.2))
    let y = x.tensor.convolved(filters).convolved(raw).sum() * exp(scope.parameter("scale", []))
    let output = trace.output(y)
    /// A program that has never run knows of no earlier weights.
    func fresh(_ weights: borrowing Weights) -> Float {
      var program = trace.compile()
      fill(&program)
      program.run(weights)
      return program.scalar(output)
    }
    func fill(_ program: inout Program) {
      var numbers = program.input(x.handle)
      for i in 0..<numbers.count { numbers[i] = Float(i % 7) * 0.01 }
    }
    var program = trace.compile()
    fill(&program)
    var first = Weights(program.layouts[0], seed: 1)
    var second = Weights(program.layouts[0], seed: 1)
    program.run(first)
    #expect(program.scalar(output) == fresh(first))
    for slice in first.layout.slices {
      first.replace(slice, with: [Float](repeating: 0.3, count: slice.shape.count))
      program.run(first)
      #expect(program.scalar(output) == fresh(first), "\(slice.name) replaced")
    }
    var numbers = second.mutableValues
    numbers[0] = 1
    program.run(second)
    #expect(program.scalar(output) == fresh(second), "other weights")
    second.assign(first)
    program.run(second)
    #expect(program.scalar(output) == fresh(first), "weights assigned")
  }

  @Test func `a program names the first value that is not finite`() {
    let trace = Trace()
    let scope = trace.weights()
    let x = trace.input([2, 3])
    let (_, choice) = trace.indices([2])
    let h = tanh(matmul(x.tensor, scope["layer"].parameter("weight", [3, 4], .noise)))
    let y = log(h.squared().sum(axis: 1) - scope.parameter("shift", [1]))
    _ = trace.output(y.sum())
    var program = trace.compile()
    program.checksResults = true
    program.pool = ThreadPool(threads: 2)
    var indices = program.input(choice)
    (indices[0], indices[1]) = (-1, -1)  // as floats these bits are no numbers
    func run(_ element: Float, shift: Float) -> String? {
      var numbers = program.input(x.handle)
      for i in 0..<6 { numbers[i] = element }
      var weights = Weights(program.layouts[0], seed: 1)
      weights.replace(weights.layout.slices[1], with: [shift])
      program.run(weights)
      return program.nonFinite?.description
    }
    #expect(run(1, shift: 0) == nil)
    #expect(run(1, shift: 100) == "element 0 of log [2, 1] with shift is nan")
    #expect(run(1, shift: .infinity) == "element 0 of weights shift [1] is inf")
    #expect(run(.nan, shift: 0) == "element 0 of input 0 [2, 3] is nan")
    #expect(run(1, shift: 0) == nil)
  }

  /// Products of every kind of shape, and their gradients, with operands rounded to bfloat16.
  @Test(
    arguments: (Sample.all + Sample.wide).filter {
      $0.name.contains("product") && $0.shapes.count > 1 || $0.name == "batchedProduct"
        || ["tiles of three by three", "tiles of four by four", "tiles in a residual block"]
          .contains($0.name)
    })
  func `products of bfloat16 are near, and the same on every instruction set`(sample: Sample) {
    var options = Trace.Options()
    options.precision = .bfloat16
    let (exact, rounded) = (run(sample), run(sample, options))
    #expect(exact != rounded, "nothing was rounded")
    // Winograd's transforms enlarge what rounding did.
    let tolerance: Float = sample.name.contains("tiles") ? 0.2 : 0.03
    for (a, b) in zip(exact, rounded) {
      let scale = a.reduce(1) { Swift.max($0, Swift.abs($1)) }
      for (x, y) in zip(a, b) { #expect(Swift.abs(x - y) <= tolerance * scale) }
    }
    for set in InstructionSet.available {
      #expect(run(sample, options, set: set) == rounded, "\(set)")
      #expect(
        run(sample, options, set: set, usesDotInstructions: false) == rounded, "\(set), plain")
    }
  }

  /// Convolutions with images and filters rounded to bytes, signed and not, and what follows them.
  @Test(
    arguments: (Sample.all + Sample.wide).filter {
      ["two panels of filters", "twenty channels", "tiles in a residual block"].contains($0.name)
    })
  func `convolutions of bytes are near, and the same on every instruction set`(sample: Sample) {
    var options = Trace.Options()
    options.precision = .int8
    let (exact, rounded) = (run(sample), run(sample, options))
    #expect(exact != rounded, "nothing was rounded")
    // Gradients come next; the rectifier lets some through that it stopped, and the other way around.
    for (place, (a, b)) in zip(exact, rounded).enumerated() {
      let scale = a.reduce(1) { Swift.max($0, Swift.abs($1)) }
      let tolerance: Float = place == 0 ? 0.03 : 0.2
      for (x, y) in zip(a, b) { #expect(Swift.abs(x - y) <= tolerance * scale) }
    }
    for set in InstructionSet.available {
      #expect(run(sample, options, set: set) == rounded, "\(set)")
      #expect(
        run(sample, options, set: set, usesDotInstructions: false) == rounded, "\(set), plain")
    }
    #expect(run(sample, options, pool: ThreadPool(threads: 2)) == rounded)
  }

  /// Whole numbers that fit the levels: the greatest of each image is 255 above the least, and each filter
  /// has a 127.
  @Test(arguments: [0, -100] as [Float])
  func `numbers that bytes can hold are convolved without error`(least: Float) {
    let trace = Trace()
    let x = trace.input([2, 4, 5, 16])
    let filters = trace.input([3, 3, 16, 17])
    let output = trace.output(x.tensor.convolved(filters.tensor, padding: .same))
    func sums(_ precision: Trace.Precision) -> [Float] {
      var options = Trace.Options()
      options.precision = precision
      var program = trace.compile(options)
      var random = RandomStream(seed: 9, role: "levels")
      var images = program.input(x.handle)
      for i in 0..<images.count { images[i] = least + Float(random.index(below: 256)) }
      for image in 0..<2 { (images[image * 320], images[image * 320 + 7]) = (least, least + 255) }
      var numbers = program.input(filters.handle)
      for i in 0..<numbers.count {
        numbers[i] = i < 17 ? 127 : Float(random.index(below: 255)) - 127
      }
      program.run()
      let span = program.output(output)
      return (0..<span.count).map { span[$0] }
    }
    #expect(sums(.int8) == sums(.float32))
  }

  @Test(
    arguments: (Sample.all + Sample.wide).filter {
      ["tiles of three by three", "tiles of blocks", "two convolutions"].contains($0.name)
    })
  func `channels that fill no words, few channels and longer steps stay in float32`(sample: Sample)
  {
    var options = Trace.Options()
    options.precision = .int8
    #expect(run(sample, options) == run(sample))
  }

  @Test func `a number that is none reaches the results of bytes`() {
    let trace = Trace()
    let x = trace.input([2, 3, 3, 16])
    let filters = trace.input([3, 3, 16, 16])
    let output = trace.output(x.tensor.convolved(filters.tensor, padding: .same))
    var options = Trace.Options()
    options.precision = .int8
    var program = trace.compile(options)
    var images = program.input(x.handle)
    for i in 0..<images.count { images[i] = i == 150 ? .nan : 1 }
    var numbers = program.input(filters.handle)
    for i in 0..<numbers.count { numbers[i] = 1 }
    program.run()
    let span = program.output(output)
    #expect((0..<144).allSatisfy { span[$0].isFinite })
    #expect((144..<288).allSatisfy { span[$0].isNaN })
  }
}

/// Whether the tests were built with optimization, as far as the kernels are concerned.
let isOptimized: Bool = {
  #if DEBUG
    false
  #else
    true
  #endif
}()

extension Initializer {
  /// Normal numbers, so that no test passes because of zeros.
  static let noise = Initializer { shape, random, numbers in
    for i in 0..<shape.count { numbers[i] = Float(random.normal() * 0.5) }
  }
}
