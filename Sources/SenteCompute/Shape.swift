import SentePrimitives

/// The extents of a tensor, outermost axis first; a scalar has none. At most four axes.
public struct Shape: Hashable, Sendable, ExpressibleByArrayLiteral, CustomStringConvertible {
  /// The extent of each axis.
  public let extents: [Int]

  /// A shape with these extents, each at least 1.
  public init(_ extents: [Int]) {
    precondition(
      extents.count <= 4, "a tensor has at most 4 axes, not \(extents.count): \(extents)")
    precondition(extents.allSatisfy { $0 >= 1 }, "every extent is at least 1: \(extents)")
    self.extents = extents
  }

  /// `[64, 4]`.
  public init(arrayLiteral elements: Int...) { self.init(elements) }

  /// No axes, one element.
  public static let scalar: Shape = []

  /// How many axes there are.
  public var rank: Int { extents.count }
  /// How many elements there are.
  public var count: Int { extents.reduce(1, *) }
  /// The extent of one axis.
  public subscript(axis: Int) -> Int { extents[axis] }
  /// The extent of the innermost axis; 1 for a scalar.
  public var last: Int { extents.last ?? 1 }

  /// `[64, 4]`.
  public var description: String { "[\(extents.map(String.init).joined(separator: ", "))]" }

  /// The smallest shape that both broadcast to, axes aligned at the innermost; nil when none does.
  func broadcast(with other: Shape) -> Shape? {
    let rank = Swift.max(self.rank, other.rank)
    var extents = [Int](repeating: 1, count: rank)
    for axis in 0..<rank {
      let a = aligned(axis, rank: rank)
      let b = other.aligned(axis, rank: rank)
      guard a == b || a == 1 || b == 1 else { return nil }
      extents[axis] = Swift.max(a, b)
    }
    return Shape(extents)
  }

  /// Whether this shape broadcasts to exactly `target`.
  func broadcasts(to target: Shape) -> Bool { broadcast(with: target) == target }

  /// The extent of an axis after padding with leading ones to `rank` axes.
  func aligned(_ axis: Int, rank: Int) -> Int {
    let own = axis - (rank - self.rank)
    return own < 0 ? 1 : extents[own]
  }

  /// Elements between neighbours along each axis, row-major.
  var strides: [Int] {
    var strides = [Int](repeating: 1, count: rank)
    for axis in stride(from: rank - 2, through: 0, by: -1) {
      strides[axis] = strides[axis + 1] * extents[axis + 1]
    }
    return strides
  }

  /// The same shape with one extent replaced.
  func replacing(_ axis: Int, with extent: Int) -> Shape {
    var extents = extents
    extents[axis] = extent
    return Shape(extents)
  }

  /// Extents multiplied together: before, inside and after a range of axes.
  func split(_ axes: Range<Int>) -> (outer: Int, middle: Int, inner: Int) {
    (
      extents[..<axes.lowerBound].reduce(1, *), extents[axes].reduce(1, *),
      extents[axes.upperBound...].reduce(1, *)
    )
  }
}
