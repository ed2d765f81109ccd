import SenteCompute
import SenteGames
import SentePrimitives
public import SenteSelfPlay

/// Everything that decides how a run of self-play goes, resolved; `configuration.json` of its folder.
public struct SelfPlayConfiguration: Hashable, Sendable {
  /// The name by which commands and run folders know the algorithm.
  public static let algorithm = "alphazero"

  /// The game's name.
  public var game: String
  /// The seed of all randomness.
  public var seed: UInt64 = 1
  /// Positions of self-play to train for; the last turn may pass them.
  public var positions = 500_000
  /// Positions between two checkpoints.
  public var checkpointPositions = 100_000
  /// How many of the latest checkpoints are kept.
  public var keptCheckpoints = 2
  /// The settings of AlphaZero.
  public var alphazero = AlphaZeroConfiguration()

  /// The settings that suit a game: those of `presets` where it is known, else the defaults.
  public init(game: String) {
    self.game = game
    SelfPlayConfiguration.presets[game]?(&self)
  }

  /// The first setting that is out of range, in words; nil when all are usable.
  public var problem: String? {
    let limits = [
      ("positions", positions, 1...1_000_000_000_000),
      ("checkpointPositions", checkpointPositions, 1...1_000_000_000_000),
      ("keptCheckpoints", keptCheckpoints, 1...1_000_000),
    ]
    for (name, value, range) in limits where !range.contains(value) {
      return "\(name) is \(value), but must lie in \(range)"
    }
    return alphazero.problem.map { "alphazero.\($0)" }
  }

  /// The game that the configuration names; throws where there is none, or none that can be learned.
  func encodedGame(in catalogue: GameCatalogue) throws(SettingError) -> EncodedGame {
    guard let named = catalogue[game] else {
      throw SettingError("unknown game '\(game)'" + suggestion(for: game, among: catalogue.names))
    }
    guard let encoded = EncodedGame(named, alphazero.encoding) else {
      if EncodedGame(named) != nil {
        throw SettingError("\(game) has no published encoding; set encoding=compact")
      }
      throw SettingError(
        "\(game) has no encoding for a network; there are"
          + " \(EncodedGame.games.joined(separator: ", "))")
    }
    let network = alphazero.network
    if network.predictsOwnership || network.predictsScore, !encoded.hasTerritory {
      throw SettingError(
        "no areas decide \(game), so that no head can learn them; leave"
          + " alphazero.network.predicts\(network.predictsOwnership ? "Ownership" : "Score") false")
    }
    if !alphazero.ratingDepths.isEmpty, !encoded.hasEvaluation {
      throw SettingError(
        "\(game) has no evaluation for alpha-beta; leave alphazero.ratingDepths empty")
    }
    return encoded
  }

  /// Settings for games on which the defaults fall short; values have the scale 1 that the recorded runs
  /// had.
  static let presets: [String: @Sendable (inout SelfPlayConfiguration) -> Void] = [
    // Random first moves show it the positions that good play never reaches.
    "tictactoe": { run in
      run.positions = 40_000
      run.checkpointPositions = 20_000
      run.alphazero.games = 32
      run.alphazero.simulations = 16
      run.alphazero.valueScale = 1
      run.alphazero.randomActions = 4
      run.alphazero.startPositions = 1_000
      run.alphazero.networkInterval = 500
      run.alphazero.ratingInterval = 10_000
      run.alphazero.batchSize = 64
      run.alphazero.window.initial = 10_000
      run.alphazero.network.blocks = 1
      run.alphazero.network.channels = 16
      run.alphazero.ratingRollouts = [100]
    },
    "connect-four": { run in
      run.positions = 3_000_000
      run.alphazero.valueScale = 1
      run.alphazero.randomActions = 8
      run.alphazero.precision = .bfloat16
      run.alphazero.searchValueShare = 0.25
      run.alphazero.weightDecay = 0.02
      run.alphazero.ratingInterval = 250_000
    },
    "othello-6": smallBoard,
    "hex-7": smallBoard,
    // A quarter of the searches are learned from, and each game's end is said point by point.
    "go-9": { run in
      run.positions = 4_000_000
      run.checkpointPositions = 200_000
      run.alphazero.games = 128
      run.alphazero.precision = .bfloat16
      run.alphazero.simulations = 64
      run.alphazero.valueScale = 1
      run.alphazero.fastSimulations = 12
      run.alphazero.fullSearchShare = 0.25
      run.alphazero.replayRatio = 6
      run.alphazero.randomActions = 3
      run.alphazero.searchValueShare = 0.25
      run.alphazero.weightDecay = 0.02
      run.alphazero.networkInterval = 8_000
      run.alphazero.window.initial = 12_500
      run.alphazero.window.maximum = 300_000
      run.alphazero.network.channels = 48
      run.alphazero.network.poolsGlobally = true
      run.alphazero.network.predictsOwnership = true
      run.alphazero.network.predictsScore = true
      run.alphazero.ratingInterval = 500_000
      run.alphazero.ratingGames = 20
    },
    "chess": { run in
      matingGame(&run)
      run.positions = 5_000_000
      run.alphazero.maximumActions = 200
      run.alphazero.ratingInterval = 500_000
    },
    "shogi": { run in
      matingGame(&run)
      run.positions = 3_200_000
      run.alphazero.maximumActions = 300
      run.alphazero.ratingInterval = 400_000
    },
  ]

