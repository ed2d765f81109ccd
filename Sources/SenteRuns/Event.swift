/// One record of a TensorBoard event file.
public struct Event: Hashable, Sendable {
  /// Seconds since 1970.
  public var wallTime: Double
  /// The environment step that the record belongs to.
  public var step: Int
  /// What happened.
  public var content: Content

  /// A record of what happened at a step.
  public init(wallTime: Double, step: Int = 0, content: Content) {
    self.wallTime = wallTime
    self.step = step
    self.content = content
  }

  /// What a record holds.
  public enum Content: Hashable, Sendable {
    /// The first record of every file: the format of those that follow.
    case fileVersion(String)
    /// Numbers by tag.
    case scalars([Scalar])
    /// A session starts here: what earlier files say of this step and later ones is void.
    case sessionStart
    /// Something that Sente neither writes nor reads.
    case other
  }

  /// A number and what it measures.
  public struct Scalar: Hashable, Sendable {
    /// What is measured, as `train/returnMean`.
    public var tag: String
    /// The measured number; it may be infinite or not a number.
    public var value: Float

    /// A number and what it measures.
    public init(_ tag: String, _ value: Float) {
      self.tag = tag
      self.value = value
    }
  }

  /// The format that every file of TensorBoard names in its first record.
  static let currentFileVersion = "brain.Event:2"
}

/// Field numbers of TensorFlow's `event.proto` and `summary.proto`.
private enum Field {
  static let wallTime = 1
  static let step = 2
  static let fileVersion = 3
  static let summary = 5
  static let sessionLog = 7
  static let summaryValue = 1
  static let tag = 1
  static let simpleValue = 2
  static let sessionStatus = 1
  static let sessionStatusStart: UInt64 = 1
}

extension Event {
  /// The record as a Protocol Buffers message.
  var message: [UInt8] {
    var message = WireWriter()
    message.append(Field.wallTime, fixed64: wallTime.bitPattern)
    if step != 0 { message.append(Field.step, varint: UInt64(bitPattern: Int64(step))) }
    switch content {
    case .fileVersion(let version):
      message.append(Field.fileVersion, bytes: Array(version.utf8))
    case .scalars(let scalars):
      var summary = WireWriter()
      for scalar in scalars {
        var value = WireWriter()
        value.append(Field.tag, bytes: Array(scalar.tag.utf8))
        value.append(Field.simpleValue, fixed32: scalar.value.bitPattern)
        summary.append(Field.summaryValue, bytes: value.bytes)
      }
      message.append(Field.summary, bytes: summary.bytes)
    case .sessionStart:
      var log = WireWriter()
      log.append(Field.sessionStatus, varint: Field.sessionStatusStart)
      message.append(Field.sessionLog, bytes: log.bytes)
    case .other: break
    }
    return message.bytes
  }

  /// Reads a message; nil when the bytes are none.
  init?(message: [UInt8]) {
    self.init(wallTime: 0, content: .other)
    guard let fields = WireReader.fields(of: message[...]) else { return nil }
    for field in fields {
      switch (field.number, field.value) {
      case (Field.wallTime, .fixed64(let bits)): wallTime = Double(bitPattern: bits)
      case (Field.step, .varint(let value)): step = Int(Int64(bitPattern: value))
      case (Field.fileVersion, .bytes(let bytes)):
        content = .fileVersion(String(decoding: bytes, as: UTF8.self))
      case (Field.summary, .bytes(let bytes)):
        guard let scalars = Event.scalars(of: bytes) else { return nil }
        content = .scalars(scalars)
      case (Field.sessionLog, .bytes(let bytes)):
        guard let log = WireReader.fields(of: bytes) else { return nil }
        let start = WireField(
          number: Field.sessionStatus, value: .varint(Field.sessionStatusStart))
        if log.contains(start) { content = .sessionStart }
      default: break
      }
    }
  }

  private static func scalars(of summary: ArraySlice<UInt8>) -> [Scalar]? {
    guard let values = WireReader.fields(of: summary) else { return nil }
    var scalars: [Scalar] = []
    for case .bytes(let bytes) in values.filter({ $0.number == Field.summaryValue }).map(\.value) {
      guard let fields = WireReader.fields(of: bytes) else { return nil }
      var tag: String?
      var value: Float?
      for field in fields {
        switch (field.number, field.value) {
        case (Field.tag, .bytes(let text)): tag = String(decoding: text, as: UTF8.self)
        case (Field.simpleValue, .fixed32(let bits)): value = Float(bitPattern: bits)
        default: break
        }
      }
      if let tag, let value { scalars.append(Scalar(tag, value)) }
    }
    return scalars
  }
}
