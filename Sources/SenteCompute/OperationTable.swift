import SentePrimitives

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Everything Sente knows about an operation: one row.
struct OperationRow {
  /// The name in messages and listings.
  var name: String
  /// The operator of the ONNX standard, or nil where it is written with several.
  var onnx: String?
  /// The operation of StableHLO.
  var stableHLO: String?
  /// The shape of the result, or nil when the operands do not fit. Leaves carry their own.
  var shape: ([Shape]) -> Shape?
  /// Gradients of the operands given operands, result and the result's gradient; nil where none flows.
  var pullback: (_ x: [Tensor], _ y: Tensor, _ g: Tensor) -> [Tensor?]
  /// The plain implementation, in double precision.
  var reference: ([ReferenceTensor]) -> ReferenceTensor
}

extension OperationRow {
  static func leaf(_ name: String, onnx: String?, stableHLO: String?) -> OperationRow {
    OperationRow(
      name: name, onnx: onnx, stableHLO: stableHLO, shape: { _ in nil },
      pullback: { _, _, _ in [] },
      reference: { _ in preconditionFailure("a leaf is given, not computed") })
  }

  static func unary(
    _ name: String, _ onnx: String, _ stableHLO: String, _ function: @escaping (Double) -> Double,
    _ pullback: @escaping (_ x: Tensor, _ y: Tensor, _ g: Tensor) -> Tensor?
  ) -> OperationRow {
    OperationRow(
      name: name, onnx: onnx, stableHLO: stableHLO, shape: { $0[0] },
      pullback: { x, y, g in [pullback(x[0], y, g)] },
      reference: { x in ReferenceTensor(x[0].shape, x[0].values.map(function)) })
  }

  static func binary(
    _ name: String, _ onnx: String?, _ stableHLO: String?,
    _ function: @escaping (Double, Double) -> Double,
    _ pullback: @escaping (_ a: Tensor, _ b: Tensor, _ y: Tensor, _ g: Tensor) -> [Tensor?]
  ) -> OperationRow {
    OperationRow(
      name: name, onnx: onnx, stableHLO: stableHLO, shape: { $0[0] == $0[1] ? $0[0] : nil },
      pullback: { x, y, g in pullback(x[0], x[1], y, g) },
      reference: { x in
        ReferenceTensor(x[0].shape, zip(x[0].values, x[1].values).map { function($0, $1) })
      })
  }
}

extension Operation.Unary {
  var row: OperationRow {
    switch self {
    case .negate: .unary("negate", "Neg", "negate", { -$0 }, { _, _, g in -g })
    case .exp: .unary("exp", "Exp", "exponential", { Library.exp($0) }, { _, y, g in g * y })
    case .log: .unary("log", "Log", "log", { Library.log($0) }, { x, _, g in g / x })
    case .tanh:
      .unary(
        "tanh", "Tanh", "tanh", { Library.tanh($0) },
        { _, y, g in binary(.tanhGradient, y, g) })
    case .sqrt: .unary("sqrt", "Sqrt", "sqrt", { $0.squareRoot() }, { _, y, g in g * 0.5 / y })
    case .relu:
      // By its own operation, so that only the result need be kept for the gradient.
      .unary(
        "relu", "Relu", "maximum", { $0 < 0 ? 0 : $0 }, { _, y, g in binary(.reluGradient, y, g) })
    case .toInteger:
      .unary("toInteger", "Cast", "convert", { $0.rounded(.towardZero) }, { _, _, _ in nil })
    case .fromInteger: .unary("fromInteger", "Cast", "convert", { $0 }, { _, _, _ in nil })
    case .copy: .unary("copy", "Identity", "optimization_barrier", { $0 }, { _, _, g in g })
    case .absolute:
      .unary(
        "absolute", "Abs", "abs", { Swift.abs($0) },
        { x, _, g in g * (binary(.greater, x, x.zero) - binary(.greater, x.zero, x)) })
    }
  }
}

