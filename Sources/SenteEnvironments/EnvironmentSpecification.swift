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

  /// What is put around the environment.
  public let wrappers: EnvironmentWrappers

  private let batchMaker: @Sendable (Int, Int?, UInt64, ThreadPool?) -> EnvironmentBatch
  private let singleMaker: @Sendable () -> any Environment
  private let wrapping: @Sendable (EnvironmentWrappers) -> EnvironmentSpecification

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
      rewardThreshold: rewardThreshold, wrappers: EnvironmentWrappers(), single: make,
      batch: { count, limit, seed, pool in
        EnvironmentBatch(
          count: count, maximumEpisodeSteps: limit, seed: seed, pool: pool, make: make)
      },
      wrapped: { wrappers in
        (
          single: { wrappers.around(make()) },
          batch: { count, limit, seed, pool in
            EnvironmentBatch(
              count: count, maximumEpisodeSteps: limit, seed: seed, pool: pool,
              make: { wrappers.around(make()) })
          }
        )
      })
  }

  @usableFromInline typealias SingleMaker = @Sendable () -> any Environment
  @usableFromInline typealias BatchMaker =
    @Sendable (Int, Int?, UInt64, ThreadPool?) -> EnvironmentBatch

  /// An entry for the environment with `wrappers` around it, whose makers are `single` and `batch`;
  /// `wrapped` gives the makers for others.
  @usableFromInline
  init(
    id: String, summary: String, maximumEpisodeSteps: Int?, rewardThreshold: Double?,
    wrappers: EnvironmentWrappers, single: @escaping SingleMaker, batch: @escaping BatchMaker,
    wrapped: @escaping @Sendable (EnvironmentWrappers) -> (single: SingleMaker, batch: BatchMaker)
  ) {
    self.id = id
    self.summary = summary
    // The limit counts the environment's own steps, of which a repeated action takes several.
    self.maximumEpisodeSteps = maximumEpisodeSteps.map {
      ($0 + wrappers.actionRepeat - 1) / wrappers.actionRepeat
    }
    self.rewardThreshold = rewardThreshold
    self.wrappers = wrappers
    let sample = single()
    observationSpace = sample.observationSpace
    actionSpace = sample.actionSpace
    singleMaker = single
    batchMaker = batch
    wrapping = { wrappers in
      let (single, batch) = wrapped(wrappers)
      return EnvironmentSpecification(
        id: id, summary: summary, maximumEpisodeSteps: maximumEpisodeSteps,
        rewardThreshold: rewardThreshold, wrappers: wrappers, single: single, batch: batch,
        wrapped: wrapped)
    }
  }

  /// The same environment with these wrappers around it, in place of those it has.
  public func wrapped(_ wrappers: EnvironmentWrappers) -> EnvironmentSpecification {
    wrappers == self.wrappers ? self : wrapping(wrappers)
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
