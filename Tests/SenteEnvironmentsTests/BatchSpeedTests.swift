import SenteEnvironments
import SentePrimitives
import Testing

/// Steps a batch with random actions, drawn as it goes, and tells how many steps a second it made.
///
/// Automatic resets and writing observations are part of the work.
func stepsPerSecond(
  _ id: String, wrappers: EnvironmentWrappers = EnvironmentWrappers(), count: Int = 1_024,
  steps: Int, pool: ThreadPool? = nil
) throws -> Double {
  let specification = try #require(EnvironmentCatalogue.standard[id]).wrapped(wrappers)
  let batch = specification.makeBatch(count: count, seed: 1, pool: pool)
  var random = RandomStream(seed: 1, role: "actions")
  var actions = [Float](repeating: 0, count: count * batch.actionWidth)
  try batch.reset()
  let clock = ContinuousClock()
  let start = clock.now
  for _ in 0..<steps {
    var rows = actions.mutableSpan
    specification.actionSpace.sample(into: &rows, masks: batch.actionMasks, using: &random)
    try batch.step(actions: actions.span)
  }
  return Double(count * steps) / (start.duration(to: clock.now) / .seconds(1))
}

@Suite struct BatchSpeedTests {
  /// A floor far below what is measured (33 million a second on one quiet core), so that it fails for
  /// a loop that is not specialised and not for a busy machine.
  @Test func `a batch of cart-poles steps through specialised code`() throws {
    let rounds = try (0..<5).map { _ in try stepsPerSecond("CartPole-v1", steps: 200) }
    let best = rounds.max() ?? 0
    print("CartPole-v1, batch of 1,024: \((best / 1e6).rounded()) million steps/s")
    #if !DEBUG
      #expect(best > 2e6)
    #endif
  }

  /// Ten times below what is measured, for the same reason.
  @Test func `a wrapped batch steps through specialised code`() throws {
    var wrappers = EnvironmentWrappers()
    wrappers.frameStack = 4
    wrappers.stickyActionProbability = 0.25
    wrappers.rewardClip = 1
    let best =
      try (0..<5).map { _ in
        try stepsPerSecond("CartPole-v1", wrappers: wrappers, steps: 100)
      }.max() ?? 0
    let masked =
      try (0..<5).map { _ in try stepsPerSecond("masked/Taxi-v4", steps: 100) }.max() ?? 0
    print("CartPole-v1, four frames, sticky: \((best / 1e5).rounded() / 10) million steps/s")
    print("masked/Taxi-v4: \((masked / 1e5).rounded() / 10) million steps/s")
    #if !DEBUG
      #expect(best > 1e6 && masked > 5e5)
    #endif
  }
}
