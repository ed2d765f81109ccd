import Foundation
import SenteAgents
import SenteEnvironments
import SentePrimitives
import SenteRuns
import SenteTraining
import Testing

@Suite struct TrainingTests {
  private func folder() -> String {
    FileManager.default.temporaryDirectory.appending(path: "sente-\(UUID().uuidString)").path
  }

  private func configuration(_ id: String = "CartPole-v1") -> RunConfiguration {
    var configuration = RunConfiguration(environment: id)
    configuration.steps = 1024
    configuration.ppo = .init()
    configuration.ppo.epochs = 2
    configuration.ppo.minibatchSize = 64
    configuration.checkpointSteps = 256
    configuration.evaluationEpisodes = 4
    return configuration
  }

  @Test func `a run stopped at any checkpoint and resumed ends with the same bits`() throws {
    let whole = try Training(configuration(), at: nil, clock: { 0 })
    while !whole.isDone { try whole.turn() }
    for turns in 1...3 {
      let path = folder()
      defer { try? FileManager.default.removeItem(atPath: path) }
      do {
        let first = try Training(configuration(), at: path, clock: { 0 })
        for _ in 0..<turns { try first.turn() }
      }
      let second = try Training(resuming: path, clock: { 0 }, report: { _ in })
      #expect(second.progress.steps == 256 * turns)
      while !second.isDone { try second.turn() }
      #expect(second.weightsDigest == whole.weightsDigest)
      #expect(second.progress.recentReturns == whole.progress.recentReturns)
    }
  }

  /// A short run in a world that suits the algorithm; what learns from replay soon overflows it.
  private func smallRun(_ algorithm: Algorithm) throws -> RunConfiguration {
    let needsBox = ["sac", "ddpg", "td3", "tqc", "redq", "droq", "crossq"]
    let id = needsBox.contains(algorithm.rawValue) ? "Pendulum-v1" : "CartPole-v1"
    var configuration = RunConfiguration(algorithm, environment: id)
    configuration.steps = 2000
    configuration.evaluationEpisodes = 2
    configuration.ppo.network.memory = .gru
    configuration.ppo.sequenceLength = 16
    guard configuration.settings.contains(where: { $0.contains(".replay.capacity=") }) else {
      return configuration
    }
    for setting in [
      "capacity=800", "warmupSteps=300", "batchSize=16", "rolloutSteps=20",
      "updatesPerStep=0.05", "replay.normalizesObservations=true",
    ] { try configuration.set(setting) }
    return configuration
  }

  @Test(arguments: Algorithm.allCases)
  func `a run of every algorithm is resumed bit for bit and read back`(
    algorithm: Algorithm
  ) throws {
    let configuration = try smallRun(algorithm)
    let whole = try Training(configuration, at: nil, clock: { 0 })
    while !whole.isDone { try whole.turn() }
    let path = folder()
    defer { try? FileManager.default.removeItem(atPath: path) }
    do {
      let first = try Training(configuration, at: path, clock: { 0 })
      try first.turn()
      try first.checkpoint()
    }
    do {
      let second = try Training(resuming: path, clock: { 0 }, report: { _ in })
      while !second.isDone { try second.turn() }
      #expect(second.weightsDigest == whole.weightsDigest)
      try second.checkpoint()
    }
    let agent = try TrainedAgent(run: path, report: { _ in })
    #expect(agent.configuration.settings == configuration.settings)
    let result = try agent.evaluate(episodes: 2, seed: configuration.seed)
    #expect(result.returns == (try whole.evaluate().returns))
  }

  /// SAC whose ring of 60 rows goes round many times between two checkpoints.
  private func overflowing() -> RunConfiguration {
    var configuration = RunConfiguration(.sac, environment: "Pendulum-v1")
    configuration.steps = 1200
    configuration.checkpointSteps = 300
    configuration.sac.environments = 2
    configuration.sac.network.hiddenWidths = [16]
    configuration.sac.replay.capacity = 60
    configuration.sac.replay.warmupSteps = 40
    configuration.sac.replay.batchSize = 8
    configuration.sac.replay.rolloutSteps = 5
    configuration.sac.replay.updatesPerStep = 0.2
    return configuration
  }

