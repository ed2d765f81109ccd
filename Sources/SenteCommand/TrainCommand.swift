import ArgumentParser
import SenteAgents
import SenteEnvironments
import SentePrimitives
import SenteRuns
import SenteTraining

/// `sente train`.
struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Train an agent; the result is a run folder.",
    discussion: """
      Without arguments: PPO learns CartPole-v1, then plays 100 fresh episodes. The same seed gives \
      the same weights to the bit, on any number of threads and after any interruption. SIGINT and \
      SIGTERM write a checkpoint; --resume goes on from the latest one.

      Settings and their defaults: sente train <algorithm> <environment> --list-settings
      """)

  @Argument(
    help: "The algorithm, ppo by default: \(TrainCommand.algorithms.joined(separator: ", ")).")
  var algorithm: String?

  @Argument(
    help: """
      The environment's id, as 'sente env list' shows them (default: CartPole-v1); for alphazero the \
      game's name (default: connect-four).
      """)
  var environment: String?

  @Option(
    parsing: .unconditional,
    help: "Environment steps, or positions of self-play, to train for (default: what suits it).")
  var steps: Int?

  @Option(parsing: .unconditional, help: "The seed of all randomness (default: 1).")
  var seed: UInt64?

  @Option(name: .customLong("set"), help: "A setting, as learningRate=3e-4; may be repeated.")
  var settings: [String] = []

  @Option(name: .customLong("run"), help: "The run folder (default: a new one under runs/).")
  var folder: String?

  @Flag(help: "Go on with the run in the folder that --run names.")
  var resume = false

  @Option(
    parsing: .unconditional,
    help: "Train with so many seeds, from --seed on, each a run of its own below one folder.")
  var seeds: Int?

  @Option(
    parsing: .unconditional,
    help: """
      Threads that share the work; the result does not depend on them (default: 1, with --seeds \
      one for each processor).
      """)
  var threads: Int?

  @Flag(help: "Print the settings and their values, and do nothing.")
  var listSettings = false

  @Flag(help: "Print the result as one JSON object on standard output.")
  var json = false

  @Flag(help: "No progress line.")
  var quiet = false

  mutating func run() throws {
    try reporting {
      if try isSelfPlay() { return try trainBySelfPlay() }
      if listSettings {
        try resolved().settings.forEach(Terminal.output)
        return
      }
      let started = Terminal.now()
      Interruption.watch()
      if let seeds { return try train(seeds: seeds) }
      let pool = try makePool(threads ?? 1)
      let training = try open(pool)
      announceReplay(training)
      try learn(training)
      if let signal = Interruption.received { throw try interrupted(training, by: signal) }
      try training.checkpoint()
      // The run is whole and kept, and --resume evaluates it: a signal may end the process at once.
      Interruption.stopWatching()
      let evaluation = try training.evaluate(pool: pool)
      report(training, evaluation, seconds: Terminal.now() - started)
    }
  }

  // MARK: Beginning

  private func open(_ pool: ThreadPool?) throws -> Training {
    if folder == "" { throw Failure(usage: "--run is empty; give the path of a folder") }
    return resume ? try openAgain(pool) : try openNew(pool)
  }

  private func openNew(_ pool: ThreadPool?) throws -> Training {
    let configuration = try resolved()
    return try begin(name(of: configuration)) {
      try Training(configuration, at: $0, pool: pool, clock: Terminal.now)
    }
  }

  /// Begins a run in the folder that --run names, or else in the first unused one of a name.
  func begin<Run>(_ name: String, _ makeRun: (_ path: String) throws -> Run) throws -> Run {
    while true {
      let path = try folder ?? unusedFolder(name)
      do {
        return try makeRun(path)
      } catch RunError.exists where folder == nil {
        continue  // Another process was faster with this name.
      } catch RunError.inUse where folder == nil {
        continue
      }
    }
  }

  private func openAgain(_ pool: ThreadPool?) throws -> Training {
    let folder = try resumedFolder()
    let training = try Training(resuming: folder, pool: pool, clock: Terminal.now) { problem in
      Terminal.error("sente: \(problem); using the one before it")
    }
    let step = grouped(training.progress.steps)
    note(
      training.isDone
        ? "\(folder) is finished at step \(step), evaluating it"
        : "resuming \(folder) at step \(step)")
    return training
  }

  /// The folder that --run names, for --resume, which allows nothing that a new run is begun with.
  func resumedFolder() throws -> String {
    guard let folder else {
      throw Failure(usage: "--resume needs --run with the folder of the run")
    }
    let isNew = steps != nil || seed != nil || seeds != nil || !settings.isEmpty
    if algorithm != nil || environment != nil || isNew {
      throw Failure(
        usage: "--resume goes on with the run's own configuration; give only --run and --threads")
    }
    return folder
  }

  /// Says something beside the result, unless --quiet is given.
  func note(_ line: String) {
    if !quiet { Terminal.error(line) }
  }

  /// The names of all algorithms.
  private static let algorithms = RunConfiguration.algorithms + [SelfPlayConfiguration.algorithm]

  /// Says what the replay takes, before the first step.
  private func announceReplay(_ training: Training) {
    guard training.replayByteCount > 0 else { return }
    let place = training.folder.map { " in \($0.file("replay.bin"))" } ?? ""
    let megabytes = Double(training.replayByteCount) / 1e6
    note("the replay takes \(rounded(megabytes, 1)) MB\(place)")
  }

  func resolved() throws -> RunConfiguration {
    let name = algorithm ?? Algorithm.ppo.rawValue
    guard let algorithm = Algorithm(rawValue: name) else {
      throw Failure(
        usage: "unknown algorithm '\(name)'"
          + suggestion(for: name, among: TrainCommand.algorithms, few: 100))
    }
    try checkSettings(steps: "steps")
    let id = environment ?? "CartPole-v1"
    var configuration = RunConfiguration(
      algorithm, environment: try SenteCommand.environment(id).id)
    do {
      for setting in settings { try configuration.set(setting) }
      if let steps { configuration.steps = steps }
      if let seed { configuration.seed = seed }
      if let problem = configuration.problem { throw Failure(usage: problem) }
    } catch let error as SettingError {
      throw Failure(usage: "\(error)")
    }
    return configuration
  }

  /// Throws if an option and a --set name the same setting; `steps` is what --steps sets.
  func checkSettings(steps setting: String) throws {
    for (option, value, setting) in [
      ("steps", steps.map { "\($0)" }, setting), ("seed", seed.map { "\($0)" }, "seed"),
    ] {
      guard let value, let other = settings.first(where: { $0.hasPrefix("\(setting)=") }) else {
        continue
      }
      throw Failure(
        usage: "--\(option) \(value) and --set \(other) name the same setting; give one")
    }
  }

  /// What a run's folder is called: ppo-CartPole-v1.
  func name(of configuration: RunConfiguration) -> String {
    let id = configuration.environment.replacing("/", with: "-")
    return "\(configuration.algorithm.rawValue)-\(id)"
  }

  /// `runs/ppo-CartPole-v1`, with a number behind it when that exists.
  func unusedFolder(_ name: String) throws -> String {
    let base = "runs/\(name)"
    var candidate = base
    var number = 2
    while try RunFolder.exists(at: candidate) {
      candidate = "\(base)-\(number)"
      number += 1
    }
    return candidate
  }

  // MARK: Learning

  private func learn(_ training: Training) throws {
    var line = ProgressLine(isQuiet: quiet)
    defer { line.clear() }
    do {
      while !training.isDone, Interruption.received == nil {
        try training.turn()
        line.show(progress(training))
      }
    } catch {
      line.clear()
      guard error is NotFinite || error is EnvironmentFault else { throw error }
      var message = "\(error); training stopped at step \(grouped(training.progress.steps))"
      if let folder = training.folder {
        message += ", the checkpoints in \(folder.path) are intact"
      }
      throw Failure(TrainingStopped(description: message))
    }
  }

  private func progress(_ training: Training) -> String {
    let progress = training.progress
    let speed = Double(progress.steps) / max(progress.time.total, 1e-9)
    let left = Double(training.configuration.steps - progress.steps) / max(speed, 1e-9)
    let mean = progress.returnMean.map { rounded($0, 1) } ?? "-"
    return "\(grouped(progress.steps)) of \(grouped(training.configuration.steps)) steps"
      + "  \(grouped(Int(speed))) steps/s  return \(mean)  \(duration(left)) left"
  }

  private func interrupted(_ training: Training, by signal: Int32) throws -> ExitCode {
    try training.checkpoint()
    let folder = training.folder?.path ?? ""
    Terminal.error(
      "stopped at step \(grouped(training.progress.steps)); go on with: "
        + "sente train --resume --run \(quoted(folder))")
    return Interruption.status(signal)
  }

  // MARK: Reporting

  private func report(_ training: Training, _ evaluation: Evaluation, seconds: Double) {
    let folder = training.folder?.path ?? ""
    guard !json else {
      Terminal.output("\(result(of: training, evaluation, seconds: seconds))")
      return
    }
    let progress = training.progress
    let threshold = training.environment.rewardThreshold
    Terminal.output(
      "\(training.configuration.environment): \(grouped(progress.steps)) steps, "
        + "\(grouped(progress.updates)) updates, \(rounded(seconds, 2)) s")
    Terminal.output("time        \(shares(progress.time.parts).joined(separator: "  "))")
    Terminal.output(
      "evaluation  \(evaluation.returns.count) fresh episodes: return "
        + "\(rounded(evaluation.returns.mean, 1)) ± "
        + "\(rounded(evaluation.returns.standardDeviation, 1))"
        + (threshold.map {
          evaluation.returns.mean >= $0
            ? ", solved (\(rounded($0, 0)) or more)" : ", not solved (\(rounded($0, 0)) needed)"
        } ?? ""))
    Terminal.output("weights     \(training.weightsDigest)")
    Terminal.output("run         \(folder)")
  }
}

