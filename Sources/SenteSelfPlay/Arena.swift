import SenteGames
import SentePrimitives
import SenteSearch

/// Whom a network meets.
enum ArenaOpponent<Encoding: PositionEncoding> {
  /// A player.
  case player(any Player<Encoding.Position>)
  /// Another network, which searches as the first does.
  case network(NetworkEvaluator<Encoding>)
}

/// What became of some games, seen by the first player.
public struct ArenaScore: Hashable, Sendable, Codable {
  /// Games that it won.
  public internal(set) var wins = 0
  /// Games that nobody won.
  public internal(set) var draws = 0
  /// Games that it lost.
  public internal(set) var losses = 0

  /// Games that were counted.
  public var games: Int { wins + draws + losses }
  /// The mean score of a game, 0 to 1; ½ before the first.
  public var mean: Double {
    games == 0 ? 0.5 : (Double(wins) + 0.5 * Double(draws)) / Double(games)
  }
}

/// Games side by side between a network that searches without noise and an opponent, in pairs with one
/// opening and exchanged colours.
struct Arena<Encoding: PositionEncoding> {
  typealias Position = Encoding.Position
  typealias Tree = Search<Position, PlainRoot, PUCT>

  private let encoding: Encoding
  private let start: Position
  private let simulations: Int
  private let interior: PUCT
  private let maximumActions: Int
  private let seed: UInt64
  private let pool: ThreadPool?

  /// Actions drawn evenly that begin each pair of games.
  private static var randomActions: Int { 2 }

  init(
    _ encoding: Encoding, start: Position, simulations: Int, exploration: Double,
    maximumActions: Int, seed: UInt64, pool: ThreadPool?
  ) {
    self.encoding = encoding
    self.start = start
    self.simulations = simulations
    interior = PUCT(initial: Float(exploration))
    self.maximumActions = maximumActions
    self.seed = seed
    self.pool = pool
  }

  /// Plays so many games, an odd number made even.
  func play(
    _ network: NetworkEvaluator<Encoding>, against opponent: ArenaOpponent<Encoding>, games: Int
  ) -> ArenaScore {
    let count = games + games % 2
    var courses = (0..<count).map { number in
      var course = Course(start: start)
      var random = RandomStream(seed: seed, role: "opening", index: UInt64(number / 2))
      course.playAtRandom(Arena.randomActions, using: &random)
      return course
    }
    while true {
      let open = courses.indices.filter {
        courses[$0].mover != nil && courses[$0].actions.count < maximumActions
      }
      if open.isEmpty { break }
      let mine = open.filter { (courses[$0].mover == 0) == ($0 % 2 == 0) }
      let theirs = open.filter { !mine.contains($0) }
      search(mine, with: network, &courses)
      switch opponent {
      case .network(let other): search(theirs, with: other, &courses)
      case .player(var player):
        for number in theirs {
          courses[number].play(Self.action(of: &player, in: courses[number]))
        }
      }
    }
    var score = ArenaScore()
    for (number, course) in courses.enumerated() {
      let outcome = course.position.outcome(for: number % 2) ?? 0
      if outcome > 0 {
        score.wins += 1
      } else if outcome < 0 {
        score.losses += 1
      } else {
        score.draws += 1
      }
    }
    return score
  }

  /// What a player plays; those of the pool neither fail nor resign.
  private static func action(
    of player: inout any Player<Position>, in course: Course<Position>
  ) -> Position.Action {
    do {
      let decision = try player.choose(
        in: course, limits: PlayerLimits(), deliberation: Deliberation())
      if case .play(let action) = decision.choice { return action }
      preconditionFailure("\(player.name) resigned in \(course.position.text)")
    } catch {
      preconditionFailure("\(player.name) failed in \(course.position.text): \(error)")
    }
  }

  private func search(
    _ numbers: [Int], with network: NetworkEvaluator<Encoding>,
    _ courses: inout [Course<Position>]
  ) {
    if numbers.isEmpty { return }
    var options = SearchOptions()
    options.memoryLimit = 64 << 20
    let trees = numbers.map { number in
      Tree(
        courses[number].position, interior: interior, options: options, seed: seed,
        index: UInt64(number) << 16 | UInt64(courses[number].actions.count))
    }
    var batch = SearchBatch(trees, pool: pool)
    var evaluator = network
    batch.run(simulations: simulations, with: &evaluator)
    for (place, number) in numbers.enumerated() {
      courses[number].play(batch.searches[place].result.best)
    }
  }
}
