import SenteEnvironments
import SentePrimitives
import Testing

@testable import SenteAgents

@Suite struct ReplayTests {
  private static let space = Space.box(-1000...1000, width: 1)

  private func replay(
    capacity: Int, environments: Int = 1
  ) throws -> Replay {
    try Replay(
      ReplayLayout(
        ObservationLayout(ReplayTests.space), actionWidth: 1, capacity: capacity,
        environments: environments))
  }

  /// Steps every environment once: what is seen counts up, rewards are what is seen.
  private func step(
    _ replay: inout Replay, _ seen: Float, _ ends: [EpisodeEnd], final: Float = 0
  ) {
    let layout = replay.layout
    var rows = ObservationRows(layout.observations, batch: layout.environments)
    var finals = rows
    for i in 0..<layout.environments {
      rows.numbers[i] = seen + 100 * Float(i)
      finals.numbers[i] = final
    }
    replay.see(rows, masks: nil)
    let rewards = rows.numbers
    replay.remember(
      actions: rows.numbers.map { -$0 }, rewards: rewards.span, ends: ends.span, finals: finals)
  }

  private func see(_ replay: inout Replay, _ seen: Float) {
    let layout = replay.layout
    var rows = ObservationRows(layout.observations, batch: layout.environments)
    for i in 0..<layout.environments { rows.numbers[i] = seen + 100 * Float(i) }
    replay.see(rows, masks: nil)
  }

  private func number(_ replay: borrowing Replay, _ row: Int) -> Float {
    var target: [Float] = [0]
    var span = target.mutableSpan
    let rows = [Int32(row)]
    replay.copyNumbers(rows.span, into: &span)
    return target[0]
  }

  @Test func `a transition leads to what was seen next, and each observation is stored once`()
    throws
  {
    var replay = try replay(capacity: 8)
    for i in 1...3 { step(&replay, Float(i), [.running]) }
    see(&replay, 4)
    #expect(replay.count == 3)
    var random = RandomStream(seed: 1, role: "test")
    for _ in 0..<20 {
      let row = replay.draw(using: &random)
      let future = replay.future(of: row, steps: 1, discount: 0.5)
      #expect(number(replay, future.last) == number(replay, row) + 1)
      #expect(future.rewards == number(replay, row))
      #expect(future.discount == 0.5)
    }
  }

  @Test func `a terminated end has no future, a truncated one its final observation`() throws {
    var replay = try replay(capacity: 16)
    step(&replay, 1, [.running])
    step(&replay, 2, [.truncated], final: 3)
    step(&replay, 10, [.running])
    step(&replay, 11, [.terminated])
    see(&replay, 20)
    #expect(replay.count == 4)
    var random = RandomStream(seed: 1, role: "test")
    var met: Set<Float> = []
    for _ in 0..<100 {
      let row = replay.draw(using: &random)
      let seen = number(replay, row)
      met.insert(seen)
      let future = replay.future(of: row, steps: 1, discount: 0.5)
      if seen == 11 {
        #expect(future.discount == 0)
      } else {
        #expect(future.discount == 0.5)
        #expect(number(replay, future.last) == seen + 1)
      }
      let begins = replay.begins(row)
      #expect(begins == (seen == 1 || seen == 10))
    }
    #expect(met == [1, 2, 10, 11])
  }

  @Test func `returns over several steps stop at ends and at the present`() throws {
    var replay = try replay(capacity: 16)
    for i in 1...4 { step(&replay, Float(i), [i == 4 ? .truncated : .running], final: 5) }
    step(&replay, 8, [.running])
    step(&replay, 9, [.running])
    see(&replay, 10)
    var random = RandomStream(seed: 1, role: "test")
    let expected: [Float: (rewards: Float, last: Float, discount: Float)] = [
      1: (1 + 1 + 0.75, 4, 0.125), 2: (2 + 1.5 + 1, 5, 0.125), 3: (3 + 2, 5, 0.25),
      4: (4, 5, 0.5), 8: (8 + 4.5, 10, 0.25), 9: (9, 10, 0.5),
    ]
    for _ in 0..<100 {
      let row = replay.draw(using: &random)
      let future = replay.future(of: row, steps: 3, discount: 0.5)
      let wanted = try #require(expected[number(replay, row)])
      #expect(future.rewards == wanted.rewards)
      #expect(number(replay, future.last) == wanted.last)
      #expect(future.discount == wanted.discount)
    }
  }

