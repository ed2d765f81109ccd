import SentePrimitives

extension Picture {
  /// The picture as the bytes of a PNG file, each pixel `scale` pixels wide and high there.
  ///
  /// Source: "Portable Network Graphics (PNG) specification", third edition (W3C 2025).
  public func png(scale: Double = 2) -> [UInt8] {
    precondition(scale > 0 && scale <= 8, "a scale of \(scale); it is above 0 and at most 8")
    let columns = Int((width * scale).rounded(.up))
    let rows = Int((height * scale).rounded(.up))
    var raster = Raster(width: columns, height: rows)
    raster.draw(self, scale: scale)
    var file: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    let header = PNG.bigEndian(UInt32(columns)) + PNG.bigEndian(UInt32(rows)) + [8, 2, 0, 0, 0]
    file += PNG.chunk("IHDR", header)
    file += PNG.chunk("IDAT", Deflate.zlib(PNG.filtered(raster.bytes, rowLength: 3 * columns)))
    file += PNG.chunk("IEND", [])
    return file
  }
}

private enum PNG {
  static func bigEndian(_ number: UInt32) -> [UInt8] {
    stride(from: 24, through: 0, by: -8).map { UInt8(truncatingIfNeeded: number >> UInt32($0)) }
  }

  /// Length, name, bytes, and the check of the last two.
  static func chunk(_ name: String, _ bytes: [UInt8]) -> [UInt8] {
    let body = Array(name.utf8) + bytes
    return bigEndian(UInt32(bytes.count)) + body + bigEndian(check(body))
  }

  /// Each row less the one above it, so that what goes on downwards is zeros.
  static func filtered(_ bytes: [UInt8], rowLength: Int) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count + bytes.count / rowLength)
    for start in stride(from: 0, to: bytes.count, by: rowLength) {
      result.append(2)
      for place in start..<start + rowLength {
        result.append(bytes[place] &- (start == 0 ? 0 : bytes[place - rowLength]))
      }
    }
    return result
  }

  /// CRC-32 with the polynomial 0x04C11DB7, its bits turned around.
  static func check(_ bytes: [UInt8]) -> UInt32 {
    var table: [UInt32] = []
    for byte in 0..<256 as Range<UInt32> {
      var sum = byte
      for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
      table.append(sum)
    }
    var sum: UInt32 = ~0
    for byte in bytes { sum = table[Int((sum ^ UInt32(byte)) & 255)] ^ sum >> 8 }
    return ~sum
  }
}
