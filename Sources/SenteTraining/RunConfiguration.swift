public import SenteAgents
public import SenteEnvironments
import SentePrimitives

/// Everything that decides how a run goes, resolved; `configuration.json` of its folder.
///
/// There are settings for every algorithm; those of the chosen one alone are saved, listed and
/// compared with what is allowed.
public struct RunConfiguration: Hashable, Sendable {
  /// The algorithm.
  public var algorithm: Algorithm
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
  /// The settings of PPO.
  public var ppo = PPO.Configuration()
  /// The settings of A2C.
  public var a2c = A2C.Configuration()
  /// The settings of REINFORCE.
  public var reinforce = REINFORCE.Configuration()
  /// The settings of SAC.
  public var sac = SAC.Configuration()
  /// The settings of discrete SAC.
  public var discreteSAC = DiscreteSAC.Configuration()
  /// The settings of DDPG.
  public var ddpg = DDPG.Configuration()
  /// The settings of TD3.
  public var td3 = TD3.Configuration()
  /// The settings of TQC.
  public var tqc = TQC.Configuration()
  /// The settings of REDQ.
  public var redq = REDQ.Configuration()
  /// The settings of DroQ.
  public var droq = DroQ.Configuration()
  /// The settings of CrossQ.
  public var crossq = CrossQ.Configuration()
  /// The settings of DQN.
  public var dqn = DQN.Configuration()
  /// The settings of C51.
  public var c51 = C51.Configuration()
  /// The settings of QR-DQN.
  public var qrdqn = QRDQN.Configuration()
  /// The settings of IQN.
  public var iqn = IQN.Configuration()
  /// The settings of Rainbow.
  public var rainbow = Rainbow.configuration
  /// The settings of R2D2.
  public var r2d2 = R2D2.Configuration()
  /// The settings of PQN.
  public var pqn = PQN.Configuration()

  /// The settings that suit an environment: those of `presets` where it is known, else the defaults.
  public init(_ algorithm: Algorithm = .ppo, environment: String) {
    self.algorithm = algorithm
    self.environment = environment
    RunConfiguration.presets[algorithm]?[environment]?(&self)
  }

  /// The names of the algorithms there are.
  public static let algorithms = Algorithm.allCases.map(\.rawValue)

  /// The settings of the chosen algorithm.
  public var agent: any AgentConfiguration {
    switch algorithm {
    case .ppo: ppo
    case .a2c: a2c
    case .reinforce: reinforce
    case .sac: sac
    case .discreteSAC: discreteSAC
    case .ddpg: ddpg
    case .td3: td3
    case .tqc: tqc
    case .redq: redq
    case .droq: droq
    case .crossq: crossq
    case .dqn: dqn
    case .c51: c51
    case .qrdqn: qrdqn
    case .iqn: iqn
    case .rainbow: rainbow
    case .r2d2: r2d2
    case .pqn: pqn
    }
  }

