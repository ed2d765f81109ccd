import SentePrimitives

/// A symbolic array of 32-bit integers: places in other tensors.
public struct Indices {
  let tensor: Tensor

  init(_ tensor: Tensor) { self.tensor = tensor }

  /// The numbers of a tensor, rounded towards zero; what no integer can hold becomes -1.
  public init(rounding x: Tensor) { self.init(unary(.toInteger, x)) }

  /// The extents.
  public var shape: Shape { tensor.shape }

  /// The same integers as numbers to calculate with, exact up to 2²⁴.
  public var numbers: Tensor { unary(.fromInteger, tensor) }

  /// The same integers under other extents.
  public func reshaped(to target: Shape) -> Indices { Indices(tensor.reshaped(to: target)) }
}

// MARK: Moving

/// Tensors one after the other along an axis, in which alone their extents may differ.
public func concatenate(_ parts: [Tensor], axis: Int) -> Tensor {
  precondition(!parts.isEmpty, "nothing to concatenate")
  guard parts.count > 1 else { return parts[0] }
  let joined = parts[0].graph.add(.concatenate(axis: axis), parts)
  guard joined.shape.rank > 1, joined.shape.split(axis..<(axis + 1)).outer == 1 else {
    return joined
  }
  // What lies one after the other in memory is one node, whatever its extents.
  let flat = parts.map { $0.reshaped(to: [$0.shape.count]) }
  return joined.graph.add(.concatenate(axis: 0), flat).reshaped(to: joined.shape)
}

extension Tensor {
  /// The operands of a concatenation along an axis; nil for anything else.
  private func parts(along axis: Int) -> [Tensor]? {
    switch node.operation {
    case .concatenate(axis): return node.arguments.map(graph.tensor)
    case .reshape where shape.split(axis..<(axis + 1)).outer == 1:
      let flat = graph.tensor(node.arguments[0])
      guard case .concatenate(0) = flat.node.operation, flat.shape.rank == 1 else { return nil }
      let inner = shape.count / shape[axis]
      let parts = flat.node.arguments.map(graph.tensor)
      guard parts.allSatisfy({ $0.shape.count % inner == 0 }) else { return nil }
      return parts.map { part in
        part.reshaped(to: shape.replacing(axis, with: part.shape.count / inner))
      }
    default: return nil
    }
  }

  /// A slice that lies within one of the tensors that this one was made of.
  func slicedPart(_ axis: Int, from start: Int, count: Int) -> Tensor? {
    if case .slice(axis, let earlier, _) = node.operation {
      return graph.tensor(node.arguments[0]).sliced(axis, from: earlier + start, count: count)
    }
    var begin = start
    for part in parts(along: axis) ?? [] {
      if begin >= 0, begin + count <= part.shape[axis] {
        return part.sliced(axis, from: begin, count: count)
      }
      begin -= part.shape[axis]
    }
    return nil
  }
}

extension Tensor {
  /// Rows by index: [n, d] and indices of any shape give [indices..., d].
  ///
  /// An index out of range gives rows that are not numbers. The gradient adds up by index.
  public func rows(_ indices: Indices) -> Tensor {
    precondition(shape.rank == 2, "rows are taken of a matrix; this one is \(shape)")
    let flat = graph.add(
      .gather,
      [
        reshaped(to: [1, shape[0], shape[1]]),
        indices.tensor.reshaped(to: [1, indices.shape.count]),
      ])
    return flat.reshaped(to: Shape(indices.shape.extents + [shape[1]]))
  }

  /// Elements of each innermost row by index: [..., n] and indices [..., k] give [..., k].
  public func taking(_ indices: Indices) -> Tensor {
    let rows = shape.count / shape.last
    precondition(
      indices.shape.count / indices.shape.last == rows,
      "indices \(indices.shape) do not choose from the rows of \(shape)")
    let flat = graph.add(
      .gather,
      [
        reshaped(to: [rows, shape.last, 1]),
        indices.tensor.reshaped(to: [rows, indices.shape.last]),
      ])
    return flat.reshaped(to: indices.shape)
  }

  /// The sum of rows by index: [k, d] and k indices give [count, d]; an index out of range is left out.
  public func scattered(_ indices: Indices, to count: Int) -> Tensor {
    precondition(
      shape.rank == 2 && indices.shape.count == shape[0],
      "\(indices.shape) indices do not say where the rows of \(shape) go")
    let flat = graph.add(
      .scatterAdd(rows: count),
      [indices.tensor.reshaped(to: [1, shape[0]]), reshaped(to: [1, shape[0], shape[1]])])
    return flat.reshaped(to: [count, shape[1]])
  }

