import SenteCompute

extension LayerSample {
  /// Operations on their own; the names are those of `Fixtures/layers.jsonl`.
  static let operations: [LayerSample] = unary + binary + moving

  private static func operation(
    _ name: String, _ shapes: [Shape], isDifferentiated: Bool = true,
    _ build: @escaping @Sendable ([Tensor]) -> Tensor
  ) -> LayerSample {
    LayerSample("operation.\(name)", shapes, isDifferentiated: isDifferentiated) { x, _ in build(x)
    }
  }

  private static let unary: [LayerSample] = [
    operation("negate", [[3, 4]]) { -$0[0] },
    operation("exp", [[3, 4]]) { exp($0[0]) },
    operation("tanh", [[3, 4]]) { tanh($0[0]) },
    operation("relu", [[3, 4]]) { relu($0[0]) },
    operation("abs", [[3, 4]]) { abs($0[0]) },
    operation("squared", [[3, 4]]) { $0[0].squared() },
    operation("clamped", [[3, 4]]) { $0[0].clamped(-0.5, 0.7) },
    operation("sum", [[3, 4]]) { $0[0].sum(axis: 1) },
    operation("mean", [[3, 4]]) { $0[0].mean(axis: 0) },
    operation("logSumExp", [[3, 4]]) { $0[0].logSumExp() },
    operation("logSoftmax", [[3, 4]]) { $0[0].logSoftmax() },
    operation("transposed", [[3, 4]]) { $0[0].transposed() * 1 },
    operation("sliced", [[3, 5]]) { $0[0].sliced(1, from: 1, count: 3) },
    operation("padded", [[3, 4]]) { $0[0].padded(1, before: 2, after: 1) },
    operation("sortedDescending", [[3, 4]]) { $0[0].sortedDescending() },
    operation("largest", [[3, 4]]) { $0[0].largest() },
    operation("top", [[3, 4]]) { $0[0].taking($0[0].topIndices(2)) },
    operation("cumulativeSum", [[3, 4]]) { $0[0].cumulativeSum(axis: 1) },
    operation("cumulativeProduct", [[3, 4]]) { $0[0].cumulativeProduct(axis: 1) },
    operation("log", [[3, 4]], isDifferentiated: false) { log($0[0]) },
    operation("sqrt", [[3, 4]], isDifferentiated: false) { sqrt($0[0]) },
  ]

  private static let binary: [LayerSample] = [
    operation("add", [[3, 4], [3, 4]]) { $0[0] + $0[1] },
    operation("subtract", [[3, 4], [3, 4]]) { $0[0] - $0[1] },
    operation("multiply", [[3, 4], [3, 4]]) { $0[0] * $0[1] },
    operation("maximum", [[3, 4], [3, 4]]) { max($0[0], $0[1]) },
    operation("minimum", [[3, 4], [3, 4]]) { min($0[0], $0[1]) },
    operation("select", [[3, 4], [3, 4]]) { select($0[0] .> 0, $0[1], $0[0] * $0[1]) },
    operation("divide", [[3, 4], [3, 4]], isDifferentiated: false) { $0[0] / $0[1] },
    operation("matmul", [[3, 4], [4, 5]]) { matmul($0[0], $0[1]) },
    operation("batchedMatmul", [[2, 3, 4], [2, 4, 5]]) { batchedMatmul($0[0], $0[1]) },
  ]

  private static let moving: [LayerSample] = [
    operation("concatenate", [[3, 2], [3, 4]]) { concatenate([$0[0], $0[1]], axis: 1) },
    operation("rows", [[5, 3], [4]], isDifferentiated: false) {
      $0[0].rows(Indices(rounding: $0[1]))
    },
    operation("taking", [[3, 5], [3, 2]], isDifferentiated: false) {
      $0[0].taking(Indices(rounding: $0[1]))
    },
    operation("scattered", [[4, 3], [4]], isDifferentiated: false) {
      $0[0].scattered(Indices(rounding: $0[1]), to: 5)
    },
    operation("maximumPooled", [[1, 5, 4, 2]]) { $0[0].maximumPooled(3, stride: 2) },
    operation("averagePooled", [[1, 4, 4, 2]]) { $0[0].averagePooled(2, stride: 2) },
    operation("winograd", [[1, 4, 4, 16], [3, 3, 16, 16]], isDifferentiated: false) {
      $0[0].convolved($0[1], padding: .explicit(top: 1, bottom: 1, left: 1, right: 1))
    },
  ]
}
