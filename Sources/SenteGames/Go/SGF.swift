/// One value of a property, as it stands between its brackets, escapes included.
public struct SGFValue: Hashable, Sendable {
  /// The characters between the brackets, escapes included.
  public var raw: String

  /// A value from its characters, escapes included.
  public init(raw: String) { self.raw = raw }

  /// A value that means `text`: brackets and backslashes are escaped.
  public init(text: String) {
    var raw = ""
    for scalar in text.unicodeScalars {
      if scalar == "]" || scalar == "\\" { raw.unicodeScalars.append("\\") }
      raw.unicodeScalars.append(scalar)
    }
    self.raw = raw
  }

  /// What the value means as Text: escapes taken away, escaped line ends removed.
  public var text: String { Self.unescaped(raw) }

  /// What the value means as SimpleText: one line.
  public var simpleText: String { String(text.map { $0.isNewline ? " " : $0 }) }

  /// The two parts of a composed value, divided by an unescaped colon; nil when there is none.
  public var parts: (String, String)? {
    var isEscaped = false
    for index in raw.unicodeScalars.indices {
      let scalar = raw.unicodeScalars[index]
      if isEscaped {
        isEscaped = false
      } else if scalar == "\\" {
        isEscaped = true
      } else if scalar == ":" {
        let after = raw.unicodeScalars.index(after: index)
        return (
          Self.unescaped(String(raw.unicodeScalars[..<index])),
          Self.unescaped(String(raw.unicodeScalars[after...]))
        )
      }
    }
    return nil
  }

  private static func unescaped(_ raw: String) -> String {
    var text = ""
    var isEscaped = false
    var skipsLineFeed = false
    for scalar in raw.unicodeScalars {
      if skipsLineFeed, scalar == "\n" {
        skipsLineFeed = false
        continue
      }
      skipsLineFeed = false
      if isEscaped {
        isEscaped = false
        skipsLineFeed = scalar == "\r"
        if scalar == "\n" || scalar == "\r" { continue }
      } else if scalar == "\\" {
        isEscaped = true
        continue
      }
      text.unicodeScalars.append(scalar == "\t" || scalar == "\u{0B}" ? " " : scalar)
    }
    return text
  }
}

/// One property of a node: an identifier in capital letters and its values.
public struct SGFProperty: Hashable, Sendable {
  /// One or more capital letters.
  public var identifier: String
  /// At least one value.
  public var values: [SGFValue]
  /// Where the identifier stood in the text, from 1; 0 when it was not read. Does not take part in
  /// comparisons.
  public var line = 0
  /// The column of the identifier, in characters from 1; 0 when it was not read.
  public var column = 0

  /// A property with some values.
  public init(_ identifier: String, _ values: [SGFValue]) {
    self.identifier = identifier
    self.values = values
  }

  /// Whether identifiers and values agree, wherever they stood.
  public static func == (left: SGFProperty, right: SGFProperty) -> Bool {
    left.identifier == right.identifier && left.values == right.values
  }

  /// Hashes identifier and values.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(identifier)
    hasher.combine(values)
  }
}

/// One node of a game tree.
public struct SGFNode: Hashable, Sendable {
  /// The properties in the order of the text; each identifier once.
  public var properties: [SGFProperty] = []
  /// The number of the node before, nil for the root.
  public var parent: Int?
  /// The numbers of the nodes that follow; the first is the main line.
  public var children: [Int] = []

  /// A node without properties.
  public init(parent: Int? = nil) { self.parent = parent }

  /// The property with an identifier, or nil.
  public subscript(identifier: String) -> SGFProperty? {
    properties.first { $0.identifier == identifier }
  }
}

/// One game tree: its nodes in one array, the root first and every parent before its children, so
/// that no depth of branches needs recursion.
public struct SGFGame: Hashable, Sendable {
  /// The nodes; 0 is the root.
  public private(set) var nodes: [SGFNode] = [SGFNode()]

  /// A tree of one empty node.
  public init() {}

  /// Adds a node behind another and returns its number.
  @discardableResult
  public mutating func add(after parent: Int, _ properties: [SGFProperty]) -> Int {
    precondition(nodes.indices.contains(parent), "there is no node \(parent)")
    var node = SGFNode(parent: parent)
    node.properties = properties
    nodes.append(node)
    nodes[parent].children.append(nodes.count - 1)
    return nodes.count - 1
  }

  /// Replaces the properties of a node.
  public mutating func set(_ properties: [SGFProperty], at node: Int) {
    nodes[node].properties = properties
  }

  mutating func append(_ property: SGFProperty, at node: Int) {
    nodes[node].properties.append(property)
  }

  /// The nodes from the root to a node.
  public func path(to node: Int) -> [Int] {
    var path = [node]
    while let parent = nodes[path[path.count - 1]].parent { path.append(parent) }
    return path.reversed()
  }

  /// The nodes from the root along the first children to the end.
  public var mainLine: [Int] {
    var line = [0]
    while let next = nodes[line[line.count - 1]].children.first { line.append(next) }
    return line
  }
}

/// A collection of game trees in the Smart Game Format, FF[4] (A. Hollosi, red-bean.com/sgf).
public struct SGFCollection: Hashable, Sendable {
  /// The games in the order of the text.
  public var games: [SGFGame]

  /// A collection of some games.
  public init(_ games: [SGFGame]) { self.games = games }

  /// Reads a collection; throws with line, column and reason.
  public init(text: String) throws(NotationError) {
    var reader = SGFReader(Array(text.utf8))
    games = try reader.collection()
  }

  /// Reads a collection from bytes in UTF-8; a byte that is not is an error with its place.
  public init(bytes: [UInt8]) throws(NotationError) {
    guard String(validating: bytes, as: UTF8.self) != nil else {
      var reader = SGFReader(bytes)
      throw reader.encodingError()
    }
    var reader = SGFReader(bytes)
    games = try reader.collection()
  }

  /// The collection as text; every node on a line of its own when it begins a branch.
  public var text: String { games.map(Self.text).joined(separator: "\n") + "\n" }

  private static func text(of game: SGFGame) -> String {
    // Nodes and closing brackets still to be written, the next one last.
    var pending: [Int?] = [0]
    var text = "("
    while let item = pending.popLast() {
      guard let number = item else {
        text += ")"
        continue
      }
      let node = game.nodes[number]
      if let parent = node.parent, game.nodes[parent].children.count > 1 { text += "\n(" }
      text += ";"
      for property in node.properties {
        text += property.identifier
        for value in property.values { text += "[\(value.raw)]" }
      }
      let branches = node.children.count > 1
      for child in node.children.reversed() {
        if branches { pending.append(nil) }
        pending.append(child)
      }
    }
    return text + ")"
  }
}
