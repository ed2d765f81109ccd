import SentePrimitives

// Reverse-mode differentiation.
extension Graph {
  /// The gradients of a scalar as a graph transformation: nodes are appended, so it can be applied to
  /// its own result.
  func gradients(of y: Tensor, for xs: [Tensor]) -> [Tensor] {
    precondition(y.shape.count == 1, "only a scalar has a gradient; this one is \(y.shape)")
    var depends = [Bool](repeating: false, count: y.id + 1)
    for x in xs where x.id <= y.id { depends[x.id] = true }
    for id in 0...y.id where nodes[id].arguments.contains(where: { depends[$0] }) {
      depends[id] = true
    }
    var backward = BackwardPass(graph: self, depends: depends)
    backward.sums[y.id, default: GradientSum()].add(constant(1).broadcast(to: y.shape))
    for id in stride(from: y.id, through: 0, by: -1) where depends[id] { backward.visit(id) }
    return xs.map { backward.sums[$0.id]?.total($0.shape) ?? constant(0).broadcast(to: $0.shape) }
  }
}

/// The state of one backward pass over the nodes, from the last to the first.
private struct BackwardPass {
  let graph: Graph
  /// Whether a node depends on what is differentiated for.
  let depends: [Bool]
  var sums: [Int: GradientSum] = [:]
  /// The stretch of nodes that is being gone through, and what they became when computed again.
  private var stretch: Range<Int>?
  private var again: [Int: Int] = [:]
  /// A gradient that is not there before the stretch that was left last is done with.
  private var previous: Tensor?

  init(graph: Graph, depends: [Bool]) {
    self.graph = graph
    self.depends = depends
  }

  mutating func visit(_ id: Int) {
    if let range = stretch, id < range.lowerBound { leave() }
    let node = graph.nodes[id]
    guard !node.operation.isLeaf, let g = sums[id]?.total(node.shape) else { return }
    enterStretch(of: id, g)
    let x = node.arguments.map(value)
    switch node.operation {
    case .slice(let axis, let start, _):
      sums[node.arguments[0], default: GradientSum()].add(g, axis: axis, start: start)
    case .product where depends[node.arguments[1]]:
      sums[node.arguments[1], default: GradientSum()].add(transposed: x[0], times: g)
      guard depends[node.arguments[0]] else { return }
      sums[node.arguments[0], default: GradientSum()].add(matmul(g, x[1].transposed()))
    default:
      let parts = node.operation.row.pullback(x, value(id), g)
      for (argument, part) in zip(node.arguments, parts) where depends[argument] {
        guard let part else { continue }
        sums[argument, default: GradientSum()].add(part)
      }
    }
  }

  /// The tensor of a node as the backward pass sees it.
  private func value(_ id: Int) -> Tensor { graph.tensor(again[id] ?? id) }

  /// Computes the nodes of a stretch again, from what came before it, once the stretch after it is
  /// done with, or else once `g` is there.
  private mutating func enterStretch(of id: Int, _ g: Tensor) {
    guard stretch == nil, let range = graph.recomputed.first(where: { $0.contains(id) }) else {
      return
    }
    stretch = range
    for id in range {
      let node = graph.nodes[id]
      guard !node.operation.isLeaf else { continue }
      let arguments = node.arguments.map { argument in
        if let known = again[argument] { return graph.tensor(known) }
        let tensor = graph.tensor(argument)
        if tensor.node.operation.isLeaf { return tensor }
        let later = graph.add(.after, [tensor, previous ?? g])
        again[argument] = later.id
        return later
      }
      again[id] = graph.add(node.operation, arguments).id
    }
  }

  /// What the stretch contributes is added up before it is left, so that nothing of it has to stay.
  private mutating func leave() {
    for id in sums.keys.sorted() { sums[id]?.addProducts() }
    if let start = stretch?.lowerBound {
      let entering = again.keys.filter { $0 < start }.compactMap { sums[$0]?.whole }
      previous = entering.max { $0.id < $1.id } ?? previous
    }
    (stretch, again) = (nil, [:])
  }
}

/// What the readers of a tensor contribute to its gradient, added up in the cheapest form: slices that
/// do not overlap are put side by side, and products with the same weights become one long product.
private struct GradientSum {
  private(set) var whole: Tensor?
  private var slices: [(axis: Int, start: Int, gradient: Tensor)] = []
  private var products: [(left: Tensor, right: Tensor)] = []

  mutating func add(_ part: Tensor) { whole = whole.map { $0 + part } ?? part }

  /// The gradient of a slice that begins at `start`.
  mutating func add(_ part: Tensor, axis: Int, start: Int) {
    slices.append((axis, start, part))
  }

  /// leftᵀ · right.
  mutating func add(transposed left: Tensor, times right: Tensor) {
    products.append((left, right))
  }

  /// The gradient of a tensor of this shape.
  mutating func total(_ shape: Shape) -> Tensor? {
    addProducts()
    for part in joinedSlices(shape) { add(part) }
    slices = []
    return whole
  }

  mutating func addProducts() {
    for part in summedProducts() { add(part) }
    products = []
  }

  private func summedProducts() -> [Tensor] {
    guard let first = products.first else { return [] }
    let rows = products.reduce(0) { $0 + $1.left.shape[0] }
    let (k, n) = (first.left.shape[1], first.right.shape[1])
    // Joining copies the operands, adding up goes through every result.
    guard rows * (k + n) < (products.count - 1) * k * n else {
      return products.map { matmul($0.left.transposed(), $0.right) }
    }
    let left = concatenate(products.map(\.left), axis: 0)
    return [matmul(left.transposed(), concatenate(products.map(\.right), axis: 0))]
  }

  private func joinedSlices(_ shape: Shape) -> [Tensor] {
    var parts: [Tensor] = []
    for axis in 0..<shape.rank {
      var rest = slices.filter { $0.axis == axis }.sorted { $0.start < $1.start }
      // Each round takes as many as lie side by side.
      while !rest.isEmpty {
        var (row, later): ([(start: Int, gradient: Tensor)], [(Int, Int, Tensor)]) = ([], [])
        var end = 0
        for slice in rest {
          if slice.start >= end {
            row.append((slice.start, slice.gradient))
            end = slice.start + slice.gradient.shape[axis]
          } else {
            later.append(slice)
          }
        }
        parts.append(join(row, axis, shape))
        rest = later
      }
    }
    return parts
  }

  /// Slices side by side, with zeros where there is none.
  private func join(
    _ row: [(start: Int, gradient: Tensor)], _ axis: Int, _ shape: Shape
  ) -> Tensor {
    if row.count == 1 {
      let (start, only) = row[0]
      return only.padded(axis, before: start, after: shape[axis] - start - only.shape[axis])
    }
    var pieces: [Tensor] = []
    var end = 0
    for (start, gradient) in row {
      pieces += gap(start - end, axis, gradient)
      pieces.append(gradient)
      end = start + gradient.shape[axis]
    }
    pieces += gap(shape[axis] - end, axis, row[0].gradient)
    return concatenate(pieces, axis: axis)
  }

  /// Zeros as wide as a gap, otherwise shaped like a neighbour; none where there is no gap.
  private func gap(_ width: Int, _ axis: Int, _ neighbour: Tensor) -> [Tensor] {
    guard width > 0 else { return [] }
    let shape = neighbour.shape.replacing(axis, with: width)
    return [neighbour.graph.constant(0).broadcast(to: shape)]
  }
}
