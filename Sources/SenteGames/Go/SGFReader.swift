/// Reads game trees from bytes; its stack of open branches is an array, so no text is too deep.
struct SGFReader {
  private let bytes: [UInt8]
  private var offset = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  private var peek: UInt8? { offset < bytes.count ? bytes[offset] : nil }

  /// Line and column of a byte, in characters from 1.
  private func place(of target: Int) -> (line: Int, column: Int) {
    var line = 1
    var start = 0
    for index in 0..<target where bytes[index] == 10 {
      line += 1
      start = index + 1
    }
    return (line, String(decoding: bytes[start..<target], as: UTF8.self).count + 1)
  }

  private func error(_ reason: String, at target: Int? = nil) -> NotationError {
    let place = place(of: target ?? offset)
    return NotationError(line: place.line, column: place.column, reason: reason)
  }

  /// What stands at the next byte, for messages.
  private var found: String {
    guard let byte = peek else { return "the end of the text" }
    let rest = String(decoding: bytes[offset..<Swift.min(bytes.count, offset + 16)], as: UTF8.self)
    if byte < 32 || byte == 127 { return "the control character \(byte)" }
    return "'\(rest.first.map(String.init) ?? "")'"
  }

  /// The error of the first byte that is not UTF-8.
  mutating func encodingError() -> NotationError {
    var low = 0
    var high = bytes.count
    // The longest prefix that is valid, or invalid only because it is cut off, ends at the fault.
    while low < high {
      let middle = (low + high + 1) / 2
      if (0...3).contains(where: { cut in
        middle >= cut && String(validating: bytes[..<(middle - cut)], as: UTF8.self) != nil
      }) {
        low = middle
      } else {
        high = middle - 1
      }
    }
    let valid = (0...3).first { cut in
      low >= cut && String(validating: bytes[..<(low - cut)], as: UTF8.self) != nil
    }
    offset = low - (valid ?? 0)
    return error("the text is not UTF-8 here; convert it to UTF-8 first")
  }

  private mutating func skipSpace() {
    while let byte = peek, byte == 32 || (9...13).contains(byte) { offset += 1 }
  }

  /// All games up to the end of the text.
  mutating func collection() throws(NotationError) -> [SGFGame] {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { offset = 3 }
    var games: [SGFGame] = []
    skipSpace()
    while peek != nil {
      games.append(try game())
      skipSpace()
    }
    if games.isEmpty { throw error("the text holds no game; expected '('") }
    return games
  }

  /// One game tree. `open` holds the last node before each branch that is still open, and where
  /// its bracket stands.
  private mutating func game() throws(NotationError) -> SGFGame {
    guard peek == UInt8(ascii: "(") else { throw error("found \(found) where '(' should be") }
    var game = SGFGame()
    var open: [(node: Int?, offset: Int)] = []
    // The last node read on the current branch, nil before the root.
    var last: Int?
    // Whether a bracket was opened and no node has followed yet, and whether one was closed.
    var needsNode = false
    var hasBranches = false
    repeat {
      skipSpace()
      switch peek {
      case UInt8(ascii: "("):
        if needsNode { throw error("found '(' where the first node ';' of a branch should be") }
        open.append((last, offset))
        offset += 1
        needsNode = true
      case UInt8(ascii: ")"):
        if needsNode { throw error("found ')' in a branch without a node") }
        guard let branch = open.popLast() else { throw error("found ')' without a '('") }
        offset += 1
        last = branch.node
        hasBranches = true
      case UInt8(ascii: ";"):
        if hasBranches && !needsNode { throw error("found a node ';' after the branches") }
        offset += 1
        let node = last.map { game.add(after: $0, []) } ?? 0
        try readProperties(of: node, in: &game)
        (last, needsNode, hasBranches) = (node, false, false)
      case nil:
        throw error(
          "the text ends inside a branch", at: open.last.map(\.offset) ?? bytes.count)
      default:
        throw error("found \(found) where ';', '(' or ')' should be")
      }
    } while !open.isEmpty
    return game
  }

  private mutating func readProperties(of node: Int, in game: inout SGFGame) throws(NotationError) {
    var seen: Set<String> = []
    skipSpace()
    while let byte = peek, isLetter(byte) {
      let start = offset
      while let byte = peek, isLetter(byte) { offset += 1 }
      let identifier = String(decoding: bytes[start..<offset], as: UTF8.self)
      guard !identifier.utf8.contains(where: { (97...122) ~= $0 }) else {
        throw error("the property '\(identifier.prefix(32))' has small letters", at: start)
      }
      guard seen.insert(identifier).inserted else {
        throw error("the property '\(identifier.prefix(32))' stands twice in a node", at: start)
      }
      var property = SGFProperty(identifier, [])
      (property.line, property.column) = tracked(to: start)
      skipSpace()
      guard peek == UInt8(ascii: "[") else {
        throw error("found \(found) where '[' and a value of '\(identifier.prefix(32))' should be")
      }
      while peek == UInt8(ascii: "[") {
        property.values.append(try value())
        skipSpace()
      }
      game.append(property, at: node)
    }
  }

  /// Where the last property stood; places are counted on from there, so that reading is linear.
  private var tracker = (offset: 0, line: 1, column: 1)

  private mutating func tracked(to target: Int) -> (Int, Int) {
    var start = tracker.offset
    for index in tracker.offset..<target where bytes[index] == 10 {
      tracker.line += 1
      tracker.column = 1
      start = index + 1
    }
    tracker.column += String(decoding: bytes[start..<target], as: UTF8.self).count
    tracker.offset = target
    return (tracker.line, tracker.column)
  }

  private func isLetter(_ byte: UInt8) -> Bool { (65...90) ~= byte || (97...122) ~= byte }

  private mutating func value() throws(NotationError) -> SGFValue {
    let open = offset
    offset += 1
    let start = offset
    while let byte = peek {
      if byte == UInt8(ascii: "]") {
        offset += 1
        return SGFValue(raw: String(decoding: bytes[start..<offset - 1], as: UTF8.self))
      }
      offset += byte == UInt8(ascii: "\\") ? 2 : 1
    }
    offset = bytes.count
    throw error("the value that begins here has no ']'", at: open)
  }
}
