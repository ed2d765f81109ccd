import SentePrimitives

/// Rewritings of the whole graph before it is compiled.
struct Lowering {
  let graph = Graph()
  private let turns: Bool
  private var images: [Int: Tensor] = [:]

  /// Copies what `roots` reach into a new graph, in a form that suits the kernels better.
  ///
  /// - Parameter turns: Whether narrow products are turned; what no kernel computes is always replaced.
  init(_ old: Graph, reaching roots: [Tensor], turns: Bool) {
    self.turns = turns
    var reached = [Bool](repeating: false, count: old.nodes.count)
    for root in roots { reached[root.id] = true }
    for id in old.nodes.indices.reversed() where reached[id] {
      for argument in old.nodes[id].arguments { reached[argument] = true }
    }
    for id in old.nodes.indices where reached[id] {
      let node = old.nodes[id]
      let arguments = node.arguments.compactMap { images[$0] }
      images[id] = image(of: node, arguments)
    }
  }

  /// What a tensor of the old graph became.
  func callAsFunction(_ tensor: Tensor) -> Tensor {
    guard let image = images[tensor.id] else {
      preconditionFailure("tensor \(tensor.id) was not reached")
    }
    return image
  }

  private func image(of node: Graph.Node, _ x: [Tensor]) -> Tensor {
    switch node.operation {
    case .batchNorm(let epsilon):
      let (mean, variance) = x[0].moments()
      return (x[0] - mean) * (x[1] / sqrt(variance + epsilon)) + x[2]
    case .product
    where turns && node.shape[1] < Lowering.narrow && node.shape[0] >= Lowering.narrow:
      // A result narrower than a vector is computed turned, its rows along the vectors. Every element
      // is the same sum in the same order either way.
      return matmul(x[1].transposed(), x[0].transposed()).transposed()
    case .permute(let axes): return x[0].permuted(axes)
    case .reshape(let target): return x[0].reshaped(to: target)
    case let operation:
      return graph.add(operation, x, shape: operation.isLeaf ? node.shape : nil)
    }
  }

  /// Columns below which a product is turned: the lanes of the widest vectors.
  private static let narrow = 16
}
