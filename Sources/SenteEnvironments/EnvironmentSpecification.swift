public import SentePrimitives

/// What a catalogue knows about an environment: its name, its rules of play and how to make it.
public struct EnvironmentSpecification: Sendable {
  /// The name, as `CartPole-v1`.
  public let id: String
  /// One sentence for a list.
  public let summary: String
  /// After how many steps an episode is truncated; nil for never.
  public let maximumEpisodeSteps: Int?
  /// The mean return from which the task counts as solved; nil where nobody has named one.
  public let rewardThreshold: Double?
  /// What the agent sees.
  public let observationSpace: Space
  /// What the agent may do.
  public let actionSpace: Space

  private let batchMaker: @Sendable (Int, Int?, UInt64, ThreadPool?) -> EnvironmentBatch
  private let singleMaker: @Sendable () -> any Environment

  /// An entry for the environment that `make` gives.
  ///
  /// The batches it makes are specialised for `E` where this is called.
  @inlinable
  public init<E: Environment>(
    id: String, summary: String, maximumEpisodeSteps: Int?, rewardThreshold: Double? = nil,
    make: @escaping @Sendable () -> E
  ) {
    self.init(
      id: id, summary: summary, maximumEpisodeSteps: maximumEpisodeSteps,
      rewardThreshold: rewardThreshold, single: make,
      batch: { count, limit, seed, pool in
        EnvironmentBatch(
          count: count, maximumEpisodeSteps: limit, seed: seed, pool: pool, make: make)
      })
  }

  @usableFromInline
  init(
    id: String, summary: String, maximumEpisodeSteps: Int?, rewardThreshold: Double?,
    single: @escaping @Sendable () -> any Environment,
    batch: @escaping @Sendable (Int, Int?, UInt64, ThreadPool?) -> EnvironmentBatch
  ) {
    self.id = id
    self.summary = summary
    self.maximumEpisodeSteps = maximumEpisodeSteps
    self.rewardThreshold = rewardThreshold
    let sample = single()
    observationSpace = sample.observationSpace
    actionSpace = sample.actionSpace
    singleMaker = single
    batchMaker = batch
  }

  /// `count` copies that step together, episodes limited as the entry says.
  public func makeBatch(count: Int, seed: UInt64, pool: ThreadPool? = nil) -> EnvironmentBatch {
    batchMaker(count, maximumEpisodeSteps, seed, pool)
  }

  /// The environment itself, before its first reset.
  public func makeEnvironment() -> any Environment { singleMaker() }

  /// One copy, episodes limited as the entry says; equal to copy 0 of a batch with the same seed.
  public func makeSingle(seed: UInt64) -> SingleEnvironment {
    SingleEnvironment(singleMaker(), maximumEpisodeSteps: maximumEpisodeSteps, seed: seed)
  }
}
