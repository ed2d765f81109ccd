extension JSONValue {
  /// Reads a value back from what `init(encoding:)` gave; throws `DecodingError`.
  @usableFromInline
  func decoded<T: Decodable>(as type: T.Type) throws -> T {
    try TreeDecoder(json: self, codingPath: []).value(type)
  }
}

private struct TreeDecoder: Decoder {
  let json: JSONValue
  let codingPath: [any CodingKey]
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func value<T: Decodable>(_ type: T.Type) throws -> T {
    if type == Double.self || type == Float.self || type == Bool.self || type == String.self
      || type is any FixedWidthInteger.Type
    {
      guard let leaf = leaf(type) as? T else { throw mismatch(type) }
      return leaf
    }
    return try T(from: self)
  }

  /// The value as a number, string or boolean of a type; nil when it is something else.
  private func leaf(_ type: any Decodable.Type) -> Any? {
    switch (type, json) {
    case (is String.Type, .string(let text)): return text
    case (is Bool.Type, .bool(let value)): return value
    case (is Double.Type, .string(let text)): return Double(text)
    case (is Float.Type, .string(let text)): return Float(text)
    case (is Double.Type, _): return json.double
    case (is Float.Type, _): return json.double.map { Float($0) }
    case (_, .integer(let value)):
      return (type as? any FixedWidthInteger.Type).flatMap { exact($0, value) }
    case (_, .unsigned(let value)):
      return (type as? any FixedWidthInteger.Type).flatMap { exact($0, value) }
    default: return nil
    }
  }

  private func exact<I: FixedWidthInteger>(_ type: I.Type, _ value: some BinaryInteger) -> I? {
    I(exactly: value)
  }

  func mismatch(_ type: any Any.Type) -> DecodingError {
    .typeMismatch(
      type, .init(codingPath: codingPath, debugDescription: "\(type) expected, not \(json.kind)"))
  }

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    guard case .object(let members) = json else { throw mismatch([String: JSONValue].self) }
    return KeyedDecodingContainer(KeyedValues(members: members, codingPath: codingPath))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    guard case .array(let elements) = json else { throw mismatch([JSONValue].self) }
    return UnkeyedValues(elements: elements, codingPath: codingPath)
  }

  func singleValueContainer() -> any SingleValueDecodingContainer { SingleValue(decoder: self) }
}

private struct KeyedValues<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let members: [JSONValue.Member]
  let codingPath: [any CodingKey]

  var allKeys: [Key] { members.compactMap { Key(stringValue: $0.name) } }

  func contains(_ key: Key) -> Bool { members.contains { $0.name == key.stringValue } }

  func decodeNil(forKey key: Key) throws -> Bool { try child(key).json == .null }

  func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T {
    try child(key).value(type)
  }

  func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type, forKey key: Key) throws
    -> KeyedDecodingContainer<Nested>
  { try child(key).container(keyedBy: type) }

  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    try child(key).unkeyedContainer()
  }

  func superDecoder() throws -> any Decoder { try child(JSONValue.Name("super")) }

  func superDecoder(forKey key: Key) throws -> any Decoder { try child(key) }

  private func child(_ key: some CodingKey) throws -> TreeDecoder {
    guard let member = members.first(where: { $0.name == key.stringValue }) else {
      throw DecodingError.keyNotFound(
        key, .init(codingPath: codingPath, debugDescription: "'\(key.stringValue)' is missing"))
    }
    return TreeDecoder(json: member.value, codingPath: codingPath + [key])
  }
}

private struct UnkeyedValues: UnkeyedDecodingContainer {
  let elements: [JSONValue]
  let codingPath: [any CodingKey]
  var currentIndex = 0

  init(elements: [JSONValue], codingPath: [any CodingKey]) {
    self.elements = elements
    self.codingPath = codingPath
  }

  var count: Int? { elements.count }
  var isAtEnd: Bool { currentIndex == elements.count }

  mutating func decodeNil() throws -> Bool {
    guard try peek().json == .null else { return false }
    currentIndex += 1
    return true
  }

  mutating func decode<T: Decodable>(_ type: T.Type) throws -> T { try next().value(type) }

  mutating func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) throws
    -> KeyedDecodingContainer<Nested>
  { try next().container(keyedBy: type) }

  mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
    try next().unkeyedContainer()
  }

  mutating func superDecoder() throws -> any Decoder { try next() }

  private func peek() throws -> TreeDecoder {
    guard currentIndex < elements.count else {
      throw DecodingError.valueNotFound(
        JSONValue.self, .init(codingPath: codingPath, debugDescription: "the array ends too early"))
    }
    return TreeDecoder(json: elements[currentIndex], codingPath: codingPath)
  }

  private mutating func next() throws -> TreeDecoder {
    let element = try peek()
    currentIndex += 1
    return element
  }
}

private struct SingleValue: SingleValueDecodingContainer {
  let decoder: TreeDecoder
  var codingPath: [any CodingKey] { decoder.codingPath }

  func decodeNil() -> Bool { decoder.json == .null }

  func decode<T: Decodable>(_ type: T.Type) throws -> T { try decoder.value(type) }
}