extension Operation.Binary {
  var row: OperationRow {
    switch self {
    case .add: .binary("add", "Add", "add", { $0 + $1 }, { _, _, _, g in [g, g] })
    case .subtract: .binary("subtract", "Sub", "subtract", { $0 - $1 }, { _, _, _, g in [g, -g] })
    case .multiply:
      .binary("multiply", "Mul", "multiply", { $0 * $1 }, { a, b, _, g in [g * b, g * a] })
    case .divide:
      .binary("divide", "Div", "divide", { $0 / $1 }, { _, b, y, g in [g / b, -(g * y / b)] })
    case .maximum:
      // Where both are equal the whole gradient goes to the first.
      .binary(
        "maximum", "Max", "maximum", { $0 < $1 || $1.isNaN ? $1 : $0 },
        { a, b, _, g in
          let second = binary(.greater, b, a)
          return [g * (1 - second), g * second]
        })
    case .minimum:
      .binary(
        "minimum", "Min", "minimum", { $1 < $0 || $1.isNaN ? $1 : $0 },
        { a, b, _, g in
          let second = binary(.greater, a, b)
          return [g * (1 - second), g * second]
        })
    case .greater:
      .binary("greater", "Greater", "compare", { $0 > $1 ? 1 : 0 }, { _, _, _, _ in [nil, nil] })
    case .equal:
      .binary("equal", "Equal", "compare", { $0 == $1 ? 1 : 0 }, { _, _, _, _ in [nil, nil] })
    case .tanhGradient:
      .binary(
        "tanhGradient", nil, nil, { y, g in g * (1 - y * y) },
        { y, g, _, up in [-2 * (y * g * up), binary(.tanhGradient, y, up)] })
    case .reluGradient:
      .binary(
        "reluGradient", nil, nil, { y, g in y > 0 ? g : 0 },
        { y, _, _, up in [nil, binary(.reluGradient, y, up)] })
    }
  }
}

extension Operation {
  /// This operation's row of the table.
  var row: OperationRow {
    switch self {
    case .input: .leaf("input", onnx: nil, stableHLO: nil)
    case .bytes: .leaf("bytes", onnx: nil, stableHLO: nil)
    case .parameter: .leaf("parameter", onnx: nil, stableHLO: nil)
    case .constant: .leaf("constant", onnx: "Constant", stableHLO: "constant")
    case .indices: .leaf("indices", onnx: "Range", stableHLO: "iota")
    case .unary(let function): function.row
    case .binary(let function): function.row
    case .choice: Operation.choiceRow
    case .product: Operation.productRow
    case .broadcast(let target): Operation.broadcastRow(target)
    case .reshape(let target): Operation.reshapeRow(target)
    case .permute(let axes): Operation.permuteRow(axes)
    case .slice(let axis, let start, let count): Operation.sliceRow(axis, start, count)
    case .pad(let axis, let before, let after): Operation.padRow(axis, before, after)
    case .sum(let axes): Operation.sumRow(axes)
    case .logSumExp: Operation.logSumExpRow
    case .moments: Operation.momentsRow
    case .columnSums: Operation.columnSumsRow
    case .batchNorm(let epsilon): Operation.batchNormRow(epsilon)
    case .batchedProduct: Operation.batchedProductRow
    case .concatenate(let axis): Operation.concatenateRow(axis)
    case .gather: Operation.gatherRow
    case .scatterAdd(let rows): Operation.scatterAddRow(rows)
    case .topIndices(let count): Operation.topIndicesRow(count)
    case .recurrence(let axis, let isReversed): Operation.recurrenceRow(axis, isReversed)
    case .random(let draw, let shape): Operation.randomRow(draw, shape)
    case .convolution(let steps): Operation.convolutionRow(steps)
    case .convolutionData(let steps, let height, let width):
      Operation.convolutionDataRow(steps, height, width)
    case .convolutionWeights(let steps, let high, let wide):
      Operation.convolutionWeightsRow(steps, high, wide)
    case .patches(let window): Operation.patchesRow(window)
    case .patchesSum(let window, let height, let width):
      Operation.patchesSumRow(window, height, width)
    case .poolIndices(let window): Operation.poolIndicesRow(window)
    case .after: Operation.afterRow
    case .stopGradient:
      .unary("stopGradient", "Identity", "optimization_barrier", { $0 }, { _, _, _ in nil })
    case .gradient:
      .unary("gradient", "Identity", "optimization_barrier", { $0 }, { _, _, g in g })
    }
  }

