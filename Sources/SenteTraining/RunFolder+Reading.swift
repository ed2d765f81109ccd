import SenteEnvironments
import SentePrimitives
import SenteRuns

extension RunFolder {
  /// The configuration of the run; whatever makes it unusable is `RunError.damaged`, an environment
  /// that the catalogue lacks too.
  func runConfiguration(in catalogue: EnvironmentCatalogue) throws(RunError) -> RunConfiguration {
    let bytes = try configuration()
    do {
      let configuration = try RunConfiguration(reading: JSON(parsing: bytes))
      _ = try configuration.environment(in: catalogue)
      return configuration
    } catch {
      throw .damaged(path: file("configuration.json"), reason: readable(error))
    }
  }

  /// The latest intact checkpoint, nil when none was ever written; later, damaged ones are handed to
  /// `report`.
  ///
  /// When all are damaged this throws: to begin again would replace what could still be saved.
  func latestCheckpoint(
    keeping kept: Int, report: (CheckpointProblem) -> Void
  ) throws(RunError) -> Checkpoint? {
    let (checkpoint, problems) = try checkpoints(keeping: kept).loadLatest()
    if checkpoint == nil, let problem = problems.first {
      throw .damaged(
        path: file("checkpoints"),
        reason: "none of its checkpoints is intact (\(problem.file) of the latest "
          + "\(problem.reason)); remove that folder to train from the start")
    }
    problems.forEach(report)
    return checkpoint
  }

  /// Does what `body` does with a checkpoint that is intact, but may not be what the configuration
  /// asks for.
  func reading<Result: ~Copyable>(
    _ checkpoint: Checkpoint, _ body: () throws -> Result
  ) throws(RunError) -> Result {
    do {
      return try body()
    } catch {
      throw .damaged(
        path: path,
        reason: "checkpoint \(checkpoint.step) does not fit configuration.json, \(readable(error))")
    }
  }
}

extension Checkpoint {
  /// The bytes of a section; throws when the checkpoint has none of that name.
  func section(_ name: String) throws(RunError) -> [UInt8] {
    guard let bytes = sections[name] else {
      throw .damaged(path: "checkpoint \(step)", reason: "it has no \(name)")
    }
    return bytes
  }
}

/// What a decoding error says, in one line.
func readable(_ error: any Error) -> String {
  switch error {
  case DecodingError.keyNotFound(let key, _): "'\(key.stringValue)' is missing"
  case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context),
    DecodingError.dataCorrupted(let context):
    (context.codingPath.map(\.stringValue).joined(separator: ".") + ": " + context.debugDescription)
  default: "\(error)"
  }
}
