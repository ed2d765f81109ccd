public import SenteCompute
public import SenteGames
public import SenteNetworks
public import SentePrimitives
import SenteSearch

/// Which of a game's encodings a network sees.
public enum EncodingKind: String, NamedChoice {
  /// Few planes, and the present position alone, but for Go's last action.
  case compact
  /// The planes of AlphaGo Zero and AlphaZero, with the seven positions before: Go, chess and shogi.
  case published
}

/// A game as a network can learn it: the game with an encoding.
///
/// What is generic over encodings is made here, where the game is known, so that the compiler
/// specializes it.
public struct EncodedGame: Sendable {
  private let encoding: any PositionEncoding
  private let start: any Game

  /// The games that have encodings, without their other sizes.
  public static let games = ["tictactoe", "connect-four", "othello", "hex", "go", "chess", "shogi"]

  /// A game with its encoding; nil where there is none of that kind.
  public init?(_ game: NamedGame, _ kind: EncodingKind = .compact) {
    start = game.start
    switch (game.start, kind) {
    case (is TicTacToe, .compact): encoding = TicTacToeEncoding()
    case (let start as ConnectFour, .compact): encoding = ConnectFourEncoding(start)
    case (let start as Othello, .compact): encoding = OthelloEncoding(start)
    case (let start as Hex, .compact): encoding = HexEncoding(start)
    case (let start as Go, .compact): encoding = GoEncoding(start)
    case (let start as Go, .published): encoding = GoHistoryEncoding(start)
    case (is Chess, .compact): encoding = ChessEncoding()
    case (is Chess, .published): encoding = ChessHistoryEncoding()
    case (is Shogi, .compact): encoding = ShogiEncoding()
    case (is Shogi, .published): encoding = ShogiHistoryEncoding()
    default: return nil
    }
  }

  /// The first position as the encoding takes it.
  private func first<Position: Game>(_ type: Position.Type) -> Position {
    if let position = start as? Position { return position }
    if let go = start as? Go, let position = Remembered(go) as? Position { return position }
    if let chess = start as? Chess, let position = Remembered(chess) as? Position {
      return position
    }
    if let shogi = start as? Shogi, let position = Remembered(shogi) as? Position {
      return position
    }
    preconditionFailure("\(start.text) is no position of \(Position.self)")
  }

  /// Whether alpha-beta can judge the game's positions, so that it may be in the pool of ratings.
  public var hasEvaluation: Bool { start is any EvaluatedGame }

  /// Whether areas decide the game, so that heads can learn who owns what.
  public var hasTerritory: Bool {
    func asks<Encoding: PositionEncoding>(_ encoding: Encoding) -> Bool {
      encoding.territory(of: first(Encoding.Position.self)) != nil
    }
    return asks(encoding)
  }

  /// A learner; the configuration must have no `problem`.
  public func makeLearner(
    _ configuration: AlphaZeroConfiguration, seed: UInt64, pool: ThreadPool?,
    clock: @escaping @Sendable () -> Double
  ) -> SelfPlayLearner {
    func learner<Encoding: PositionEncoding>(_ encoding: Encoding) -> SelfPlayLearner {
      SelfPlayLearner(
        AlphaZero(
          encoding, configuration, start: first(Encoding.Position.self), seed: seed, pool: pool,
          clock: clock))
    }
    // Each case names the type, so that the compiler specializes what is behind it.
    switch encoding {
    case let encoding as TicTacToeEncoding: return learner(encoding)
    case let encoding as ConnectFourEncoding: return learner(encoding)
    case let encoding as OthelloEncoding: return learner(encoding)
    case let encoding as HexEncoding: return learner(encoding)
    case let encoding as GoEncoding: return learner(encoding)
    case let encoding as GoHistoryEncoding: return learner(encoding)
    case let encoding as ChessEncoding: return learner(encoding)
    case let encoding as ChessHistoryEncoding: return learner(encoding)
    case let encoding as ShogiEncoding: return learner(encoding)
    case let encoding as ShogiHistoryEncoding: return learner(encoding)
    default: return learner(encoding)
    }
  }

  /// A network that has been learned; throws where the weights are of another network.
  public func makeNetwork(
    _ settings: NetworkSettings, precision: Trace.Precision = .float32, weights: SafetensorsFile,
    pool: ThreadPool? = nil
  ) throws -> TrainedNetwork {
    func network<Encoding: PositionEncoding>(_ encoding: Encoding) throws -> TrainedNetwork {
      let evaluator = NetworkEvaluator(
        encoding, settings, precision: precision, seed: 0, pool: pool)
      evaluator.assign(try Weights(layout: evaluator.layout, file: weights))
      return TrainedNetwork(evaluator, start: first(Encoding.Position.self), pool: pool)
    }
    switch encoding {
    case let encoding as TicTacToeEncoding: return try network(encoding)
    case let encoding as ConnectFourEncoding: return try network(encoding)
    case let encoding as OthelloEncoding: return try network(encoding)
    case let encoding as HexEncoding: return try network(encoding)
    case let encoding as GoEncoding: return try network(encoding)
    case let encoding as GoHistoryEncoding: return try network(encoding)
    case let encoding as ChessEncoding: return try network(encoding)
    case let encoding as ChessHistoryEncoding: return try network(encoding)
    case let encoding as ShogiEncoding: return try network(encoding)
    case let encoding as ShogiHistoryEncoding: return try network(encoding)
    default: return try network(encoding)
    }
  }
}