  private static var choiceRow: OperationRow {
    OperationRow(
      name: "choice", onnx: "Where", stableHLO: "select",
      shape: { $0[0] == $0[1] && $0[1] == $0[2] ? $0[0] : nil },
      pullback: { x, _, g in [nil, select(x[0], g, g.zero), select(x[0], g.zero, g)] },
      reference: { x in
        ReferenceTensor(
          x[0].shape, x[0].values.indices.map { x[x[0].values[$0] != 0 ? 1 : 2].values[$0] })
      })
  }

  private static var productRow: OperationRow {
    OperationRow(
      name: "product", onnx: "MatMul", stableHLO: "dot_general",
      shape: { x in
        x[0].rank == 2 && x[1].rank == 2 && x[0][1] == x[1][0] ? [x[0][0], x[1][1]] : nil
      },
      pullback: { x, _, g in
        [matmul(g, x[1].transposed()), matmul(x[0].transposed(), g)]
      },
      reference: { x in
        let (m, k, n) = (x[0].shape[0], x[0].shape[1], x[1].shape[1])
        var y = ReferenceTensor([m, n], [Double](repeating: 0, count: m * n))
        for i in 0..<m {
          for j in 0..<n {
            for p in 0..<k {
              y.values[i * n + j] += x[0].values[i * k + p] * x[1].values[p * n + j]
            }
          }
        }
        return y
      })
  }

  private static func broadcastRow(_ target: Shape) -> OperationRow {
    OperationRow(
      name: "broadcast", onnx: "Expand", stableHLO: "broadcast_in_dim",
      shape: { $0[0].broadcasts(to: target) ? target : nil },
      pullback: { x, _, g in [g.summed(to: x[0].shape)] },
      reference: { x in
        let from = x[0].shape
        return x[0].gathered(target) { coordinates in
          let own = coordinates.suffix(from.rank)
          return zip(own, from.extents).map { $1 == 1 ? 0 : $0 }
        }
      })
  }

  private static func reshapeRow(_ target: Shape) -> OperationRow {
    OperationRow(
      name: "reshape", onnx: "Reshape", stableHLO: "reshape",
      shape: { $0[0].count == target.count ? target : nil },
      pullback: { x, _, g in [g.reshaped(to: x[0].shape)] },
      reference: { x in ReferenceTensor(target, x[0].values) })
  }

  private static func permuteRow(_ axes: [Int]) -> OperationRow {
    OperationRow(
      name: "permute", onnx: "Transpose", stableHLO: "transpose",
      shape: { x in
        axes.sorted() == Array(0..<x[0].rank) ? Shape(axes.map { x[0][$0] }) : nil
      },
      pullback: { _, _, g in
        var back = axes
        for (i, axis) in axes.enumerated() { back[axis] = i }
        return [g.permuted(back)]
      },
      reference: { x in
        x[0].gathered(Shape(axes.map { x[0].shape[$0] })) { coordinates in
          var from = coordinates
          for (i, axis) in axes.enumerated() { from[axis] = coordinates[i] }
          return from
        }
      })
  }

