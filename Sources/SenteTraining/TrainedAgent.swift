public import SenteAgents
public import SenteCompute
public import SenteEnvironments
import SenteNetworks
public import SentePrimitives
public import SenteRuns

/// What a run has learned, read from its folder: ready to be evaluated, watched or shipped.
public struct TrainedAgent: ~Copyable {
  /// How the run was configured.
  public let configuration: RunConfiguration
  /// The environment it was trained in.
  public let environment: EnvironmentSpecification
  /// How far the run had come.
  public let step: Int
  /// The network's weights.
  public let weights: Weights
  /// The statistics of observations that belong to the weights.
  public let standardization: RunningStandardization?

  /// Reads the latest intact checkpoint of a run; damaged ones are handed to `report`.
  public init(
    run path: String, in catalogue: EnvironmentCatalogue = .standard,
    report: (CheckpointProblem) -> Void
  ) throws {
    let folder = try RunFolder(opening: path)
    let configuration = try folder.runConfiguration(in: catalogue)
    let environment = try configuration.environment(in: catalogue)
    guard
      let checkpoint = try folder.latestCheckpoint(
        keeping: configuration.keptCheckpoints, report: report)
    else { throw RunError.untrained(path: folder.path) }
    let policy = ActorCriticPolicy(
      observationSpace: environment.observationSpace, actionSpace: environment.actionSpace,
      configuration.ppo.network, batch: 1)
    let layout = policy.layout
    let weights = try folder.reading(checkpoint) {
      try Weights(
        layout: layout, file: SafetensorsFile(bytes: checkpoint.section("weights.safetensors")))
    }
    let standardization = try folder.reading(checkpoint) {
      try JSON(parsing: checkpoint.section("state.json"))["agent"]?["standardization"]?
        .decoded(as: RunningStandardization.self)
    }
    self.configuration = configuration
    self.environment = environment
    self.standardization = standardization
    self.weights = weights
    step = checkpoint.step
  }

  /// Plays fresh episodes without noise.
  public func evaluate(
    episodes: Int, seed: UInt64, pool: ThreadPool? = nil
  ) throws(EnvironmentFault) -> Evaluation {
    try Evaluation(
      weights, configuration.ppo.network, standardization: standardization,
      environment: environment, episodes: episodes, seed: seed, pool: pool)
  }
}

extension TrainedAgent {
  /// The policy traced for one observation, to act with `action(for:_:)`.
  public func makePolicy() -> ActorCriticPolicy {
    ActorCriticPolicy(
      observationSpace: environment.observationSpace, actionSpace: environment.actionSpace,
      configuration.ppo.network, batch: 1)
  }

  /// The likeliest action for one observation.
  public func action(for observation: [Float], _ policy: inout ActorCriticPolicy) -> [Float] {
    policy.run(observation.span, standardization, weights)
    var action = [Float](repeating: 0, count: environment.actionSpace.width)
    var span = action.mutableSpan
    policy.modes(into: &span)
    return action
  }
}
