import Foundation
import SenteCompute
import SenteNetworks
import SentePrimitives
import SenteTestSupport
import Testing

/// Values and gradients of every layer, and steps of every optimizer, beside PyTorch's in double
/// precision. The references are made by `Scripts/pytorch-layers.py Tests/SenteNetworksTests/Fixtures`.
@Suite struct PyTorchTests {
  /// The largest difference that is allowed, relative to a tensor's largest number if that is above 1.
  static let tolerance = 2e-5

  @Test func `layers compute what PyTorch does, forward and backward`() throws {
    let lines = try references("layers.jsonl")
    #expect(Set(lines.compactMap { $0["case"]?.string }) == Set(LayerSample.all.map(\.name)))
    for line in lines {
      guard let sample = LayerSample.all.first(where: { $0.name == line["case"]?.string }) else {
        continue
      }
      let worst = try compare(sample, line)
      #expect(worst <= Self.tolerance, "\(sample): \(worst)")
    }
  }

  /// The largest difference in outputs, gradients and state.
  private func compare(_ sample: LayerSample, _ line: JSON) throws -> Double {
    let trace = Trace()
    let given = try (line["inputs"]?.array ?? []).map { try Numbers($0) }
    let inputs = given.map { trace.input($0.shape) }
    let scope = trace.weights()
    let y = sample.build(inputs.map(\.tensor), scope)
    let expected = try Numbers(line["output"])
    #expect(y.shape == expected.shape, "\(sample)")
    let slope = trace.input(y.shape)
    let loss = (y * slope.tensor).sum()
    let slices = scope.layout.slices
    let parameters = slices.filter(\.isTrained)
    let gradients = trace.gradients(
      of: loss,
      for: inputs.map(\.tensor) + parameters.map { scope.parameter($0.name, $0.shape) }
    ).map { trace.output($0) }
    let output = trace.output(y)
    trace.minimize(loss, over: scope, by: .gradientDescent())
    var program = trace.compile()
    var weights = Weights(program.layouts[0], seed: 1)
    let known = (line["parameters"]?.object ?? [:]).merging(line["stateBefore"]?.object ?? [:]) {
      a, _ in a
    }
    if !known.isEmpty { #expect(Set(known.keys) == Set(slices.map(\.name)), "\(sample)") }
    for slice in slices {
      guard let numbers = known[slice.name] else { continue }
      let values = try Numbers(numbers)
      #expect(values.shape == slice.shape, "\(sample), \(slice.name)")
      weights.replace(slice, with: values.floats)
    }
    if known.isEmpty { rule(&weights) }
    for (input, numbers) in zip(inputs, given) { fill(&program, input.handle, numbers.floats) }
    fill(&program, slope.handle, (0..<y.shape.count).map { Float(0.3 + 0.2 * Double($0 % 7)) })
    var state = OptimizerState(program.layouts[0])
    program.run(updating: &weights, &state, rate: 0)

    var worst = expected.distance(from: program.output(output))
    let inputGradients = line["inputGradients"]?.array ?? []
    for (numbers, gradient) in zip(inputGradients, gradients) {
      worst = max(worst, try Numbers(numbers).distance(from: program.output(gradient)))
    }
    for (slice, gradient) in zip(parameters, gradients.dropFirst(inputs.count)) {
      guard let numbers = line["parameterGradients"]?[slice.name] else { continue }
      worst = max(worst, try Numbers(numbers).distance(from: program.output(gradient)))
    }
    for (name, numbers) in line["state"]?.object ?? [:] {
      let slice = try #require(weights.layout[name])
      worst = max(worst, try Numbers(numbers).distance(from: weights.copy(slice).span))
    }
    return worst
  }

  /// Weights that are too many to keep, by layer or else by place in the layout: see `rule` in the script.
  private func rule(_ weights: inout Weights) {
    for (place, slice) in weights.layout.slices.enumerated() {
      let layer = Int(slice.name.prefix(1))
      let seed = layer.map { slice.name.hasSuffix("bias") ? $0 + 10 : $0 } ?? place
      weights.replace(
        slice,
        with: (0..<slice.shape.count).map { Float((7 * $0 + 3 * seed) % 31 - 15) / 150 })
    }
  }

  // MARK: Optimizers

  static let rules: [(name: String, rule: UpdateRule, decaying: ParameterChoice)] = [
    ("sgd", .gradientDescent(), .all),
    ("sgd.momentum", .gradientDescent(momentum: 0.9), .all),
    ("sgd.nesterov", .gradientDescent(momentum: 0.9, isNesterov: true), .all),
    ("adam", .adam(), .all),
    ("adamw", .adam(weightDecay: 0.1), .all),
    ("adamw.matrices", .adam(weightDecay: 0.1), .matrices),
    ("amsgrad", .adam(beta2: 0.5, keepsLargest: true), .all),
    ("rmsprop", .rmsProp(), .all),
    ("rmsprop.momentum", .rmsProp(decay: 0.9, epsilon: 1e-5, momentum: 0.9), .all),
    ("rmsprop.centered", .rmsProp(epsilon: 1e-3, isCentered: true), .all),
    ("muon", .muon(weightDecay: 0.1), .all),
  ]

  @Test func `twelve steps of every optimizer are PyTorch's`() throws {
    let lines = try references("optimizers.jsonl")
    let problem = lines[0]
    #expect(
      lines.dropFirst().compactMap { $0["case"]?.string }.sorted()
        == Self.rules.map(\.name).sorted())
    for (name, rule, decaying) in Self.rules {
      let line = try #require(lines.first { $0["case"]?.string == name })
      let trace = Trace()
      let scope = trace.weights()
      var loss = trace.constant(0)
      var handles: [(Input, [Float])] = []
      for part in ["wide", "tall", "vector"] {
        let shape = try Numbers(problem["start"]?[part]).shape
        let (scale, target) = (trace.input(shape), trace.input(shape))
        handles.append((scale.handle, try Numbers(problem["scale"]?[part]).floats))
        handles.append((target.handle, try Numbers(problem["target"]?[part]).floats))
        let w = scope.parameter(part, shape)
        loss = loss + 0.5 * (scale.tensor * w - target.tensor).squared().sum()
      }
      trace.minimize(loss, over: scope, by: rule, decaying: decaying)
      var program = trace.compile()
      var weights = Weights(program.layouts[0], seed: 1)
      for slice in weights.layout.slices {
        weights.replace(slice, with: try Numbers(problem["start"]?[slice.name]).floats)
      }
      for (handle, numbers) in handles { fill(&program, handle, numbers) }
      var state = OptimizerState(program.layouts[0], moments: rule.moments)
      let rate = try #require(problem["rate"]?.double)
      for _ in 0..<12 { program.run(updating: &weights, &state, rate: rate) }
      for slice in weights.layout.slices {
        let worst = try Numbers(line["weights"]?[slice.name])
          .distance(from: weights.copy(slice).span)
        #expect(worst <= Self.tolerance, "\(name), \(slice.name): \(worst)")
      }
    }
  }

  // MARK: Reading

  private func references(_ name: String) throws -> [JSON] {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Fixtures/\(name)")
    return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").dropFirst()
      .map { try JSON(parsing: String($0)) }
  }

  private func fill(_ program: inout Program, _ input: Input, _ numbers: [Float]) {
    var target = program.input(input)
    for (i, number) in numbers.enumerated() { target[i] = number }
  }
}

/// A tensor of the references.
private struct Numbers {
  let shape: Shape
  let floats: [Float]

  init(_ json: JSON?) throws {
    shape = Shape(try #require(json?["shape"]?.array).compactMap { $0.integer() })
    floats = try #require(json?["values"]?.array).compactMap { $0.double.map { Float($0) } }
    try #require(floats.count == shape.count)
  }

  /// The largest difference, relative to the largest number if that is above 1; infinite if there are
  /// not as many numbers or one is none.
  func distance(from other: Span<Float>) -> Double {
    guard other.count == floats.count else { return .infinity }
    let scale = max(1, Double(floats.map { abs($0) }.max() ?? 1))
    var worst = 0.0
    for (i, number) in floats.enumerated() {
      guard other[i].isFinite else { return .infinity }
      worst = max(worst, Double(abs(number - other[i])) / scale)
    }
    return worst
  }
}
