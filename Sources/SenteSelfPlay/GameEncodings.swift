public import SenteGames
public import SentePrimitives
import SenteSearch

/// A game with the encodings that it can be learned with.
///
/// What is generic over encodings is made here, where the game is known, so that the compiler
/// specializes it.
public enum EncodedGame {
  /// The names of the games that can be learned, without those of other sizes.
  public static let games = ["tictactoe", "connect-four", "othello", "hex", "go"]

  /// A learner of a game; nil where the game has no encoding.
  public static func makeLearner(
    of game: NamedGame, _ configuration: AlphaZeroConfiguration, seed: UInt64, pool: ThreadPool?,
    clock: @escaping @Sendable () -> Double
  ) -> (any SelfPlayLearner)? {
    func learner<Encoding: PositionEncoding>(
      _ encoding: Encoding, _ start: Encoding.Position
    ) -> any SelfPlayLearner {
      AlphaZero(encoding, configuration, start: start, seed: seed, pool: pool, clock: clock)
    }
    return switch game.start {
    case let start as TicTacToe: learner(TicTacToeEncoding(), start)
    case let start as ConnectFour: learner(ConnectFourEncoding(start), start)
    case let start as Othello: learner(OthelloEncoding(start), start)
    case let start as Hex: learner(HexEncoding(start), start)
    case let start as Go: learner(GoEncoding(start), start)
    default: nil
    }
  }

  /// Whether a game has an encoding.
  public static func isKnown(_ game: NamedGame) -> Bool {
    switch game.start {
    case is TicTacToe, is ConnectFour, is Othello, is Hex, is Go: true
    default: false
    }
  }
}