  /// The sums of each innermost row's elements by index: [..., k] and indices [..., k] give [..., count];
  /// an index out of range is left out.
  public func scatteredInRows(_ indices: Indices, to count: Int) -> Tensor {
    precondition(
      indices.shape == shape, "indices \(indices.shape) do not say where elements of \(shape) go")
    let rows = shape.count / shape.last
    let flat = graph.add(
      .scatterAdd(rows: count),
      [
        indices.tensor.reshaped(to: [rows, shape.last]), reshaped(to: [rows, shape.last, 1]),
      ])
    return flat.reshaped(to: Shape(shape.extents.dropLast() + [count]))
  }

  /// Where the `count` largest of each innermost row are, largest first, equal ones in order: [..., count].
  public func topIndices(_ count: Int) -> Indices {
    let rows = shape.count / shape.last
    let flat = graph.add(.topIndices(count), [reshaped(to: [rows, shape.last])])
    return Indices(flat.reshaped(to: Shape(shape.extents.dropLast() + [count])))
  }

  /// Each innermost row from the largest to the smallest.
  public func sortedDescending() -> Tensor { taking(topIndices(shape.last)) }

  /// The largest of each innermost row, [..., 1]; the whole gradient goes to the first of equal ones.
  public func largest() -> Tensor { taking(topIndices(1)) }

  /// The same numbers in memory of their own, copied when `other` has been computed and not before, so that
  /// what is made of them comes later.
  public func following(_ other: Tensor) -> Tensor { graph.add(.after, [self, other]) }

  /// The same elements moved along an axis, zeros where none come from: element i goes to i + `steps`.
  func shifted(_ axis: Int, by steps: Int) -> Tensor {
    let count = shape[axis] - Swift.abs(steps)
    guard count > 0 else { return zero }
    return sliced(axis, from: Swift.max(-steps, 0), count: count)
      .padded(axis, before: Swift.max(steps, 0), after: Swift.max(-steps, 0))
  }
}

// MARK: Along an axis

/// y[t] = a[t] y[t-1] + b[t] along an axis, y before the first being 0; from the end when reversed.
///
/// Discounted returns, generalized advantages and V-trace are of this form, and so are cumulative sums
/// (a = 1) and products.
public func linearRecurrence(_ a: Tensor, _ b: Tensor, axis: Int, isReversed: Bool = false)
  -> Tensor
{
  guard let shape = a.shape.broadcast(with: b.shape) else {
    a.graph.refuse("linearRecurrence", [a.shape, b.shape])
  }
  return a.graph.add(
    .recurrence(axis: axis, isReversed: isReversed),
    [a.broadcast(to: shape), b.broadcast(to: shape)])
}

extension Tensor {
  /// The sums of all elements so far along an axis.
  public func cumulativeSum(axis: Int, isReversed: Bool = false) -> Tensor {
    linearRecurrence(
      graph.constant(1).broadcast(to: shape), self, axis: axis, isReversed: isReversed)
  }

  /// The products of all elements so far along an axis; exact with zeros, its gradient too.
  public func cumulativeProduct(axis: Int, isReversed: Bool = false) -> Tensor {
    let rest = shape[axis] - 1
    let first = sliced(axis, from: isReversed ? rest : 0, count: 1)
    let start = first.padded(axis, before: isReversed ? rest : 0, after: isReversed ? 0 : rest)
    return linearRecurrence(self, start, axis: axis, isReversed: isReversed)
  }
}

// MARK: Products side by side

/// Matrix products side by side: [..., m, k] times [..., k, n], equal leading extents.
public func batchedMatmul(_ a: Tensor, _ b: Tensor) -> Tensor {
  let (x, y) = (a.shape.extents, b.shape.extents)
  guard x.count >= 3, y.count == x.count, x.dropLast(2) == y.dropLast(2) else {
    a.graph.refuse("batchedMatmul", [a.shape, b.shape])
  }
  let batch = x.dropLast(2).reduce(1, *)
  let flat = a.graph.add(
    .batchedProduct,
    [
      a.reshaped(to: [batch, x[x.count - 2], x[x.count - 1]]),
      b.reshaped(to: [batch, y[y.count - 2], y[y.count - 1]]),
    ])
  return flat.reshaped(to: Shape(x.dropLast() + [y[y.count - 1]]))
}

extension Tensor {
  /// e to the power of each element, divided by their sum along the innermost axis.
  public func softmax() -> Tensor { exp(logSoftmax()) }
}
