extension ChessRecord {
  /// The game as PGN: tags, an empty line, moves in lines of at most 79 columns, an empty line.
  ///
  /// Comments stand as they are and may make a line longer. A `Result` tag is written with
  /// `result`. Reading the text gives the same record.
  public var pgn: String {
    var text = ""
    for tag in tags {
      let value = tag.name == "Result" ? result.rawValue : tag.value
      text += "[\(tag.name) \"\(ChessRecord.escaped(value))\"]\n"
    }
    if !tags.isEmpty { text += "\n" }
    var writer = ChessRecordWriter()
    writer.write(self)
    return text + writer.text + "\n\n"
  }

  private static func escaped(_ value: String) -> String {
    var text = String.UnicodeScalarView()
    for scalar in value.unicodeScalars {
      if scalar == "\"" || scalar == "\\" { text.append("\\") }
      text.append(scalar == "\n" ? " " : scalar)
    }
    return String(text)
  }
}

/// Lays out the moves of a record.
private struct ChessRecordWriter {
  private enum Task {
    /// The line that goes on after a node.
    case line(after: Int, position: ChessPosition, needsNumber: Bool)
    /// A variation that begins with a node.
    case variation(Int, position: ChessPosition)
    case close
  }

  private(set) var text = ""
  private var column = 0
  /// An opening bracket that waits for what it embraces.
  private var prefix = ""

  /// Writes the tree with a stack of its own: variations may be nested deeper than calls can.
  mutating func write(_ record: ChessRecord) {
    writeComment(record.nodes[0].comment)
    var tasks = [Task.line(after: 0, position: record.start, needsNumber: true)]
    while let task = tasks.popLast() {
      switch task {
      case .close:
        text += ")"
        column += 1
      case .variation(let node, let position):
        prefix = "("
        if !record.nodes[node].commentBefore.isEmpty {
          writeComment(record.nodes[node].commentBefore)
        }
        let next = writeMove(record, node, position, needsNumber: true)
        tasks.append(.close)
        let isInterrupted = !record.nodes[node].comment.isEmpty
        tasks.append(.line(after: node, position: next, needsNumber: isInterrupted))
      case .line(let parent, let position, let needsNumber):
        let children = record.nodes[parent].children
        guard let first = children.first else { continue }
        let next = writeMove(record, first, position, needsNumber: needsNumber)
        let isInterrupted = children.count > 1 || !record.nodes[first].comment.isEmpty
        tasks.append(.line(after: first, position: next, needsNumber: isInterrupted))
        for node in children.dropFirst().reversed() {
          tasks.append(.variation(node, position: position))
        }
      }
    }
    writeToken(record.result.rawValue)
  }

  private mutating func writeMove(
    _ record: ChessRecord, _ node: Int, _ position: ChessPosition, needsNumber: Bool
  ) -> ChessPosition {
    guard let move = record.nodes[node].move else { return position }
    if position.sideToMove == .white {
      writeToken("\(position.fullmoveNumber).")
    } else if needsNumber {
      writeToken("\(position.fullmoveNumber)...")
    }
    writeToken(position.san(of: move))
    for glyph in record.nodes[node].glyphs { writeToken("$\(glyph)") }
    writeComment(record.nodes[node].comment)
    var next = position
    next.play(move)
    return next
  }

  private mutating func writeToken(_ token: String) {
    let piece = prefix + token
    prefix = ""
    if column > 0 {
      if column + 1 + piece.utf8.count > 79 {
        text += "\n"
        column = 0
      } else {
        text += " "
        column += 1
      }
    }
    text += piece
    column += piece.utf8.count
  }

  private mutating func writeComment(_ comment: String) {
    if comment.isEmpty { return }
    guard comment.utf8.contains(UInt8(ascii: "}")) else { return writeToken("{\(comment)}") }
    // A brace cannot stand in a comment in braces; it can in one that lasts to the end of the line.
    for line in comment.split(separator: "\n") {
      writeToken("; \(line)")
      text += "\n"
      column = 0
    }
  }
}
