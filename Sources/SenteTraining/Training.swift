public import SenteAgents
public import SenteEnvironments
import SenteCompute
import SenteNetworks
public import SentePrimitives
public import SenteRuns

/// A training run in progress: agent, environments and counters, with the folder that outlives them.
///
/// The loop belongs to the caller: `turn` until `isDone`, `checkpoint` when it likes. Between two turns
/// the whole state is in memory as values; a run resumed from a checkpoint goes on bit for bit.
public final class Training {
  /// The resolved configuration.
  public let configuration: RunConfiguration
  /// Where the run lives; nil for a run that leaves nothing behind.
  public let folder: RunFolder?
  /// The environment.
  public let environment: EnvironmentSpecification
  /// What was done so far.
  public private(set) var progress = Progress()
  private var agent: any Agent & ~Copyable
  private let batch: EnvironmentBatch
  private let clock: @Sendable () -> Double
  private var events: EventWriter?
  private let lock: RunLock?
  private var lastCheckpoint = 0
  /// What was learned since the last record, and when that was.
  private var metricsSoFar = LearningMetrics()
  private var lastRecord = 0

  /// Environment steps between two records at least; turns may be as short as one step.
  private static let recordSteps = 100

  /// The counters of a run.
  public struct Progress: Hashable, Sendable, Codable {
    /// Environment steps, over all environments.
    public var steps = 0
    /// Gradient steps.
    public var updates = 0
    /// Episodes that ended.
    public var episodes = 0
    /// Returns of the last hundred episodes, oldest first.
    public var recentReturns: [Double] = []
    /// Lengths of the last hundred episodes.
    public var recentLengths: [Int] = []
    /// Where the time went.
    public var time = TimeAccount()

    /// The mean return of the last hundred episodes; nil before the first ended.
    public var returnMean: Double? {
      recentReturns.isEmpty ? nil : RunningStatistics(recentReturns).mean
    }

    mutating func add(_ episode: FinishedEpisode) {
      episodes += 1
      recentReturns.append(episode.episodeReturn)
      recentLengths.append(episode.length)
      if recentReturns.count > 100 {
        recentReturns.removeFirst()
        recentLengths.removeFirst()
      }
    }
  }

  /// What `state.json` of a checkpoint holds.
  private struct Saved: Codable {
    var progress: Progress
    var agent: JSON
    var environments: EnvironmentBatch.State
  }

  /// A new run.
  ///
  /// - Parameters:
  ///   - path: The folder to make; nil to leave nothing behind.
  ///   - clock: Seconds since 1970; decides no result.
  public init(
    _ configuration: RunConfiguration, in catalogue: EnvironmentCatalogue = .standard,
    at path: String?, pool: ThreadPool? = nil, clock: @escaping @Sendable () -> Double
  ) throws {
    let parts = try Training.parts(configuration, catalogue, pool)
    self.configuration = configuration
    self.clock = clock
    environment = parts.environment
    batch = parts.batch
    agent = configuration.agent.makeAgent(
      for: environment.interface, seed: configuration.seed, pool: pool)
    if let path {
      let text = try JSON(encoding: configuration).pretty + "\n"
      let folder = try RunFolder.create(at: path, configuration: Array(text.utf8))
      self.folder = folder
      lock = try folder.lock()
      events = try EventWriter.begin(in: folder, wallTime: clock())
      try agent.keepReplay(in: configuration.replayFile(in: folder))
    } else {
      folder = nil
      lock = nil
      events = nil
    }
    try batch.reset()
  }

  /// A run that goes on from the latest intact checkpoint of a folder, or from the start if none was
  /// written; damaged checkpoints are handed to `report`, and it throws when all are.
  public init(
    resuming path: String, in catalogue: EnvironmentCatalogue = .standard,
    pool: ThreadPool? = nil, clock: @escaping @Sendable () -> Double,
    report: (CheckpointProblem) -> Void
  ) throws {
    let folder = try RunFolder(opening: path)
    let configuration = try folder.runConfiguration(in: catalogue)
    let parts = try Training.parts(configuration, catalogue, pool)
    self.configuration = configuration
    self.folder = folder
    self.clock = clock
    environment = parts.environment
    batch = parts.batch
    agent = configuration.agent.makeAgent(
      for: environment.interface, seed: configuration.seed, pool: pool)
    lock = try folder.lock()
    let checkpoint = try folder.latestCheckpoint(
      keeping: configuration.keptCheckpoints, report: report)
    try batch.reset()
    try agent.keepReplay(in: configuration.replayFile(in: folder))
    if let checkpoint { try folder.reading(checkpoint) { try restore(checkpoint) } }
    try folder.discardEvaluations(after: progress.steps)
    events = try EventWriter.begin(in: folder, wallTime: clock(), resumedAt: progress.steps)
  }

