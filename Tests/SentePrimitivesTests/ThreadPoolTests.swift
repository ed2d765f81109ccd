import SentePrimitives
import Synchronization
import Testing

@Suite struct ThreadPoolTests {
  @Test(arguments: [1, 2, 3, 8])
  func `every piece runs exactly once`(threads: Int) {
    let pool = ThreadPool(threads: threads)
    for pieces in [0, 1, 2, 7, 100] {
      for _ in 0..<50 {
        let runs = (0..<pieces).map { _ in Counter() }
        pool.forEach(pieces) { runs[$0].value.add(1, ordering: .relaxed) }
        #expect(runs.allSatisfy { $0.value.load(ordering: .relaxed) == 1 })
      }
    }
  }

  private final class Counter: Sendable { let value = Atomic<Int>(0) }
}
