public import SenteGames

/// Whoever chooses actions in one game: a rule, a search, or another program.
///
/// A player keeps what it likes between two calls (a tree, a table, a running program); the course
/// of the game that it is shown says everything it needs to know, so a call may follow any other.
public protocol Player<Position> {
  /// The game it plays.
  associatedtype Position: Game

  /// What the player calls itself, in one line.
  var name: String { get }

  /// Forgets what belongs to earlier games.
  mutating func startGame()

  /// Chooses what to do in the last position of a course; the game must not be over there.
  ///
  /// - Throws: `PlayerFailure` when the player cannot answer, as when its program has died.
  mutating func choose(
    in course: Course<Position>, limits: PlayerLimits<Position.Action>,
    deliberation: Deliberation<Position.Action>
  ) throws(PlayerFailure) -> Decision<Position.Action>
}

/// What a player may use for one decision; where nothing is said, the player's own default holds.
public struct PlayerLimits<Action: Hashable & Sendable>: Sendable {
  /// Simulations of a tree search, and positions visited by alpha-beta.
  public var simulations: Int?
  /// Half-moves that alpha-beta looks ahead, quiescence not counted.
  public var depth: Int?
  /// Seconds for this decision.
  public var seconds: Double?
  /// The clocks of the game, for players that divide their time themselves.
  public var clock: GameClock?
  /// The only actions to consider; none stands for all.
  public var actions: [Action] = []
  /// How many candidates to examine so far that their values can be trusted.
  public var lines = 1
  /// Whether to go on until the deliberation ends, whatever the player's defaults.
  public var isInfinite = false
  /// Whether to stop early where more time is unlikely to change the decision.
  public var savesTime = false
  /// Whether to stop where the rest of the time could not change the decision: only the action counts,
  /// not what is known about the others.
  public var stopsWhenDecided = false

  /// No limits.
  public init(simulations: Int? = nil, depth: Int? = nil, seconds: Double? = nil) {
    self.simulations = simulations
    self.depth = depth
    self.seconds = seconds
  }
}

/// The clocks of a game of two, in seconds.
public struct GameClock: Hashable, Sendable {
  /// What each player has left, byoyomi not counted.
  public var remaining: [Double]
  /// What each player is given after a move.
  public var increment: [Double]
  /// What each move may take once the time is used up, lost if not used (USI); 0 for none.
  public var byoyomi: Double
  /// How many moves there are until more time is given; nil for the rest of the game.
  public var movesToGo: Int?

  /// Clocks that show these times.
  public init(
    remaining: [Double], increment: [Double] = [0, 0], byoyomi: Double = 0, movesToGo: Int? = nil
  ) {
    self.remaining = remaining
    self.increment = increment
    self.byoyomi = byoyomi
    self.movesToGo = movesToGo
  }

  /// What a player should spend on one move, and never more than it has.
  ///
  /// - Parameters:
  ///   - moves: how many moves the game is expected to last, where the clock does not say.
  ///   - lag: seconds that are lost on the way to the clock.
  public func budget(player: Int, moves: Int = 30, lag: Double = 0.05) -> Double {
    let share = remaining[player] / Double(max(1, min(movesToGo ?? moves, moves)))
    let wanted = share + 0.8 * increment[player] + byoyomi
    let most = remaining[player] * (movesToGo == 1 || byoyomi > 0 ? 1 : 0.5) + byoyomi
    return max(0.001, min(wanted, most) - lag)
  }
}

/// What surrounds a decision while it is made: a clock, a deadline, and someone who listens.
///
/// Searches look at both every few hundred positions. The default has neither, so that a result
/// depends on the limits alone.
public struct Deliberation<Action: Hashable & Sendable> {
  /// Seconds on a clock that only goes forward.
  public var now: () -> Double
  /// When to stop on that clock: -infinity at once, infinity never. It may move during the search.
  public var deadline: () -> Double
  /// Hears what the player knows so far, whenever it knows more.
  public var report: ((Analysis<Action>) -> Void)?

