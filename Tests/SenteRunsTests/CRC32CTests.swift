import SentePrimitives
import Testing

@testable import SenteRuns

@Suite struct CRC32CTests {
  /// The check value of the catalogue of parametrised algorithms, and RFC 3720, appendix B.4.
  @Test(
    arguments: [
      ([UInt8]("123456789".utf8), 0xE306_9283),
      ([UInt8](), 0),
      ([UInt8](repeating: 0, count: 32), 0x8A91_36AA),
      ([UInt8](repeating: 0xFF, count: 32), 0x62A8_AB43),
      ([UInt8](0..<32), 0x46DD_794E),
      ([UInt8]((0..<32).reversed()), 0x113F_DB5C),
    ] as [([UInt8], UInt32)])
  func `matches the published answers`(bytes: [UInt8], check: UInt32) {
    #expect(CRC32C.of(bytes) == check)
  }

  @Test func `pieces give the check of the whole`() {
    var random = RandomStream(seed: 1, role: "bytes")
    let bytes = (0..<1_000).map { _ in UInt8(truncatingIfNeeded: random.next()) }
    for _ in 0..<50 {
      let cut = random.index(below: bytes.count)
      var check = CRC32C()
      check.combine(Array(bytes[..<cut]))
      check.combine(Array(bytes[cut...]))
      #expect(check.value == CRC32C.of(bytes))
    }
  }
}
