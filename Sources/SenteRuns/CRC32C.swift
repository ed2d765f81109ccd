/// The 32-bit cyclic redundancy check with Castagnoli's polynomial, as TensorBoard's records use.
///
/// Finds every error within 32 neighbouring bits, so every flipped byte. Eight bytes a step from
/// eight tables. Source: RFC 3720, appendix B.4 (polynomial and test values); Kounavis and Berry,
/// "A systematic approach to building high performance software-based CRC generators" (2005).
public struct CRC32C: Sendable {
  private var state = UInt32.max

  /// The check of nothing.
  public init() {}

  /// The check of some bytes.
  public static func of(_ bytes: [UInt8]) -> UInt32 {
    var check = CRC32C()
    check.combine(bytes)
    return check.value
  }

  /// The check of everything combined so far.
  public var value: UInt32 { ~state }

  /// The check as record files store it: rotated and shifted, so that the check of data that
  /// holds its own check stays useful. Source: TensorFlow's record format.
  public var masked: UInt32 { (value >> 15 | value << 17) &+ 0xA282_EAD8 }

  /// Continues with more bytes.
  public mutating func combine(_ bytes: [UInt8]) {
    let tables = CRC32C.tables
    let table = tables.span
    let source = bytes.span
    var crc = state
    var i = 0
    while i &+ 8 <= source.count {
      let low =
        crc
        ^ (UInt32(source[i]) | UInt32(source[i &+ 1]) << 8 | UInt32(source[i &+ 2]) << 16
          | UInt32(source[i &+ 3]) << 24)
      let first =
        table[Int(7 << 8 | low & 0xFF)] ^ table[Int(6 << 8 | low >> 8 & 0xFF)]
        ^ table[Int(5 << 8 | low >> 16 & 0xFF)] ^ table[Int(4 << 8 | low >> 24)]
      let second =
        table[3 << 8 | Int(source[i &+ 4])] ^ table[2 << 8 | Int(source[i &+ 5])]
        ^ table[1 << 8 | Int(source[i &+ 6])] ^ table[Int(source[i &+ 7])]
      crc = first ^ second
      i &+= 8
    }
    while i < source.count {
      crc = table[Int(UInt8(truncatingIfNeeded: crc) ^ source[i])] ^ crc >> 8
      i &+= 1
    }
    state = crc
  }

  /// Eight tables of 256: table k advances a byte that k further bytes follow.
  private static let tables: [UInt32] = {
    var tables = [UInt32](repeating: 0, count: 8 * 256)
    for byte in 0..<256 {
      var crc = UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0x82F6_3B78 : crc >> 1 }
      tables[byte] = crc
    }
    for k in 1..<8 {
      for byte in 0..<256 {
        let previous = tables[(k - 1) << 8 | byte]
        tables[k << 8 | byte] = tables[Int(previous & 0xFF)] ^ previous >> 8
      }
    }
    return tables
  }()
}
