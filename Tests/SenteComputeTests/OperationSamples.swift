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

  /// Every operation, and the shapes around which kernels change their path.
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
    let others: [Operation] = [
      .choice, .product, .broadcast([1]), .reshape([1]), .permute([0]),
      .slice(axis: 0, start: 0, count: 1), .pad(axis: 0, before: 0, after: 0), .sum(0..<1),
      .logSumExp, .stopGradient, .gradient(offset: 0),
    ]
    for operation in others {
      switch operation {
      case .input, .parameter, .constant, .indices: break
      case .unary, .binary, .choice, .product, .broadcast, .reshape, .permute, .slice, .pad, .sum,
        .logSumExp, .stopGradient, .gradient:
        break
      }
    }
    return Set(
      others.map(\.row.name) + Unary.allCases.map(\.row.name) + Binary.allCases.map(\.row.name))
  }()
}
