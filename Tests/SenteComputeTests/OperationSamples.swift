import SentePrimitives

@testable import SenteCompute

/// One small use of an operation, as a function from inputs to a tensor.
struct Sample: Sendable, CustomStringConvertible {
  var name: String
  var shapes: [Shape]
  /// Inputs are drawn from this interval.
  var range: ClosedRange<Double> = -2...2
  var build: @Sendable ([Tensor]) -> Tensor

  var description: String { name }

  init(
    _ name: String, _ shapes: [Shape], _ range: ClosedRange<Double> = -2...2,
    _ build: @escaping @Sendable ([Tensor]) -> Tensor
  ) {
    self.name = name
    self.shapes = shapes
    self.range = range
    self.build = build
  }

  /// The inputs' numbers, rounded to `Float` so that every precision starts from the same ones.
  func numbers(_ seed: UInt64) -> [[Double]] {
    var random = RandomStream(seed: seed, role: name)
    return shapes.map { shape in
      (0..<shape.count).map { _ in
        Double(Float(random.uniform(range.lowerBound, range.upperBound)))
      }
    }
  }

  /// Shapes around which kernels change their path; too large for finite differences.
  static let wide: [Sample] = [
    Sample("convolution with many windows", [[3, 9, 8, 2], [4, 4, 2, 16], [16]]) {
      tanh($0[0].convolved($0[1], stride: 2, padding: .same) + $0[2])
    },
    Sample("convolution of wide filters", [[2, 5, 5, 4], [3, 3, 4, 99], [99]]) {
      relu($0[0].convolved($0[1], padding: .explicit(top: 1, bottom: 1, left: 2, right: 0)) + $0[2])
    },
    Sample("two convolutions", [[2, 6, 6, 2], [3, 3, 2, 18], [2, 2, 18, 3]]) {
      relu($0[0].convolved($0[1], padding: .same)).convolved($0[2], stride: 2)
    },
    Sample("tiles of three by three", [[2, 9, 9, 17], [3, 3, 17, 20], [20]]) {
      tanh($0[0].convolved($0[1] * 0.1, padding: .same) + $0[2])
    },
    Sample("tiles of four by four", [[2, 8, 8, 19], [3, 3, 19, 33], [33]]) {
      relu($0[0].convolved($0[1], padding: .same) + $0[2])
    },
    Sample(
      "tiles in a residual block", [[2, 9, 9, 16], [3, 3, 16, 16], [16], [3, 3, 16, 16], [16]]
    ) {
      let first = relu($0[0].convolved($0[1] * 0.1, padding: .same) + $0[2])
      return relu($0[0] + (first.convolved($0[3] * 0.1, padding: .same) + $0[4]))
    },
    Sample("two panels of filters", [[3, 6, 7, 32], [3, 3, 32, 68], [68]]) {
      relu($0[0].convolved($0[1] * 0.1, padding: .same) + $0[2])
    },
    Sample("twenty channels", [[2, 5, 5, 20], [2, 3, 20, 20], [20]]) {
      let images = relu($0[0])
      return tanh(images.convolved($0[1] * 0.1, padding: .none) + $0[2])
    },
    Sample("gradients in tiles of three by three", [[3, 9, 9, 16], [3, 3, 16, 20]]) {
      tileGradients($0, .same)
    },
    Sample("gradients in tiles of four by four", [[2, 8, 8, 18], [3, 3, 18, 16]]) {
      tileGradients($0, .same)
    },
    Sample("gradients in tiles beyond the edge", [[2, 19, 10, 16], [3, 3, 16, 17]]) {
      tileGradients($0, .explicit(top: 2, bottom: 0, left: 0, right: 1))
    },
    Sample("gradients in tiles of two by two", [[2, 6, 6, 16], [3, 3, 16, 32]]) {
      tileGradients($0, .none)
    },
    Sample("gradients of blocks", [[2, 22, 22, 5], [6, 6, 5, 16]]) { x in
      let y = x[0].convolved(x[1] * 0.1, stride: 3, padding: .same).squared().sum()
      return x[0].graph.gradients(of: y, for: [x[1]])[0]
    },
    Sample("tiles of blocks", [[2, 30, 34, 3], [6, 6, 3, 16], [16]]) {
      relu($0[0].convolved($0[1], stride: 3) + $0[2])
    },
    Sample("tiles beyond the edge", [[3, 20, 22, 8], [4, 4, 8, 24]]) {
      $0[0].convolved($0[1], stride: 2)
    },
    Sample("wide tiles of blocks", [[1, 24, 20, 2], [8, 8, 2, 16]]) {
      $0[0].convolved($0[1], stride: 4)
    },
    Sample("uneven steps", [[1, 9, 20, 3], [2, 5, 3, 64]]) { $0[0].convolved($0[1], stride: 3) },
    Sample("norms of many rows and columns", [[200, 71], [1, 71], [1, 71]], -2...3) { x in
      let y = x[0].batchNormalized(weight: x[1], bias: x[2], epsilon: 1e-5)
      let g = x[0].graph.gradients(of: (y * x[0]).sum(), for: [x[0]])[0]
      return tanh(y) + g
    },
    Sample("pooling of many channels", [[2, 7, 7, 37]]) { x in
      x[0].maximumPooled(3, stride: 2) + x[0].averagePooled(3, stride: 2)
    },
    Sample("many choices", [[3, 300], [3, 4]], 0.1...290) { x in
      x[0].sortedDescending() * 0.1 + x[0].taking(Indices(rounding: x[1])).sum()
    },
    Sample("wide products side by side", [[3, 20, 33], [3, 33, 65], [65]]) {
      relu(batchedMatmul($0[0], $0[1]) + $0[2])
    },
    Sample("all pairs of a row", [[5, 37, 1], [5, 1, 37], [1, 37, 1]]) { x in
      abs(x[2] - (0 .> x[1] - x[0])) * (x[1] - x[0]).squared()
    },
  ]

