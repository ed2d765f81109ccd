/// A game that walks its own tree: faster than by listing every action as a value, or at least with
/// code that is compiled for this game alone.
public protocol PerftGame: Game {
  /// How many sequences of `depth` legal actions begin here.
  ///
  /// A game with published tables (chess, shogi) leaves out the rules that end it while its players
  /// could still move (repetition, counted moves), as those tables do.
  func countPaths(depth: Int) -> Int
}

extension PerftGame {
  /// The walk over actions as values; all rules apply, so a finished game has no further paths.
  public func countPaths(depth: Int) -> Int {
    precondition(depth >= 0, "a depth is not negative, as \(depth) is")
    return Perft.walk(self, depth: depth)
  }
}

/// Counting the paths of a game tree: the standard test of a move generator, and its speed.
public enum Perft {
  /// How many sequences of `depth` actions begin in a position.
  ///
  /// The last level is counted, not played. Where the game is a `PerftGame` its own walk is used.
  public static func count(_ game: some Game, depth: Int) -> Int {
    precondition(depth >= 0, "a depth is not negative, as \(depth) is")
    if let game = game as? any PerftGame { return game.countPaths(depth: depth) }
    return walk(game, depth: depth)
  }

  /// The count below each legal action, in the order of the actions' texts.
  public static func divide(_ game: some Game, depth: Int) -> [(action: String, count: Int)] {
    precondition(depth >= 1, "a depth to divide is at least 1, not \(depth)")
    let rows = game.legalActions.map { action in
      var next = game
      next.apply(action)
      return (action: game.text(of: action), count: count(next, depth: depth - 1))
    }
    return rows.sorted { $0.action < $1.action }
  }

  /// The walk for every game: all its rules apply, so a finished game has no further paths.
  @inlinable
  static func walk<G: Game>(_ game: G, depth: Int) -> Int {
    if depth == 0 { return 1 }
    var actions: [G.Action] = []
    game.appendLegalActions(to: &actions)
    if depth == 1 { return actions.count }
    var total = 0
    for action in actions {
      var next = game
      next.apply(action)
      total += walk(next, depth: depth - 1)
    }
    return total
  }
}
