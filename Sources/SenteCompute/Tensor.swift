import SentePrimitives

/// A symbolic array of `Float`: a node of the program being traced, not numbers.
///
/// Up to four axes, row-major. Element-wise operations broadcast: axes are aligned at the innermost
/// and an extent of 1 is repeated.
public struct Tensor {
  let graph: Graph
  let id: Int
  /// The extents.
  public let shape: Shape

  var node: Graph.Node { graph.nodes[id] }

  /// The one number that every element equals, where that is known while tracing.
  var constantValue: Float? {
    switch node.operation {
    case .constant(let value): value
    case .broadcast, .reshape: graph.tensor(node.arguments[0]).constantValue
    default: nil
    }
  }

  /// How many floats of memory an input takes.
  var floats: Int {
    if case .bytes = node.operation { return (shape.count + 3) / 4 }
    return shape.count
  }

  /// Whether its elements are those of a parameter, in the same order.
  var isParameter: Bool {
    switch node.operation {
    case .parameter: true
    case .reshape, .stopGradient: graph.tensor(node.arguments[0]).isParameter
    default: false
    }
  }

  /// Zeros of the same shape.
  var zero: Tensor { graph.constant(0).broadcast(to: shape) }
}

// MARK: Shape

extension Tensor {
  /// The tensor repeated to a larger shape.
  public func broadcast(to target: Shape) -> Tensor {
    if target == shape { return self }
    if case .broadcast = node.operation {
      return graph.tensor(node.arguments[0]).broadcast(to: target)
    }
    return graph.add(.broadcast(target), [self])
  }

  /// The same elements in row-major order under other extents.
  public func reshaped(to target: Shape) -> Tensor {
    if target == shape { return self }
    precondition(target.count == shape.count, "reshape to \(target) does not accept \(shape)")
    if let value = constantValue, target.count == shape.count {
      return graph.constant(value).broadcast(to: target)
    }
    if case .reshape = node.operation {
      return graph.tensor(node.arguments[0]).reshaped(to: target)
    }
    return graph.add(.reshape(target), [self])
  }

  /// The axes in another order: result axis i is axis `axes[i]`.
  public func permuted(_ axes: [Int]) -> Tensor {
    if axes == Array(0..<shape.rank) { return self }
    if case .permute(let first) = node.operation, axes.count == first.count {
      return graph.tensor(node.arguments[0]).permuted(axes.map { first[$0] })
    }
    // Moving axes of extent 1 moves no element.
    let moving = axes.filter { $0 < shape.rank && shape[$0] > 1 }
    if axes.count == shape.rank, moving == moving.sorted() {
      return reshaped(to: Shape(axes.map { shape[$0] }))
    }
    return graph.add(.permute(axes), [self])
  }

  /// [m, n] to [n, m].
  public func transposed() -> Tensor {
    precondition(shape.rank == 2, "only a matrix is transposed; this one is \(shape)")
    return permuted([1, 0])
  }

  /// `count` elements along an axis, from `start`.
  public func sliced(_ axis: Int, from start: Int, count: Int) -> Tensor {
    if axis < shape.rank, start == 0, count == shape[axis] { return self }
    if axis < shape.rank, start >= 0, count > 0,
      let part = slicedPart(axis, from: start, count: count)
    {
      return part
    }
    return graph.add(.slice(axis: axis, start: start, count: count), [self])
  }

  /// Zeros added along an axis.
  public func padded(_ axis: Int, before: Int, after: Int) -> Tensor {
    if before == 0, after == 0 { return self }
    return graph.add(.pad(axis: axis, before: before, after: after), [self])
  }
}

// MARK: Reductions

extension Tensor {
  /// The sum of all elements, a scalar.
  public func sum() -> Tensor {
    guard shape.rank > 0 else { return self }
    return graph.add(.sum(0..<shape.rank), [self]).reshaped(to: .scalar)
  }

  /// The mean of all elements, a scalar.
  public func mean() -> Tensor { sum() * (1 / Float(shape.count)) }

  /// The sum along one axis, which stays with extent 1.
  public func sum(axis: Int) -> Tensor {
    shape[axis] == 1 ? self : graph.add(.sum(axis..<(axis + 1)), [self])
  }

  /// The mean along one axis, which stays with extent 1.
  public func mean(axis: Int) -> Tensor { sum(axis: axis) * (1 / Float(shape[axis])) }

