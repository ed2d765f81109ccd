public import SentePrimitives

/// The set of values that observations or actions come from.
///
/// Every value flattens to a row of `width` numbers; a discrete choice is one number holding the
/// choice itself, `start` included.
public enum Space: Hashable, Sendable, Codable {
  /// Real arrays of a shape; bounds per element in row-major order, possibly infinite.
  case box(low: [Float], high: [Float], shape: [Int])
  /// One of `count` choices, numbered from `start`.
  case discrete(count: Int, start: Int = 0)

  /// Vectors with these bounds per element.
  public static func box(low: [Float], high: [Float]) -> Space {
    .box(low: low, high: high, shape: [low.count])
  }

  /// Vectors of `width` numbers that all have the same bounds.
  public static func box(_ bounds: ClosedRange<Float>, width: Int) -> Space {
    let low = [Float](repeating: bounds.lowerBound, count: width)
    let high = [Float](repeating: bounds.upperBound, count: width)
    return .box(low: low, high: high, shape: [width])
  }

  /// How many numbers a flattened value takes.
  public var width: Int {
    switch self {
    case .box(_, _, let shape): shape.reduce(1, *)
    case .discrete: 1
    }
  }

  /// The smallest and the largest number of each element of a row.
  public var bounds: (low: [Float], high: [Float]) {
    switch self {
    case .box(let low, let high, _): (low, high)
    case .discrete(let count, let start): ([Float(start)], [Float(start + count - 1)])
    }
  }

  /// Whether only whole numbers belong to the space.
  public var isDiscrete: Bool {
    switch self {
    case .box: false
    case .discrete: true
    }
  }

  /// Whether a row holds a value of this space: right width, every number finite and within bounds.
  public func contains(_ row: Span<Float>) -> Bool {
    guard row.count == width else { return false }
    let (low, high) = bounds
    for i in 0..<row.count {
      guard row[i].isFinite, row[i] >= low[i], row[i] <= high[i] else { return false }
      if isDiscrete, row[i] != row[i].rounded() { return false }
    }
    return true
  }

  /// Whether a row holds a value of this space.
  public func contains(_ row: [Float]) -> Bool { contains(row.span) }

  /// Moves every number of some rows to the nearest one within bounds; `rows` is [count, width].
  ///
  /// What a learner with an unbounded policy does before it steps an environment.
  public func clamp(_ rows: inout MutableSpan<Float>) {
    let (low, high) = bounds
    let width = width
    precondition(
      rows.count.isMultiple(of: width), "\(rows.count) numbers are no rows of width \(width)")
    for start in stride(from: 0, to: rows.count, by: width) {
      for i in 0..<width { rows[start + i] = min(max(rows[start + i], low[i]), high[i]) }
    }
  }

  /// Draws a value for each row of `rows` [count, width]: discrete choices and bounded elements
  /// uniformly, elements with one bound at a distance from it, elements without bounds normally
  /// (as Gymnasium samples them, except that the distance is half normal).
  public func sample(into rows: inout MutableSpan<Float>, using random: inout RandomStream) {
    if case .discrete(let count, let start) = self {
      Space.sampleChoices(into: &rows, count, from: start, using: &random)
      return
    }
    let (low, high) = bounds
    let width = width
    precondition(
      rows.count.isMultiple(of: width), "\(rows.count) numbers are no rows of width \(width)")
    for start in stride(from: 0, to: rows.count, by: width) {
      for i in 0..<width {
        rows[start + i] = Space.sample(between: low[i], and: high[i], using: &random)
      }
    }
  }

  /// Uniform choices, two for each word of the stream (bias 2⁻³² · count).
  private static func sampleChoices(
    into rows: inout MutableSpan<Float>, _ count: Int, from start: Int,
    using random: inout RandomStream
  ) {
    precondition(
      count > 0 && count < 1 << 22, "\(count) choices cannot be told apart in a row of Floats")
    let (scale, first) = (UInt64(count), Float(start))
    var stream = random
    var i = 0
    while i < rows.count {
      let word = stream.next()
      rows[i] = first + Float(Int32(truncatingIfNeeded: ((word & 0xFFFF_FFFF) &* scale) >> 32))
      if i + 1 < rows.count {
        rows[i + 1] = first + Float(Int32(truncatingIfNeeded: ((word >> 32) &* scale) >> 32))
      }
      i += 2
    }
    random = stream
  }

  private static func sample(
    between low: Float, and high: Float, using random: inout RandomStream
  ) -> Float {
    switch (low.isFinite, high.isFinite) {
    case (true, true): min(Float(random.uniform(Double(low), Double(high))), high)
    case (true, false): low + Float(abs(random.normal()))
    case (false, true): high - Float(abs(random.normal()))
    case (false, false): Float(random.normal())
    }
  }
}

extension Space: CustomStringConvertible {
  /// The space in Gymnasium's notation: `Box(-1.0, 1.0, (1,), float32)`, `Discrete(2)`; bounds that
  /// differ between elements are listed.
  public var description: String {
    switch self {
    case .box(let low, let high, let shape):
      "Box(\(Space.text(low)), \(Space.text(high)), \(Space.tuple(shape)), float32)"
    case .discrete(let count, let start):
      start == 0 ? "Discrete(\(count))" : "Discrete(\(count), start=\(start))"
    }
  }

  private static func text(_ bounds: [Float]) -> String {
    guard let first = bounds.first, bounds.contains(where: { $0 != first }) else {
      return bounds.first.map { "\($0)" } ?? "[]"
    }
    return "[\(bounds.map { "\($0)" }.joined(separator: " "))]"
  }

  private static func tuple(_ shape: [Int]) -> String {
    shape.count == 1 ? "(\(shape[0]),)" : "(\(shape.map(String.init).joined(separator: ", ")))"
  }
}
