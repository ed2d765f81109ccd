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

  func tensor(_ id: Int) -> Tensor { Tensor(graph: self, id: id, shape: nodes[id].shape) }

  func constant(_ value: Float) -> Tensor { add(.constant(value), [], shape: .scalar) }

  /// Reverse-mode differentiation of a scalar as a graph transformation: nodes are appended, so it can
  /// be applied to its own result.
  func gradients(of y: Tensor, for xs: [Tensor]) -> [Tensor] {
    precondition(y.shape.count == 1, "only a scalar has a gradient; this one is \(y.shape)")
    var depends = [Bool](repeating: false, count: y.id + 1)
    for x in xs where x.id <= y.id { depends[x.id] = true }
    for id in 0...y.id where nodes[id].arguments.contains(where: { depends[$0] }) {
      depends[id] = true
    }
    var total: [Int: Tensor] = [y.id: constant(1).broadcast(to: y.shape)]
    for id in stride(from: y.id, through: 0, by: -1) where depends[id] {
      let node = nodes[id]
      guard let g = total[id], !node.operation.isLeaf else { continue }
      let parts = node.operation.row.pullback(node.arguments.map(tensor), tensor(id), g)
      for (argument, part) in zip(node.arguments, parts) where depends[argument] {
        guard let part else { continue }
        total[argument] = total[argument].map { $0 + part } ?? part
      }
    }
    return xs.map { total[$0.id] ?? constant(0).broadcast(to: $0.shape) }
  }
}
