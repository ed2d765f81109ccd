/// Reads an event file from where it stopped the last time, so that a live run can be followed.
public struct EventReader: Sendable {
  /// The path of the event file.
  public let path: String
  /// What was found to be corrupt so far; a record that is merely not complete yet is none.
  public private(set) var problems: [RunError] = []
  /// The offset of the first byte that has not been read.
  public private(set) var offset = 0
  /// Whether the length of a record cannot be trusted, so that nothing after it can be found.
  private var isLost = false

  /// A reader at the start of a file.
  public init(path: String) { self.path = path }

  /// The whole records since the last call. A record cut off at the end waits for the next call; a
  /// corrupt one is passed over and noted in `problems`.
  public mutating func read() throws(RunError) -> [Event] {
    guard !isLost else { return [] }
    let file = try Descriptor(.reading, path)
    let bytes = try file.read(from: offset)
    let start = offset
    var events: [Event] = []
    var next = 0
    while let record = record(in: bytes, at: next, start) {
      if let event = record.event { events.append(event) }
      next = record.end
    }
    offset = start + next
    return events
  }

  /// The record at `index`, without event when it is corrupt; nil when it is not all there or its
  /// length cannot be trusted. `start` is the place of the bytes in the file.
  private mutating func record(
    in bytes: [UInt8], at index: Int, _ start: Int
  ) -> (event: Event?, end: Int)? {
    let body = index + 12
    guard body <= bytes.count else { return nil }
    let length = UInt64(littleEndian: bytes[index..<index + 8])
    guard
      UInt64(littleEndian: bytes[index + 8..<body])
        == UInt64(EventFiles.check(Array(bytes[index..<index + 8])))
    else {
      note("the record at byte \(start + index) has a corrupt length; the rest is not readable")
      isLost = true
      return nil
    }
    guard length <= UInt64(Int.max / 2), body + Int(length) + 4 <= bytes.count else { return nil }
    let end = body + Int(length)
    let message = Array(bytes[body..<end])
    guard UInt64(littleEndian: bytes[end..<end + 4]) == UInt64(EventFiles.check(message)),
      let event = Event(message: message)
    else {
      note("the record at byte \(start + index) is corrupt")
      return (nil, end + 4)
    }
    return (event, end + 4)
  }

  private mutating func note(_ reason: String) {
    problems.append(.damaged(path: path, reason: reason))
  }
}

/// One point of a curve.
public struct ScalarPoint: Hashable, Sendable {
  /// The environment step.
  public let step: Int
  /// Seconds since 1970.
  public let wallTime: Double
  /// The measured number.
  public let value: Float

  /// A point from its parts.
  public init(step: Int, wallTime: Double, value: Float) {
    (self.step, self.wallTime, self.value) = (step, wallTime, value)
  }
}

extension RunFolder {
  /// The curves of a run by tag, in order of recording, over all its sessions.
  ///
  /// Where a session resumed from a checkpoint, what earlier ones wrote of later steps is dropped.
  /// Corrupt records are passed over and named in `problems`.
  public func scalars() throws(RunError) -> (
    curves: [String: [ScalarPoint]], problems: [RunError]
  ) {
    var curves: [String: [ScalarPoint]] = [:]
    var problems: [RunError] = []
    for name in try EventFiles.names(in: self) {
      var reader = EventReader(path: file(name))
      for event in try reader.read() {
        switch event.content {
        case .scalars(let scalars):
          for scalar in scalars {
            curves[scalar.tag, default: []].append(
              ScalarPoint(step: event.step, wallTime: event.wallTime, value: scalar.value))
          }
        case .sessionStart:
          curves = curves.mapValues { $0.filter { $0.step < event.step } }
        case .fileVersion, .other: break
        }
      }
      problems += reader.problems
    }
    return (curves.filter { !$0.value.isEmpty }, problems)
  }
}