  private static func sliceRow(_ axis: Int, _ start: Int, _ count: Int) -> OperationRow {
    OperationRow(
      name: "slice", onnx: "Slice", stableHLO: "slice",
      shape: { x in
        axis < x[0].rank && start >= 0 && count >= 1 && start + count <= x[0][axis]
          ? x[0].replacing(axis, with: count) : nil
      },
      pullback: { x, _, g in
        [g.padded(axis, before: start, after: x[0].shape[axis] - start - count)]
      },
      reference: { x in
        x[0].gathered(x[0].shape.replacing(axis, with: count)) { coordinates in
          var from = coordinates
          from[axis] += start
          return from
        }
      })
  }

  private static func padRow(_ axis: Int, _ before: Int, _ after: Int) -> OperationRow {
    OperationRow(
      name: "pad", onnx: "Pad", stableHLO: "pad",
      shape: { x in
        axis < x[0].rank && before >= 0 && after >= 0
          ? x[0].replacing(axis, with: before + x[0][axis] + after) : nil
      },
      pullback: { x, _, g in [g.sliced(axis, from: before, count: x[0].shape[axis])] },
      reference: { x in
        let inside = before..<(before + x[0].shape[axis])
        let shape = x[0].shape.replacing(axis, with: inside.upperBound + after)
        return x[0].gathered(shape) { coordinates in
          guard inside.contains(coordinates[axis]) else { return nil }
          var from = coordinates
          from[axis] -= before
          return from
        }
      })
  }

  private static func sumRow(_ axes: Range<Int>) -> OperationRow {
    OperationRow(
      name: "sum", onnx: "ReduceSum", stableHLO: "reduce",
      shape: { x in
        guard axes.upperBound <= x[0].rank else { return nil }
        return axes.reduce(x[0]) { $0.replacing($1, with: 1) }
      },
      pullback: { x, _, g in [g.broadcast(to: x[0].shape)] },
      reference: { x in
        let (outer, middle, inner) = x[0].shape.split(axes)
        var y = [Double](repeating: 0, count: outer * inner)
        for i in 0..<outer {
          for k in 0..<middle {
            for j in 0..<inner { y[i * inner + j] += x[0].values[(i * middle + k) * inner + j] }
          }
        }
        return ReferenceTensor(axes.reduce(x[0].shape) { $0.replacing($1, with: 1) }, y)
      })
  }

  private static var logSumExpRow: OperationRow {
    OperationRow(
      name: "logSumExp", onnx: "ReduceLogSumExp", stableHLO: nil,
      shape: { x in x[0].rank == 0 ? nil : x[0].replacing(x[0].rank - 1, with: 1) },
      pullback: { x, y, g in
        let shape = x[0].shape
        return [g.broadcast(to: shape) * exp(x[0] - y.broadcast(to: shape))]
      },
      reference: { x in
        let n = x[0].shape.last
        let rows = stride(from: 0, to: x[0].values.count, by: n).map { x[0].values[$0..<($0 + n)] }
        return ReferenceTensor(
          x[0].shape.replacing(x[0].shape.rank - 1, with: 1),
          rows.map { row in
            let top = row.max() ?? 0
            return top + Library.log(row.reduce(0) { $0 + Library.exp($1 - top) })
          })
      })
  }
}

/// The C library's functions of a `Double`, for the reference implementations.
private enum Library {
  #if canImport(Darwin)
    static func exp(_ x: Double) -> Double { Darwin.exp(x) }
    static func log(_ x: Double) -> Double { Darwin.log(x) }
    static func tanh(_ x: Double) -> Double { Darwin.tanh(x) }
  #elseif canImport(Glibc)
    static func exp(_ x: Double) -> Double { Glibc.exp(x) }
    static func log(_ x: Double) -> Double { Glibc.log(x) }
    static func tanh(_ x: Double) -> Double { Glibc.tanh(x) }
  #elseif canImport(Musl)
    static func exp(_ x: Double) -> Double { Musl.exp(x) }
    static func log(_ x: Double) -> Double { Musl.log(x) }
    static func tanh(_ x: Double) -> Double { Musl.tanh(x) }
  #endif
}
