public import SenteGames
public import SentePrimitives

/// Monte Carlo tree search as a player; where the game goes on from a position that it knows, it
/// goes on with what its tree knows.
///
/// A limit of simulations counts those kept from earlier decisions: the tree is topped up.
public struct TreePlayer<Position: Game>: Player {
  typealias Action = Position.Action

  /// `uct`, or what the search is called.
  public let name: String
  private let defaults: PlayerLimits<Position.Action>
  private let think: Thought
  private let forget: () -> Void

  @usableFromInline typealias Thought = (
    Course<Position>, PlayerLimits<Position.Action>, Deliberation<Position.Action>
  ) -> Analysis<Position.Action>

  /// A player by a search; made where its rules and evaluator are known, so that the compiler specializes
  /// the search for them.
  ///
  /// - Parameter defaults: what holds where the limits of a decision say nothing.
  @inlinable
  public init<Interior: InteriorRule, Values: Evaluator>(
    name: String, defaults: PlayerLimits<Position.Action>,
    _ search: ContinuedSearch<Position, Interior, Values>
  ) where Values.Position == Position {
    self.init(
      name: name, defaults: defaults, think: { search.think($0, $1, $2) },
      forget: { search.forget() })
  }

  @usableFromInline
  init(
    name: String, defaults: PlayerLimits<Position.Action>, think: @escaping Thought,
    forget: @escaping () -> Void
  ) {
    self.name = name
    self.defaults = defaults
    self.think = think
    self.forget = forget
  }

  /// A player of UCT with one random rollout a simulation; nil for games that nobody has enrolled.
  ///
  /// - Parameters:
  ///   - exploration: the weight of the bound, in units of the outcome.
  ///   - memoryBytes: what the tree may use; a full tree is searched on without growing.
  ///   - defaults: what holds where the limits of a decision say nothing.
  public static func make(
    for position: Position, exploration: Float = 1, memoryBytes: Int = 512 << 20,
    defaults: PlayerLimits<Position.Action> = PlayerLimits(simulations: 1000), random: RandomStream
  ) -> (any Player<Position>)? {
    let options = Self.options(memoryBytes)
    let rule = UCB1(exploration: exploration)
    var random = random
    let seed = random.next()
    func search<Other: Game>(_: Other.Type) -> ContinuedSearch<Other, UCB1, RandomRollouts<Other>> {
      ContinuedSearch(interior: rule, RandomRollouts<Other>(), options, seed: seed)
    }
    // Each game is named, so that the compiler specializes the search for it.
    return
      switch position
    {
    case is TicTacToe: made("uct", defaults, search(TicTacToe.self))
    case is ConnectFour: made("uct", defaults, search(ConnectFour.self))
    case is Othello: made("uct", defaults, search(Othello.self))
    case is Hex: made("uct", defaults, search(Hex.self))
    case is Go: made("uct", defaults, search(Go.self))
    case is Chess: made("uct", defaults, search(Chess.self))
    case is Shogi: made("uct", defaults, search(Shogi.self))
    default: nil
    }
  }

  /// A player of Go by rapid action value estimates with light playouts; nil for other games.
  public static func makeRAVE(
    for position: Position, memoryBytes: Int = 512 << 20,
    defaults: PlayerLimits<Position.Action> = PlayerLimits(simulations: 1000), random: RandomStream
  ) -> (any Player<Position>)? {
    guard position is Go else { return nil }
    let options = Self.options(memoryBytes)
    var random = random
    return made(
      "rave", defaults,
      ContinuedSearch(interior: RAVE(), GoPlayouts(), options, seed: random.next()))
  }

  private static func options(_ memoryBytes: Int) -> SearchOptions {
    var options = SearchOptions()
    options.memoryLimit = memoryBytes
    return options
  }

  /// A player of another game, which is this one where it was looked at before.
  private static func made<Other: Game, Interior: InteriorRule, Values: Evaluator>(
    _ name: String, _ defaults: PlayerLimits<Position.Action>,
    _ search: ContinuedSearch<Other, Interior, Values>
  ) -> (any Player<Position>)? where Values.Position == Other {
    let limits = PlayerLimits<Other.Action>(
      simulations: defaults.simulations, seconds: defaults.seconds)
    return TreePlayer<Other>(name: name, defaults: limits, search) as? any Player<Position>
  }

  /// Gives the memory of the last tree back.
  public mutating func startGame() { forget() }

  /// Searches until the limits are reached; the defaults count where there are none.
  public mutating func choose(
    in course: Course<Position>, limits: PlayerLimits<Position.Action>,
    deliberation: Deliberation<Position.Action>
  ) throws(PlayerFailure) -> Decision<Position.Action> {
    var limits = limits
    var seconds =
      limits.seconds
      ?? limits.clock.flatMap { clock in course.mover.map { clock.budget(player: $0) } }
    if limits.simulations == nil, seconds == nil, !limits.isInfinite, !limits.savesTime {
      limits.simulations = defaults.simulations
      seconds = defaults.seconds
    }
    let analysis = think(course, limits, deliberation.limited(toSeconds: seconds))
    guard let best = analysis.candidates.first else {
      throw .crash("there is nothing to choose from")
    }
    return Decision(.play(best.action), analysis: analysis)
  }
}