  private func restore(_ checkpoint: Checkpoint) throws {
    let saved = try JSON(parsing: checkpoint.section("state.json")).decoded(as: Saved.self)
    try agent.restore(
      AgentSnapshot(
        weights: SafetensorsFile(bytes: checkpoint.section("weights.safetensors")),
        optimizer: SafetensorsFile(bytes: checkpoint.section("optimizer.safetensors")),
        rest: saved.agent, replay: checkpoint.sections["replay"] ?? []))
    try batch.restore(saved.environments)
    progress = saved.progress
    lastCheckpoint = progress.steps
    lastRecord = progress.steps
  }

  private static func parts(
    _ configuration: RunConfiguration, _ catalogue: EnvironmentCatalogue, _ pool: ThreadPool?
  ) throws -> (environment: EnvironmentSpecification, batch: EnvironmentBatch) {
    if let problem = configuration.problem { throw SettingError(problem) }
    let environment = try configuration.environment(in: catalogue)
    let agent = configuration.agent
    if let problem = agent.problem(in: environment.interface) {
      throw SettingError(
        "\(configuration.algorithm.rawValue).\(problem)" + configuration.others(in: environment))
    }
    return (
      environment,
      environment.makeBatch(count: agent.environments, seed: configuration.seed, pool: pool)
    )
  }

  // MARK: Going on

  /// Whether all steps have been taken.
  public var isDone: Bool { progress.steps >= configuration.steps }

  /// One rollout and what is learned from it.
  ///
  /// Throws `EnvironmentFault` or `NotFinite` when a number stops being finite; checkpoints stay as
  /// they are.
  @discardableResult
  public func turn() throws -> LearningMetrics {
    let batch = batch
    var actions = [Float](repeating: 0, count: batch.count * batch.actionWidth)
    // Schedules are read as of the turn's beginning.
    let done = Double(progress.steps) / Double(configuration.steps)
    var now = clock()
    while !agent.isReadyToLearn {
      act(&actions)
      now = charge(\.inference, since: now)
      try batch.step(actions: actions.span)
      now = charge(\.environment, since: now)
      agent.observe(
        rewards: batch.rewards, ends: batch.ends, finalObservations: batch.finalObservations)
      for episode in batch.finishedEpisodes { progress.add(episode) }
      progress.steps += batch.count
      now = charge(\.inference, since: now)
    }
    let metrics = try agent.learn(
      batch.observations, masks: batch.actionMasks, progress: done)
    progress.updates += metrics.updates
    now = charge(\.learning, since: now)
    metricsSoFar.merge(metrics)
    if progress.steps - lastRecord >= Training.recordSteps { try record() }
    if progress.steps - lastCheckpoint >= configuration.checkpointSteps { try checkpoint() }
    _ = charge(\.recording, since: now)
    return metrics
  }

  private func act(_ actions: inout [Float]) {
    let batch = batch
    var span = actions.mutableSpan
    agent.act(batch.observations, masks: batch.actionMasks, actions: &span)
  }

  private func charge(
    _ part: WritableKeyPath<TimeAccount, Double>, since start: Double
  ) -> Double {
    let now = clock()
    progress.time[keyPath: part] += now - start
    return now
  }

