extension JSON {
  /// What a value writes when it is encoded; throws what its `encode` throws.
  ///
  /// Numbers keep all their bits; those that JSON cannot write are the texts `inf`, `-inf` and `nan`.
  public init(encoding value: some Encodable) throws {
    self = try TreeEncoder.tree(of: value, path: []).json
  }
}

/// A value that is being written: containers fill it piece by piece.
private final class Node {
  enum Content {
    case leaf(JSON)
    case array([Node])
    case object([(name: String, node: Node)])
  }
  var content: Content?

  var json: JSON {
    switch content {
    case nil: .object([:])
    case .leaf(let value): value
    case .array(let nodes): .array(nodes.map(\.json))
    case .object(let members):
      .object(Dictionary(members.map { ($0.name, $0.node.json) }) { _, last in last })
    }
  }

  func append(_ node: Node) {
    guard case .array(var nodes) = content else {
      content = .array([node])
      return
    }
    content = nil  // so that the array is not copied
    nodes.append(node)
    content = .array(nodes)
  }

  func set(_ name: String, _ node: Node) {
    guard case .object(var members) = content else {
      content = .object([(name, node)])
      return
    }
    members.removeAll { $0.name == name }
    members.append((name, node))
    content = .object(members)
  }
}

private struct TreeEncoder: Encoder {
  let node: Node
  let codingPath: [any CodingKey]
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  static func tree(of value: some Encodable, path: [any CodingKey]) throws -> Node {
    let node = Node()
    if let leaf = leaf(value) {
      node.content = .leaf(leaf)
    } else {
      try value.encode(to: TreeEncoder(node: node, codingPath: path))
    }
    return node
  }

  /// The value as a number, string or boolean; nil when it is made of parts.
  private static func leaf(_ value: some Encodable) -> JSON? {
    switch value {
    case let value as JSON: value
    case let value as Double: value.isFinite ? JSON(value) : .string("\(value)")
    case let value as Float: value.isFinite ? JSON(Double(value)) : .string("\(value)")
    case let value as Bool: .boolean(value)
    case let value as String: .string(value)
    case let value as any FixedWidthInteger: JSON(value)
    default: nil
    }
  }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    node.content = node.content ?? .object([])
    return KeyedEncodingContainer(Keyed(node: node, codingPath: codingPath))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    node.content = node.content ?? .array([])
    return Unkeyed(node: node, codingPath: codingPath)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer {
    Single(node: node, codingPath: codingPath)
  }
}

private struct Keyed<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let node: Node
  let codingPath: [any CodingKey]

  func encodeNil(forKey key: Key) { child(key).content = .leaf(.null) }

  func encode<T: Encodable>(_ value: T, forKey key: Key) throws {
    node.set(key.stringValue, try TreeEncoder.tree(of: value, path: codingPath + [key]))
  }

  func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type, forKey key: Key)
    -> KeyedEncodingContainer<Nested>
  {
    TreeEncoder(node: child(key), codingPath: codingPath + [key]).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    TreeEncoder(node: child(key), codingPath: codingPath + [key]).unkeyedContainer()
  }

  func superEncoder() -> any Encoder {
    let node = Node()
    self.node.set("super", node)
    return TreeEncoder(node: node, codingPath: codingPath)
  }

  func superEncoder(forKey key: Key) -> any Encoder {
    TreeEncoder(node: child(key), codingPath: codingPath + [key])
  }

  private func child(_ key: Key) -> Node {
    let child = Node()
    node.set(key.stringValue, child)
    return child
  }
}

private struct Unkeyed: UnkeyedEncodingContainer {
  let node: Node
  let codingPath: [any CodingKey]

  var count: Int {
    if case .array(let nodes) = node.content { nodes.count } else { 0 }
  }

  func encodeNil() { child().content = .leaf(.null) }

  func encode<T: Encodable>(_ value: T) throws {
    node.append(try TreeEncoder.tree(of: value, path: codingPath))
  }

  func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type)
    -> KeyedEncodingContainer<Nested>
  {
    TreeEncoder(node: child(), codingPath: codingPath).container(keyedBy: type)
  }

  func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
    TreeEncoder(node: child(), codingPath: codingPath).unkeyedContainer()
  }

  func superEncoder() -> any Encoder { TreeEncoder(node: child(), codingPath: codingPath) }

  private func child() -> Node {
    let child = Node()
    node.append(child)
    return child
  }
}

private struct Single: SingleValueEncodingContainer {
  let node: Node
  let codingPath: [any CodingKey]

  func encodeNil() { node.content = .leaf(.null) }

  func encode<T: Encodable>(_ value: T) throws {
    node.content = try TreeEncoder.tree(of: value, path: codingPath).content
  }
}