/// What `--json` prints of a run.
func result(of training: Training, _ evaluation: Evaluation, seconds: Double) -> JSON {
  .object([
    "run": .string(training.folder?.path ?? ""),
    "algorithm": .string(training.configuration.algorithm.rawValue),
    "environment": .string(training.configuration.environment),
    "seed": JSON(training.configuration.seed), "steps": JSON(training.progress.steps),
    "updates": JSON(training.progress.updates), "seconds": JSON(seconds),
    "returnMean": JSON(evaluation.returns.mean),
    "weightsHash": .string("\(training.weightsDigest)"),
  ])
}

/// Each part's share of the time of all, without those that took none: learning 40%.
func shares(_ parts: [(name: String, seconds: Double)]) -> [String] {
  let total = parts.reduce(0) { $0 + $1.seconds }
  return parts.filter { $0.seconds > 0 }
    .map { "\($0.name) \(rounded(100 * $0.seconds / total, 0))%" }
}

/// Learning could not go on.
private struct TrainingStopped: Error, CustomStringConvertible {
  let description: String
}

/// A text as a shell reads it back: in quotes where it holds more than what names are made of.
func quoted(_ text: String) -> String {
  let plain = text.utf8.allSatisfy { byte in
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "/._-+=@%:,".utf8.contains(byte)
    }
  }
  return plain ? text : "'" + text.replacing("'", with: "'\\''") + "'"
}

