import SentePrimitives

/// The set of values that observations or actions come from.
///
/// Every value flattens to a row of `width` numbers: the parts of a dictionary or a tuple one after
/// the other, arrays in row-major order, a discrete choice as one number holding the choice itself,
/// `start` included. `leaves` names the parts, so that nobody has to walk a nested space.
public enum Space: Hashable, Sendable, Codable {
  /// Real arrays of a shape; bounds per element in row-major order, possibly infinite.
  case box(low: [Float], high: [Float], shape: [Int])
  /// Pictures of bytes, 0 to 255, channels last.
  case image(height: Int, width: Int, channels: Int)
  /// One of `count` choices, numbered from `start`.
  case discrete(count: Int, start: Int = 0)
  /// Several choices at once, each numbered from its own start.
  case multiDiscrete(counts: [Int], starts: [Int])
  /// `count` switches, each 0 or 1.
  case multiBinary(count: Int)
  /// Named parts in the order of their rows; `dictionary(_: [String: Space])` sorts as Gymnasium
  /// does.
  case dictionary([Entry])
  /// Parts in order.
  case tuple([Space])

  /// A named part of a dictionary.
  public struct Entry: Hashable, Sendable, Codable {
    /// The key.
    public let name: String
    /// Where its values come from.
    public let space: Space

    /// A part with this name.
    public init(_ name: String, _ space: Space) {
      self.name = name
      self.space = space
    }
  }

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

  /// Several choices at once, all numbered from 0.
  public static func multiDiscrete(counts: [Int]) -> Space {
    .multiDiscrete(counts: counts, starts: [Int](repeating: 0, count: counts.count))
  }

  /// Named parts, sorted by name.
  public static func dictionary(_ parts: [String: Space]) -> Space {
    .dictionary(parts.sorted { $0.key < $1.key }.map { Entry($0.key, $0.value) })
  }
}

// MARK: - Rows

extension Space {
  /// How many numbers a flattened value takes.
  public var width: Int {
    switch self {
    case .box(_, _, let shape): shape.reduce(1, *)
    case .image(let height, let width, let channels): height * width * channels
    case .discrete: 1
    case .multiDiscrete(let counts, _): counts.count
    case .multiBinary(let count): count
    case .dictionary(let entries): entries.reduce(0) { $0 + $1.space.width }
    case .tuple(let parts): parts.reduce(0) { $0 + $1.width }
    }
  }

  /// The smallest and the largest number of each element of a row.
  public var bounds: (low: [Float], high: [Float]) {
    switch self {
    case .box(let low, let high, _): (low, high)
    case .image, .multiBinary:
      (
        [Float](repeating: 0, count: width),
        [Float](repeating: self.isImage ? 255 : 1, count: width)
      )
    case .discrete(let count, let start): ([Float(start)], [Float(start + count - 1)])
    case .multiDiscrete(let counts, let starts):
      (starts.map { Float($0) }, zip(counts, starts).map { Float($0 + $1 - 1) })
    case .dictionary(let entries): Space.joined(entries.map(\.space.bounds))
    case .tuple(let parts): Space.joined(parts.map(\.bounds))
    }
  }

  private static func joined(
    _ bounds: [(low: [Float], high: [Float])]
  ) -> (low: [Float], high: [Float]) {
    (bounds.flatMap(\.low), bounds.flatMap(\.high))
  }

  private var isImage: Bool { if case .image = self { true } else { false } }

  /// For each element of a row whether only whole numbers are allowed there.
  public var wholeElements: [Bool] {
    leaves.flatMap { [Bool](repeating: $0.space.isDiscrete, count: $0.width) }
  }

  /// Whether only whole numbers belong to the space.
  public var isDiscrete: Bool {
    switch self {
    case .box: false
    case .image, .discrete, .multiDiscrete, .multiBinary: true
    case .dictionary(let entries): entries.allSatisfy(\.space.isDiscrete)
    case .tuple(let parts): parts.allSatisfy(\.isDiscrete)
    }
  }

  /// Whether a row holds a value of this space: right width, every number finite, within bounds and
  /// whole where it must be.
  public func contains(_ row: Span<Float>) -> Bool {
    row.count == width && RowCheck(self).firstElementOutside(row) == nil
  }

  /// Whether a row holds a value of this space.
  public func contains(_ row: [Float]) -> Bool { contains(row.span) }

  /// What keeps a row from holding a value of this space, in words; nil when nothing does.
  ///
  /// - Parameter name: What the sentence calls the row.
  public func problem(withRow row: [Float], in name: String) -> String? {
    guard row.count == width else {
      return "\(name) has \(row.count) numbers, but its space has \(width)"
    }
    let check = RowCheck(self)
    return check.firstElementOutside(row.span).map { i in
      "\(self.name(ofElement: i, in: name)) is \(row[i]), outside its space, which allows "
        + check.allowed(inElement: i)
    }
  }

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
}
