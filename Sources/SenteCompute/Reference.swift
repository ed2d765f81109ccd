import SentePrimitives

/// A tensor of the reference implementations: plain, in double precision, row-major.
struct ReferenceTensor: Equatable {
  var shape: Shape
  var values: [Double]

  init(_ shape: Shape, _ values: [Double]) {
    precondition(shape.count == values.count, "\(shape) has not \(values.count) elements")
    self.shape = shape
    self.values = values
  }

  /// A tensor whose element at each coordinate is what the closure says.
  init(_ shape: Shape, _ element: ([Int]) -> Double) {
    self.init(
      shape,
      (0..<shape.count).map { element(ReferenceTensor.coordinates($0, shape)) })
  }

  /// The element at coordinates.
  subscript(coordinates: [Int]) -> Double {
    values[zip(coordinates, shape.strides).reduce(0) { $0 + $1.0 * $1.1 }]
  }

  private static func coordinates(_ flat: Int, _ shape: Shape) -> [Int] {
    var rest = flat
    var coordinates = [Int](repeating: 0, count: shape.rank)
    for axis in stride(from: shape.rank - 1, through: 0, by: -1) {
      coordinates[axis] = rest % shape[axis]
      rest /= shape[axis]
    }
    return coordinates
  }

  /// A tensor whose element at each coordinate is this one's at `source`, or 0 where that is nil.
  func gathered(_ target: Shape, _ source: ([Int]) -> [Int]?) -> ReferenceTensor {
    ReferenceTensor(target) { source($0).map { self[$0] } ?? 0 }
  }
}

extension Graph {
  /// Evaluates a tensor by the table's plain implementations, leaf values given by the caller.
  ///
  /// This is the oracle for every rewriting and kernel; it knows nothing of memory or fusion.
  func evaluate(
    _ tensors: [Tensor], leaf: (Operation, Shape) -> [Double]
  ) -> [ReferenceTensor] {
    var values = [ReferenceTensor?](repeating: nil, count: nodes.count)
    let last = tensors.map(\.id).max() ?? -1
    for id in nodes.indices where id <= last {
      let node = nodes[id]
      switch node.operation {
      case .constant(let value): values[id] = ReferenceTensor(node.shape, [Double(value)])
      case .indices(let count):
        values[id] = ReferenceTensor(node.shape, (0..<count).map { Double($0) })
      case .input, .bytes, .parameter:
        values[id] = ReferenceTensor(node.shape, leaf(node.operation, node.shape))
      default:
        values[id] = node.operation.row.reference(node.arguments.compactMap { values[$0] })
      }
    }
    return tensors.compactMap { values[$0.id] }
  }
}

extension Trace {
  /// What a reference evaluation must be given: inputs by number, parameters by name.
  package func leaves(inputs: [Tensor], _ scope: Scope) -> [(name: String, tensor: Tensor)] {
    inputs.enumerated().map { ("input \($0)", $1) }
      + layouts[scope.slot].slices.map { ($0.name, graph.parameter(scope.slot, $0)) }
  }

  /// The values of tensors in double precision, by the plain implementations, for given leaves.
  package func evaluate(
    _ tensors: [Tensor], _ leaves: [(name: String, tensor: Tensor)], _ numbers: [[Double]]
  ) -> [[Double]] {
    var known: [Operation: [Double]] = [:]
    for (leaf, values) in zip(leaves, numbers) { known[leaf.tensor.node.operation] = values }
    return graph.evaluate(tensors) { operation, shape in
      guard let values = known[operation] else {
        preconditionFailure("\(operation) of \(shape) has no values")
      }
      return values
    }.map(\.values)
  }
}
