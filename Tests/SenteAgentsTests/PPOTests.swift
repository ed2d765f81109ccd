import SenteAgents
import SenteEnvironments
import SentePrimitives
import SenteTestSupport
import Testing

@Suite struct PPOTests {
  /// What acting and learning compute has to be the same: in every kind of space, with masks, across
  /// episodes that end within a sequence.
  @Test(arguments: AgentLaws.enrolled.filter { $0.algorithm == .ppo })
  func `before the first step the policy is the one that acted`(
    enrolled: AgentLaws.Enrolled
  ) throws {
    var configuration = try #require(enrolled.configuration as? PPO.Configuration)
    configuration.epochs = 1
    configuration.minibatchSize = configuration.rolloutSize
    configuration.network.startsOrthogonal = false
    let specification = try #require(EnvironmentCatalogue.standard[enrolled.id])
    let batch = specification.makeBatch(count: configuration.environments, seed: 5)
    try batch.reset()
    var agent = configuration.makeAgent(for: batch.interface, seed: 5, pool: nil)
    // The second turn begins in the middle of episodes, with something to remember.
    for _ in 0..<2 {
      let metrics = try train(&agent, in: batch, turns: 1)
      #expect(abs(try #require(metrics["policy/divergence"])) < 1e-6)
      #expect(metrics["policy/clipFraction"] == 0)
    }
  }

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
