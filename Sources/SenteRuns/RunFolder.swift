public import SentePrimitives

/// A run on disk: its configuration, metrics, evaluations and checkpoints in one folder.
///
/// ```
/// configuration.json              the resolved configuration
/// events.out.tfevents.…           metrics, one file a session
/// evaluations.jsonl               one JSON object a line
/// checkpoints/<step>/…            see `CheckpointStore`
/// ```
public struct RunFolder: Hashable, Sendable {
  /// The path of the folder, without a slash at its end.
  public let path: String

  private static let configurationName = "configuration.json"
  private static let evaluationsName = "evaluations.jsonl"
  private static let lockName = ".lock"

  private init(path: String) { self.path = path.trimmingSlashes }

  /// Makes a new run, with the folders above it where they are missing.
  ///
  /// An empty folder is taken; anything else that exists is left alone and reported as
  /// `RunError.exists` or `RunError.wrongKind`.
  public static func create(
    at path: String, configuration: [UInt8]
  ) throws(RunError) -> RunFolder {
    let run = RunFolder(path: path)
    switch try FileSystem.kind(of: run.path) {
    case .file: throw .wrongKind(path: run.path, needed: "folder")
    case .nothing:
      try FileSystem.makeParents(of: run.path)
      try FileSystem.makeFolder(run.path)
    case .folder: break
    }
    try run.checkIsUnused()
    // Two processes may find the same empty folder; the lock on it lets one of them have it.
    let claim = try Descriptor(.reading, run.path)
    guard try claim.lock() else { throw .inUse(path: run.path) }
    try run.checkIsUnused()
    try run.writeConfiguration(configuration)
    return run
  }

  /// Throws `RunError.exists` when the folder holds more than a killed creation has left.
  private func checkIsUnused() throws(RunError) {
    let names = try FileSystem.names(in: path)
    guard names.allSatisfy({ $0 == "\(Self.configurationName).partial" }) else {
      throw .exists(path: path)
    }
  }

  /// Whether anything at all is at a path.
  public static func exists(at path: String) throws(RunError) -> Bool {
    try FileSystem.kind(of: path) != .nothing
  }

  /// Opens an existing run; throws `RunError.missing`, `.wrongKind` or `.notARun`.
  public init(opening path: String) throws(RunError) {
    self.init(path: path)
    switch try FileSystem.kind(of: self.path) {
    case .nothing: throw .missing(path: self.path)
    case .file: throw .wrongKind(path: self.path, needed: "folder")
    case .folder:
      guard try FileSystem.kind(of: file(Self.configurationName)) == .file else {
        throw .notARun(path: self.path, missing: Self.configurationName)
      }
    }
  }

  /// The runs right below a folder, by name.
  public static func runs(below folder: String) throws(RunError) -> [RunFolder] {
    let folder = folder.trimmingSlashes
    var runs: [RunFolder] = []
    for name in try FileSystem.names(in: folder) {
      let path = "\(folder)/\(name)"
      guard try FileSystem.kind(of: "\(path)/\(configurationName)") == .file else { continue }
      runs.append(try RunFolder(opening: path))
    }
    return runs
  }

  /// The path of a file of this run.
  public func file(_ name: String) -> String { path + "/" + name }

  /// The bytes of `configuration.json`.
  public func configuration() throws(RunError) -> [UInt8] {
    try FileSystem.read(file(Self.configurationName))
  }

  /// Replaces `configuration.json` as a whole.
  public func writeConfiguration(_ bytes: [UInt8]) throws(RunError) {
    try write(bytes, to: Self.configurationName)
  }

  /// Puts a file into the run as a whole: a reader sees the old bytes or the new ones, never a mix.
  public func write(_ bytes: [UInt8], to name: String) throws(RunError) {
    try FileSystem.replace(file(name), with: bytes)
  }

  /// Claims the run for one writer until the lock is dropped or its process ends; throws
  /// `RunError.inUse` when another process has claimed it.
  public func lock() throws(RunError) -> RunLock {
    let file = try Descriptor(.appending, file(Self.lockName))
    guard try file.lock() else { throw .inUse(path: path) }
    return RunLock(file: file)
  }

  /// The checkpoints of this run, of which the last `kept` are retained.
  public func checkpoints(keeping kept: Int) -> CheckpointStore {
    CheckpointStore(folder: file("checkpoints"), kept: kept)
  }
}

/// The claim of one process to write to a run; given up when dropped.
public struct RunLock: ~Copyable {
  fileprivate let file: Descriptor
}

extension RunFolder {
  /// Appends one line to `evaluations.jsonl`; a failed append leaves the file as it was.
  public func appendEvaluation(_ evaluation: JSON) throws(RunError) {
    let file = try Descriptor(.appending, file(Self.evaluationsName))
    let size = try file.size()
    do {
      try file.write(Array("\(evaluation)\n".utf8))
    } catch {
      try? file.truncate(to: size)
      throw error
    }
  }

  /// The evaluations in the order in which they were appended; a last line that was cut off is
  /// passed over, any other broken line throws `RunError.damaged`.
  public func evaluations() throws(RunError) -> [JSON] {
    let path = file(Self.evaluationsName)
    guard try FileSystem.kind(of: path) == .file else { return [] }
    var evaluations: [JSON] = []
    let lines = try FileSystem.read(path).split(
      separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (index, line) in lines.dropLast().enumerated() {
      do {
        evaluations.append(try JSON(parsing: Array(line)))
      } catch {
        throw .damaged(path: path, reason: "line \(index + 1), \(error)")
      }
    }
    return evaluations
  }

  /// Drops the evaluations whose `step` lies beyond that of the checkpoint that a run resumes
  /// from; they will be made again.
  public func discardEvaluations(after step: Int) throws(RunError) {
    let path = file(Self.evaluationsName)
    guard try FileSystem.kind(of: path) == .file else { return }
    let kept = try evaluations().filter { ($0["step"]?.integer() ?? 0) <= step }
    try write(Array(kept.map { "\($0)\n" }.joined().utf8), to: Self.evaluationsName)
  }
}