  /// The gradients of a convolution of many channels, put together.
  private static func tileGradients(_ x: [Tensor], _ padding: Padding) -> Tensor {
    let y = x[0].convolved(x[1] * 0.1, padding: padding).squared().sum()
    let g = x[0].graph.gradients(of: y, for: x)
    return concatenate(g.map { $0.reshaped(to: [$0.shape.count]) }, axis: 0)
  }

  /// Every operation, and small shapes around which kernels change their path.
  static let all: [Sample] = [
    Sample("negate", [[3, 5]]) { -$0[0] },
    Sample("exp", [[3, 5]]) { exp($0[0]) },
    Sample("log", [[3, 5]], 0.2...3) { log($0[0]) },
    Sample("tanh", [[3, 5]]) { tanh($0[0]) },
    Sample("sqrt", [[3, 5]], 0.2...3) { sqrt($0[0]) },
    Sample("relu", [[3, 5]]) { relu($0[0]) },
    Sample("copy", [[3, 5]]) { unary(.copy, $0[0]) },
    Sample("absolute", [[3, 5]]) { abs($0[0]) },
    Sample("add", [[3, 5], [5]]) { $0[0] + $0[1] },
    Sample("subtract", [[3, 1], [5]]) { $0[0] - $0[1] },
    Sample("multiply", [[2, 3, 4], [3, 1]]) { $0[0] * $0[1] },
    Sample("divide", [[3, 5], [3, 1]], 0.5...2) { $0[0] / $0[1] },
    Sample("maximum", [[3, 5], [3, 5]]) { max($0[0], $0[1]) },
    Sample("minimum", [[3, 5], [1, 5]]) { min($0[0], $0[1]) },
    Sample("greater", [[3, 5], [3, 5]]) { ($0[0] .> $0[1]) * $0[0] },
    Sample("equal", [[4, 1], [4, 6]]) { ($0[0] .> 0).oneHot(6) * $0[1] },
    Sample("tanhGradient", [[3, 5], [3, 5]]) { binary(.tanhGradient, $0[0], $0[1]) },
    Sample("reluGradient", [[3, 5], [3, 5]]) { binary(.reluGradient, $0[0], $0[1]) },
    Sample("choice", [[3, 5], [3, 5], [5]]) { select($0[0] .> 0, $0[1], $0[2]) },
    Sample("product", [[3, 4], [4, 5]]) { matmul($0[0], $0[1]) },
    Sample("product of rank 3", [[2, 3, 4], [4, 5]]) { matmul($0[0], $0[1]) },
    Sample("broadcast", [[2, 1, 3]]) { $0[0].broadcast(to: [2, 4, 3]) * 2 },
    Sample("reshape", [[2, 6]]) { $0[0].reshaped(to: [3, 4]) * 2 },
    Sample("permute", [[2, 3, 4]]) { exp($0[0].permuted([2, 0, 1])) },
    Sample("transpose", [[17, 33]]) { matmul($0[0].transposed(), $0[0]) },
    Sample("slice", [[4, 6]]) { exp($0[0].sliced(1, from: 2, count: 3)) },
    Sample("pad", [[2, 3, 2]]) { exp($0[0].padded(1, before: 1, after: 2)) },
    Sample("sum", [[3, 5]]) { $0[0].sum(axis: 1) * $0[0] },
    Sample("sum of the outer axis", [[7, 5]]) { $0[0].sum(axis: 0) * $0[0] },
    Sample("sum of all", [[7, 5]]) { $0[0].sum() * $0[0] },
    Sample("mean", [[7, 5]]) { $0[0].mean(axis: 1) * $0[0].mean() },
    Sample("logSumExp", [[3, 5]]) { $0[0].logSumExp() },
    Sample("logSumExp of wide rows", [[3, 70]]) { $0[0].logSumExp() },
    Sample("logSoftmax", [[3, 5]]) { $0[0].logSoftmax() },
    Sample("picking", [[4, 1], [4, 2]]) { $0[1].picking($0[0] .> 0) },
    Sample("toInteger", [[3, 5]], 0.1...4) { Indices(rounding: $0[0]).numbers * $0[0] },
    Sample("batchedProduct", [[3, 4, 5], [3, 5, 6]]) { batchedMatmul($0[0], $0[1]) },
    Sample("batchedProduct of rank 4", [[2, 3, 7, 5], [2, 3, 7, 20]]) {
      tanh(batchedMatmul($0[0].permuted([0, 1, 3, 2]), $0[1]))
    },
    Sample("concatenate", [[2, 3, 2], [2, 1, 2], [2, 4, 2]]) {
      exp(concatenate([$0[0], $0[1], $0[2] * 2], axis: 1))
    },
    Sample("gather", [[5, 3], [2, 2]], 0.1...4) { x in
      exp(x[0]).rows(Indices(rounding: x[1]))
    },
    Sample("taking", [[3, 5], [3, 2]], 0.1...4) { x in
      exp(x[0]).taking(Indices(rounding: x[1]))
    },
    Sample("scatterAdd", [[5, 3], [5]], 0.1...4) { x in
      exp(x[0].scattered(Indices(rounding: x[1]), to: 4))
    },
    Sample("topIndices", [[3, 9]]) { $0[0].topIndices(4).numbers * 0.1 + $0[0].sum() },
    Sample("sorted", [[3, 9]]) { x in
      let order = x[0].sortedDescending()
      return order * order.sliced(1, from: 0, count: 1)
    },
    Sample("largest", [[3, 9]]) { $0[0].largest() * $0[0] },
    Sample("recurrence", [[3, 6, 2], [6, 2]]) { linearRecurrence($0[0], $0[1], axis: 1) },
    Sample("recurrence from the end", [[7, 20], [7, 20]]) {
      linearRecurrence($0[0], $0[1], axis: 0, isReversed: true)
    },
    Sample("cumulativeSum", [[3, 6]]) { exp($0[0].cumulativeSum(axis: 1)) },
    Sample("cumulativeProduct", [[3, 6]]) { x in
      (x[0] * (x[0] .> -1)).cumulativeProduct(axis: 1)
        + x[0].cumulativeProduct(axis: 0, isReversed: true)
    },
    Sample("after", [[3, 5], [3, 5]]) { x in
      x[0].graph.add(.after, [exp(x[0]), tanh(x[1])]) * x[1]
    },
    Sample("random", [[4], [5, 5]], 0...9) { x in
      let source = RandomSource(trace: Trace(), key: Indices(rounding: x[0]).tensor)
      return source.normal([5, 5]) * x[1] + source.uniform([5])
    },
    Sample("convolution", [[2, 4, 3, 2], [3, 2, 2, 3], [3]]) {
      relu($0[0].convolved($0[1]) + $0[2])
    },
    Sample("convolution with stride", [[1, 5, 6, 1], [4, 4, 1, 2]]) {
      tanh($0[0].convolved($0[1], stride: 2, padding: .same))
    },
    Sample("convolution with margins", [[2, 3, 4, 2], [2, 3, 2, 2]]) {
      tanh($0[0].convolved($0[1], padding: .explicit(top: 2, bottom: 1, left: 0, right: 3)))
    },
    Sample("convolution of convolution gradients", [[1, 5, 4, 1], [3, 2, 1, 2]]) { x in
      let y = tanh(x[0].convolved(x[1], stride: 2)).sum()
      let g = x[0].graph.gradients(of: y, for: x)
      return g[0].squared().sum() + g[1].squared().sum()
    },
    Sample("moments", [[5, 3]]) { x in
      let (mean, variance) = x[0].moments()
      return mean * mean + exp(variance)
    },
    Sample("columnSums", [[4, 3], [4, 3], [1, 3]]) { x in
      exp(0.1 * x[0].graph.add(.columnSums, x))
    },
    Sample("batchNorm", [[6, 3], [1, 3], [1, 3]]) { x in
      tanh(x[0].batchNormalized(weight: x[1], bias: x[2], epsilon: 1e-3))
    },
    Sample("gradient of a batchNorm's gradient", [[5, 2], [1, 2], [1, 2]]) { x in
      let y = x[0].batchNormalized(weight: x[1], bias: x[2], epsilon: 0.1)
      let g = x[0].graph.gradients(of: exp(0.3 * y).sum(), for: [x[0], x[1]])
      return g[0].squared().sum() + g[1].squared().sum()
    },
    Sample("patches", [[2, 5, 4, 3]]) { exp($0[0].patches(2, stride: 2, padding: .same)) },
    Sample("patchesSum", [[2, 5, 4, 3]]) { x in
      let y = exp(x[0].patches(3, stride: 1)).sum()
      return x[0].graph.gradients(of: y, for: x)[0].squared()
    },
    Sample("maximumPooled", [[2, 6, 5, 3]]) {
      $0[0].maximumPooled(3, stride: 2, padding: .same) * 2
    },
    Sample("averagePooled", [[2, 6, 5, 3]]) { exp($0[0].averagePooled(2, stride: 2)) },
    // A counted operand that is first read after other registers were used and freed.
    Sample("late counting operand", [[1, 3], [1, 3], [1, 1]]) { x in
      let a = x[0].logSoftmax()
      let b = (exp(a) * (a - x[1].logSoftmax())).sum(axis: 1)
      return b + a.picking((x[2] .> 0) + 1)
    },
    Sample("late gathered operands", [[5, 3], [3], [5, 1], [3, 5]]) { x in
      let a = exp(x[0]) * tanh(x[0]) - x[0]
      return (a * x[1] + exp(a) * x[2]) * x[3].transposed() + a.picking((x[2] .> 0) + 1)
    },
    Sample("gradient of a gradient", [[3, 4], [4, 5]]) { x in
      let y = tanh(matmul(x[0], x[1])).squared().sum()
      let g = x[0].graph.gradients(of: y, for: [x[1]])[0]
      return g.squared().sum()
    },
    Sample("stopGradient", [[3, 5]]) { $0[0].detached * $0[0] },
    Sample("layer", [[20, 7], [7, 18], [18], [18, 3], [3]]) { x in
      matmul(tanh(matmul(x[0], x[1]) + x[2]), x[3]) + x[4]
    },
    Sample("rectified layer", [[20, 7], [7, 18], [18], [18, 1], [1]]) { x in
      matmul(relu(matmul(x[0], x[1]) + x[2]), x[3]) + x[4]
    },
  ]
}

