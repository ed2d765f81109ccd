public import SenteAgents

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
    if steps < 1 { return "steps is \(steps), but must be at least 1" }
    if evaluationEpisodes < 1 {
      return "evaluationEpisodes is \(evaluationEpisodes), but must be at least 1"
    }
    if checkpointSteps < 1 {
      return "checkpointSteps is \(checkpointSteps), but must be at least 1"
    }
    if keptCheckpoints < 1 {
      return "keptCheckpoints is \(keptCheckpoints), but must be at least 1"
    }
    return ppo.problem.map { "ppo.\($0)" }
  }
}
