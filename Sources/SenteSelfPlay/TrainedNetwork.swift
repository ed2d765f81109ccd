import SenteCompute
public import SenteGames
import SentePrimitives
public import SenteSearch

/// A network that has been learned, ready to play its game.
public struct TrainedNetwork {
  private let makePlayer: (String, NetworkPlayerSettings, UInt64) -> Any
  private let meet:
    (AlphaZeroConfiguration, Int, Int, UInt64) -> [(name: String, score: ArenaScore)]
  private let examine: ((Int, [SolvedPosition], (Int) -> Void) -> Int)?

  init<Encoding: PositionEncoding>(
    _ evaluator: NetworkEvaluator<Encoding>, start: Encoding.Position, pool: ThreadPool?
  ) {
    makePlayer = { name, settings, seed in
      let known = evaluator.precision.isNative ? evaluator.precision : .float32
      let precision = settings.precision ?? known
      let evaluator =
        precision == evaluator.precision ? evaluator : evaluator.with(precision: precision)
      let player = settings.player(evaluator, name: name, seed: seed)
      return (start as? any GameWithPast)?.remembering(player) ?? player
    }
    meet = { configuration, games, simulations, seed in
      let arena = Arena(
        evaluator.encoding, start: start, simulations: simulations,
        exploration: NetworkPlayerSettings().exploration, maximumActions: 2000, seed: seed,
        pool: pool)
      return RatingPool(configuration).opponents(of: start, seed: seed).map { name, player in
        (name, arena.play(evaluator, against: .player(player), games: games))
      }
    }
    if let evaluator = evaluator as? NetworkEvaluator<ConnectFourEncoding>,
      evaluator.encoding.width == 7, evaluator.encoding.height == 6
    {
      examine = { simulations, positions, progress in
        ConnectFourExam(simulations: simulations, settings: NetworkPlayerSettings(), pool: pool)
          .mistakes(of: evaluator, in: positions, progress)
      }
    } else {
      examine = nil
    }
  }

  /// The network as a player; nil when the game is another one.
  public func player<Position: Game>(
    of game: Position.Type, name: String, settings: NetworkPlayerSettings, seed: UInt64
  ) -> (any Player<Position>)? {
    makePlayer(name, settings, seed) as? any Player<Position>
  }

  /// Games against the pool of a configuration, whose players need no network, in pairs with one opening
  /// and exchanged colours.
  public func meetPool(
    of configuration: AlphaZeroConfiguration, games: Int, simulations: Int, seed: UInt64
  ) -> [(name: String, score: ArenaScore)] {
    meet(configuration, games, simulations, seed)
  }

  /// How often its search turns a win into less or a draw into a loss; nil when the game is not
  /// Connect Four on seven columns and six rows.
  public func mistakes(
    in positions: [SolvedPosition], simulations: Int, progress: (Int) -> Void = { _ in }
  ) -> Int? {
    examine?(simulations, positions, progress)
  }
}
