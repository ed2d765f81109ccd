public import SenteGames
import SenteNetworks
public import SentePrimitives
public import SenteRuns
public import SenteSelfPlay

/// What a run of self-play has learned, read from its folder: ready to play, or to be examined.
public struct SelfPlayRun {
  /// How the run was configured.
  public let configuration: SelfPlayConfiguration
  /// How many positions of self-play it had seen.
  public let step: Int
  /// The network.
  public let network: TrainedNetwork

  /// Reads the latest intact checkpoint of a run; damaged ones are handed to `report`.
  public init(
    run path: String, in catalogue: GameCatalogue = .standard, pool: ThreadPool? = nil,
    report: (CheckpointProblem) -> Void
  ) throws {
    let folder = try RunFolder(opening: path)
    let configuration = try folder.selfPlayConfiguration(in: catalogue)
    guard
      let checkpoint = try folder.latestCheckpoint(
        keeping: configuration.keptCheckpoints, report: report)
    else { throw RunError.untrained(path: folder.path) }
    let game = try configuration.encodedGame(in: catalogue)
    network = try folder.reading(checkpoint) {
      try game.makeNetwork(
        configuration.alphazero.network, precision: configuration.alphazero.precision,
        weights: SafetensorsFile(bytes: checkpoint.section("weights.safetensors")), pool: pool)
    }
    self.configuration = configuration
    step = checkpoint.step
  }
}
