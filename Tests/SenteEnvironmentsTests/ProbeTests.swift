import SenteEnvironments
import SentePrimitives
import Testing

@Suite struct ProbeTests {
  /// The mean return of a policy over some hundred episodes.
  private func meanReturn(_ id: String, policy: ([Float]) -> Float) throws -> Double {
    let batch = try #require(EnvironmentCatalogue.standard[id]).makeBatch(count: 100, seed: 3)
    var returns = RunningStatistics()
    try batch.reset()
    for _ in 0..<40 {
      let width = batch.observationWidth
      let actions = (0..<100).map { row in
        policy((0..<width).map { batch.observations[row * width + $0] })
      }
      try batch.step(actions: actions.span)
      for episode in batch.finishedEpisodes { returns.add(episode.episodeReturn) }
    }
    return returns.mean
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

  @Test func `staying in the truncation probe is cut, leaving it ends`() throws {
    let batch = try #require(EnvironmentCatalogue.standard["probe/truncation"])
      .makeBatch(count: 2, seed: 0)
    let actions: [Float] = [0, 1]
    try batch.reset()
    try batch.step(actions: actions.span)
    #expect(batch.ends[0] == .terminated && batch.ends[1] == .truncated)
  }
}
