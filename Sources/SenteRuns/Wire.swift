/// Appends fields in the encoding of Protocol Buffers.
///
/// Source: Protocol Buffers documentation, "Encoding".
struct WireWriter {
  private(set) var bytes: [UInt8] = []

  mutating func append(_ field: Int, varint value: UInt64) {
    append(varint: UInt64(field) << 3)
    append(varint: value)
  }

  mutating func append(_ field: Int, fixed64 value: UInt64) {
    append(varint: UInt64(field) << 3 | 1)
    bytes.append(littleEndian: value)
  }

  mutating func append(_ field: Int, bytes value: [UInt8]) {
    append(varint: UInt64(field) << 3 | 2)
    append(varint: UInt64(value.count))
    bytes.append(contentsOf: value)
  }

  mutating func append(_ field: Int, fixed32 value: UInt32) {
    append(varint: UInt64(field) << 3 | 5)
    bytes.append(littleEndian: value)
  }

  private mutating func append(varint value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }
}

/// One field of a message.
struct WireField: Equatable {
  enum Value: Equatable {
    case varint(UInt64)
    case fixed64(UInt64)
    case bytes(ArraySlice<UInt8>)
    case fixed32(UInt32)
  }

  let number: Int
  let value: Value
}

/// Takes a message apart; safe on any bytes.
struct WireReader {
  private var rest: ArraySlice<UInt8>

  /// The fields in order; nil when the bytes are no message.
  static func fields(of bytes: ArraySlice<UInt8>) -> [WireField]? {
    var reader = WireReader(rest: bytes)
    var fields: [WireField] = []
    while !reader.rest.isEmpty {
      guard let key = reader.varint(), let value = reader.value(wireType: key & 7) else {
        return nil
      }
      fields.append(WireField(number: Int(key >> 3), value: value))
    }
    return fields
  }

  private mutating func value(wireType: UInt64) -> WireField.Value? {
    switch wireType {
    case 0: varint().map { .varint($0) }
    case 1: take(8).map { .fixed64(UInt64(littleEndian: $0)) }
    case 2: varint().flatMap { Int(exactly: $0) }.flatMap { take($0) }.map { .bytes($0) }
    case 5: take(4).map { .fixed32(UInt32(truncatingIfNeeded: UInt64(littleEndian: $0))) }
    default: nil
    }
  }

  private mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
    guard count <= rest.count else { return nil }
    defer { rest = rest.dropFirst(count) }
    return rest.prefix(count)
  }

  private mutating func varint() -> UInt64? {
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 70, by: 7) {
      guard let byte = rest.popFirst() else { return nil }
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return value }
    }
    return nil
  }
}

extension [UInt8] {
  /// Appends the bytes of a number, low byte first.
  mutating func append(littleEndian value: some FixedWidthInteger & UnsignedInteger) {
    var rest = value
    for _ in 0..<(value.bitWidth / 8) {
      append(UInt8(truncatingIfNeeded: rest))
      rest >>= 8
    }
  }
}

extension UInt64 {
  /// The number whose bytes these are (at most eight), low byte first.
  init(littleEndian bytes: ArraySlice<UInt8>) {
    self = bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }
}
