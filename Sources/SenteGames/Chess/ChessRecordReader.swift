extension ChessRecord {
  /// Reads every game of a PGN file; the first fault ends the reading.
  ///
  /// - Throws: `NotationError` with line, column and reason.
  public static func readAll(_ text: String) throws(NotationError) -> [ChessRecord] {
    var reader = ChessRecordReader(bytes: Array(text.utf8))
    var records: [ChessRecord] = []
    while let record = try reader.nextRecord() { records.append(record) }
    return records
  }
}

/// Reads the games of a PGN file one after another.
///
/// Text is taken as UTF-8, and where it is not valid UTF-8 as Latin-1, the encoding of the standard.
/// Variations may be nested as deep as memory allows: neither reading nor what is read uses the
/// call stack. Each game must end with a result, as the standard asks.
///
/// Source: PGN Standard (1994); import format, section 8.
public struct ChessRecordReader: Sendable {
  private let bytes: [UInt8]
  private var next = 0
  /// The comment before the first move of a variation, until that move is read.
  private var heldComment = ""

  /// A reader at the beginning of a file.
  public init(bytes: [UInt8]) {
    self.bytes = bytes
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { next = 3 }
  }

  /// Where the moves being read stand.
  private struct Place {
    var node = 0
    var position: ChessPosition
    /// The position before the move of `node`; nil before the first move of a line.
    var before: ChessPosition?
  }

  /// Reads the next game; nil at the end of the file.
  ///
  /// After an error `skipGame` finds the next game.
  public mutating func nextRecord() throws(NotationError) -> ChessRecord? {
    heldComment = ""
    skipBlanks()
    guard next < bytes.count else { return nil }
    let begin = next
    let tags = try readTags()
    var record = try emptyRecord(tags, at: begin)
    try readMoves(into: &record)
    if let tag = record.tag("Result"), ChessResult(rawValue: tag) != record.result {
      throw error("the moves end with \(record.result.rawValue), but the Result tag is \(tag)")
    }
    return record
  }

  /// Moves on to the next line that begins with `[` after an empty line, or to the end.
  public mutating func skipGame() {
    while next < bytes.count {
      let lineWasEmpty = restOfLine().allSatisfy { $0 == 0x0D || $0 == 0x20 || $0 == 0x09 }
      if lineWasEmpty, next < bytes.count, bytes[next] == UInt8(ascii: "[") { return }
    }
  }

  // MARK: Places and characters

  private func error(_ reason: String, at place: Int? = nil) -> NotationError {
    let place = min(place ?? next, bytes.count)
    var (line, begin) = (1, 0)
    for index in 0..<place where bytes[index] == 0x0A { (line, begin) = (line + 1, index + 1) }
    // Bytes that continue a character of UTF-8 take no column of their own.
    let column = bytes[begin..<place].count { $0 & 0xC0 != 0x80 }
    return NotationError(line: line, column: column + 1, reason: reason)
  }

  private func text(_ range: Range<Int>) -> String {
    let slice = bytes[range]
    return String(validating: slice, as: UTF8.self)
      ?? String(String.UnicodeScalarView(slice.map { Unicode.Scalar($0) }))
  }

  private var found: String {
    guard next < bytes.count else { return "the end of the file" }
    return (0x21...0x7E).contains(bytes[next])
      ? "'\(text(next..<next + 1))'" : "byte \(bytes[next])"
  }

  /// The rest of the line at hand; stops after its end.
  private mutating func restOfLine() -> ArraySlice<UInt8> {
    let begin = next
    while next < bytes.count, bytes[next] != 0x0A { next += 1 }
    defer { next = min(next + 1, bytes.count) }
    return bytes[begin..<next]
  }

