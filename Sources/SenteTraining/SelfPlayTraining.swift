public import SenteGames
public import SentePrimitives
public import SenteRuns
public import SenteSelfPlay

/// A run of self-play in progress: the learner and the folder that outlives it.
///
/// The loop belongs to the caller: `turn` until `isDone`, `checkpoint` when it likes. A run resumed from
/// a checkpoint goes on bit for bit, games in progress included.
public final class SelfPlayTraining {
  /// The resolved configuration.
  public let configuration: SelfPlayConfiguration
  /// Where the run lives; nil for a run that leaves nothing behind.
  public let folder: RunFolder?
  private let learner: SelfPlayLearner
  private let clock: @Sendable () -> Double
  private var events: EventWriter?
  private let lock: RunLock?
  private var lastCheckpoint = 0
  private var lastRecord = 0
  private var ratingsKnown = 0

  /// A new run.
  ///
  /// - Parameters:
  ///   - path: The folder to make; nil to leave nothing behind.
  ///   - clock: Seconds since 1970; decides no result.
  public init(
    _ configuration: SelfPlayConfiguration, in catalogue: GameCatalogue = .standard,
    at path: String?, pool: ThreadPool? = nil, clock: @escaping @Sendable () -> Double
  ) throws {
    if let problem = configuration.problem { throw SettingError(problem) }
    self.configuration = configuration
    self.clock = clock
    learner = try SelfPlayTraining.learner(configuration, catalogue, pool, clock)
    if let path {
      let text = try JSON(encoding: configuration).pretty + "\n"
      let folder = try RunFolder.create(at: path, configuration: Array(text.utf8))
      self.folder = folder
      lock = try folder.lock()
      events = try EventWriter.begin(in: folder, wallTime: clock())
    } else {
      folder = nil
      lock = nil
      events = nil
    }
  }

  /// A run that goes on from the latest intact checkpoint of a folder, or from the start if none was
  /// written; damaged checkpoints are handed to `report`, and it throws when all are.
  public init(
    resuming path: String, in catalogue: GameCatalogue = .standard, pool: ThreadPool? = nil,
    clock: @escaping @Sendable () -> Double, report: (CheckpointProblem) -> Void
  ) throws {
    let folder = try RunFolder(opening: path)
    let configuration = try folder.selfPlayConfiguration(in: catalogue)
    self.configuration = configuration
    self.folder = folder
    self.clock = clock
    learner = try SelfPlayTraining.learner(configuration, catalogue, pool, clock)
    lock = try folder.lock()
    let checkpoint = try folder.latestCheckpoint(
      keeping: configuration.keptCheckpoints, report: report)
    if let checkpoint {
      try folder.reading(checkpoint) { try learner.restore { try checkpoint.section($0) } }
      lastCheckpoint = learner.progress.positions
      lastRecord = lastCheckpoint
      ratingsKnown = learner.progress.ratings.count { $0.positions != nil }
    }
    try folder.discardEvaluations(after: learner.progress.positions)
    events = try EventWriter.begin(
      in: folder, wallTime: clock(), resumedAt: learner.progress.positions)
  }

  private static func learner(
    _ configuration: SelfPlayConfiguration, _ catalogue: GameCatalogue, _ pool: ThreadPool?,
    _ clock: @escaping @Sendable () -> Double
  ) throws -> SelfPlayLearner {
    try configuration.encodedGame(in: catalogue).makeLearner(
      configuration.alphazero, seed: configuration.seed, pool: pool, clock: clock)
  }

  /// What was done so far.
  public var progress: SelfPlayProgress { learner.progress }
  /// The digest of the weights that learn.
  public var weightsDigest: Digest { learner.weightsDigest }
  /// Whether all positions have been played.
  public var isDone: Bool { progress.positions >= configuration.positions }

  /// One move in each game, and what is learned from it.
  ///
  /// Throws `LearningFailure` when a number stops being finite; checkpoints stay as they are.
  public func turn() throws {
    try learner.turn(
      progress: Double(progress.positions) / Double(configuration.positions))
    let started = clock()
    try record()
    if progress.positions - lastCheckpoint >= configuration.checkpointPositions {
      try checkpoint()
    }
    learner.charge(recording: clock() - started)
  }

  /// Writes metrics every thousand positions, and a rating once it is there.
  private func record() throws(RunError) {
    let progress = learner.progress
    let known = progress.ratings.count { $0.positions != nil }
    if known > ratingsKnown, let folder, let rating = progress.rating {
      ratingsKnown = known
      try folder.appendEvaluation(
        .object([
          "step": JSON(progress.positions), "rating": JSON(rating.elo),
          "games": JSON(rating.games),
          "ratings": .array(
            progress.ratings.map { rating in
              .object([
                "name": .string(rating.name),
                "positions": rating.positions.map { JSON($0) } ?? .null,
                "rating": JSON(rating.elo), "games": JSON(rating.games),
              ])
            }),
        ]))
    }
    guard events != nil, progress.positions - lastRecord >= 1000 else { return }
    lastRecord = progress.positions
    var scalars = progress.means.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    scalars += [
      ("selfplay/games", Double(progress.games)),
      ("selfplay/windowPositions", Double(progress.windowPositions)),
      ("time/positionsPerSecond", Double(progress.positions) / max(progress.time.total, 1e-9)),
    ]
    if let length = progress.meanLength { scalars.append(("selfplay/gameLength", length)) }
    if let rate = progress.resignation.falsePositiveRate {
      scalars.append(("selfplay/wrongResignations", rate))
    }
    if let rating = progress.rating { scalars.append(("rating/elo", rating.elo)) }
    try events?.record(
      scalars.map { Event.Scalar($0.0, Float($0.1)) }, step: progress.positions,
      wallTime: clock())
  }

  /// Writes the whole state to the folder, after the metrics so far.
  public func checkpoint() throws {
    guard let folder else { return }
    try events?.flush()
    try folder.checkpoints(keeping: configuration.keptCheckpoints).write(
      Checkpoint(step: progress.positions, sections: try learner.snapshot()))
    lastCheckpoint = progress.positions
  }
}

extension RunFolder {
  /// Whether the run is one of self-play; throws when its configuration cannot be read.
  public func isSelfPlay() throws(RunError) -> Bool {
    let bytes = try configuration()
    guard let json = try? JSON(parsing: bytes) else { return false }
    return json["algorithm"]?.string == SelfPlayConfiguration.algorithm
  }

  /// The configuration of a run of self-play; whatever makes it unusable is `RunError.damaged`.
  public func selfPlayConfiguration(
    in catalogue: GameCatalogue = .standard
  ) throws(RunError) -> SelfPlayConfiguration {
    let bytes = try configuration()
    do {
      let configuration = try SelfPlayConfiguration(reading: JSON(parsing: bytes))
      _ = try configuration.encodedGame(in: catalogue)
      return configuration
    } catch {
      throw .damaged(path: file("configuration.json"), reason: readable(error))
    }
  }
}
