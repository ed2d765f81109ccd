public import SenteAgents
public import SenteCompute
public import SenteEnvironments
public import SentePrimitives

/// What a policy reached in fresh episodes, acting without noise.
public struct Evaluation: Hashable, Sendable {
  /// The sum of rewards of each episode, undiscounted.
  public var returns: RunningStatistics
  /// The steps of each episode.
  public var lengths: RunningStatistics

  /// How many episodes are played side by side at most; memory does not grow beyond.
  private static let groupSize = 1024

  /// Plays `episodes` episodes, each in an environment of its own, so that short ones count no more
  /// than long ones.
  ///
  /// Rewards are those of the environment itself, neither clipped nor scaled.
  ///
  /// - Parameter seed: The seed of the episodes; they share no randomness with training.
  public init(
    _ weights: borrowing Weights, _ configuration: any AgentConfiguration,
    standardization: RunningStandardization?, environment: EnvironmentSpecification,
    episodes: Int, seed: UInt64, pool: ThreadPool? = nil
  ) throws(EnvironmentFault) {
    var stream = RandomStream(seed: seed, role: "evaluation")
    let environment = environment.wrapped(environment.wrappers.withRawRewards)
    var finished: [FinishedEpisode] = []
    while finished.count < episodes {
      finished += try Evaluation.group(
        weights, configuration, standardization: standardization, environment: environment,
        episodes: min(episodes - finished.count, Evaluation.groupSize), seed: stream.next(),
        pool: pool)
    }
    returns = RunningStatistics(finished.map(\.episodeReturn))
    lengths = RunningStatistics(finished.map { Double($0.length) })
  }

  /// The first episode of each of `episodes` environments that are stepped together.
  private static func group(
    _ weights: borrowing Weights, _ configuration: any AgentConfiguration,
    standardization: RunningStandardization?, environment: EnvironmentSpecification,
    episodes: Int, seed: UInt64, pool: ThreadPool?
  ) throws(EnvironmentFault) -> [FinishedEpisode] {
    let batch = environment.makeBatch(count: episodes, seed: seed, pool: pool)
    var policy = configuration.makePolicy(for: batch.interface, batch: episodes)
    var actions = [Float](repeating: 0, count: episodes * batch.actionWidth)
    var results = [FinishedEpisode?](repeating: nil, count: episodes)
    var open = episodes
    try batch.reset()
    while open > 0 {
      policy.run(batch.observations, masks: batch.actionMasks, standardization, weights)
      var span = actions.mutableSpan
      policy.modes(into: &span)
      policy.advance()
      try batch.step(actions: actions.span)
      policy.forget(batch.ends)
      for episode in batch.finishedEpisodes where results[episode.environment] == nil {
        results[episode.environment] = episode
        open -= 1
      }
    }
    return results.compactMap(\.self)
  }
}