  private static let smallBoard: @Sendable (inout SelfPlayConfiguration) -> Void = { run in
    run.positions = 1_000_000
    run.alphazero.valueScale = 1
    run.alphazero.randomActions = 4
    run.alphazero.precision = .int8
    run.alphazero.searchValueShare = 0.25
    run.alphazero.weightDecay = 0.02
    run.alphazero.ratingInterval = 100_000
  }

  /// Play that knows nothing seldom mates, so that outcomes say little at first: all positions are learned
  /// from, a small network sees many games, and values weigh much.
  private static let matingGame: @Sendable (inout SelfPlayConfiguration) -> Void = { run in
    run.checkpointPositions = 200_000
    run.alphazero.games = 128
    run.alphazero.precision = .int8
    run.alphazero.simulations = 24
    run.alphazero.valueScale = 1
    run.alphazero.replayRatio = 2
    run.alphazero.randomActions = 4
    run.alphazero.searchValueShare = 0.25
    run.alphazero.weightDecay = 0.02
    run.alphazero.networkInterval = 8_000
    run.alphazero.ratingGames = 20
    run.alphazero.ratingRollouts = [100]
    run.alphazero.ratingDepths = [1, 2, 3]
  }
}

// MARK: - As JSON, and by name

extension SelfPlayConfiguration: Codable {
  private enum Key: String, CodingKey {
    case algorithm, game, seed, positions, checkpointPositions, keptCheckpoints, alphazero
  }

  /// Reads a configuration.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    let name = try container.decode(String.self, forKey: .algorithm)
    guard name == SelfPlayConfiguration.algorithm else {
      throw SettingError("the algorithm is '\(name)', not \(SelfPlayConfiguration.algorithm)")
    }
    game = try container.decode(String.self, forKey: .game)
    seed = try container.decode(UInt64.self, forKey: .seed)
    positions = try container.decode(Int.self, forKey: .positions)
    checkpointPositions = try container.decode(Int.self, forKey: .checkpointPositions)
    keptCheckpoints = try container.decode(Int.self, forKey: .keptCheckpoints)
    alphazero = try container.decode(AlphaZeroConfiguration.self, forKey: .alphazero)
  }

  /// Writes the configuration.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(SelfPlayConfiguration.algorithm, forKey: .algorithm)
    try container.encode(game, forKey: .game)
    try container.encode(seed, forKey: .seed)
    try container.encode(positions, forKey: .positions)
    try container.encode(checkpointPositions, forKey: .checkpointPositions)
    try container.encode(keptCheckpoints, forKey: .keptCheckpoints)
    try container.encode(alphazero, forKey: .alphazero)
  }

  /// Reads `configuration.json`; a name that is missing or unknown and a value that cannot be used
  /// throw. Settings that came with later versions have their defaults.
  init(reading json: JSON) throws {
    let defaults = try JSON(encoding: SelfPlayConfiguration(game: ""))
    let completed = json.completed(
      by: defaults, below: ["alphazero"], except: AlphaZeroConfiguration.optionalSettings)
    self = try completed.decoded(as: SelfPlayConfiguration.self)
    let known = try named().leafPaths
    if let unknown = completed.leafPaths.first(where: { !known.contains($0) }) {
      throw SettingError("unknown setting '\(unknown)'")
    }
    if let problem { throw SettingError(problem) }
  }

  /// Replaces one setting, given as `key=value`; unknown keys and values that do not fit throw.
  public mutating func set(_ assignment: String) throws(SettingError) {
    self = try SettingNames.set(assignment, fixed: ["algorithm", "game"], named)
  }

  /// Every setting with its present value, `key=value`, sorted.
  public var settings: [String] { (try? named()).map(SettingNames.list) ?? [] }

  private func named() throws -> JSON {
    try AlphaZeroConfiguration.optionalSettings
      .map { ["alphazero"] + $0.split(separator: ".").map(String.init) }
      .reduce(JSON(encoding: self)) { json, path in
        json.find(path) == nil ? json.inserting(.null, at: path[...]) : json
      }
  }
}
