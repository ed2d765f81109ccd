import SentePrimitives

/// The checkpoints of a run: one folder each, named by the step with twelve digits.
///
/// A checkpoint is written beside its place and renamed into it once all of it is on the device, so
/// a folder with such a name is complete unless the device has failed; reading checks every byte.
/// One process may write at a time (`RunFolder.lock`).
public struct CheckpointStore: Hashable, Sendable {
  /// The path of the folder that holds the checkpoints.
  public let folder: String
  /// How many of the latest checkpoints are retained.
  public let kept: Int

  /// The start of the names of folders that are being written or removed.
  private static let temporaryPrefix = ".partial-"

  init(folder: String, kept: Int) {
    precondition(kept >= 1, "at least one checkpoint must be kept, not \(kept)")
    self.folder = folder
    self.kept = kept
  }

  /// The path of the checkpoint of a step.
  public func path(of step: Int) -> String { folder + "/" + step.padded(to: 12) }

  /// The steps that have a checkpoint, intact or not, in ascending order.
  public func steps() throws(RunError) -> [Int] {
    guard try FileSystem.kind(of: folder) == .folder else { return [] }
    return try FileSystem.names(in: folder).compactMap { name in
      Int(name).flatMap { $0 >= 0 && $0.padded(to: 12) == name ? $0 : nil }
    }.sorted()
  }

  /// Makes `checkpoint` the latest one and removes those beyond the number to keep.
  ///
  /// Checkpoints of later steps are removed too: a run that writes here has left them behind. When
  /// anything fails, as on a full disk, the older checkpoints are what they were.
  public func write(_ checkpoint: Checkpoint) throws(RunError) {
    if try FileSystem.kind(of: folder) == .nothing { try FileSystem.makeFolder(folder) }
    try removeLeftovers()
    // A resumed run reaches the same steps with the same bytes.
    if (try? load(step: checkpoint.step)) != checkpoint { try publish(checkpoint) }
    let steps = try steps()
    let retained = steps.filter { $0 <= checkpoint.step }.suffix(kept)
    for step in steps where !retained.contains(step) { try remove(step) }
  }

  /// Writes a checkpoint beside its place, waits for the device, and renames it into place.
  private func publish(_ checkpoint: Checkpoint) throws(RunError) {
    let temporary = temporaryPath(of: checkpoint.step)
    do {
      try FileSystem.makeFolder(temporary)
      for (name, bytes) in checkpoint.sections.sorted(by: { $0.key < $1.key }) {
        try FileSystem.write(bytes, to: temporary + "/" + name)
      }
      try FileSystem.write(Manifest(of: checkpoint).bytes, to: temporary + "/" + Manifest.name)
      try FileSystem.synchronizeFolder(temporary)
      if try FileSystem.kind(of: path(of: checkpoint.step)) != .nothing {
        try remove(checkpoint.step)
      }
      try FileSystem.rename(temporary, to: path(of: checkpoint.step))
    } catch {
      try? FileSystem.remove(temporary)
      throw error
    }
    try FileSystem.synchronizeFolder(folder)
  }

  /// Removes a checkpoint; renamed first, so that a kill half-way leaves no incomplete one behind.
  private func remove(_ step: Int) throws(RunError) {
    let doomed = temporaryPath(of: step) + ".removed"
    try FileSystem.rename(path(of: step), to: doomed)
    try FileSystem.remove(doomed)
  }

  private func temporaryPath(of step: Int) -> String {
    folder + "/" + Self.temporaryPrefix + step.padded(to: 12)
  }

  /// Removes what killed writers have left.
  private func removeLeftovers() throws(RunError) {
    for name in try FileSystem.names(in: folder) where name.hasPrefix(Self.temporaryPrefix) {
      try FileSystem.remove(folder + "/" + name)
    }
  }
}

extension CheckpointStore {
  /// The latest intact checkpoint, and what was wrong with the later ones.
  ///
  /// No checkpoint and no problem means that none was ever written; no checkpoint and problems
  /// means that all are damaged.
  public func loadLatest() throws(RunError) -> (
    checkpoint: Checkpoint?, problems: [CheckpointProblem]
  ) {
    while true {
      var problems: [CheckpointProblem] = []
      var hasLostOne = false
      for step in try steps().reversed() {
        do {
          return (try load(step: step), problems)
        } catch {
          // One that is gone was not damaged: the run's writer has made newer ones meanwhile.
          if try FileSystem.kind(of: path(of: step)) == .nothing {
            hasLostOne = true
          } else {
            problems.append(error)
          }
        }
      }
      if !hasLostOne { return (nil, problems) }
    }
  }

  /// The checkpoint of one step, each byte checked.
  public func load(step: Int) throws(CheckpointProblem) -> Checkpoint {
    let path = path(of: step)
    let manifest: Manifest
    do {
      manifest = try Manifest(bytes: try content(of: Manifest.name, in: path))
    } catch let problem as CheckpointProblem {
      throw problem
    } catch let malformed as Manifest.Malformed {
      throw CheckpointProblem(checkpoint: path, file: Manifest.name, reason: malformed.reason)
    } catch {
      throw CheckpointProblem(checkpoint: path, file: Manifest.name, reason: "\(error)")
    }
    guard manifest.step == step else {
      throw CheckpointProblem(
        checkpoint: path, file: Manifest.name, reason: "is that of step \(manifest.step)")
    }
    var sections: [String: [UInt8]] = [:]
    for (name, entry) in manifest.files.sorted(by: { $0.key < $1.key }) {
      let bytes = try content(of: name, in: path, size: entry.size)
      guard CRC32C.of(bytes) == entry.check else {
        throw CheckpointProblem(
          checkpoint: path, file: name, reason: "does not match its checksum")
      }
      sections[name] = bytes
    }
    return Checkpoint(step: step, sections: sections)
  }

  /// The bytes of one file, whose size is checked before it is read.
  private func content(
    of name: String, in path: String, size: Int? = nil
  ) throws(CheckpointProblem) -> [UInt8] {
    do {
      let file = try Descriptor(.reading, path + "/" + name)
      let actual = try file.size()
      guard actual == size ?? actual else {
        throw CheckpointProblem(
          checkpoint: path, file: name, reason: "has \(actual) bytes instead of \(size ?? 0)")
      }
      return try file.read()
    } catch RunError.missing {
      throw CheckpointProblem(checkpoint: path, file: name, reason: "is missing")
    } catch let problem as CheckpointProblem {
      throw problem
    } catch {
      throw CheckpointProblem(checkpoint: path, file: name, reason: "cannot be read: \(error)")
    }
  }
}
