import ArgumentParser
import SenteCompute
import SenteGames
import SentePrimitives
import SenteRuns
import SenteSelfPlay
import SenteTraining

/// `sente train alphazero <game>`: runs of self-play.
extension TrainCommand {
  /// Whether the run to make, or to go on with, is one of self-play.
  func isSelfPlay() throws -> Bool {
    guard resume, let folder, algorithm == nil else {
      return algorithm == SelfPlayConfiguration.algorithm
    }
    return try RunFolder(opening: folder).isSelfPlay()
  }

  func trainBySelfPlay() throws {
    if listSettings {
      try resolvedSelfPlay().settings.forEach(Terminal.output)
      return
    }
    if folder == "" { throw Failure(usage: "--run is empty; give the path of a folder") }
    let started = Terminal.now()
    Interruption.watch()
    if seeds != nil {
      throw Failure(usage: "--seeds is not for \(SelfPlayConfiguration.algorithm)")
    }
    let pool = try makePool(threads ?? 1)
    let training = try resume ? openSelfPlayAgain(pool) : openSelfPlay(pool)
    let path = training.folder?.path ?? ""
    try learn(training, path)
    try training.checkpoint()
    if let signal = Interruption.received {
      Terminal.error(
        "stopped at position \(grouped(training.progress.positions)); go on with: "
          + "sente train --resume --run \(quoted(path))")
      throw Interruption.status(signal)
    }
    report(training, path, seconds: Terminal.now() - started)
  }

  private func resolvedSelfPlay() throws -> SelfPlayConfiguration {
    try checkSettings(steps: "positions")
    var configuration = SelfPlayConfiguration(
      game: try SenteCommand.game(environment ?? "connect-four").name)
    do {
      for setting in settings { try configuration.set(setting) }
      if let steps { configuration.positions = steps }
      if let seed { configuration.seed = seed }
      if let problem = configuration.problem { throw Failure(usage: problem) }
    } catch let error as SettingError {
      throw Failure(usage: "\(error)")
    }
    return configuration
  }

  private func openSelfPlay(_ pool: ThreadPool?) throws -> SelfPlayTraining {
    var configuration = try resolvedSelfPlay()
    // A run keeps the precision that it began with, so it has the same bits wherever it goes on.
    if !configuration.alphazero.precision.isNative {
      let asked = configuration.alphazero.precision.rawValue
      note("the run plays in float32: this processor does not multiply \(asked)")
      configuration.alphazero.precision = .float32
    }
    return try begin("\(SelfPlayConfiguration.algorithm)-\(configuration.game)") {
      try SelfPlayTraining(configuration, at: $0, pool: pool, clock: Terminal.now)
    }
  }

  private func openSelfPlayAgain(_ pool: ThreadPool?) throws -> SelfPlayTraining {
    let folder = try resumedFolder()
    let training = try SelfPlayTraining(resuming: folder, pool: pool, clock: Terminal.now) {
      Terminal.error("sente: \($0); using the one before it")
    }
    let position = grouped(training.progress.positions)
    note(
      training.isDone
        ? "\(folder) is finished at position \(position)"
        : "resuming \(folder) at position \(position)")
    let precision = training.configuration.alphazero.precision
    if !precision.isNative {
      note("it is slow here: this processor has no instruction for the run's \(precision.rawValue)")
    }
    return training
  }

  private func learn(_ training: SelfPlayTraining, _ path: String) throws {
    var line = ProgressLine(isQuiet: quiet)
    defer { line.clear() }
    do {
      while !training.isDone, Interruption.received == nil {
        try training.turn()
        line.show(progress(training))
      }
    } catch let error as LearningFailure {
      line.clear()
      throw Failure(
        message: "\(error); training stopped at position \(grouped(training.progress.positions)),"
          + " the checkpoints in \(path) are intact")
    }
  }

  private func progress(_ training: SelfPlayTraining) -> String {
    let progress = training.progress
    let speed = Double(progress.positions) / max(progress.time.total, 1e-9)
    let left = Double(training.configuration.positions - progress.positions) / max(speed, 1e-9)
    func mean(_ name: String) -> String { progress.means[name].map { rounded($0, 3) } ?? "-" }
    let rating = progress.rating.map { "  rating \(rounded($0.elo, 0))" } ?? ""
    return
      "\(grouped(progress.positions)) of \(grouped(training.configuration.positions)) positions"
      + "  \(grouped(Int(speed)))/s  \(grouped(progress.games)) games"
      + "  loss \(mean("loss/policy")) + \(mean("loss/value"))\(rating)"
      + "  \(shares(progress.time.parts).joined(separator: " "))  \(duration(left)) left"
  }

  private func report(_ training: SelfPlayTraining, _ path: String, seconds: Double) {
    let progress = training.progress
    guard !json else {
      let result: JSON = .object([
        "run": .string(path), "algorithm": .string(SelfPlayConfiguration.algorithm),
        "environment": .string(training.configuration.game),
        "seed": JSON(training.configuration.seed), "steps": JSON(progress.positions),
        "games": JSON(progress.games), "updates": JSON(progress.updates),
        "seconds": JSON(seconds), "rating": progress.rating.map { JSON($0.elo) } ?? .null,
        "weightsHash": .string("\(training.weightsDigest)"),
      ])
      Terminal.output("\(result)")
      return
    }
    Terminal.output(
      "\(training.configuration.game): \(grouped(progress.positions)) positions in "
        + "\(grouped(progress.games)) games, \(grouped(progress.updates)) updates, "
        + "\(rounded(seconds, 2)) s")
    Terminal.output("time        \(shares(progress.time.parts).joined(separator: "  "))")
    for rating in progress.ratings {
      let seen = rating.positions.map { " after \(grouped($0)) positions" } ?? ""
      Terminal.output(
        "rating      \(rounded(rating.elo, 0))  \(rating.name)\(seen), \(rating.games) games")
    }
    Terminal.output("weights     \(training.weightsDigest)")
    Terminal.output("run         \(path)")
  }
}