  /// R2D2 with such a ring, which keeps what was remembered as well, in episodes that are cut off.
  private func overflowingMemory() -> RunConfiguration {
    var configuration = RunConfiguration(.r2d2, environment: "probe/truncation")
    configuration.steps = 1200
    configuration.checkpointSteps = 300
    configuration.r2d2.environments = 2
    configuration.r2d2.network.hiddenWidths = [8]
    configuration.r2d2.memoryWidth = 4
    (configuration.r2d2.burnInSteps, configuration.r2d2.sequenceLength) = (2, 3)
    configuration.r2d2.sequencePeriod = 2
    configuration.r2d2.replay.returnSteps = 2
    configuration.r2d2.replay.capacity = 60
    configuration.r2d2.replay.warmupSteps = 40
    configuration.r2d2.replay.batchSize = 4
    configuration.r2d2.replay.rolloutSteps = 5
    configuration.r2d2.replay.updatesPerStep = 0.2
    return configuration
  }

  @Test(arguments: [Algorithm.sac, .r2d2])
  func `a replay that went on after the checkpoint is taken back to it`(
    algorithm: Algorithm
  ) throws {
    let configuration = algorithm == .sac ? overflowing() : overflowingMemory()
    let whole = try Training(configuration, at: nil, clock: { 0 })
    while !whole.isDone { try whole.turn() }
    for turns in [29, 31, 50, 88] {
      let path = folder()
      defer { try? FileManager.default.removeItem(atPath: path) }
      do {
        // Dropped without a checkpoint, as by a kill: what it wrote since stays in the file.
        let first = try Training(configuration, at: path, clock: { 0 })
        for _ in 0..<turns { try first.turn() }
      }
      // What the file keeps, a checkpoint does not.
      #expect(FileManager.default.fileExists(atPath: path + "/replay.bin"))
      let second = try Training(resuming: path, clock: { 0 }, report: { _ in })
      #expect(second.progress.steps == turns * 10 / 300 * 300)
      while !second.isDone { try second.turn() }
      #expect(second.weightsDigest == whole.weightsDigest, "\(turns) turns")
    }
  }

