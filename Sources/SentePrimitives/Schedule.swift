/// A number that changes over a run, as a function of progress from 0 (start) to 1 (end).
public enum Schedule: Hashable, Sendable {
  /// The same value throughout.
  case constant(Double)
  /// A straight line from the first value to the second.
  case linear(from: Double, to: Double)

  /// The value at a progress; progress outside 0...1 is taken as the nearer end.
  public func value(at progress: Double) -> Double {
    switch self {
    case .constant(let value): value
    case .linear(let from, let to): from + (to - from) * min(max(progress, 0), 1)
    }
  }

  /// Every value lies between these two.
  public var bounds: ClosedRange<Double> {
    switch self {
    case .constant(let value): value...value
    case .linear(let from, let to): min(from, to)...max(from, to)
    }
  }
}

extension Schedule: Codable, CustomStringConvertible {
  /// `0.001`, or `0.001->0` for a line.
  public var description: String {
    switch self {
    case .constant(let value): "\(value)"
    case .linear(let from, let to): "\(from)->\(to)"
    }
  }

  /// Reads what `description` writes; nil when the text is neither form.
  public init?(_ text: String) {
    if let value = Double(text), value.isFinite {
      self = .constant(value)
      return
    }
    guard let arrow = text.firstRange(of: "->"), let from = Double(text[..<arrow.lowerBound]),
      let to = Double(text[arrow.upperBound...]), from.isFinite, to.isFinite
    else { return nil }
    self = .linear(from: from, to: to)
  }

  /// A constant is stored as a number, a line as its description.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let value = try? container.decode(Double.self), value.isFinite {
      self = .constant(value)
      return
    }
    let text = try container.decode(String.self)
    guard let schedule = Schedule(text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "a schedule is a number or first->last, not '\(text)'")
    }
    self = schedule
  }

  /// A constant is stored as a number, a line as its description.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .constant(let value): try container.encode(value)
    case .linear: try container.encode(description)
    }
  }
}
