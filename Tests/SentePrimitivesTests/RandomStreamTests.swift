import Testing

@testable import SentePrimitives

@Suite struct RandomStreamTests {
  /// Known answers published with Random123 (`kat_vectors`, philox4x32 with 10 rounds).
  @Test(arguments: [
    (UInt64(0), UInt64(0), UInt64(0), UInt64(0xE169_C58D_6627_E8D5), UInt64(0x9B00_DBD8_BC57_AC4C)),
    (.max, .max, .max, 0x41C8_3B0E_408F_276D, 0x6D54_51FD_A20B_C7C6),
    (
      0x85A3_08D3_243F_6A88, 0x0370_7344_1319_8A2E, 0x299F_31D0_A409_3822, 0x94FD_CCEB_D16C_FE09,
      0x2412_6EA1_5001_E420
    ),
  ])
  func `matches the published answers`(
    low: UInt64, high: UInt64, key: UInt64, first: UInt64, second: UInt64
  ) {
    let block = RandomStream.philox(counter: (low, high), key: key)
    #expect(block.0 == first)
    #expect(block.1 == second)
  }

  @Test func `a position can be returned to`() {
    var stream = RandomStream(seed: 7, role: "test", index: 3)
    for _ in 0..<5 { _ = stream.next() }
    var copy = stream
    let expected = (0..<9).map { _ in copy.next() }
    var restored = RandomStream(seed: 7, role: "test", index: 3)
    restored.seek(to: 5)
    #expect(restored == stream)
    #expect((0..<9).map { _ in restored.next() } == expected)
  }

  @Test func `names give different streams`() {
    var values = Set<UInt64>()
    for seed in 0..<4 as Range<UInt64> {
      for role in ["policy", "environment"] {
        for index in 0..<4 as Range<UInt64> {
          var stream = RandomStream(seed: seed, role: role, index: index)
          values.insert(stream.next())
          var child = stream.split("child", index)
          values.insert(child.next())
        }
      }
    }
    #expect(values.count == 64)
  }

  @Test func `normal numbers have the right moments`() {
    var stream = RandomStream(seed: 1, role: "normal")
    let values = (0..<200_000).map { _ in stream.normal() }
    let statistics = RunningStatistics(values)
    #expect(abs(statistics.mean) < 0.01)
    #expect(abs(statistics.variance - 1) < 0.02)
    let fourth = values.reduce(0) { $0 + $1 * $1 * $1 * $1 } / Double(values.count)
    #expect(abs(fourth - 3) < 0.1)
  }

  @Test func `indices are uniform and in range`() {
    var stream = RandomStream(seed: 2, role: "index")
    var counts = [Int](repeating: 0, count: 6)
    for _ in 0..<60_000 { counts[stream.index(below: 6)] += 1 }
    #expect(counts.allSatisfy { abs($0 - 10_000) < 400 })
  }
}
