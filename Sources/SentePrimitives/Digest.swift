/// A 64-bit FNV-1a digest of bytes: names streams, compares weights. Not cryptographic.
///
/// Source: Fowler, Noll, Vo; constants of the 64-bit variant.
public struct Digest: Hashable, Sendable, CustomStringConvertible {
  /// The digest of everything combined so far.
  public private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

  /// The digest of nothing.
  public init() {}

  /// The digest of some bytes.
  public init(_ bytes: some Sequence<UInt8>) { combine(bytes) }

  /// Continues with more bytes.
  public mutating func combine(_ bytes: some Sequence<UInt8>) {
    for byte in bytes { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }
  }

  /// Continues with the bits of a number, low byte first.
  public mutating func combine(_ word: UInt32) {
    for shift in stride(from: 0, to: 32, by: 8) {
      value = (value ^ UInt64(UInt8(truncatingIfNeeded: word >> UInt32(shift)))) &* 0x100_0000_01B3
    }
  }

  /// Sixteen hexadecimal digits.
  public var description: String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