  /// The first setting that is out of range, in words; nil when all are usable.
  public var problem: String? {
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
    return agent.problem.map { "\(algorithm.rawValue).\($0)" }
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

// MARK: - As JSON

extension RunConfiguration: Codable {
  private enum Key: String, CodingKey {
    case algorithm, environment, seed, steps, evaluationEpisodes, checkpointSteps, keptCheckpoints
    case wrappers, ppo, a2c, reinforce, sac, ddpg, td3, tqc, redq, droq, crossq, dqn, c51, qrdqn
    case iqn, rainbow, r2d2, pqn
    case discreteSAC = "sac-discrete"
  }

  /// Reads a configuration; the settings of algorithms other than the chosen one are the defaults.
  /// Runs from before there were wrappers have none.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    let name = try container.decode(String.self, forKey: .algorithm)
    guard let algorithm = Algorithm(rawValue: name) else {
      throw SettingError(unknownAlgorithm: name)
    }
    self.algorithm = algorithm
    environment = try container.decode(String.self, forKey: .environment)
    seed = try container.decode(UInt64.self, forKey: .seed)
    steps = try container.decode(Int.self, forKey: .steps)
    evaluationEpisodes = try container.decode(Int.self, forKey: .evaluationEpisodes)
    checkpointSteps = try container.decode(Int.self, forKey: .checkpointSteps)
    keptCheckpoints = try container.decode(Int.self, forKey: .keptCheckpoints)
    wrappers =
      try container.decodeIfPresent(EnvironmentWrappers.self, forKey: .wrappers) ?? wrappers
    switch algorithm {
    case .ppo: ppo = try container.decode(PPO.Configuration.self, forKey: .ppo)
    case .a2c: a2c = try container.decode(A2C.Configuration.self, forKey: .a2c)
    case .reinforce:
      reinforce = try container.decode(REINFORCE.Configuration.self, forKey: .reinforce)
    case .sac: sac = try container.decode(SAC.Configuration.self, forKey: .sac)
    case .discreteSAC:
      discreteSAC = try container.decode(DiscreteSAC.Configuration.self, forKey: .discreteSAC)
    case .ddpg: ddpg = try container.decode(DDPG.Configuration.self, forKey: .ddpg)
    case .td3: td3 = try container.decode(TD3.Configuration.self, forKey: .td3)
    case .tqc: tqc = try container.decode(TQC.Configuration.self, forKey: .tqc)
    case .redq: redq = try container.decode(REDQ.Configuration.self, forKey: .redq)
    case .droq: droq = try container.decode(DroQ.Configuration.self, forKey: .droq)
    case .crossq: crossq = try container.decode(CrossQ.Configuration.self, forKey: .crossq)
    case .dqn: dqn = try container.decode(DQN.Configuration.self, forKey: .dqn)
    case .c51: c51 = try container.decode(C51.Configuration.self, forKey: .c51)
    case .qrdqn: qrdqn = try container.decode(QRDQN.Configuration.self, forKey: .qrdqn)
    case .iqn: iqn = try container.decode(IQN.Configuration.self, forKey: .iqn)
    case .rainbow: rainbow = try container.decode(C51.Configuration.self, forKey: .rainbow)
    case .r2d2: r2d2 = try container.decode(R2D2.Configuration.self, forKey: .r2d2)
    case .pqn: pqn = try container.decode(PQN.Configuration.self, forKey: .pqn)
    }
  }

  /// Writes the configuration with the settings of the chosen algorithm.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(algorithm.rawValue, forKey: .algorithm)
    try container.encode(environment, forKey: .environment)
    try container.encode(seed, forKey: .seed)
    try container.encode(steps, forKey: .steps)
    try container.encode(evaluationEpisodes, forKey: .evaluationEpisodes)
    try container.encode(checkpointSteps, forKey: .checkpointSteps)
    try container.encode(keptCheckpoints, forKey: .keptCheckpoints)
    try container.encode(wrappers, forKey: .wrappers)
    switch algorithm {
    case .ppo: try container.encode(ppo, forKey: .ppo)
    case .a2c: try container.encode(a2c, forKey: .a2c)
    case .reinforce: try container.encode(reinforce, forKey: .reinforce)
    case .sac: try container.encode(sac, forKey: .sac)
    case .discreteSAC: try container.encode(discreteSAC, forKey: .discreteSAC)
    case .ddpg: try container.encode(ddpg, forKey: .ddpg)
    case .td3: try container.encode(td3, forKey: .td3)
    case .tqc: try container.encode(tqc, forKey: .tqc)
    case .redq: try container.encode(redq, forKey: .redq)
    case .droq: try container.encode(droq, forKey: .droq)
    case .crossq: try container.encode(crossq, forKey: .crossq)
    case .dqn: try container.encode(dqn, forKey: .dqn)
    case .c51: try container.encode(c51, forKey: .c51)
    case .qrdqn: try container.encode(qrdqn, forKey: .qrdqn)
    case .iqn: try container.encode(iqn, forKey: .iqn)
    case .rainbow: try container.encode(rainbow, forKey: .rainbow)
    case .r2d2: try container.encode(r2d2, forKey: .r2d2)
    case .pqn: try container.encode(pqn, forKey: .pqn)
    }
  }
}
