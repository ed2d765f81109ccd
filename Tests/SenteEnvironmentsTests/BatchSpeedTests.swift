import SenteEnvironments
import SentePrimitives
import Testing

/// Steps a batch with random actions drawn as it goes and tells how many steps a second it made.
func stepsPerSecond(
  _ id: String, count: Int = 1_024, steps: Int, pool: ThreadPool? = nil
) throws -> Double {
  let specification = try #require(EnvironmentCatalogue.standard[id])
  let batch = specification.makeBatch(count: count, seed: 1, pool: pool)
  var random = RandomStream(seed: 1, role: "actions")
  var actions = [Float](repeating: 0, count: count * batch.actionWidth)
  try batch.reset()
  let clock = ContinuousClock()
  let time = try clock.measure {
    for _ in 0..<steps {
      var rows = actions.mutableSpan
      specification.actionSpace.sample(into: &rows, using: &random)
      try batch.step(actions: actions.span)
    }
  }
  let seconds = Double(time.components.seconds) + Double(time.components.attoseconds) * 1e-18
  return Double(count * steps) / seconds
}

@Suite struct BatchSpeedTests {
  @Test func `a batch of cart-poles steps fast`() throws {
    for _ in 0..<5 {
    let speed = try stepsPerSecond("CartPole-v1", steps: 5_000)
    print("cartpole", speed / 1e6)
    }
  }
}
