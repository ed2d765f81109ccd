import SentePrimitives

/// The whole state of a run at one step, as named sections of bytes.
public struct Checkpoint: Hashable, Sendable {
  /// The environment steps taken so far.
  public var step: Int
  /// The bytes by file name, as `weights.safetensors`.
  public var sections: [String: [UInt8]]

  /// The state of a run at `step`; the names are plain file names, without slash or leading dot.
  public init(step: Int, sections: [String: [UInt8]]) {
    precondition(step >= 0, "a checkpoint at step \(step) does not exist")
    for name in sections.keys {
      precondition(Manifest.isPlain(name), "\"\(name)\" cannot name a section of a checkpoint")
    }
    self.step = step
    self.sections = sections
  }
}

/// What is wrong with a checkpoint on disk.
public struct CheckpointProblem: Error, Hashable, Sendable, CustomStringConvertible {
  /// The path of the checkpoint's folder.
  public let checkpoint: String
  /// The name of the file in it that is wrong.
  public let file: String
  /// What is wrong with the file.
  public let reason: String

  /// One line naming checkpoint, file and reason.
  public var description: String { "checkpoint \(checkpoint) is damaged: \(file) \(reason)" }
}