  @Test func `a checkpoint whose replay is overwritten is not resumed`() throws {
    let path = folder()
    defer { try? FileManager.default.removeItem(atPath: path) }
    do {
      var configuration = overflowing()
      configuration.keptCheckpoints = 10
      let first = try Training(configuration, at: path, clock: { 0 })
      while !first.isDone { try first.turn() }
    }
    for step in try FileManager.default.contentsOfDirectory(atPath: path + "/checkpoints")
    where Int(step) != 300 {
      try FileManager.default.removeItem(atPath: path + "/checkpoints/" + step)
    }
    let error = #expect(throws: (any Error).self) {
      _ = try Training(resuming: path, clock: { 0 }, report: { _ in })
    }
    #expect("\(error, default: "")".contains("replay.bin no longer holds"))
  }

  @Test func `a replay larger than memory is refused before a folder is made`() throws {
    let path = folder()
    var configuration = RunConfiguration(.dqn, environment: "MinAtar/Breakout-v1")
    configuration.dqn.replay.capacity = 1_000_000_000
    let error = #expect(throws: SettingError.self) {
      _ = try Training(configuration, at: path, clock: { 0 })
    }
    #expect("\(error, default: "")".hasPrefix("dqn.replay.capacity is 1000000000, which takes"))
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  @Test func `a run from before there was memory is read`() throws {
    let path = folder()
    defer { try? FileManager.default.removeItem(atPath: path) }
    do { _ = try Training(configuration(), at: path, clock: { 0 }) }
    let file = URL(fileURLWithPath: path + "/configuration.json")
    var json = try JSON(parsing: String(contentsOf: file, encoding: .utf8))
    var members = try #require(json.object)
    var ppo = try #require(members["ppo"]?.object)
    var network = try #require(ppo["network"]?.object)
    for name in ["memory", "memoryWidth", "continuous"] {
      #expect(network.removeValue(forKey: name) != nil)
    }
    #expect(ppo.removeValue(forKey: "sequenceLength") != nil)
    #expect(members.removeValue(forKey: "wrappers") != nil)
    ppo["network"] = .object(network)
    members["ppo"] = .object(ppo)
    json = .object(members)
    try Data(json.description.utf8).write(to: file)
    let training = try Training(resuming: path, clock: { 0 }, report: { _ in })
    #expect(training.configuration == configuration())
  }

  @Test func `a space that the settings do not suit is refused before a folder is made`() throws {
    let path = folder()
    var configuration = configuration()
    configuration.ppo.network.noiseResamplingSteps = 4
    let error = #expect(throws: SettingError.self) {
      _ = try Training(configuration, at: path, clock: { 0 })
    }
    #expect("\(error, default: "")".hasPrefix("ppo.network.noiseResamplingSteps is 4, but actions"))
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  @Test func `a damaged checkpoint is named and the one before it used`() throws {
    let path = folder()
    defer { try? FileManager.default.removeItem(atPath: path) }
    do {
      let training = try Training(configuration(), at: path, clock: { 0 })
      while !training.isDone { try training.turn() }
    }
    let file = path + "/checkpoints/000000001024/weights.safetensors"
    var bytes = try Data(contentsOf: URL(fileURLWithPath: file))
    bytes[bytes.count / 2] ^= 1
    try bytes.write(to: URL(fileURLWithPath: file))
    var problems: [String] = []
    let resumed = try Training(resuming: path, clock: { 0 }) { problems.append("\($0)") }
    #expect(resumed.progress.steps == 768)
    #expect(problems.count == 1)
    #expect(problems[0].contains("000000001024"))
    #expect(problems[0].contains("weights.safetensors"))
  }

  @Test func `when all checkpoints are damaged the run is left as it is`() throws {
    let path = folder()
    defer { try? FileManager.default.removeItem(atPath: path) }
    do { _ = try Training(configuration(), at: path, clock: { 0 }) }
    #expect(throws: RunError.untrained(path: path)) {
      _ = try TrainedAgent(run: path, report: { _ in })
    }
    do {
      let training = try Training(resuming: path, clock: { 0 }, report: { _ in })
      try training.turn()
    }
    let file = path + "/checkpoints/000000000256/state.json"
    try Data().write(to: URL(fileURLWithPath: file))
    #expect(throws: RunError.self) {
      _ = try Training(resuming: path, clock: { 0 }, report: { _ in })
    }
    #expect(FileManager.default.fileExists(atPath: file))
  }

  @Test(arguments: [
    (#""seed": 1"#, #""seed": 1, "zzz": 2"#), (#""keptCheckpoints": 3"#, #""keptCheckpoints": 0"#),
    (#""algorithm": "ppo""#, #""algorithm": "dqn""#),
    (#""environment": "CartPole-v1""#, #""environment": "CartPole-v9""#),
  ])
  func `a configuration that cannot be used is damaged`(old: String, new: String) throws {
    let path = folder()
    defer { try? FileManager.default.removeItem(atPath: path) }
    do { _ = try Training(configuration(), at: path, clock: { 0 }) }
    let file = URL(fileURLWithPath: path + "/configuration.json")
    let text = try String(contentsOf: file, encoding: .utf8)
    #expect(text.contains(old))
    try Data(text.replacing(old, with: new).utf8).write(to: file)
    let error = #expect(throws: RunError.self) {
      _ = try TrainedAgent(run: path, report: { _ in })
    }
    #expect("\(error, default: "")".contains("configuration.json is damaged"))
  }

  @Test func `episodes beyond one group are played too`() throws {
    let path = folder()
    defer { try? FileManager.default.removeItem(atPath: path) }
    do {
      let training = try Training(configuration(), at: path, clock: { 0 })
      try training.turn()
    }
    let agent = try TrainedAgent(run: path, report: { _ in })
    let result = try agent.evaluate(episodes: 1030, seed: 1)
    #expect(result.returns.count == 1030)
    #expect(result.lengths.mean == result.returns.mean)
  }

  @Test func `a trained agent is read back from its folder`() throws {
    let path = folder()
    defer { try? FileManager.default.removeItem(atPath: path) }
    var configuration = configuration("Pendulum-v1")
    configuration.ppo.normalizesObservations = true
    let returnMean: Double
    do {
      let training = try Training(configuration, at: path, clock: { 0 })
      while !training.isDone { try training.turn() }
      returnMean = try training.evaluate().returns.mean
    }
    let agent = try TrainedAgent(run: path, report: { _ in })
    let result = try agent.evaluate(episodes: 4, seed: configuration.seed)
    #expect(result.returns.mean == returnMean)
    #expect(result.lengths.mean == 200)
    #expect(agent.step == 1024)
  }

  @Test func `a folder that exists is left alone`() throws {
    let path = folder()
    defer { try? FileManager.default.removeItem(atPath: path) }
    _ = try Training(configuration(), at: path, clock: { 0 })
    #expect(throws: RunError.exists(path: path)) {
      _ = try Training(self.configuration(), at: path, clock: { 0 })
    }
  }

  @Test func `metrics are events that can be read`() throws {
    let path = folder()
    defer { try? FileManager.default.removeItem(atPath: path) }
    do {
      let training = try Training(configuration(), at: path, clock: { 5 })
      while !training.isDone { try training.turn() }
    }
    let scalars = try RunFolder(opening: path).scalars().curves
    #expect(scalars["loss/policy"]?.map(\.step) == [256, 512, 768, 1024])
    #expect(scalars["schedule/learningRate"]?.first?.value == 1e-3)
  }
}

