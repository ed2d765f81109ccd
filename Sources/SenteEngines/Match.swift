public import SenteGames
import SentePrimitives
public import SenteSearch

/// How the time of a match is counted.
public enum TimeControl: Hashable, Sendable {
  /// Each player thinks as long as its own limits say.
  case none
  /// So many seconds for each move.
  case move(seconds: Double)
  /// So many seconds for all moves, and so many more after each.
  case game(seconds: Double, increment: Double)

  /// Reads `10` (seconds a move) or `60+0.5` (seconds a game and a move); nil for other texts.
  public init?(_ text: String) {
    let parts = text.split(separator: "+", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { Double($0) }
    guard numbers.count == parts.count, (1...2).contains(numbers.count),
      numbers.allSatisfy({ $0 >= 0 && $0 <= 86_400 }), numbers[0] > 0
    else { return nil }
    self =
      numbers.count == 1
      ? .move(seconds: numbers[0]) : .game(seconds: numbers[0], increment: numbers[1])
  }
}

/// How a game of a match ended.
public enum GameEnding: Hashable, Sendable {
  /// By the rules.
  case rules
  /// This player gave up.
  case resignation(player: Int)
  /// The game reached the match's limit of actions, a draw.
  case length
  /// This player overstepped its time, played an illegal move, or its program failed.
  case timeLoss(player: Int, String)
  case illegalMove(player: Int, String)
  case crash(player: Int, String)
}

/// A game of a match.
public struct MatchGame<Position: Game>: Sendable {
  /// Its number, from 0.
  public let number: Int
  /// Whether the first player of the match was player 0.
  public let firstBegins: Bool
  /// The game.
  public let course: Course<Position>
  /// The outcome for players 0 and 1: 1, 0 or -1.
  public let outcome: [Double]
  /// How it ended.
  public let ending: GameEnding

  /// The outcome for the first player of the match.
  public var outcomeOfFirst: Double { outcome[firstBegins ? 0 : 1] }
}

/// Mistakes of one side in a match.
public struct MatchFaults: Hashable, Sendable {
  /// Games lost by an illegal move.
  public var illegalMoves = 0
  /// Games lost because a program failed.
  public var crashes = 0
  /// Games lost by an overstepped time.
  public var timeLosses = 0

  /// No mistake yet.
  public init() {}
}

/// Games between two players, in pairs with one opening and exchanged colours.
public struct Match<Position: PicturedGame> {
  /// The two players.
  public private(set) var players: [any Player<Position>]
  /// How time is counted.
  public var timeControl = TimeControl.none
  /// What the players may use for one move beside time.
  public var limits = PlayerLimits<Position.Action>()
  /// After so many actions a game is a draw.
  public var maximumActions = 2000
  /// How many seconds a player may be late, as messages take time too.
  public var margin = 0.2
  /// What was counted so far.
  public private(set) var score = MatchScore()
  /// The mistakes of both players.
  public private(set) var faults = [MatchFaults(), MatchFaults()]

  private let opening: (Int) -> Course<Position>
  private let surroundings: EngineSurroundings

  /// A match that has not begun.
  ///
  /// - Parameter opening: the beginning of the games of a pair with a number from 0.
  public init(
    _ first: any Player<Position>, _ second: any Player<Position>,
    surroundings: EngineSurroundings, opening: @escaping (Int) -> Course<Position>
  ) {
    players = [first, second]
    self.surroundings = surroundings
    self.opening = opening
  }

  /// Plays the next game and counts it; nil when it was interrupted.
  public mutating func playGame() -> MatchGame<Position>? {
    let number = score.games
    let firstBegins = number % 2 == 0
    var course = opening(number / 2)
    for seat in 0..<2 { players[seat].startGame() }
    var clock = GameClock(remaining: [0, 0])
    if case .game(let seconds, let increment) = timeControl {
      clock = GameClock(remaining: [seconds, seconds], increment: [increment, increment])
    }
    var ending = GameEnding.rules
    while let mover = course.mover {
      if surroundings.isInterrupted() { return nil }
      guard course.actions.count < maximumActions else {
        ending = .length
        break
      }
      let seat = firstBegins ? mover : 1 - mover
      if let stop = playMove(&course, mover: mover, seat: seat, &clock) {
        if surroundings.isInterrupted() { return nil }
        ending = stop
        break
      }
    }
    let game = MatchGame(
      number: number, firstBegins: firstBegins, course: course,
      outcome: Self.outcome(course, ending), ending: ending)
    score.add(game.outcomeOfFirst)
    count(ending, firstBegins)
    return game
  }

  /// Lets a player move; how the game ends if it does not play a legal move in time.
  private mutating func playMove(
    _ course: inout Course<Position>, mover: Int, seat: Int, _ clock: inout GameClock
  ) -> GameEnding? {
    var limits = limits
    limits.stopsWhenDecided = true
    var allowed = Double.infinity
    switch timeControl {
    case .none: break
    case .move(let seconds):
      limits.seconds = seconds
      allowed = seconds
    case .game:
      limits.clock = clock
      allowed = clock.remaining[mover]
    }
    let started = surroundings.now()
    let decision: Decision<Position.Action>
    do {
      decision = try players[seat].choose(
        in: course, limits: limits,
        deliberation: Deliberation(
          now: surroundings.now,
          deadline: { [surroundings] in surroundings.isInterrupted() ? -.infinity : .infinity }))
    } catch {
      switch error {
      case .crash(let reason): return .crash(player: mover, reason)
      case .timeout(let reason): return .timeLoss(player: mover, reason)
      case .illegal(let reason): return .illegalMove(player: mover, reason)
      }
    }
    let used = surroundings.now() - started
    if used > allowed + margin {
      let tenths = (used * 10).rounded() / 10
      return .timeLoss(player: mover, "\(players[seat].name) took \(tenths) s for a move")
    }
    clock.remaining[mover] = max(0, clock.remaining[mover] - used) + clock.increment[mover]
    guard case .play(let action) = decision.choice else { return .resignation(player: mover) }
    guard course.position.isLegal(action) else {
      let text = course.position.text(of: action)
      return .illegalMove(player: mover, "\(players[seat].name) plays '\(text)', which is illegal")
    }
    course.play(action)
    return nil
  }

  private static func outcome(_ course: Course<Position>, _ ending: GameEnding) -> [Double] {
    switch ending {
    case .rules: return course.position.outcome ?? [0, 0]
    case .length: return [0, 0]
    case .resignation(let loser), .timeLoss(let loser, _), .illegalMove(let loser, _),
      .crash(let loser, _):
      return loser == 0 ? [-1, 1] : [1, -1]
    }
  }

  private mutating func count(_ ending: GameEnding, _ firstBegins: Bool) {
    switch ending {
    case .rules, .length, .resignation: break
    case .timeLoss(let player, _): faults[firstBegins ? player : 1 - player].timeLosses += 1
    case .illegalMove(let player, _): faults[firstBegins ? player : 1 - player].illegalMoves += 1
    case .crash(let player, _): faults[firstBegins ? player : 1 - player].crashes += 1
    }
  }
}