/// A number with its thousands apart: 1 234 567.
func grouped(_ number: Int) -> String {
  var digits = String(number.magnitude)
  var groups: [Substring] = []
  while digits.count > 3 {
    groups.insert(Substring(digits.suffix(3)), at: 0)
    digits.removeLast(3)
  }
  groups.insert(Substring(digits), at: 0)
  return (number < 0 ? "-" : "") + groups.joined(separator: " ")
}

/// A number with a fixed count of decimals.
func rounded(_ number: Double, _ decimals: Int) -> String {
  guard number.isFinite, number.magnitude < 1e15 else { return "\(number)" }
  var scale = 1
  for _ in 0..<decimals { scale *= 10 }
  let units = Int((number * Double(scale)).rounded())
  let whole = "\(units < 0 ? "-" : "")\(units.magnitude / UInt(scale))"
  guard decimals > 0 else { return whole }
  let fraction = String(units.magnitude % UInt(scale))
  return whole + "." + String(repeating: "0", count: decimals - fraction.count) + fraction
}

/// Seconds for a reader: 42 s, 3 min 10 s, 2 h 5 min.
func duration(_ seconds: Double) -> String {
  let whole = Int(max(0, min(seconds, 1e9)).rounded())
  if whole < 60 { return "\(whole) s" }
  if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
  return "\(whole / 3600) h \(whole % 3600 / 60) min"
}
