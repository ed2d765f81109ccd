public import SentePrimitives

/// A value that does not belong to a space: one line that says where, what, and what is allowed.
public struct SpaceError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The line.
  public let description: String
  init(_ description: String) { self.description = description }
}

/// Values as people and other programs write them: dictionaries as objects, tuples and arrays as
/// arrays, choices as whole numbers.
extension Space {
  /// A row as JSON: a dictionary as an object, a tuple as an array of its parts, an image as rows of
  /// pixels of channels, a box as a flat array, a choice as a whole number.
  ///
  /// An observation that is one choice is an array of one number, since it was so from the start.
  public func json(_ row: [Float]) -> JSON {
    if case .discrete = self { return .array(row.map { JSON(Double($0)) }) }
    return part(of: row[...])
  }

  private func part(of row: ArraySlice<Float>) -> JSON {
    switch self {
    case .discrete: return JSON(Int(row[row.startIndex]))
    case .multiDiscrete, .multiBinary: return .array(row.map { JSON(Int($0)) })
    case .box: return .array(row.map { JSON(Double($0)) })
    case .image(let height, let width, let channels):
      return Space.nested(row, [height, width, channels])
    case .dictionary(let entries):
      let parts = parts(of: row, entries.map(\.space))
      return .object(Dictionary(zip(entries.map(\.name), parts), uniquingKeysWith: { $1 }))
    case .tuple(let spaces): return .array(parts(of: row, spaces))
    }
  }

  private func parts(of row: ArraySlice<Float>, _ spaces: [Space]) -> [JSON] {
    var start = row.startIndex
    return spaces.map { space in
      defer { start += space.width }
      return space.part(of: row[start..<start + space.width])
    }
  }

  private static func nested(_ row: ArraySlice<Float>, _ shape: [Int]) -> JSON {
    guard shape.count > 1, let count = shape.first, count > 0 else {
      return .array(row.map { JSON(Int($0)) })
    }
    let length = row.count / count
    return .array(
      (0..<count).map { i in
        nested(row.dropFirst(i * length).prefix(length), Array(shape.dropFirst()))
      })
  }

  /// The row of a value that is written as `json(_:)` writes it, except that one choice is a number.
  ///
  /// - Parameter name: What an error calls the whole.
  public func row(from json: JSON, in name: String) throws(SpaceError) -> [Float] {
    switch self {
    case .discrete(let count, let start):
      return [try Space.choice(json, start...start + count - 1, name)]
    case .multiDiscrete(let counts, let starts):
      let elements = try Space.elements(json, counts.count, name)
      var row: [Float] = []
      for (i, element) in elements.enumerated() {
        row.append(
          try Space.choice(element, starts[i]...starts[i] + counts[i] - 1, "\(name) element \(i)"))
      }
      return row
    case .multiBinary(let count):
      return try Space.multiDiscrete(counts: [Int](repeating: 2, count: count))
        .row(from: json, in: name)
    case .box(let low, let high, let shape):
      return try Space.numbers(json, low, high, shape, name)
    case .image(let height, let width, let channels):
      return try Space.pixels(json, [height, width, channels][...], name)
    case .dictionary(let entries): return try Space.row(from: json, entries, name)
    case .tuple(let parts):
      var row: [Float] = []
      for (i, element) in try Space.elements(json, parts.count, name).enumerated() {
        row += try parts[i].row(from: element, in: "\(name) element \(i)")
      }
      return row
    }
  }

  private static func choice(
    _ json: JSON, _ allowed: ClosedRange<Int>, _ name: String
  ) throws(SpaceError) -> Float {
    guard let value = json.double, value == value.rounded() else {
      throw SpaceError(
        "\(name) must be a whole number from \(allowed.lowerBound) to \(allowed.upperBound), "
          + "not \(text(json))")
    }
    guard value >= Double(allowed.lowerBound), value <= Double(allowed.upperBound) else {
      throw SpaceError(
        "\(name) must be in \(allowed.lowerBound)...\(allowed.upperBound), not \(text(json))")
    }
    return Float(value)
  }

  private static func elements(
    _ json: JSON, _ count: Int, _ name: String
  ) throws(SpaceError) -> [JSON] {
    guard let elements = json.array else {
      throw SpaceError("\(name) must be an array of \(count), not \(json.kind)")
    }
    guard elements.count == count else {
      throw SpaceError("\(name) must hold \(count) elements, not \(elements.count)")
    }
    return elements
  }

  private static func numbers(
    _ json: JSON, _ low: [Float], _ high: [Float], _ shape: [Int], _ name: String
  ) throws(SpaceError) -> [Float] {
    guard let elements = json.array else {
      throw SpaceError("\(name) must be an array of numbers, not \(json.kind)")
    }
    guard elements.count == low.count else {
      throw SpaceError("\(name) must hold \(low.count) numbers \(shape), not \(elements.count)")
    }
    var row: [Float] = []
    for (i, element) in elements.enumerated() {
      guard let number = element.double else {
        throw SpaceError("\(name) must hold numbers, but element \(i) is \(element.kind)")
      }
      let value = Float(number)
      guard value.isFinite, value >= low[i], value <= high[i] else {
        throw SpaceError(
          "\(name) element \(i) must be in \(low[i])...\(high[i]), not \(text(element))")
      }
      row.append(value)
    }
    return row
  }

  private static func pixels(
    _ json: JSON, _ shape: ArraySlice<Int>, _ name: String
  ) throws(SpaceError) -> [Float] {
    guard let count = shape.first else { return [try choice(json, 0...255, name)] }
    var row: [Float] = []
    for (i, element) in try elements(json, count, name).enumerated() {
      row += try pixels(element, shape.dropFirst(), "\(name) element \(i)")
    }
    return row
  }

  private static func row(
    from json: JSON, _ entries: [Entry], _ name: String
  ) throws(SpaceError) -> [Float] {
    let names = entries.map(\.name)
    guard let members = json.object else {
      throw SpaceError(
        "\(name) must be an object with \(names.joined(separator: ", ")), not \(json.kind)")
    }
    if let unknown = members.keys.sorted().first(where: { !names.contains($0) }) {
      throw SpaceError(
        "unknown key '\(unknown)' in \(name); allowed are \(names.joined(separator: ", "))")
    }
    var row: [Float] = []
    for entry in entries {
      guard let member = members[entry.name] else {
        throw SpaceError("\(name) lacks '\(entry.name)'")
      }
      row += try entry.space.row(from: member, in: "\(name) \(entry.name)")
    }
    return row
  }

  /// What an error calls a value: a number itself, anything else its kind.
  private static func text(_ json: JSON) -> String {
    if case .number(let number) = json { number.text } else { json.kind }
  }
}
