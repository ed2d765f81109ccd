/// A JSON value whose numbers keep their exact text, so that a 64-bit seed survives.
///
/// Names within an object are unique and unordered; writing sorts them, so equal values have equal
/// text. Source: RFC 8259.
public enum JSON: Hashable, Sendable {
  /// `null`.
  case null
  /// `true` or `false`.
  case boolean(Bool)
  /// A number, as it was written.
  case number(Number)
  /// A text.
  case string(String)
  /// Values in order.
  case array([JSON])
  /// Values by name.
  case object([String: JSON])

  /// A finite decimal number as text.
  public struct Number: Hashable, Sendable {
    /// The number as JSON writes it.
    public let text: String

    /// A text that the reader has found to be a number, or that the standard library printed.
    init(text: String) { self.text = text }
  }

  /// A whole number.
  public init(_ value: some BinaryInteger) { self = .number(Number(text: "\(value)")) }

  /// A number in the shortest text that reads back to the same bits; `null` where JSON has no
  /// text for it (not a number, infinite).
  public init(_ value: Double) {
    self = value.isFinite ? .number(Number(text: "\(value)")) : .null
  }

  /// The value of this name, when this is an object that has it.
  public subscript(name: String) -> JSON? { object?[name] }

  /// The values by name, when this is an object.
  public var object: [String: JSON]? {
    if case .object(let members) = self { members } else { nil }
  }

  /// The values in order, when this is an array.
  public var array: [JSON]? {
    if case .array(let elements) = self { elements } else { nil }
  }

  /// The text, when this is a string.
  public var string: String? {
    if case .string(let text) = self { text } else { nil }
  }

  /// What a person calls a value of this kind.
  public var kind: String {
    switch self {
    case .null: "null"
    case .boolean: "a boolean"
    case .number: "a number"
    case .string: "a string"
    case .array: "an array"
    case .object: "an object"
    }
  }

  /// The truth value, when this is one.
  public var boolean: Bool? {
    if case .boolean(let value) = self { value } else { nil }
  }

  /// The nearest double, when this is a number.
  public var double: Double? {
    if case .number(let number) = self { Double(number.text) } else { nil }
  }

  /// The exact integer, when this is a number written without fraction or exponent that fits.
  public func integer<Integer: FixedWidthInteger>(_ type: Integer.Type = Int.self) -> Integer? {
    if case .number(let number) = self { Integer(number.text) } else { nil }
  }
}

/// Why bytes are not JSON, and where.
public struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The offset of the first byte that does not fit.
  public let offset: Int
  /// What was wrong there, and what is allowed.
  public let reason: String

  /// One line naming the place and the reason.
  public var description: String { "byte \(offset): \(reason)" }
}
