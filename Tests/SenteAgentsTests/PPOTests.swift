import SenteAgents
import SenteEnvironments
import SentePrimitives
import Testing

@Suite struct PPOTests {
  @Test func `a reward that is not a number stops learning and keeps the weights`() throws {
    let specification = try #require(EnvironmentCatalogue.standard["CartPole-v1"])
    let batch = specification.makeBatch(count: 8, seed: 1)
    try batch.reset()
    var agent = PPO(smallPPO(), for: batch.interface, seed: 1)
    let before = agent.weightsDigest
    let broken = [Float](repeating: .nan, count: batch.count)
    var actions = [Float](repeating: 0, count: batch.count)
    while !agent.isReadyToLearn {
      var span = actions.mutableSpan
      agent.act(batch.observations, masks: nil, actions: &span)
      try batch.step(actions: actions.span)
      agent.observe(
        rewards: broken.span, ends: batch.ends, finalObservations: batch.finalObservations)
    }
    var message = ""
    do {
      _ = try agent.learn(batch.observations, progress: 0)
    } catch {
      message = error.description
    }
    #expect(message.contains("nan at gradient step 1"))
    #expect(agent.weightsDigest == before)
  }
}