  @Test func `a full ring gives up its oldest rows and draws the others equally often`() throws {
    var replay = try replay(capacity: 20, environments: 2)
    for i in 1...57 {
      step(&replay, Float(i), [i % 9 == 0 ? .truncated : .running, .running], final: 0.5)
    }
    see(&replay, 58)
    // Ten rows each; the first environment's include the final observations after 54.
    #expect(replay.count == 19)
    var random = RandomStream(seed: 3, role: "test")
    var counts: [Float: Int] = [:]
    for _ in 0..<19_000 { counts[number(replay, replay.draw(using: &random)), default: 0] += 1 }
    #expect(Set(counts.keys) == Set((49...57).map { Float($0) } + (148...157).map { Float($0) }))
    #expect(counts.values.allSatisfy { (850...1150).contains($0) })
  }

  @Test func `a copy restored from state and content draws the same`() throws {
    var first = try replay(capacity: 8, environments: 2)
    for i in 1...11 { step(&first, Float(i), [.running, i == 6 ? .terminated : .running]) }
    var second = try replay(capacity: 8, environments: 2)
    let (fits, emptyFits) = (
      second.accepts(first.state, content: first.content),
      second.accepts(first.state, content: [])
    )
    #expect(fits && !emptyFits)
    second.restore(first.state, content: first.content)
    see(&first, 12)
    see(&second, 12)
    var (a, b) = (RandomStream(seed: 5, role: "test"), RandomStream(seed: 5, role: "test"))
    for _ in 0..<50 {
      let row = first.draw(using: &a)
      let other = second.draw(using: &b)
      #expect(other == row)
      #expect(number(first, row) == number(second, row))
      let (kind, otherKind) = (first.kind(row), second.kind(row))
      #expect(kind == otherKind)
    }
  }

  private func copyRows(
    _ replay: borrowing Replay, _ rows: [Int32], _ bytes: inout [UInt8], _ numbers: inout [Float]
  ) {
    var byteSpan = bytes.mutableSpan
    replay.copyBytes(rows.span, into: &byteSpan)
    var numberSpan = numbers.mutableSpan
    replay.copyNumbers(rows.span, into: &numberSpan)
  }

  @Test func `stacked frames are kept once and put together again`() throws {
    // Two pixels of one channel and a number, three frames of each; what is seen counts up.
    let space = Space.dictionary([
      .init("image", .image(height: 1, width: 2, channels: 3)),
      .init("number", .box(-100...100, width: 3)),
    ])
    let observations = ObservationLayout(space)
    let layout = ReplayLayout(
      observations, actionWidth: 1, capacity: 6, environments: 1, frames: 3)
    #expect(layout.bytes.count == 2 * layout.rows)
    #expect(layout.numbers.count == layout.rows)
    var replay = try Replay(layout)
    let stacked = { (first: Int, second: Int, third: Int) -> ObservationRows in
      var rows = ObservationRows(observations, batch: 1)
      let frames = [first, second, third]
      rows.bytes = frames.map { UInt8($0) } + frames.map { UInt8($0 + 100) }
      rows.numbers = frames.map { Float($0) }
      return rows
    }
    // An episode of four observations, then one that is still going on.
    let seen = [
      stacked(1, 1, 1), stacked(1, 1, 2), stacked(1, 2, 3), stacked(5, 5, 5), stacked(5, 5, 6),
      stacked(5, 6, 7),
    ]
    for (i, rows) in seen.dropLast().enumerated() {
      replay.see(rows, masks: nil)
      let ends = [i == 2 ? EpisodeEnd.truncated : .running]
      replay.remember(
        actions: [Float(i)], rewards: [Float(0)].span, ends: ends.span, finals: stacked(2, 3, 4))
    }
    replay.see(seen[5], masks: nil)
    var random = RandomStream(seed: 1, role: "test")
    for _ in 0..<50 {
      let row = replay.draw(using: &random)
      let last = replay.future(of: row, steps: 1, discount: 1).last
      let rows = [Int32(row), Int32(last)]
      var bytes = [UInt8](repeating: 0, count: 12)
      var numbers = [Float](repeating: 0, count: 6)
      copyRows(replay, rows, &bytes, &numbers)
      let i = try #require(seen.firstIndex { $0.numbers == Array(numbers[..<3]) })
      let next = i == 2 ? stacked(2, 3, 4) : seen[i + 1]
      #expect(bytes == seen[i].bytes + next.bytes)
      #expect(numbers == seen[i].numbers + next.numbers)
    }
  }
}