  /// Adds the metrics since the last record to the event file.
  private func record() throws(RunError) {
    let metrics = metricsSoFar
    metricsSoFar = LearningMetrics()
    lastRecord = progress.steps
    guard events != nil else { return }
    var scalars = metrics.scalars.map { ($0.name, $0.value) }
    scalars.append(
      ("time/stepsPerSecond", Double(progress.steps) / max(progress.time.total, 1e-9)))
    if let mean = progress.returnMean {
      scalars.append(("episode/return", mean))
      let lengths = RunningStatistics(progress.recentLengths.lazy.map { Double($0) })
      scalars.append(("episode/length", lengths.mean))
    }
    try events?.record(
      scalars.map { Event.Scalar($0.0, Float($0.1)) }, step: progress.steps, wallTime: clock())
  }

  // MARK: Keeping

  /// Writes the whole state to the folder, after the metrics so far.
  public func checkpoint() throws {
    guard let folder else { return }
    let start = clock()
    if lastRecord < progress.steps { try record() }
    try events?.flush()
    let snapshot = try snapshot(of: agent)
    let saved = Saved(
      progress: progress, agent: snapshot.rest, environments: try batch.snapshot())
    let state = try JSON(encoding: saved)
    var sections = [
      "weights.safetensors": snapshot.weights.bytes,
      "optimizer.safetensors": snapshot.optimizer.bytes,
      "state.json": Array(state.description.utf8),
    ]
    if !snapshot.replay.isEmpty { sections["replay"] = snapshot.replay }
    try folder.checkpoints(keeping: configuration.keptCheckpoints).write(
      Checkpoint(step: progress.steps, sections: sections))
    lastCheckpoint = progress.steps
    _ = charge(\.recording, since: start)
  }

  /// Plays fresh episodes with the present weights and notes the result in the folder.
  public func evaluate(pool: ThreadPool? = nil) throws -> Evaluation {
    let start = clock()
    let (settings, statistics) = (configuration.agent, agent.standardization)
    let evaluation = try withWeights(of: agent) { weights in
      try Evaluation(
        weights, settings, standardization: statistics, environment: environment,
        episodes: configuration.evaluationEpisodes, seed: configuration.seed, pool: pool)
    }
    if let folder {
      try folder.appendEvaluation(
        .object([
          "step": JSON(progress.steps), "episodes": JSON(evaluation.returns.count),
          "seed": JSON(configuration.seed), "returnMean": JSON(evaluation.returns.mean),
          "returnStd": JSON(evaluation.returns.standardDeviation),
          "lengthMean": JSON(evaluation.lengths.mean),
        ]))
      try events?.record(
        [Event.Scalar("evaluation/return", Float(evaluation.returns.mean))], step: progress.steps,
        wallTime: clock())
      try events?.flush()
    }
    _ = charge(\.evaluation, since: start)
    return evaluation
  }

  /// Bytes that the replay takes, in its file if the run has a folder; 0 without one.
  public var replayByteCount: Int { agent.replayByteCount }

  /// The digest of the present weights.
  public var weightsDigest: Digest { agent.weightsDigest }
}

extension RunConfiguration {
  /// Which algorithms can act in an environment where the chosen one cannot, for the end of a line;
  /// empty where it can with its default settings.
  fileprivate func others(in environment: EnvironmentSpecification) -> String {
    let (id, interface) = (environment.id, environment.interface)
    let able = Algorithm.allCases.filter {
      RunConfiguration($0, environment: id).agent.problem(in: interface) == nil
    }
    if able.isEmpty || able.contains(algorithm) { return "" }
    return "; algorithms that can: \(able.map(\.rawValue).joined(separator: ", "))"
  }

  /// Where the replay lies, and what it must have room for.
  fileprivate func replayFile(in folder: RunFolder) -> ReplayFile {
    // The last turn may pass the steps asked for, and a checkpoint is taken between two turns.
    ReplayFile(path: folder.file("replay.bin"), steps: steps, checkpointSteps: checkpointSteps)
  }
}

// Swift 6.3.1 calls what only reads on a stored agent of any kind when it is lent as an argument, and
// takes the same call on the property itself for one that consumes it.

private func snapshot(of agent: borrowing any Agent & ~Copyable) throws -> AgentSnapshot {
  try agent.snapshot()
}

private func withWeights<Result>(
  of agent: borrowing any Agent & ~Copyable, _ body: (borrowing Weights) throws -> Result
) rethrows -> Result {
  try agent.withWeights(body)
}
