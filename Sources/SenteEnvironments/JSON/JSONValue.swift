/// A JSON text as a value: what `env step` reads and writes, and the form of saved environments.
///
/// Whole numbers keep 64 bits and real numbers all of theirs, so what is written reads back exactly.
@usableFromInline
indirect enum JSONValue: Hashable, Sendable {
  case null
  case bool(Bool)
  case integer(Int64)
  /// A whole number above the range of `integer`.
  case unsigned(UInt64)
  case number(Double)
  case string(String)
  case array([JSONValue])
  /// Members in the order in which they were written.
  case object([Member])

  /// One name with its value.
  @usableFromInline
  struct Member: Hashable, Sendable {
    let name: String
    let value: JSONValue
  }

  /// An object of these members, in this order.
  static func object(_ members: KeyValuePairs<String, JSONValue>) -> JSONValue {
    .object(members.map { Member(name: $0.key, value: $0.value) })
  }

  /// An array of numbers, each printed so that it reads back as the same `Double`.
  static func array(_ values: [Float]) -> JSONValue { .array(values.map { .number(Double($0)) }) }

  /// The value as a number, when it is one.
  var double: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .unsigned(let value): Double(value)
    case .number(let value): value
    default: nil
    }
  }

  /// What a person calls a value of this kind.
  var kind: String {
    switch self {
    case .null: "null"
    case .bool: "a boolean"
    case .integer, .unsigned, .number: "a number"
    case .string: "a string"
    case .array: "an array"
    case .object: "an object"
    }
  }
}

// MARK: - Text

extension JSONValue: CustomStringConvertible {
  /// The value as JSON on one line, numbers with the fewest digits that read back exactly.
  ///
  /// JSON has no infinities; they are the strings "inf" and "-inf", and not-a-number is "nan".
  @usableFromInline var description: String {
    var text = ""
    write(to: &text)
    return text
  }

  private func write(to text: inout String) {
    switch self {
    case .null: text += "null"
    case .bool(let value): text += value ? "true" : "false"
    case .integer(let value): text += "\(value)"
    case .unsigned(let value): text += "\(value)"
    case .number(let value): text += value.isFinite ? "\(value)" : "\"\(value)\""
    case .string(let value): JSONValue.write(value, to: &text)
    case .array(let values):
      text += "["
      for (i, value) in values.enumerated() {
        if i > 0 { text += "," }
        value.write(to: &text)
      }
      text += "]"
    case .object(let members):
      text += "{"
      for (i, member) in members.enumerated() {
        if i > 0 { text += "," }
        JSONValue.write(member.name, to: &text)
        text += ":"
        member.value.write(to: &text)
      }
      text += "}"
    }
  }

  private static func write(_ string: String, to text: inout String) {
    text += "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }
}

// MARK: - Any coder

extension JSONValue: Codable {
  /// Reads whatever JSON value stands there.
  @usableFromInline init(from decoder: any Decoder) throws {
    if let values = try? decoder.container(keyedBy: Name.self) {
      let members = try values.allKeys.map {
        Member(name: $0.stringValue, value: try values.decode(JSONValue.self, forKey: $0))
      }
      self = .object(members.sorted { $0.name < $1.name })
      return
    }
    if var values = try? decoder.unkeyedContainer() {
      var elements: [JSONValue] = []
      while !values.isAtEnd { elements.append(try values.decode(JSONValue.self)) }
      self = .array(elements)
      return
    }
    let value = try decoder.singleValueContainer()
    if value.decodeNil() {
      self = .null
    } else if let bool = try? value.decode(Bool.self) {
      self = .bool(bool)
    } else if let integer = try? value.decode(Int64.self) {
      // Coders write -0.0 without its fraction; the sign is part of the number's bits.
      let real = integer == 0 ? try? value.decode(Double.self) : nil
      self = real?.sign == .minus ? .number(-0.0) : .integer(integer)
    } else if let unsigned = try? value.decode(UInt64.self) {
      self = .unsigned(unsigned)
    } else if let number = try? value.decode(Double.self) {
      self = .number(number)
    } else {
      self = .string(try value.decode(String.self))
    }
  }

  /// Writes the value as itself; numbers that are not finite as strings.
  @usableFromInline func encode(to encoder: any Encoder) throws {
    switch self {
    case .array(let elements):
      var values = encoder.unkeyedContainer()
      for element in elements { try values.encode(element) }
    case .object(let members):
      var values = encoder.container(keyedBy: Name.self)
      for member in members { try values.encode(member.value, forKey: Name(member.name)) }
    default:
      var value = encoder.singleValueContainer()
      switch self {
      case .bool(let bool): try value.encode(bool)
      case .integer(let integer): try value.encode(integer)
      case .unsigned(let unsigned): try value.encode(unsigned)
      case .number(let number) where number.isFinite: try value.encode(number)
      case .number(let number): try value.encode("\(number)")
      case .string(let string): try value.encode(string)
      default: try value.encodeNil()
      }
    }
  }

  /// A member's name as a coding key; array positions are names too.
  struct Name: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(_ name: String) { stringValue = name }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { stringValue = "\(intValue)" }
  }
}
