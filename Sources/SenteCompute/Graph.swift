import SentePrimitives

/// The nodes that a trace has built. Equal nodes are one node, so common subexpressions vanish while
/// tracing; operands always have smaller numbers than what is made of them.
final class Graph {
  /// One result.
  struct Node: Hashable {
    var operation: Operation
    var arguments: [Int]
    var shape: Shape
  }

  private(set) var nodes: [Node] = []
  private var known: [Node: Int] = [:]
  /// Nodes that a backward pass computes again instead of keeping them; stretches in order, apart.
  private(set) var recomputed: [Range<Int>] = []

  /// The tensor of an operation on operands; `shape` is given for leaves alone.
  func add(_ operation: Operation, _ x: [Tensor], shape leaf: Shape? = nil) -> Tensor {
    guard let shape = leaf ?? operation.row.shape(x.map(\.shape)) else {
      let shapes = x.map(\.shape.description).joined(separator: " and ")
      preconditionFailure("\(operation.row.name) does not accept \(shapes)")
    }
    let node = Node(operation: operation, arguments: x.map(\.id), shape: shape)
    if let id = known[node] { return Tensor(graph: self, id: id, shape: shape) }
    nodes.append(node)
    known[node] = nodes.count - 1
    return Tensor(graph: self, id: nodes.count - 1, shape: shape)
  }

  /// Has the nodes that `body` adds computed again by backward passes that need them.
  func recomputing<Result>(_ body: () -> Result) -> Result {
    let start = nodes.count
    let result = body()
    // A stretch within another one is part of it.
    recomputed.removeAll { $0.lowerBound >= start }
    if nodes.count > start { recomputed.append(start..<nodes.count) }
    return result
  }

  func tensor(_ id: Int) -> Tensor { Tensor(graph: self, id: id, shape: nodes[id].shape) }

  func constant(_ value: Float) -> Tensor { add(.constant(value), [], shape: .scalar) }
}