  /// log Σ exp along the innermost axis, which stays with extent 1.
  public func logSumExp() -> Tensor { graph.add(.logSumExp, [self]) }

  /// The logarithm of the softmax along the innermost axis.
  public func logSoftmax() -> Tensor { self - logSumExp() }

  /// The reverse of broadcasting: sums the axes that `broadcast` repeated.
  func summed(to target: Shape) -> Tensor {
    if target == shape { return self }
    if let value = constantValue {
      return graph.constant(value * Float(shape.count / target.count)).broadcast(to: target)
    }
    var x = self
    var axis = 0
    while axis < shape.rank {
      // Adjacent axes go in one sum.
      var end = axis
      while end < shape.rank, x.shape[end] > 1, target.aligned(end, rank: shape.rank) == 1 {
        end += 1
      }
      if end > axis { x = graph.add(.sum(axis..<end), [x]) }
      axis = Swift.max(end, axis + 1)
    }
    return x.reshaped(to: target)
  }
}

// MARK: Choice

extension Tensor {
  /// The same values, through which no gradient flows.
  public var detached: Tensor { graph.add(.stopGradient, [self]) }

  /// Indices [..., 1] turned to rows [..., count] of one 1 and zeros elsewhere.
  public func oneHot(_ count: Int) -> Tensor {
    precondition(shape.last == 1, "indices have an innermost extent of 1, not \(shape)")
    return binary(.equal, self, graph.add(.indices(count), [], shape: [count]))
  }

  /// The same number everywhere, in this tensor's shape.
  public func filled(_ value: Float) -> Tensor { graph.constant(value).broadcast(to: shape) }

  /// 0, 1, 2, ... along one of this tensor's axes, shaped so that it broadcasts with it.
  public func counting(_ axis: Int) -> Tensor {
    let after = shape.rank - axis - 1
    return graph.add(.indices(shape[axis]), [], shape: [shape[axis]])
      .reshaped(to: Shape([shape[axis]] + [Int](repeating: 1, count: after)))
  }

  /// One element of each innermost row, chosen by indices [..., 1]; the axis stays with extent 1.
  public func picking(_ index: Tensor) -> Tensor {
    (self * index.oneHot(shape.last)).sum(axis: shape.rank - 1)
  }
}

/// Where `condition` is not 0 the elements of `a`, else those of `b`.
public func select(_ condition: Tensor, _ a: Tensor, _ b: Tensor) -> Tensor {
  guard let first = condition.shape.broadcast(with: a.shape),
    let shape = first.broadcast(with: b.shape)
  else {
    condition.graph.refuse("select", [condition.shape, a.shape, b.shape])
  }
  return condition.graph.add(
    .choice, [condition, a, b].map { $0.broadcast(to: shape) })
}

// MARK: Products

/// The matrix product [..., k] times [k, n].
public func matmul(_ a: Tensor, _ b: Tensor) -> Tensor {
  guard a.shape.rank > 2 else { return a.graph.add(.product, [a, b]) }
  let rows = a.shape.count / a.shape.last
  let flat = a.graph.add(.product, [a.reshaped(to: [rows, a.shape.last]), b])
  return flat.reshaped(to: Shape(a.shape.extents.dropLast() + [b.shape.last]))
}

// MARK: Element-wise

func binary(_ operation: Operation.Binary, _ a: Tensor, _ b: Tensor) -> Tensor {
  guard let shape = a.shape.broadcast(with: b.shape) else {
    a.graph.refuse("\(operation)", [a.shape, b.shape])
  }
  let (u, v) = (a.constantValue, b.constantValue)
  switch (operation, u, v) {  // work that differentiation creates and nobody needs
  case (.add, 0, _), (.multiply, 1, _): return b.broadcast(to: shape)
  case (.add, _, 0), (.subtract, _, 0), (.multiply, _, 1), (.divide, _, 1):
    return a.broadcast(to: shape)
  case (.multiply, 0, _), (.multiply, _, 0): return a.graph.constant(0).broadcast(to: shape)
  case (.add, let u?, let v?): return a.graph.constant(u + v).broadcast(to: shape)
  case (.subtract, let u?, let v?): return a.graph.constant(u - v).broadcast(to: shape)
  case (.multiply, let u?, let v?): return a.graph.constant(u * v).broadcast(to: shape)
  case (.multiply, -1, _): return unary(.negate, b).broadcast(to: shape)
  case (.multiply, _, -1): return unary(.negate, a).broadcast(to: shape)
  default: return a.graph.add(.binary(operation), [a.broadcast(to: shape), b.broadcast(to: shape)])
  }
}