  /// Skips white space and lines that begin with `%`.
  private mutating func skipBlanks() {
    while next < bytes.count {
      switch bytes[next] {
      case 0x20, 0x09...0x0D: next += 1
      case UInt8(ascii: "%") where next == 0 || bytes[next - 1] == 0x0A: _ = restOfLine()
      default: return
      }
    }
  }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "_+#=:-/!?".utf8.contains(byte)
    }
  }

  // MARK: Head

  private mutating func readTags() throws(NotationError) -> [ChessRecord.Tag] {
    var tags: [ChessRecord.Tag] = []
    while next < bytes.count, bytes[next] == UInt8(ascii: "[") {
      next += 1
      skipBlanks()
      let begin = next
      while next < bytes.count, ChessRecordReader.isWordByte(bytes[next]) { next += 1 }
      guard next > begin else { throw error("expected the name of a tag, found \(found)") }
      let name = text(begin..<next)
      skipBlanks()
      let value = try readString()
      skipBlanks()
      guard next < bytes.count, bytes[next] == UInt8(ascii: "]") else {
        throw error("expected ']' after the value of the tag \(name), found \(found)")
      }
      next += 1
      tags.append(ChessRecord.Tag(name, value))
      skipBlanks()
    }
    return tags
  }

  private mutating func readString() throws(NotationError) -> String {
    guard next < bytes.count, bytes[next] == UInt8(ascii: "\"") else {
      throw error("expected the value of a tag in quotes, found \(found)")
    }
    next += 1
    var value: [UInt8] = []
    while next < bytes.count, bytes[next] != UInt8(ascii: "\"") {
      if bytes[next] == UInt8(ascii: "\\"), next + 1 < bytes.count,
        bytes[next + 1] == UInt8(ascii: "\\") || bytes[next + 1] == UInt8(ascii: "\"")
      {
        next += 1
      }
      guard bytes[next] != 0x0A else { throw error("a tag's value must end in its line") }
      value.append(bytes[next])
      next += 1
    }
    guard next < bytes.count else { throw error("the file ends inside a tag's value") }
    next += 1
    return String(validating: value, as: UTF8.self)
      ?? String(String.UnicodeScalarView(value.map { Unicode.Scalar($0) }))
  }

  private func emptyRecord(
    _ tags: [ChessRecord.Tag], at begin: Int
  ) throws(NotationError) -> ChessRecord {
    let value = { (name: String) in tags.first { $0.name == name }?.value }
    let variant = value("Variant")?.lowercased().filter { $0.isLetter || $0.isNumber }
    var isChess960 = false
    switch variant {
    case nil, "standard", "chess", "normal", "fromposition": break
    case "chess960", "fischerandom", "fischerrandom", "freestyle": isChess960 = true
    case let name?:
      throw error("the variant \(name) is not known; chess and Chess960 are", at: begin)
    }
    guard let fen = value("FEN") else {
      return ChessRecord(tags: tags, chess960: isChess960)
    }
    do {
      let start = try ChessPosition(fen: fen)
      return ChessRecord(
        tags: tags, start: start, chess960: isChess960 || !start.isOrdinarySetup)
    } catch let fault {
      throw error("in the FEN tag, column \(fault.column): \(fault.reason)", at: begin)
    }
  }

  // MARK: Moves

  private mutating func readMoves(into record: inout ChessRecord) throws(NotationError) {
    var place = Place(position: record.start)
    var outer: [Place] = []
    while true {
      skipBlanks()
      guard next < bytes.count else {
        throw error("the file ends before the game does; expected 1-0, 0-1, 1/2-1/2 or *")
      }
      switch bytes[next] {
      case UInt8(ascii: "{"), UInt8(ascii: ";"):
        try readComment(into: &record, place)
      case UInt8(ascii: "("):
        guard let before = place.before else {
          throw error("a variation replaces a move, and there is none before it")
        }
        outer.append(place)
        place = Place(node: record.nodes[place.node].parent, position: before)
        next += 1
      case UInt8(ascii: ")"):
        guard place.before != nil else { throw error("a variation has at least one move") }
        guard let resumed = outer.popLast() else { throw error("no variation is open here") }
        place = resumed
        next += 1
      case UInt8(ascii: "$"):
        try readGlyph(into: &record, place)
      case UInt8(ascii: "*"):
        next += 1
        record.result = .unknown
        return try finish(outer)
      case UInt8(ascii: "["):
        throw error("the game before this tag has no result; expected 1-0, 0-1, 1/2-1/2 or *")
      default:
        if try readWord(into: &record, &place) { return try finish(outer) }
      }
    }
  }

  private func finish(_ outer: [Place]) throws(NotationError) {
    guard outer.isEmpty else {
      throw error("the game ends, but \(outer.count) variations are still open")
    }
  }

  private mutating func readComment(
    into record: inout ChessRecord, _ place: Place
  ) throws(NotationError) {
    let begin = next
    var range: Range<Int>
    if bytes[next] == UInt8(ascii: ";") {
      let line = restOfLine()
      range = line.startIndex + 1..<line.endIndex
    } else {
      while next < bytes.count, bytes[next] != UInt8(ascii: "}") { next += 1 }
      guard next < bytes.count else { throw error("the comment is not closed by }", at: begin) }
      range = begin + 1..<next
      next += 1
    }
    let isBlank = { (byte: UInt8) in byte == 0x20 || (0x09...0x0D).contains(byte) }
    while let first = range.first, isBlank(bytes[first]) { range = first + 1..<range.upperBound }
    while let last = range.last, isBlank(bytes[last]) { range = range.lowerBound..<last }
    if range.isEmpty { return }
    let comment = text(range)
    // At the head of a variation the move it belongs to is yet to come.
    if place.before == nil, place.node != 0 || !record.nodes[place.node].children.isEmpty {
      heldComment += heldComment.isEmpty ? comment : "\n" + comment
    } else {
      let old = record.nodes[place.node].comment
      record.nodes[place.node].comment = old.isEmpty ? comment : old + "\n" + comment
    }
  }

  private mutating func readGlyph(
    into record: inout ChessRecord, _ place: Place
  ) throws(NotationError) {
    let begin = next
    next += 1
    var value = 0
    while next < bytes.count, (0x30...0x39).contains(bytes[next]) {
      value = min(value * 10 + Int(bytes[next] - 0x30), 1000)
      next += 1
    }
    guard next > begin + 1, value <= 255 else {
      throw error("a glyph is $0 to $255", at: begin)
    }
    guard place.before != nil else { throw error("a glyph follows a move", at: begin) }
    record.nodes[place.node].glyphs.append(value)
  }

  private static let marks = ["!", "?", "!!", "??", "!?", "?!"]

  /// Reads a move, a move number, a mark of quality or a result; true after a result.
  private mutating func readWord(
    into record: inout ChessRecord, _ place: inout Place
  ) throws(NotationError) -> Bool {
    let begin = next
    while next < bytes.count, ChessRecordReader.isWordByte(bytes[next]) { next += 1 }
    let word = bytes[begin..<next]
    guard let first = word.first else {
      throw error("expected a move, a comment, a variation or a result, found \(found)")
    }
    if (0x30...0x39).contains(first) {
      if let result = ChessResult(rawValue: text(begin..<next)) {
        record.result = result
        return true
      }
      if word.allSatisfy({ (0x30...0x39).contains($0) }) {
        while next < bytes.count, bytes[next] == UInt8(ascii: ".") { next += 1 }
        return false
      }
    }
    let mark = word.reversed().prefix { $0 == UInt8(ascii: "!") || $0 == UInt8(ascii: "?") }
    let sayings = text(next - mark.count..<next)
    if mark.count < word.count {
      let move = word.dropLast(mark.count)
      try play(move, into: &record, &place)
    }
    if !sayings.isEmpty {
      guard let index = ChessRecordReader.marks.firstIndex(of: sayings), place.before != nil else {
        throw error("a mark of quality is one of ! ? !! ?? !? ?! after a move", at: begin)
      }
      record.nodes[place.node].glyphs.append(index + 1)
    }
    return false
  }

  private mutating func play(
    _ word: ArraySlice<UInt8>, into record: inout ChessRecord, _ place: inout Place
  ) throws(NotationError) {
    let move: ChessMove
    do { move = try place.position.move(san: word) } catch let fault {
      throw error(fault.reason, at: word.startIndex + fault.column - 1)
    }
    place.before = place.position
    place.position.play(move)
    place.node = record.append(move, after: place.node)
    record.nodes[place.node].commentBefore = heldComment
    heldComment = ""
  }
}
