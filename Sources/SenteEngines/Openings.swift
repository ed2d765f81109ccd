public import SenteGames
public import SenteSearch

extension Course where Position: PicturedGame {
  /// Reads an opening: a position in the game's notation, or `moves` and moves from the start.
  ///
  /// A game of Go in SGF becomes its moves, so that they can be told to an engine one by one.
  public init(opening text: String, of game: NamedGame, start: Position) throws(NotationError) {
    let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
    self.init(start: start)
    if words.first == "moves" {
      for (number, word) in words.dropFirst().enumerated() {
        do throws(NotationError) {
          play(try position.action(from: word))
        } catch {
          throw NotationError(
            line: error.line, column: error.column, reason: "move \(number + 1): \(error.reason)")
        }
      }
    } else {
      guard let position = try game.position(text) as? Position else {
        throw NotationError(column: 1, reason: "that is a position of another game")
      }
      self.init(start: position)
      if let go = position as? Go, let moves = go.moves as? [Position.Action] {
        let replayed = Self(start: start, legal: moves)
        if replayed.position == position { self = replayed }
      }
    }
    guard mover != nil else { throw NotationError(column: 1, reason: "the game is over there") }
  }

  private init(start: Position, legal actions: [Position.Action]) {
    self.init(start: start)
    for action in actions where position.isLegal(action) { play(action) }
  }
}