func unary(_ operation: Operation.Unary, _ x: Tensor) -> Tensor {
  if operation == .negate {
    if let value = x.constantValue { return x.graph.constant(-value).broadcast(to: x.shape) }
    if case .unary(.negate) = x.node.operation { return x.graph.tensor(x.node.arguments[0]) }
  }
  return x.graph.add(.unary(operation), [x])
}

/// e to the power of each element.
public func exp(_ x: Tensor) -> Tensor { unary(.exp, x) }
/// The natural logarithm of each element.
public func log(_ x: Tensor) -> Tensor { unary(.log, x) }
/// The hyperbolic tangent of each element.
public func tanh(_ x: Tensor) -> Tensor { unary(.tanh, x) }
/// The square root of each element.
public func sqrt(_ x: Tensor) -> Tensor { unary(.sqrt, x) }
/// The rectifier: each element, or 0 where it is negative.
public func relu(_ x: Tensor) -> Tensor { unary(.relu, x) }
/// The absolute value of each element.
public func abs(_ x: Tensor) -> Tensor { unary(.absolute, x) }
/// The larger of two elements; not a number where either is not.
public func max(_ a: Tensor, _ b: Tensor) -> Tensor { binary(.maximum, a, b) }
/// The smaller of two elements; not a number where either is not.
public func min(_ a: Tensor, _ b: Tensor) -> Tensor { binary(.minimum, a, b) }

extension Tensor {
  /// Each element, at least `low` and at most `high`.
  public func clamped(_ low: Tensor, _ high: Tensor) -> Tensor { min(max(self, low), high) }
  /// Each element, at least `low` and at most `high`.
  public func clamped(_ low: Float, _ high: Float) -> Tensor {
    clamped(graph.constant(low), graph.constant(high))
  }
  /// The square of each element.
  public func squared() -> Tensor { self * self }
  /// 1 where the first is greater, else 0.
  public static func .> (a: Tensor, b: Tensor) -> Tensor { binary(.greater, a, b) }
  /// 1 where the first is greater, else 0.
  public static func .> (a: Tensor, b: Float) -> Tensor { binary(.greater, a, a.graph.constant(b)) }

  /// 1 where the first is greater, else 0.
  public static func .> (a: Float, b: Tensor) -> Tensor { binary(.greater, b.graph.constant(a), b) }

  /// The negative of each element.
  public static prefix func - (a: Tensor) -> Tensor { unary(.negate, a) }
  /// The element-wise sum.
  public static func + (a: Tensor, b: Tensor) -> Tensor { binary(.add, a, b) }
  /// The element-wise difference.
  public static func - (a: Tensor, b: Tensor) -> Tensor { binary(.subtract, a, b) }
  /// The element-wise product.
  public static func * (a: Tensor, b: Tensor) -> Tensor { binary(.multiply, a, b) }
  /// The element-wise quotient.
  public static func / (a: Tensor, b: Tensor) -> Tensor { binary(.divide, a, b) }
  /// Adds a number.
  public static func + (a: Tensor, b: Float) -> Tensor { binary(.add, a, a.graph.constant(b)) }
  /// Subtracts a number.
  public static func - (a: Tensor, b: Float) -> Tensor { binary(.subtract, a, a.graph.constant(b)) }
  /// Multiplies by a number.
  public static func * (a: Tensor, b: Float) -> Tensor { binary(.multiply, a, a.graph.constant(b)) }
  /// Divides by a number.
  public static func / (a: Tensor, b: Float) -> Tensor { binary(.divide, a, a.graph.constant(b)) }
  /// Adds to a number.
  public static func + (a: Float, b: Tensor) -> Tensor { binary(.add, b.graph.constant(a), b) }
  /// Subtracts from a number.
  public static func - (a: Float, b: Tensor) -> Tensor { binary(.subtract, b.graph.constant(a), b) }
  /// Multiplies a number.
  public static func * (a: Float, b: Tensor) -> Tensor { binary(.multiply, b.graph.constant(a), b) }
}
