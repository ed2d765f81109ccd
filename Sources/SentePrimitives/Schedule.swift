/// A number that changes over a run, as a function of progress from 0 (start) to 1 (end).
public indirect enum Schedule: Hashable, Sendable {
  /// The same value throughout.
  case constant(Double)
  /// A straight line from the first value to the second.
  case linear(from: Double, to: Double)
  /// Half a wave of the cosine from the first value to the second (Loshchilov and Hutter 2017).
  case cosine(from: Double, to: Double)
  /// A line from 0 to a schedule's first value during the first part of the run, `over` of it, then the
  /// schedule.
  case warmup(over: Double, then: Schedule)

  /// The value at a progress; progress outside 0...1 is taken as the nearer end.
  public func value(at progress: Double) -> Double {
    let progress = min(max(progress, 0), 1)
    return switch self {
    case .constant(let value): value
    case .linear(let from, let to): from + (to - from) * progress
    case .cosine(let from, let to):
      to + (from - to) * 0.5 * (1 + Elementary.cos(.pi * progress))
    case .warmup(let part, let rest):
      progress < part
        ? rest.value(at: 0) * (progress / part)
        : rest.value(at: part < 1 ? (progress - part) / (1 - part) : 1)
    }
  }

  /// Every value lies between these two.
  public var bounds: ClosedRange<Double> {
    switch self {
    case .constant(let value): value...value
    case .linear(let from, let to), .cosine(let from, let to): min(from, to)...max(from, to)
    case .warmup(_, let rest): min(0, rest.bounds.lowerBound)...max(0, rest.bounds.upperBound)
    }
  }
}

extension Schedule: Codable, CustomStringConvertible {
  /// `0.001`, `0.001->0` for a line, `cosine 0.001->0`, or `warmup 0.05 ` and then any of these.
  public var description: String {
    switch self {
    case .constant(let value): "\(value)"
    case .linear(let from, let to): "\(from)->\(to)"
    case .cosine(let from, let to): "cosine \(from)->\(to)"
    case .warmup(let part, let rest): "warmup \(part) \(rest)"
    }
  }

  /// Reads what `description` writes; nil when the text has none of these forms.
  public init?(_ text: String) {
    let words = text.split(separator: " ", omittingEmptySubsequences: false)
    switch (words.first, words.count) {
    case ("warmup", 3...):
      guard let part = Double(words[1]), part > 0, part <= 1,
        let rest = Schedule(words[2...].joined(separator: " "))
      else { return nil }
      self = .warmup(over: part, then: rest)
    case ("cosine", 2):
      guard let (from, to) = Schedule.ends(words[1]) else { return nil }
      self = .cosine(from: from, to: to)
    case (_, 1):
      if let value = Double(text), value.isFinite {
        self = .constant(value)
        return
      }
      guard let (from, to) = Schedule.ends(words[0]) else { return nil }
      self = .linear(from: from, to: to)
    default: return nil
    }
  }

  /// The two numbers of `0.001->0`.
  private static func ends(_ text: Substring) -> (from: Double, to: Double)? {
    guard let arrow = text.firstRange(of: "->"), let from = Double(text[..<arrow.lowerBound]),
      let to = Double(text[arrow.upperBound...]), from.isFinite, to.isFinite
    else { return nil }
    return (from, to)
  }

  /// A constant is stored as a number, the others as their descriptions.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let value = try? container.decode(Double.self), value.isFinite {
      self = .constant(value)
      return
    }
    let text = try container.decode(String.self)
    guard let schedule = Schedule(text) else {
      throw DecodingError.dataCorruptedError(
        in: container,
        debugDescription:
          "a schedule is a number, first->last, 'cosine first->last' or 'warmup PART '"
          + " and one of these, not '\(text)'")
    }
    self = schedule
  }

  /// A constant is stored as a number, the others as their descriptions.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .constant(let value): try container.encode(value)
    default: try container.encode(description)
    }
  }
}
