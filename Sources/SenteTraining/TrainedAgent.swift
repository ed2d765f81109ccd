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
  /// The environment it was trained in, its rewards neither clipped nor scaled.
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
    let trained = try configuration.environment(in: catalogue)
    let environment = trained.wrapped(trained.wrappers.withRawRewards)
    guard
      let checkpoint = try folder.latestCheckpoint(
        keeping: configuration.keptCheckpoints, report: report)
    else { throw RunError.untrained(path: folder.path) }
    let layout = try configuration.policy(in: environment).layout
    let weights = try folder.reading(checkpoint) {
      try Weights(
        layout: layout, file: SafetensorsFile(bytes: checkpoint.section("weights.safetensors")))
    }
    let standardization = try folder.reading(checkpoint) {
      // An agent that learns from replay keeps them with it.
      let agent = try JSON(parsing: checkpoint.section("state.json"))["agent"]
      let statistics =
        agent?["standardization"] ?? agent?["experience"]?["replay"]?["standardization"]
      return try statistics?.decoded(as: RunningStandardization.self)
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
      weights, configuration.agent, standardization: standardization,
      environment: environment, episodes: episodes, seed: seed, pool: pool)
  }
}

extension TrainedAgent {
  /// The policy traced for one environment, to act with `action(for:mask:_:)`.
  public func makePolicy() -> any Policy & ~Copyable {
    configuration.agent.makePolicy(for: environment.interface, batch: 1)
  }

  /// The likeliest action for one observation, which the policy then remembers; a new episode needs a
  /// new policy or `forget`.
  ///
  /// - Parameter mask: Which choices are legal, where the environment says so.
  public func action(
    for observation: [Float], mask: [Float]? = nil, _ policy: inout any Policy & ~Copyable
  ) -> [Float] {
    if let mask {
      policy.run(observation.span, masks: mask.span, standardization, weights)
    } else {
      policy.run(observation.span, masks: nil, standardization, weights)
    }
    var action = [Float](repeating: 0, count: environment.actionSpace.width)
    var span = action.mutableSpan
    policy.modes(into: &span)
    policy.advance()
    return action
  }
}

extension RunConfiguration {
  /// The policy for one environment; throws where the settings cannot be used in it.
  func policy(
    in environment: EnvironmentSpecification
  ) throws(SettingError) -> any Policy & ~Copyable {
    let interface = environment.interface
    if let problem = agent.problem(in: interface) {
      throw SettingError("\(algorithm.rawValue).\(problem)")
    }
    return agent.makePolicy(for: interface, batch: 1)
  }
}
