/// Writes metrics as an event file that TensorBoard opens.
///
/// Records gather in memory until `flush()`, or until there are 64 KiB of them; a killed process
/// loses at most those. Dropping the writer flushes too, but cannot report an error. Every session
/// of a run writes a file of its own, whose name sorts after the earlier ones.
public struct EventWriter: ~Copyable {
  /// The path of the event file.
  public let path: String

  private static let bufferSize = 1 << 16
  private let file: Descriptor
  private var buffer: [UInt8] = []
  /// The size of the file up to the last flush that succeeded.
  private var size = 0

  /// Starts an event file in a run.
  ///
  /// - Parameters:
  ///   - wallTime: Seconds since 1970.
  ///   - step: The step of the checkpoint that the run resumes from; what earlier sessions wrote
  ///     of later steps is void from now on, for TensorBoard as for `EventReader`.
  public static func begin(
    in run: RunFolder, wallTime: Double, resumedAt step: Int? = nil
  ) throws(RunError) -> EventWriter {
    let name = try EventFiles.next(in: run, wallTime: wallTime)
    var writer = EventWriter(file: try Descriptor(.creating, run.file(name)))
    writer.append(Event(wallTime: wallTime, content: .fileVersion(Event.currentFileVersion)))
    if let step {
      writer.append(Event(wallTime: wallTime, step: step + 1, content: .sessionStart))
    }
    try writer.flush()
    return writer
  }

  /// Takes over an open, empty file.
  init(file: consuming Descriptor) {
    self.path = file.path
    self.file = file
  }

  deinit { if !buffer.isEmpty { try? file.write(buffer) } }

  /// Records numbers of one step; `wallTime` in seconds since 1970.
  ///
  /// Throws only when a full buffer could not be written; the records stay in memory then.
  public mutating func record(
    _ scalars: [Event.Scalar], step: Int, wallTime: Double
  ) throws(RunError) {
    append(Event(wallTime: wallTime, step: step, content: .scalars(scalars)))
    if buffer.count >= Self.bufferSize { try flush() }
  }

  /// Hands all records to the system; call before a checkpoint, so that its metrics outlive a kill.
  ///
  /// After an error the file is what it was before, and the records stay in memory for another try.
  public mutating func flush() throws(RunError) {
    guard !buffer.isEmpty else { return }
    do {
      try file.write(buffer)
    } catch {
      try? file.truncate(to: size)
      throw error
    }
    size += buffer.count
    buffer.removeAll(keepingCapacity: true)
  }

  /// Appends one framed record: length, check of the length, message, check of the message.
  mutating func append(_ event: Event) {
    let message = event.message
    var length: [UInt8] = []
    length.append(littleEndian: UInt64(message.count))
    buffer += length
    buffer.append(littleEndian: EventFiles.check(length))
    buffer += message
    buffer.append(littleEndian: EventFiles.check(message))
  }
}

/// The event files of a run: their names and their framing.
enum EventFiles {
  /// TensorBoard knows an event file by this part of its name.
  private static let prefix = "events.out.tfevents."

  /// The names of a run's event files in the order in which they were begun.
  static func names(in run: RunFolder) throws(RunError) -> [String] {
    try FileSystem.names(in: run.path).filter { $0.hasPrefix(prefix) }
  }

  /// A name that sorts after all others, even when the clock has been set back.
  static func next(in run: RunFolder, wallTime: Double) throws(RunError) -> String {
    let last = try names(in: run).last?.dropFirst(prefix.count).split(separator: ".")
    let lastSeconds = last?.first.flatMap { Int($0) } ?? 0
    let seconds = Int(min(max(wallTime, 0), 9_999_999_999))
    guard lastSeconds >= seconds else { return name(seconds, 0) }
    return name(lastSeconds, (last?.last.flatMap { Int($0) } ?? 0) + 1)
  }

  private static func name(_ seconds: Int, _ number: Int) -> String {
    prefix + seconds.padded(to: 10) + ".sente." + number.padded(to: 4)
  }

  static func check(_ bytes: [UInt8]) -> UInt32 {
    var check = CRC32C()
    check.combine(bytes)
    return check.masked
  }
}
