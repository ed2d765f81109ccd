import SenteGames
import SentePrimitives
import SenteSearch

/// One player of the pool, or the network of one rating.
public struct Rating: Hashable, Sendable, Codable {
  /// `random`, `uct:100`, `alphabeta:2`, `network`.
  public var name: String
  /// The positions of self-play that the network had seen; nil for the players of the pool.
  public var positions: Int?
  /// Elo, the random player at 0.
  public var elo: Double
  /// Games that it is based on.
  public var games: Int
}

/// The results of networks against a fixed pool and against each other, and the ratings that explain
/// them best.
///
/// The model is Bradley and Terry's (a draw is half a win), fitted by Hunter's algorithm ("MM algorithms
/// for generalized Bradley-Terry models", 2004); a drawn game added to each pair that met keeps ratings
/// finite.
struct RatingPool: Hashable, Sendable, Codable {
  private struct Meeting: Hashable, Codable {
    var first: Int
    var second: Int
    var score: ArenaScore
  }

  private let rollouts: [Int]
  private let depths: [Int]
  /// The positions that each network had seen.
  private var seen: [Int] = []
  private var meetings: [Meeting] = []

  init(_ configuration: AlphaZeroConfiguration) {
    (rollouts, depths) = (configuration.ratingRollouts, configuration.ratingDepths)
  }

  private var poolNames: [String] {
    ["random", "greedy"] + rollouts.map { "uct:\($0)" } + depths.map { "alphabeta:\($0)" }
  }
  var networks: Int { seen.count }

  /// Adds a network; returns its number.
  mutating func addNetwork(positions: Int = 0) -> Int {
    seen.append(positions)
    return poolNames.count + seen.count - 1
  }

  /// The players of the pool by name, in the order of their numbers. Every game that can be learned has
  /// UCT, and `AlphaZeroConfiguration.ratingDepths` says which have alpha-beta.
  func opponents<Position: Game>(
    of start: Position, seed: UInt64
  ) -> [(name: String, player: any Player<Position>)] {
    let players = players(of: start, seed: seed)
    precondition(players.count == poolNames.count, "a player of the pool cannot play \(start.text)")
    return Array(zip(poolNames, players))
  }

  /// The players of the pool that can play a game.
  func players<Position: Game>(of start: Position, seed: UInt64) -> [any Player<Position>] {
    if let start = start as? any GameWithPast {
      return start.players(of: self, seed: seed).compactMap { $0 as? any Player<Position> }
    }
    func stream(_ place: Int) -> RandomStream {
      RandomStream(seed: seed, role: "pool", index: UInt64(place + seen.count << 8))
    }
    var players: [any Player<Position>] = [
      UniformPlayer<Position>(random: stream(0)), GreedyPlayer<Position>(random: stream(1)),
    ]
    for (place, count) in rollouts.enumerated() {
      let player = TreePlayer.make(
        for: start, memoryBytes: 64 << 20, defaults: PlayerLimits(simulations: count),
        random: stream(2 + place))
      if let player { players.append(player) }
    }
    for depth in depths {
      let player = AlphaBetaPlayer.make(
        for: start, memoryBytes: 1 << 20, defaults: PlayerLimits(depth: depth))
      if let player { players.append(player) }
    }
    return players
  }

  mutating func note(_ score: ArenaScore, of first: Int, against second: Int) {
    meetings.append(Meeting(first: first, second: second, score: score))
  }

  /// All ratings: the pool's, then the networks', oldest first.
  var table: [Rating] {
    let count = poolNames.count + seen.count
    var wins = [Double](repeating: 0, count: count)
    var games = [Int](repeating: 0, count: count)
    for meeting in meetings {
      let score = meeting.score
      wins[meeting.first] += Double(score.wins) + 0.5 * Double(score.draws) + 0.5
      wins[meeting.second] += Double(score.losses) + 0.5 * Double(score.draws) + 0.5
      games[meeting.first] += score.games
      games[meeting.second] += score.games
    }
    let strengths = fit(wins)
    return (0..<count).compactMap { player in
      guard games[player] > 0 else { return nil }
      let isNetwork = player >= poolNames.count
      return Rating(
        name: isNetwork ? "network" : poolNames[player],
        positions: isNetwork ? seen[player - poolNames.count] : nil,
        elo: 400 / Elementary.log(10) * Elementary.log(strengths[player] / strengths[0]),
        games: games[player])
    }
  }

  private func fit(_ wins: [Double]) -> [Double] {
    var strengths = [Double](repeating: 1, count: wins.count)
    for _ in 0..<2000 {
      var sums = [Double](repeating: 0, count: wins.count)
      for meeting in meetings {
        let (a, b) = (meeting.first, meeting.second)
        let part = Double(meeting.score.games + 1) / (strengths[a] + strengths[b])
        sums[a] += part
        sums[b] += part
      }
      for player in wins.indices where sums[player] > 0 {
        strengths[player] = wins[player] / sums[player]
      }
      let scale = strengths[0]
      for player in wins.indices { strengths[player] /= scale }
    }
    return strengths
  }
}
