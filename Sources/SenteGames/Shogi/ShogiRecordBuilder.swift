/// Grows a record move by move along one line, and goes back to where variations begin.
struct ShogiRecordBuilder {
  private(set) var record: ShogiRecord
  /// The line that leads to the current node: its nodes and the positions after them.
  private var line: [(node: Int, game: Shogi)]

  init(start: Shogi, headers: [ShogiRecord.Header]) {
    record = ShogiRecord(start: start)
    record.headers = headers
    line = [(0, record.start)]
  }

  /// How many moves lead to the current position.
  var ply: Int { line.count - 1 }
  /// The current position.
  var game: Shogi { line[line.count - 1].game }
  private var node: Int { line[line.count - 1].node }
  /// The move that led here; nil at the start.
  var lastMove: ShogiMove? { record[node].move }
  /// Whether the current line has just been closed by an ending.
  private(set) var hasEnded = false
  /// Whether the current position has been said to be the end, in this line or another.
  var isEnding: Bool { record[node].ending != nil }

  /// Plays a move; throws the reason when it is not legal.
  mutating func play(_ move: ShogiMove) throws(ShogiFault) {
    var next = game
    if let reason = next.reasonAgainst(move) { throw ShogiFault(reason) }
    let number = record.append(move, moving: next.kind(moving: move), to: node)
    next.apply(move)
    line.append((number, next))
  }

  /// Goes back to the position after `ply` moves of the current line.
  mutating func goBack(to ply: Int) {
    line.removeSubrange((ply + 1)...)
    hasEnded = false
  }

  /// Notes how long the last move, or the ending, took.
  mutating func note(seconds: Int) {
    if hasEnded { record[node].endingSeconds = seconds } else { record[node].seconds = seconds }
  }

  /// Notes the end of the game in a position that had no ending yet.
  mutating func note(ending: ShogiRecordEnding) {
    record[node].ending = ending
    record[node].endingOrder = record[node].children.count
    hasEnded = true
  }

  /// Adds a line of comment.
  mutating func note(comment: String) { record[node].comments.append(comment) }
}
