extension JSON {
  /// Reads a value back from what `init(encoding:)` gave; throws `DecodingError`.
  public func decoded<T: Decodable>(as type: T.Type) throws -> T {
    try TreeDecoder(json: self, codingPath: []).value(type)
  }
}

private struct TreeDecoder: Decoder {
  let json: JSON
  let codingPath: [any CodingKey]
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func value<T: Decodable>(_ type: T.Type) throws -> T {
    if let json = json as? T { return json }
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
    case (is Bool.Type, .boolean(let value)): return value
    case (is Double.Type, .string(let text)): return nonFinite(text)
    case (is Float.Type, .string(let text)): return nonFinite(text).map { Float($0) }
    case (is Double.Type, _): return json.double
    case (is Float.Type, _): return json.double.map { Float($0) }
    default: return (type as? any FixedWidthInteger.Type).flatMap { integer($0) }
    }
  }

  private func nonFinite(_ text: String) -> Double? {
    ["inf": .infinity, "-inf": -.infinity, "nan": .nan][text]
  }

  private func integer<I: FixedWidthInteger>(_ type: I.Type) -> I? { json.integer(I.self) }

  func mismatch(_ type: any Any.Type) -> DecodingError {
    .typeMismatch(
      type, .init(codingPath: codingPath, debugDescription: "\(type) expected, not \(json.kind)"))
  }

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    guard case .object(let members) = json else { throw mismatch([String: JSON].self) }
    return KeyedDecodingContainer(KeyedValues(members: members, codingPath: codingPath))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    guard case .array(let elements) = json else { throw mismatch([JSON].self) }
    return UnkeyedValues(elements: elements, codingPath: codingPath)
  }

  func singleValueContainer() -> any SingleValueDecodingContainer { SingleValue(decoder: self) }
}

private struct KeyedValues<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let members: [String: JSON]
  let codingPath: [any CodingKey]

  var allKeys: [Key] { members.keys.sorted().compactMap { Key(stringValue: $0) } }

  func contains(_ key: Key) -> Bool { members[key.stringValue] != nil }

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

  func superDecoder() throws -> any Decoder {
    TreeDecoder(json: members["super"] ?? .null, codingPath: codingPath)
  }

  func superDecoder(forKey key: Key) throws -> any Decoder { try child(key) }

  private func child(_ key: some CodingKey) throws -> TreeDecoder {
    guard let member = members[key.stringValue] else {
      throw DecodingError.keyNotFound(
        key, .init(codingPath: codingPath, debugDescription: "'\(key.stringValue)' is missing"))
    }
    return TreeDecoder(json: member, codingPath: codingPath + [key])
  }
}

private struct UnkeyedValues: UnkeyedDecodingContainer {
  let elements: [JSON]
  let codingPath: [any CodingKey]
  var currentIndex = 0

  init(elements: [JSON], codingPath: [any CodingKey]) {
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
        JSON.self, .init(codingPath: codingPath, debugDescription: "the array ends too early"))
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

extension JSON: Codable {
  /// Takes over the value that JSON's own decoder stands at; throws for any other decoder.
  public init(from decoder: any Decoder) throws {
    guard let tree = decoder as? TreeDecoder else {
      throw DecodingError.dataCorrupted(
        .init(
          codingPath: decoder.codingPath,
          debugDescription: "JSON values are read by JSON's own decoder"))
    }
    self = tree.json
  }

  /// Refuses: JSON's own encoder takes the value as it is and never asks it.
  public func encode(to encoder: any Encoder) throws {
    throw EncodingError.invalidValue(
      self,
      .init(
        codingPath: encoder.codingPath,
        debugDescription: "JSON values are written by JSON's own encoder"))
  }
}
