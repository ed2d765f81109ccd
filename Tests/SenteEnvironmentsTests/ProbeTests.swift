import SenteEnvironments
import SentePrimitives
import Testing

@Suite struct ProbeTests {
  /// The mean return of a policy over some hundred episodes.
  private func meanReturn(_ id: String, policy: ([Float]) -> Float) throws -> Double {
    try meanReturn(id, policy: { row, _ in [policy(row)] })
  }

  /// The same for actions of several numbers and for policies that see the mask.
  private func meanReturn(
    _ id: String, policy: (_ row: [Float], _ mask: [Float]) -> [Float]
  ) throws -> Double {
    let batch = try #require(EnvironmentCatalogue.standard[id]).makeBatch(count: 100, seed: 3)
    var returns = RunningStatistics()
    try batch.reset()
    for _ in 0..<40 {
      var actions: [Float] = []
      for row in 0..<batch.count { actions += policy(observation(batch, row), mask(batch, row)) }
      try batch.step(actions: actions.span)
      for episode in batch.finishedEpisodes { returns.add(episode.episodeReturn) }
    }
    return returns.mean
  }

  private func observation(_ batch: EnvironmentBatch, _ row: Int) -> [Float] {
    let width = batch.observationWidth
    return (row * width..<(row + 1) * width).map { batch.observations[$0] }
  }

  private func mask(_ batch: EnvironmentBatch, _ row: Int) -> [Float] {
    guard let masks = batch.actionMasks else { return [] }
    let flags = batch.actionSpace.choiceCount
    return (row * flags..<(row + 1) * flags).map { masks[$0] }
  }

  @Test func `the best policies get the returns that are stated`() throws {
    #expect(try meanReturn("probe/constant-value") { _ in 0 } == 1)
    #expect(try abs(meanReturn("probe/observed-value") { _ in 0 }) < 0.1)
    #expect(try meanReturn("probe/discounting") { _ in 0 } == 1)
    #expect(try meanReturn("probe/bandit") { _ in 1 } == 1)
    #expect(try meanReturn("probe/identity") { Float($0.firstIndex(of: 1) ?? 0) } == 4)
    #expect(try meanReturn("probe/target") { $0[0] } == 1)
    #expect(try meanReturn("probe/truncation") { _ in 1 } == 1)
    #expect(try meanReturn("probe/delayed-reward") { _ in 1 } == 1)
  }

  @Test func `policies without the ability get less`() throws {
    #expect(try meanReturn("probe/bandit") { _ in 0 } == -1)
    #expect(try meanReturn("probe/identity") { _ in 0 } < 1.5)
    #expect(try abs(meanReturn("probe/target") { _ in 0 } - 0.787) < 0.03)
    #expect(try meanReturn("probe/truncation") { _ in 0 } == 1.5)
    #expect(try meanReturn("probe/delayed-reward") { _ in 0 } == -1)
  }

  @Test func `the best policies get the most where spaces are nested, masked or large`() throws {
    #expect(
      try meanReturn("probe/masked") { _, mask in [Float(mask.lastIndex(of: 1) ?? 0)] } == 4)
    #expect(
      try meanReturn("probe/dictionary") { Float((Int($0[1]) + ($0[0] > 0 ? 1 : 0)) % 3) } == 4)
    #expect(try meanReturn("probe/multi-discrete") { row, _ in row } == 4)
    #expect(try meanReturn("probe/multi-binary") { row, _ in row } == 4)
    #expect(try meanReturn("probe/hybrid") { row, _ in [row[0] > 0 ? 1 : 0, row[1]] } == 1)
    #expect(try abs(meanReturn("probe/bounded") { 20 + 10 * $0[0] } - 1) < 1e-9)
    #expect(
      try meanReturn("probe/pixels") { pixels in
        let place = pixels.firstIndex { $0 > 100 } ?? 0
        return (place / 12 < 6 ? 0 : 2) + (place % 12 < 6 ? 0 : 1)
      } == 4)
    let goal = try meanReturn("probe/goal") { row in
      Float((0..<4).first { row[$0] != row[4 + $0] } ?? 0)
    }
    #expect(abs(goal - (1 - 32.0 / 15)) < 0.1 && goal > -1.5)
  }

  @Test func `a policy that lacks one part of the ability stays below the threshold`() throws {
    func threshold(_ id: String) throws -> Double {
      try #require(EnvironmentCatalogue.standard[id]?.rewardThreshold)
    }
    let partial: [(String, ([Float], [Float]) -> [Float])] = [
      ("probe/memory", { row, _ in [row[1]] }),
      ("probe/masked", { _, mask in [Float(mask.firstIndex(of: 1) ?? 0)] }),
      ("probe/dictionary", { row, _ in [row[1]] }),
      ("probe/multi-discrete", { row, _ in [row[0], 1] }),
      ("probe/multi-binary", { row, _ in [row[0], row[1], row[2], 0] }),
      ("probe/hybrid", { row, _ in [row[0] > 0 ? 1 : 0, 0] }),
      ("probe/hybrid", { row, _ in [1, row[1]] }),
      ("probe/bounded", { _, _ in [20] }), ("probe/bounded", { _, _ in [10] }),
      ("probe/pixels", { pixels, _ in [pixels.firstIndex { $0 > 100 } ?? 0 < 72 ? 0 : 2] }),
      ("probe/goal", { row, _ in [Float(row[0..<4].firstIndex(of: 0) ?? 0)] }),
    ]
    for (id, policy) in partial {
      let mean = try meanReturn(id, policy: policy)
      #expect(try mean < threshold(id), "\(id)")
    }
  }

  @Test func `turning as the sign said pays, though it can no longer be seen`() throws {
    let batch = try #require(EnvironmentCatalogue.standard["probe/memory"])
      .makeBatch(count: 50, seed: 3)
    try batch.reset()
    let signs = (0..<50).map { batch.observations[3 * $0 + 1] }
    for _ in 0..<4 { try batch.step(actions: signs.span) }
    #expect(batch.finishedEpisodes.isEmpty && Set(signs) == [0, 1])
    for i in 0..<50 {
      #expect(batch.observations[3 * i] == 0 && batch.observations[3 * i + 1] == 0)
    }
    try batch.step(actions: signs.span)
    #expect(batch.finishedEpisodes.count == 50)
    #expect(batch.finishedEpisodes.allSatisfy { $0.episodeReturn == 1 })
  }

  @Test func `staying in the truncation probe is cut, leaving it ends`() throws {
    let batch = try #require(EnvironmentCatalogue.standard["probe/truncation"])
      .makeBatch(count: 2, seed: 0)
    let actions: [Float] = [0, 1]
    try batch.reset()
    try batch.step(actions: actions.span)
    #expect(batch.ends[0] == .terminated && batch.ends[1] == .truncated)
  }
}
