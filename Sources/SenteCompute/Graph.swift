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
  /// The scope that was last asked for a parameter, for messages.
  var layer = ""

  /// Ends the program with the operation, the shapes that do not fit, and where that was; unlike a failed
  /// precondition this is printed in release builds too.
  func refuse(_ operation: String, _ shapes: [Shape]) -> Never {
    let list = shapes.map(\.description).joined(separator: " and ")
    let place = layer.isEmpty ? "" : "; the last layer to ask for a parameter was '\(layer)'"
    fatalError("\(operation) does not accept \(list)\(place)")
  }

  /// The tensor of an operation on operands; `shape` is given for leaves alone.
  func add(_ operation: Operation, _ x: [Tensor], shape leaf: Shape? = nil) -> Tensor {
    guard let shape = leaf ?? operation.row.shape(x.map(\.shape)) else {
      refuse(operation.row.name, x.map(\.shape))
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
