public import SenteGames

/// Alpha-beta in a game with an evaluation.
public struct AlphaBetaPlayer<Position: Game>: Player {
  typealias Action = Position.Action
  typealias Thought = (
    inout AlphaBetaMemory<Action>, Position, PlayerLimits<Action>, Deliberation<Action>
  ) -> Analysis<Action>

  private var memory: AlphaBetaMemory<Position.Action>
  private let defaults: PlayerLimits<Position.Action>
  /// The search; made where the game is known, so that the compiler specializes it.
  private let think: Thought

  private init(
    memoryBytes: Int, defaults: PlayerLimits<Position.Action>, think: @escaping Thought
  ) {
    memory = AlphaBetaMemory(bytes: memoryBytes)
    self.defaults = defaults
    self.think = think
  }

  /// A player of a game, nil where the game has no evaluation.
  ///
  /// - Parameters:
  ///   - memoryBytes: the size of the transposition table.
  ///   - defaults: what holds where the limits of a decision say nothing.
  public static func make(
    for position: Position, memoryBytes: Int = 64 << 20,
    defaults: PlayerLimits<Position.Action> = PlayerLimits(depth: 6)
  ) -> (any Player<Position>)? {
    func player<Other: Game>(_ think: @escaping AlphaBetaPlayer<Other>.Thought) -> (
      any Player<Position>
    )? {
      guard let defaults = defaults as? PlayerLimits<Other.Action> else { return nil }
      return AlphaBetaPlayer<Other>(memoryBytes: memoryBytes, defaults: defaults, think: think)
        as? any Player<Position>
    }
    switch position {
    case is Chess:
      return player { AlphaBeta<Chess>.analyze($1, memory: &$0, limits: $2, deliberation: $3) }
    case is Shogi:
      return player { AlphaBeta<Shogi>.analyze($1, memory: &$0, limits: $2, deliberation: $3) }
    case is Othello:
      return player { AlphaBeta<Othello>.analyze($1, memory: &$0, limits: $2, deliberation: $3) }
    case is ConnectFour:
      return player {
        AlphaBeta<ConnectFour>.analyze($1, memory: &$0, limits: $2, deliberation: $3)
      }
    case is TicTacToe:
      return player { AlphaBeta<TicTacToe>.analyze($1, memory: &$0, limits: $2, deliberation: $3) }
    default: return nil
    }
  }

  /// The names of the games that `make(for:)` has an evaluation for.
  public static var games: [String] { ["chess", "shogi", "othello", "connect-four", "tictactoe"] }

  /// `alpha-beta`.
  public var name: String { "alpha-beta" }

  /// Empties the table.
  public mutating func startGame() { memory.clear() }

  /// Searches until the limits are reached; the defaults count where there are none.
  public mutating func choose(
    in course: Course<Position>, limits: PlayerLimits<Position.Action>,
    deliberation: Deliberation<Position.Action>
  ) throws(PlayerFailure) -> Decision<Position.Action> {
    var limits = limits
    let seconds =
      limits.seconds
      ?? limits.clock.flatMap { clock in course.mover.map { clock.budget(player: $0) } }
    if limits.clock != nil { limits.savesTime = true }
    if limits.simulations == nil, limits.depth == nil, seconds == nil, !limits.isInfinite {
      limits.simulations = defaults.simulations
      limits.depth = defaults.depth
    }
    let analysis = think(
      &memory, course.position, limits,
      deliberation.limited(
        toSeconds: seconds ?? (limits.isInfinite ? nil : defaults.seconds)))
    return Decision(.play(analysis.candidates[0].action), analysis: analysis)
  }
}
