/// Sixteen moves of a game and the positions before them, shared by every copy that went through.
///
/// The history of a game is a list of such pieces from the youngest to the oldest, so that a copy
/// costs one reference count and a move costs a sixteenth of an allocation, however long the game.
/// The list has at most `GoRules.moveLimit` / 16 pieces, which bounds the depth of its release.
final class GoHistory: Sendable {
  /// How many moves a piece holds.
  static let length = 16
  let hashes: InlineArray<16, UInt64>
  let moves: InlineArray<16, UInt16>
  let previous: GoHistory?

  init(hashes: InlineArray<16, UInt64>, moves: InlineArray<16, UInt16>, previous: GoHistory?) {
    self.hashes = hashes
    self.moves = moves
    self.previous = previous
  }

  /// Whether a position lies in this piece or an older one.
  ///
  /// A method that calls itself on the older piece: a loop would retain and release each.
  func contains(_ hash: UInt64) -> Bool {
    let hashes = hashes.span
    for place in 0..<Self.length where hashes[place] == hash { return true }
    return previous?.contains(hash) ?? false
  }
}

/// The position a game begins with, where that is not an empty board with Black to move.
final class GoSetup: Sendable {
  /// Points with stones, by action number.
  let black: [Int]
  let white: [Int]
  let whiteBegins: Bool
  /// How many of the black stones are a handicap.
  let handicap: Int

  init(black: [Int], white: [Int], whiteBegins: Bool, handicap: Int) {
    self.black = black
    self.white = white
    self.whiteBegins = whiteBegins
    self.handicap = handicap
  }
}
