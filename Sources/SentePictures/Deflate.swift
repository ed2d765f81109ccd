/// Compression that knows repetitions of the last byte only, which is what pictures of lines are
/// made of.
///
/// Source: RFC 1950 (zlib), RFC 1951 (DEFLATE), with its fixed codes.
enum Deflate {
  /// Bytes in one compressed block, as zlib wants them.
  static func zlib(_ bytes: [UInt8]) -> [UInt8] {
    var writer = BitWriter(bytes: [0x78, 0x01])
    writer.append(0b011, bits: 3)  // the last block, with fixed codes
    var place = 0
    while place < bytes.count {
      writer.append(literal: Int(bytes[place]))
      var run = 0
      while run < 258, place + 1 + run < bytes.count, bytes[place + 1 + run] == bytes[place] {
        run += 1
      }
      place += 1
      if run < 3 { continue }
      writer.append(length: run)
      place += run
    }
    writer.append(literal: 256)
    writer.finish()
    let sum = adler(bytes)
    return writer.bytes
      + stride(from: 24, through: 0, by: -8).map { UInt8(truncatingIfNeeded: sum >> UInt32($0)) }
  }

  private static func adler(_ bytes: [UInt8]) -> UInt32 {
    var (a, b): (UInt32, UInt32) = (1, 0)
    for byte in bytes {
      a = (a + UInt32(byte)) % 65_521
      b = (b + a) % 65_521
    }
    return b << 16 | a
  }
}

private struct BitWriter {
  private(set) var bytes: [UInt8]
  private var held: UInt64 = 0
  private var count = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  /// Appends bits, the lowest first.
  mutating func append(_ value: Int, bits: Int) {
    held |= UInt64(value) << UInt64(count)
    count += bits
    while count >= 8 {
      bytes.append(UInt8(truncatingIfNeeded: held))
      held >>= 8
      count -= 8
    }
  }

  /// Appends a code of Huffman's, the highest bit first.
  private mutating func append(code: Int, bits: Int) {
    for bit in stride(from: bits - 1, through: 0, by: -1) { append(code >> bit & 1, bits: 1) }
  }

  /// Appends a symbol by the fixed code.
  mutating func append(literal symbol: Int) {
    switch symbol {
    case ..<144: append(code: 0x30 + symbol, bits: 8)
    case ..<256: append(code: 0x190 + symbol - 144, bits: 9)
    case ..<280: append(code: symbol - 256, bits: 7)
    default: append(code: 0xC0 + symbol - 280, bits: 8)
    }
  }

  /// Appends a repetition of the last byte, 3 to 258 times.
  mutating func append(length: Int) {
    if length == 258 {
      append(literal: 285)
    } else if length < 11 {
      append(literal: 254 + length)
    } else {
      // From 11 on four symbols share each number of extra bits.
      let offset = length - 3
      let extra = Int.bitWidth - offset.leadingZeroBitCount - 3
      append(literal: 257 + 4 * extra + offset >> extra)
      append(offset & (1 << extra - 1), bits: extra)
    }
    append(code: 0, bits: 5)  // one byte back
  }

  mutating func finish() {
    if count > 0 { append(0, bits: 8 - count) }
  }
}