@Suite struct SettingsTests {
  @Test(arguments: [
    ("learningRate=0.5", "ppo.learningRate=0.5"),
    ("ppo.learningRate=0.01->0", "ppo.learningRate=0.01->0.0"),
    ("epochs=7", "ppo.epochs=7"), ("seed=18446744073709551615", "seed=18446744073709551615"),
    ("network.hiddenWidths=32,16", "ppo.network.hiddenWidths=[32,16]"),
    ("network.sharesTrunk=true", "ppo.network.sharesTrunk=true"),
    ("network.activation=relu", "ppo.network.activation=relu"),
    ("targetDivergence=0.02", "ppo.targetDivergence=0.02"),
    ("maximumGradientNorm=none", "ppo.maximumGradientNorm=none"),
    ("discount=1", "ppo.discount=1.0"), ("activation=relu", "ppo.network.activation=relu"),
    ("wrappers.frameStack=4", "wrappers.frameStack=4"), ("rewardClip=1", "wrappers.rewardClip=1.0"),
    ("rewardClip=none", "wrappers.rewardClip=none"),
  ])
  func `a setting is set`(assignment: String, line: String) throws {
    var configuration = RunConfiguration(environment: "CartPole-v1")
    try configuration.set(assignment)
    #expect(configuration.settings.contains(line))
  }

  @Test func `settings are those of the chosen algorithm`() throws {
    var configuration = RunConfiguration(.a2c, environment: "Pendulum-v1")
    try configuration.set("rmsDecay=0.9")
    try configuration.set("a2c.network.memory=lstm")
    #expect(configuration.a2c.rmsDecay == 0.9)
    #expect(configuration.settings.contains("a2c.network.memory=lstm"))
    #expect(!configuration.settings.contains { $0.hasPrefix("ppo.") })
    #expect(throws: SettingError.self) { try configuration.set("epochs=3") }
  }

  @Test(arguments: [
    ("learningrat=1", "unknown setting 'learningrat'; did you mean 'learningRate'?"),
    ("epochs=many", "setting 'epochs' cannot be 'many'"),
    ("epochs=1.5", "setting 'epochs' cannot be '1.5'"),
    ("epochs", "'epochs' is no setting: write key=value"),
    ("network.sharesTrunk=maybe", "setting 'network.sharesTrunk' cannot be 'maybe'"),
    ("activation=swish", "setting 'activation' cannot be 'swish': there are linear, tanh, relu"),
    ("learningRate=fast", "setting 'learningRate' cannot be 'fast'"),
    ("learningRate=nan", "setting 'learningRate' cannot be 'nan'"),
    ("seed=-1", "setting 'seed' cannot be '-1'"), ("=1", "unknown setting ''"),
    ("activatoin=relu", "unknown setting 'activatoin'; did you mean 'activation'?"),
    ("environment=Pendulum-v1", "'environment' is no setting"),
    ("frameStak=4", "unknown setting 'frameStak'; did you mean 'frameStack'?"),
    ("wrappers.actionRepeat=often", "setting 'wrappers.actionRepeat' cannot be 'often'"),
  ])
  func `a wrong setting is named`(assignment: String, message: String) {
    var configuration = RunConfiguration(environment: "CartPole-v1")
    let before = configuration
    var said = ""
    do { try configuration.set(assignment) } catch { said = error.description }
    #expect(said.hasPrefix(message), "\(said)")
    #expect(configuration == before)
  }
}
