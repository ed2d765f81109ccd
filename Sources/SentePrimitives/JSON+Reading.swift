extension JSON {
  /// How deep arrays and objects may nest; deeper text is refused, so that no input can exhaust
  /// the stack.
  public static let maximumDepth = 64

  /// Reads one value that makes up all of `bytes`, strictly: UTF-8, no trailing commas, no
  /// comments, no repeated names, no numbers beyond the range of a double.
  public init(parsing bytes: [UInt8]) throws(JSONError) {
    var reader = JSONReader(bytes: bytes)
    self = try reader.document()
  }

  /// Reads one value that makes up all of `text`.
  public init(parsing text: String) throws(JSONError) { try self.init(parsing: Array(text.utf8)) }
}

/// A recursive-descent reader; `position` never passes the end.
private struct JSONReader {
  let bytes: [UInt8]
  var position = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  mutating func document() throws(JSONError) -> JSON {
    skipSpace()
    let value = try value(depth: 0)
    skipSpace()
    guard position == bytes.count else { throw failure("more text follows the value") }
    return value
  }

  /// The byte at the position; nil at the end.
  private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

  private func failure(_ reason: String, at offset: Int? = nil) -> JSONError {
    JSONError(offset: offset ?? position, reason: reason)
  }

  private mutating func skipSpace() {
    while let byte = current, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
      position += 1
    }
  }

  /// Steps over `byte` when it is next.
  private mutating func take(_ byte: Character) -> Bool {
    guard current == byte.asciiValue else { return false }
    position += 1
    return true
  }

  private mutating func value(depth: Int) throws(JSONError) -> JSON {
    guard depth <= JSON.maximumDepth else {
      throw failure("nested deeper than \(JSON.maximumDepth) levels")
    }
    switch current {
    case UInt8(ascii: "{"): return .object(try object(depth: depth))
    case UInt8(ascii: "["): return .array(try array(depth: depth))
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .boolean(true))
    case UInt8(ascii: "f"): return try word("false", .boolean(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    case nil: throw failure("the text ends where a value is expected")
    default: return .number(try number())
    }
  }

  private mutating func word(_ word: String, _ value: JSON) throws(JSONError) -> JSON {
    guard bytes[position...].starts(with: word.utf8) else {
      throw failure("no value starts with this word; the words are true, false and null")
    }
    position += word.utf8.count
    return value
  }

  private mutating func array(depth: Int) throws(JSONError) -> [JSON] {
    position += 1
    var elements: [JSON] = []
    skipSpace()
    if take("]") { return elements }
    while true {
      skipSpace()
      elements.append(try value(depth: depth + 1))
      skipSpace()
      if take("]") { return elements }
      guard take(",") else { throw failure("expected ',' or ']' after an element") }
    }
  }

  private mutating func object(depth: Int) throws(JSONError) -> [String: JSON] {
    position += 1
    var members: [String: JSON] = [:]
    skipSpace()
    if take("}") { return members }
    while true {
      skipSpace()
      let start = position
      guard current == UInt8(ascii: "\"") else { throw failure("expected a name in quotes") }
      let name = try string()
      skipSpace()
      guard take(":") else { throw failure("expected ':' after a name") }
      skipSpace()
      let value = try value(depth: depth + 1)
      guard members.updateValue(value, forKey: name) == nil else {
        throw failure("the name \(name.debugDescription) appears twice", at: start)
      }
      skipSpace()
      if take("}") { return members }
      guard take(",") else { throw failure("expected ',' or '}' after a member") }
    }
  }

  private mutating func number() throws(JSONError) -> JSON.Number {
    let start = position
    guard take("-") || current.map(isDigit) == true else {
      throw failure("no value starts with this character")
    }
    if !take("0"), digits() == 0 { throw failure("a number needs a digit here") }
    if take("."), digits() == 0 { throw failure("a number needs a digit after the point") }
    if take("e") || take("E") {
      if !take("+") { _ = take("-") }
      if digits() == 0 { throw failure("a number needs a digit in the exponent") }
    }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    guard let value = Double(text), value.isFinite else {
      throw failure("the number is beyond the range of a double", at: start)
    }
    return JSON.Number(text: text)
  }

  /// Steps over decimal digits and counts them.
  private mutating func digits() -> Int {
    let start = position
    while let byte = current, isDigit(byte) { position += 1 }
    return position - start
  }

  private func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  private mutating func string() throws(JSONError) -> String {
    let start = position
    position += 1
    var content: [UInt8] = []
    while let byte = current {
      switch byte {
      case UInt8(ascii: "\""):
        position += 1
        guard let text = String(validating: content, as: UTF8.self) else {
          throw failure("the text is not valid UTF-8", at: start)
        }
        return text
      case UInt8(ascii: "\\"):
        content.append(contentsOf: try escape())
      case 0..<0x20:
        throw failure("a control character in a text must be escaped")
      default:
        content.append(byte)
        position += 1
      }
    }
    throw failure("the text has no closing quote", at: start)
  }

  /// The UTF-8 bytes of one escape sequence.
  private mutating func escape() throws(JSONError) -> [UInt8] {
    position += 1
    guard let letter = current else { throw failure("the text ends in an escape") }
    position += 1
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [letter]
    case UInt8(ascii: "b"): return [0x08]
    case UInt8(ascii: "f"): return [0x0C]
    case UInt8(ascii: "n"): return [0x0A]
    case UInt8(ascii: "r"): return [0x0D]
    case UInt8(ascii: "t"): return [0x09]
    case UInt8(ascii: "u"): return Array(String(try escapedScalar()).utf8)
    default: throw failure("no such escape", at: position - 1)
    }
  }

  /// The scalar of `\uXXXX`, or of two of them that form a surrogate pair.
  private mutating func escapedScalar() throws(JSONError) -> Unicode.Scalar {
    let start = position
    let first = try codeUnit()
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard first < 0xDC00, take("\\"), take("u") else {
      throw failure("half of a surrogate pair", at: start)
    }
    let second = try codeUnit()
    guard (0xDC00..<0xE000).contains(second),
      let scalar = Unicode.Scalar(
        0x10000 + (UInt32(first) - 0xD800) << 10 + UInt32(second) - 0xDC00)
    else { throw failure("half of a surrogate pair", at: start) }
    return scalar
  }

  private mutating func codeUnit() throws(JSONError) -> UInt16 {
    var unit: UInt16 = 0
    for _ in 0..<4 {
      guard let byte = current, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw failure("\\u needs four hexadecimal digits")
      }
      unit = unit << 4 | UInt16(digit)
      position += 1
    }
    return unit
  }
}
