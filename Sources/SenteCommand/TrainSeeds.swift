import ArgumentParser
import SentePrimitives
import SenteRuns
import SenteTraining
import Synchronization

/// One algorithm with several seeds, as many at once as there are threads.
extension TrainCommand {
  /// What has become of the seeds so far.
  private struct Outcome {
    var results: [UInt64: JSON] = [:]
    var returns: [UInt64: Double] = [:]
    var failures: [String] = []
  }

  /// Trains with `count` seeds; each is a run of its own, `seed-<n>` below one folder, and ends with the
  /// same bits as if it had been trained alone.
  func train(seeds count: Int) throws {
    try check("seeds", count, in: 1...10_000)
    if resume { throw Failure(usage: "--resume goes on with one run; give it without --seeds") }
    let threads = threads ?? Terminal.processorCount
    try check("threads", threads, in: 1...256)
    let configuration = try resolved()
    guard configuration.seed <= UInt64.max - UInt64(count) else {
      throw Failure(usage: "seed is \(configuration.seed), too large for --seeds \(count)")
    }
    let parent = try folder ?? unusedFolder(name(of: configuration))
    if try RunFolder.exists(at: parent) { throw RunError.exists(path: parent) }
    let outcome = Mutex(Outcome())
    ThreadPool(threads: min(threads, count)).forEach(count) { number in
      guard Interruption.received == nil else { return }
      var own = configuration
      own.seed += UInt64(number)
      do {
        let (result, mean) = try train(own, at: "\(parent)/seed-\(own.seed)")
        outcome.withLock {
          $0.results[own.seed] = result
          $0.returns[own.seed] = mean
        }
      } catch {
        outcome.withLock { $0.failures.append("seed \(own.seed): \(error)") }
      }
    }
    try report(outcome.withLock { $0 }, parent)
  }

  private func train(
    _ configuration: RunConfiguration, at path: String
  ) throws -> (result: JSON, mean: Double) {
    let started = Terminal.now()
    let training = try Training(configuration, at: path, clock: Terminal.now)
    while !training.isDone, Interruption.received == nil { try training.turn() }
    try training.checkpoint()
    guard Interruption.received == nil else { throw Stopped(step: training.progress.steps) }
    let evaluation = try training.evaluate()
    let (mean, seconds) = (evaluation.returns.mean, Terminal.now() - started)
    if !quiet {
      Terminal.error(
        "seed \(configuration.seed): return \(rounded(mean, 1)) after \(duration(seconds))")
    }
    return (result(of: training, evaluation, seconds: seconds), mean)
  }

  private func report(_ outcome: Outcome, _ parent: String) throws {
    let seeds = outcome.results.keys.sorted()
    if json {
      for seed in seeds { Terminal.output("\(outcome.results[seed] ?? .null)") }
    } else if !seeds.isEmpty {
      let returns = RunningStatistics(seeds.compactMap { outcome.returns[$0] })
      Terminal.output(
        "\(seeds.count) seeds: return \(rounded(returns.mean, 1)) ± "
          + "\(rounded(returns.standardDeviation, 1)) "
          + "(\(rounded(returns.minimum, 1)) to \(rounded(returns.maximum, 1)))")
      Terminal.output("runs   \(parent)")
    }
    for failure in outcome.failures.sorted() { Terminal.error("sente: \(failure)") }
    if let signal = Interruption.received { throw Interruption.status(signal) }
    if !outcome.failures.isEmpty { throw ExitCode.failure }
  }
}

/// A run that a signal ended.
private struct Stopped: Error, CustomStringConvertible {
  let step: Int
  var description: String { "stopped at step \(grouped(step)); go on with --resume" }
}
