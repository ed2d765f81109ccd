public import SentePrimitives

extension Space: CustomStringConvertible {
  /// The space in Gymnasium's notation: `Box(-1.0, 1.0, (1,), float32)`, `Discrete(2)`,
  /// `Dict('light': MultiBinary(3), 'place': Discrete(9))`; bounds that differ between elements are
  /// listed.
  public var description: String {
    switch self {
    case .box(let low, let high, let shape):
      "Box(\(Space.text(low)), \(Space.text(high)), \(Space.tuple(shape)), float32)"
    case .image(let height, let width, let channels):
      "Box(0, 255, (\(height), \(width), \(channels)), uint8)"
    case .discrete(let count, let start):
      start == 0 ? "Discrete(\(count))" : "Discrete(\(count), start=\(start))"
    case .multiDiscrete(let counts, let starts):
      starts.allSatisfy { $0 == 0 }
        ? "MultiDiscrete(\(Space.list(counts)))"
        : "MultiDiscrete(\(Space.list(counts)), start=\(Space.list(starts)))"
    case .multiBinary(let count): "MultiBinary(\(count))"
    case .dictionary(let entries):
      "Dict(\(entries.map { "'\($0.name)': \($0.space)" }.joined(separator: ", ")))"
    case .tuple(let parts): "Tuple(\(parts.map(\.description).joined(separator: ", ")))"
    }
  }

  private static func text(_ bounds: [Float]) -> String {
    guard let first = bounds.first, bounds.contains(where: { $0 != first }) else {
      return bounds.first.map { "\($0)" } ?? "[]"
    }
    return "[\(bounds.map { "\($0)" }.joined(separator: " "))]"
  }

  private static func list(_ numbers: [Int]) -> String {
    "[\(numbers.map(String.init).joined(separator: " "))]"
  }

  private static func tuple(_ shape: [Int]) -> String {
    shape.count == 1 ? "(\(shape[0]),)" : "(\(shape.map(String.init).joined(separator: ", ")))"
  }

  /// What contradicts itself in the space, in words; nil when it can be used.
  public var problem: String? {
    switch self {
    case .box(let low, let high, let shape):
      if shape.contains(where: { $0 < 1 }) { return "a box of shape \(shape) is empty" }
      let width = shape.reduce(1, *)
      if low.count != width || high.count != width {
        return "a box of shape \(shape) has \(low.count) and \(high.count) bounds, not \(width)"
      }
      guard let i = low.indices.first(where: { !(low[$0] <= high[$0]) }) else { return nil }
      return "element \(i) of a box has the lower bound \(low[i]) above the upper one \(high[i])"
    case .image(let height, let width, let channels):
      return min(height, width, channels) < 1 ? "\(self) is empty" : nil
    case .discrete(let count, let start): return Space.problem(count, start)
    case .multiDiscrete(let counts, let starts):
      if counts.isEmpty { return "\(self) has no choice" }
      if counts.count != starts.count { return "\(self) needs as many starts as counts" }
      return zip(counts, starts).lazy.compactMap(Space.problem).first
    case .multiBinary(let count): return count < 1 ? "\(self) has no switch" : nil
    case .dictionary(let entries):
      if entries.isEmpty { return "a dictionary needs at least one part" }
      if Set(entries.map(\.name)).count < entries.count { return "\(self) has a name twice" }
      if let name = entries.map(\.name).first(where: { $0.isEmpty || $0.contains(".") }) {
        return "'\(name)' cannot name a part: names are not empty and have no dots"
      }
      return entries.lazy.compactMap { entry in
        entry.space.problem.map { "\(entry.name): \($0)" }
      }.first
    case .tuple(let parts):
      if parts.isEmpty { return "a tuple needs at least one part" }
      return parts.lazy.compactMap(\.problem).first
    }
  }

  private static func problem(_ count: Int, _ start: Int) -> String? {
    if count < 1 { return "\(count) choices are none" }
    // Rows are single precision, and the test for whole numbers needs one bit to spare.
    let limit = 1 << 22
    return start > -limit && count <= limit && start <= limit - count
      ? nil : "\(count) choices from \(start) on cannot be told apart in a row of Floats"
  }
}

extension Space {
  /// The space as JSON: `type` and what belongs to it.
  ///
  /// | type | keys |
  /// |---|---|
  /// | `discrete` | `count`, `start` |
  /// | `box` | `low`, `high`, `shape`, `dtype` |
  /// | `image` | `low` 0, `high` 255, `shape`, `dtype` |
  /// | `multiDiscrete` | `counts`, `starts` |
  /// | `multiBinary` | `count` |
  /// | `dictionary` | `spaces`, an object by name, and `order`, the names as they lie in a row |
  /// | `tuple` | `spaces`, an array |
  ///
  /// Bounds have the fewest digits that name the same `Float`. JSON has no infinities: an element
  /// without a bound has the string "inf" or "-inf" there, which NumPy's and Python's `float` read.
  public var json: JSON {
    switch self {
    case .discrete(let count, let start):
      .object(["type": .string("discrete"), "count": JSON(count), "start": JSON(start)])
    case .box(let low, let high, let shape):
      .object([
        "type": .string("box"),
        "low": .array(low.map(Space.json(bound:))),
        "high": .array(high.map(Space.json(bound:))),
        "shape": .array(shape.map { JSON($0) }),
        "dtype": .string("float32"),
      ])
    case .image(let height, let width, let channels):
      .object([
        "type": .string("image"), "low": JSON(0), "high": JSON(255),
        "shape": .array([height, width, channels].map { JSON($0) }), "dtype": .string("uint8"),
      ])
    case .multiDiscrete(let counts, let starts):
      .object([
        "type": .string("multiDiscrete"), "counts": .array(counts.map { JSON($0) }),
        "starts": .array(starts.map { JSON($0) }),
      ])
    case .multiBinary(let count):
      .object(["type": .string("multiBinary"), "count": JSON(count)])
    case .dictionary(let entries):
      .object([
        "type": .string("dictionary"),
        "spaces": .object(
          Dictionary(entries.map { ($0.name, $0.space.json) }, uniquingKeysWith: { $1 })),
        "order": .array(entries.map { .string($0.name) }),
      ])
    case .tuple(let parts):
      .object(["type": .string("tuple"), "spaces": .array(parts.map(\.json))])
    }
  }

  private static func json(bound: Float) -> JSON {
    // By way of its text, since the double nearest to 0.41887903 has more digits.
    bound.isFinite ? JSON(Double("\(bound)") ?? Double(bound)) : .string("\(bound)")
  }
}
