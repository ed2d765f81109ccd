public import SenteAgents
public import SenteEnvironments
import SentePrimitives

/// Everything that decides how a run goes, resolved; `configuration.json` of its folder.
public struct RunConfiguration: Hashable, Sendable, Codable {
  /// The algorithm's name.
  public var algorithm = "ppo"
  /// The environment's id.
  public var environment: String
  /// The seed of all randomness.
  public var seed: UInt64 = 1
  /// Environment steps to train for; the last rollout may pass them.
  public var steps = 100_000
  /// Fresh episodes played after training.
  public var evaluationEpisodes = 100
  /// Environment steps between two checkpoints.
  public var checkpointSteps = 100_000
  /// How many of the latest checkpoints are kept.
  public var keptCheckpoints = 3
  /// What is put around the environment.
  public var wrappers = EnvironmentWrappers()
  /// The algorithm's settings.
  public var ppo = PPO.Configuration()

  /// The settings that suit an environment: those of `presets` where it is known, else the defaults.
  public init(environment: String) {
    self.environment = environment
    RunConfiguration.presets[environment]?(&self)
  }

  /// The names of the algorithms there are.
  public static let algorithms = ["ppo"]

  /// The first setting that is out of range, in words; nil when all are usable.
  public var problem: String? {
    if !RunConfiguration.algorithms.contains(algorithm) {
      return "algorithm '\(algorithm)' is not known; there is \(RunConfiguration.algorithms[0])"
    }
    let limits = [
      ("steps", steps, 1...1_000_000_000_000),
      ("evaluationEpisodes", evaluationEpisodes, 1...1_000_000),
      ("checkpointSteps", checkpointSteps, 1...1_000_000_000_000),
      ("keptCheckpoints", keptCheckpoints, 1...1_000_000),
    ]
    for (name, value, range) in limits where !range.contains(value) {
      return "\(name) is \(value), but must lie in \(range)"
    }
    if let problem = wrappers.problem { return "wrappers.\(problem)" }
    return ppo.problem.map { "ppo.\($0)" }
  }

  /// The environment that the configuration names, with its wrappers.
  func environment(
    in catalogue: EnvironmentCatalogue
  ) throws(SettingError) -> EnvironmentSpecification {
    guard let specification = catalogue[environment] else {
      throw SettingError(
        "unknown environment '\(environment)'" + suggestion(for: environment, among: catalogue.ids))
    }
    return specification.wrapped(wrappers)
  }
}