  /// No clock, no deadline, no listener.
  public init() { self.init(now: { 0 }, deadline: { .infinity }) }

  /// A clock, a deadline and a listener.
  public init(
    now: @escaping () -> Double, deadline: @escaping () -> Double,
    report: ((Analysis<Action>) -> Void)? = nil
  ) {
    self.now = now
    self.deadline = deadline
    self.report = report
  }

  /// Whether it is time to stop.
  public var isOver: Bool { now() >= deadline() }

  /// The same, ended at the latest after some seconds from now.
  public func limited(toSeconds seconds: Double?) -> Deliberation {
    guard let seconds else { return self }
    let (end, deadline) = (now() + seconds, deadline)
    return Deliberation(now: now, deadline: { min(end, deadline()) }, report: report)
  }
}

/// What a player does.
public enum Choice<Action: Hashable & Sendable>: Hashable, Sendable {
  /// It plays an action.
  case play(Action)
  /// It gives the game up.
  case resign
}

/// What a player does, and what it thought.
public struct Decision<Action: Hashable & Sendable>: Sendable {
  /// What it does.
  public var choice: Choice<Action>
  /// What it knows about the position; empty for players that know nothing.
  public var analysis: Analysis<Action>

  /// A decision.
  public init(_ choice: Choice<Action>, analysis: Analysis<Action> = Analysis()) {
    self.choice = choice
    self.analysis = analysis
  }
}

/// What a player knows about the actions of a position.
public struct Analysis<Action: Hashable & Sendable>: Sendable {
  /// The candidates, the best first.
  public var candidates: [Candidate<Action>] = []
  /// Simulations of a tree search, or positions that alpha-beta visited.
  public var nodes = 0
  /// How many half-moves ahead the search has looked at least; 0 where unknown.
  public var depth = 0
  /// How many half-moves ahead it has looked at most; 0 where unknown.
  public var greatestDepth = 0
  /// Which part of its memory the player has filled, from 0 to 1.
  public var memoryUse = 0.0
  /// What the player wants to say about its search, such as that its memory was full; or nil.
  public var note: String?

  /// Knows nothing.
  public init() {}
}

/// What a player knows about one action.
public struct Candidate<Action: Hashable & Sendable>: Sendable {
  /// The action.
  public var action: Action
  /// How often a tree search has been there; nil for other players.
  public var visits: Int?
  /// The expected outcome for the player to move, from -1 to 1.
  public var value: Double
  /// The value in hundredths of a pawn, or the distance to mate, where the player counts so.
  public var score: Score?
  /// The probability that the player gave the action before it searched; nil where it does not.
  public var prior: Double?
  /// The line that the player expects, this action first.
  public var principalVariation: [Action]

  /// What is known about an action.
  public init(
    action: Action, visits: Int? = nil, value: Double, score: Score? = nil, prior: Double? = nil,
    principalVariation: [Action]
  ) {
    self.action = action
    self.visits = visits
    self.value = value
    self.score = score
    self.prior = prior
    self.principalVariation = principalVariation
  }
}

/// A value as programs of chess and shogi state it, seen by the player to move.
public enum Score: Hashable, Sendable {
  /// Hundredths of a pawn.
  case centipawns(Int)
  /// A forced end after so many half-moves; negative where the player to move loses.
  case mate(halfMoves: Int)
}

/// Why a player gives no answer.
public enum PlayerFailure: Error, Hashable, Sendable, CustomStringConvertible {
  /// Its program could not be started, has ended, or has said what no program may say.
  case crash(String)
  /// It did not answer in time.
  case timeout(String)
  /// It answered with an action that is not legal.
  case illegal(String)

  /// One line.
  public var description: String {
    switch self {
    case .crash(let reason), .timeout(let reason), .illegal(let reason): reason
    }
  }
}