extension Operation {
  /// The names of all rows of the table; the switch makes a new operation fail to compile here.
  static let allNames: Set<String> = {
    let window = Operation.Window(1, 1)
    let others: [Operation] = [
      .choice, .product, .broadcast([1]), .reshape([1]), .permute([0]),
      .slice(axis: 0, start: 0, count: 1), .pad(axis: 0, before: 0, after: 0), .sum(0..<1),
      .logSumExp, .moments, .columnSums, .batchNorm(epsilon: 1), .after, .batchedProduct,
      .concatenate(axis: 0), .gather, .scatterAdd(rows: 1),
      .topIndices(1), .recurrence(axis: 0, isReversed: false), .random(draw: 0, [1]),
      .convolution(window.steps), .convolutionData(window.steps, height: 1, width: 1),
      .convolutionWeights(window.steps, high: 1, wide: 1), .patches(window),
      .patchesSum(window, height: 1, width: 1), .poolIndices(window),
      .stopGradient, .gradient(offset: 0),
    ]
    for operation in others {
      switch operation {
      case .input, .bytes, .parameter, .constant, .indices: break
      case .unary, .binary, .choice, .product, .broadcast, .reshape, .permute, .slice, .pad, .sum,
        .logSumExp, .after, .batchedProduct, .concatenate, .gather, .scatterAdd, .topIndices,
        .recurrence, .moments, .columnSums, .batchNorm,
        .random, .convolution, .convolutionData, .convolutionWeights, .patches, .patchesSum,
        .poolIndices, .stopGradient, .gradient:
        break
      }
    }
    return Set(
      others.map(\.row.name) + Unary.allCases.map(\.row.name) + Binary.allCases.map(\.row.name))
  }()
}
