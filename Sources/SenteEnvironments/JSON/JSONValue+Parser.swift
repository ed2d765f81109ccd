extension JSONValue {
  /// Why a text is not JSON: where, and what is wrong there.
  struct SyntaxError: Error, Hashable, CustomStringConvertible {
    /// The position of the byte, from 1.
    let column: Int
    let reason: String
    var description: String { "column \(column): \(reason)" }
  }

  /// Reads one JSON value; nothing but blanks may follow it.
  init(parsing text: String) throws(SyntaxError) {
    var parser = JSONParser(text)
    self = try parser.value(depth: 0)
    try parser.expectEnd()
  }
}

/// Reads JSON (RFC 8259) by recursive descent.
private struct JSONParser {
  private let bytes: [UInt8]
  private var position = 0

  /// Deeper nesting is refused, so that no text can exhaust the stack.
  private static let maximumDepth = 64

  init(_ text: String) { bytes = Array(text.utf8) }

  private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  private func failure(_ reason: String) -> JSONValue.SyntaxError {
    JSONValue.SyntaxError(column: position + 1, reason: reason)
  }

  private var found: String {
    guard let next else { return "the end of the line" }
    return next > 0x20 && next < 0x7F ? "'\(Character(Unicode.Scalar(next)))'" : "byte \(next)"
  }

  private mutating func skipBlanks() {
    while let byte = next, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D {
      position += 1
    }
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard let byte = next, UInt32(byte) == character.value else { return false }
    position += 1
    return true
  }

  private mutating func expect(_ character: Unicode.Scalar) throws(JSONValue.SyntaxError) {
    if !take(character) { throw failure("'\(character)' expected, not \(found)") }
  }

  mutating func expectEnd() throws(JSONValue.SyntaxError) {
    skipBlanks()
    if next != nil { throw failure("nothing may follow the value, but \(found) does") }
  }

  mutating func value(depth: Int) throws(JSONValue.SyntaxError) -> JSONValue {
    skipBlanks()
    switch next {
    case UInt8(ascii: "{"): return try object(depth: depth + 1)
    case UInt8(ascii: "["): return try array(depth: depth + 1)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return try number()
    }
  }

  private mutating func word(
    _ word: String, _ value: JSONValue
  ) throws(JSONValue.SyntaxError) -> JSONValue {
    guard bytes[position...].starts(with: word.utf8) else {
      throw failure("a value expected, not \(found)")
    }
    position += word.utf8.count
    return value
  }

  private func checkDepth(_ depth: Int) throws(JSONValue.SyntaxError) {
    if depth > JSONParser.maximumDepth {
      throw failure("more than \(JSONParser.maximumDepth) levels of nesting")
    }
  }

  private mutating func array(depth: Int) throws(JSONValue.SyntaxError) -> JSONValue {
    try checkDepth(depth)
    position += 1
    var elements: [JSONValue] = []
    skipBlanks()
    if take("]") { return .array(elements) }
    while true {
      elements.append(try value(depth: depth))
      skipBlanks()
      if take("]") { return .array(elements) }
      if !take(",") { throw failure("',' or ']' expected, not \(found)") }
    }
  }

  private mutating func object(depth: Int) throws(JSONValue.SyntaxError) -> JSONValue {
    try checkDepth(depth)
    position += 1
    var members: [JSONValue.Member] = []
    skipBlanks()
    if take("}") { return .object(members) }
    while true {
      skipBlanks()
      guard next == UInt8(ascii: "\"") else { throw failure("a name expected, not \(found)") }
      let name = try string()
      if members.contains(where: { $0.name == name }) {
        throw failure("the name '\(name)' appears twice")
      }
      skipBlanks()
      try expect(":")
      members.append(JSONValue.Member(name: name, value: try value(depth: depth)))
      skipBlanks()
      if take("}") { return .object(members) }
      if !take(",") { throw failure("',' or '}' expected, not \(found)") }
    }
  }
}

// MARK: - Numbers and strings

extension JSONParser {
  private mutating func digits() throws(JSONValue.SyntaxError) {
    let start = position
    while let byte = next, byte >= 0x30, byte <= 0x39 { position += 1 }
    if position == start { throw failure("a digit expected, not \(found)") }
  }

  private mutating func number() throws(JSONValue.SyntaxError) -> JSONValue {
    let start = position
    var isWhole = true
    _ = take("-")
    guard let first = next, first >= 0x30, first <= 0x39 else {
      throw failure("a value expected, not \(found)")
    }
    if !take("0") { try digits() }
    if take(".") {
      isWhole = false
      try digits()
    }
    if take("e") || take("E") {
      isWhole = false
      if !take("+") { _ = take("-") }
      try digits()
    }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    if isWhole, let value = Int64(text), text != "-0" { return .integer(value) }
    if isWhole, let value = UInt64(text) { return .unsigned(value) }
    guard let value = Double(text), value.isFinite else {
      throw failure("\(text) is too large for a number")
    }
    return .number(value)
  }

  private mutating func string() throws(JSONValue.SyntaxError) -> String {
    position += 1
    var scalars = String.UnicodeScalarView()
    var start = position
    while let byte = next {
      if byte == UInt8(ascii: "\"") {
        scalars.append(contentsOf: piece(start))
        position += 1
        return String(scalars)
      }
      if byte < 0x20 { throw failure("byte \(byte) within a string") }
      if byte == UInt8(ascii: "\\") {
        scalars.append(contentsOf: piece(start))
        scalars.append(try escape())
        start = position
      } else {
        position += 1
      }
    }
    throw failure("a string without an end")
  }

  /// The text from `start` to the present position.
  private func piece(_ start: Int) -> String.UnicodeScalarView {
    String(decoding: bytes[start..<position], as: UTF8.self).unicodeScalars
  }

  private mutating func escape() throws(JSONValue.SyntaxError) -> Unicode.Scalar {
    position += 1
    defer { position += 1 }
    switch next {
    case UInt8(ascii: "\""): return "\""
    case UInt8(ascii: "\\"): return "\\"
    case UInt8(ascii: "/"): return "/"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return try unicodeEscape()
    default: throw failure("no escape begins with \(found)")
    }
  }

  /// Four hexadecimal digits, or two groups of them for a surrogate pair; ends on the last digit.
  private mutating func unicodeEscape() throws(JSONValue.SyntaxError) -> Unicode.Scalar {
    let first = try hexadecimal()
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard first < 0xDC00, bytes[(position + 1)...].starts(with: "\\u".utf8) else {
      throw failure("half a surrogate pair")
    }
    position += 2
    let second = try hexadecimal()
    guard (0xDC00..<0xE000).contains(second),
      let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    else { throw failure("half a surrogate pair") }
    return scalar
  }

  private mutating func hexadecimal() throws(JSONValue.SyntaxError) -> UInt32 {
    guard position + 4 < bytes.count,
      let value = UInt32(
        String(decoding: bytes[position + 1...position + 4], as: UTF8.self), radix: 16)
    else { throw failure("four hexadecimal digits expected") }
    position += 4
    return value
  }
}
