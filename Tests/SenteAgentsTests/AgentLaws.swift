import SenteAgents
import SenteCompute
import SenteEnvironments
import SenteNetworks
import SentePrimitives
import Testing

/// Runs an agent for some turns in a batch, from wherever both stand.
func train(_ agent: inout PPO, in batch: EnvironmentBatch, turns: Int) throws {
  for turn in 0..<turns {
    var actions = [Float](repeating: 0, count: batch.count * batch.actionWidth)
    while !agent.isReadyToLearn {
      var span = actions.mutableSpan
      agent.act(batch.observations, actions: &span)
      try batch.step(actions: actions.span)
      agent.observe(
        rewards: batch.rewards, ends: batch.ends, finalObservations: batch.finalObservations)
    }
    _ = try agent.learn(batch.observations, progress: Double(turn) / Double(turns))
  }
}

/// An agent and its environments, fresh.
func makeAgent(
  _ id: String, seed: UInt64, pool: ThreadPool? = nil,
  _ change: (inout PPO.Configuration) -> Void = { _ in }
) throws -> (PPO.Configuration, EnvironmentBatch) {
  var configuration = PPO.Configuration()
  configuration.environments = 8
  configuration.rolloutSteps = 16
  configuration.minibatchSize = 64
  configuration.epochs = 3
  change(&configuration)
  let specification = try #require(EnvironmentCatalogue.standard[id])
  let batch = specification.makeBatch(count: configuration.environments, seed: seed, pool: pool)
  try batch.reset()
  return (configuration, batch)
}

/// What every agent owes its users.
@Suite struct AgentLaws {
  static let cases: [(String, @Sendable (inout PPO.Configuration) -> Void)] = [
    ("CartPole-v1", { _ in }),
    ("CartPole-v1", { $0.network.sharesTrunk = true }),
    ("Pendulum-v1", { $0.normalizesObservations = true }),
    ("Pendulum-v1", { $0.network.noiseResamplingSteps = 4 }),
    (
      "MountainCarContinuous-v0",
      {
        $0.scalesRewards = true
        $0.valueClipRange = .constant(0.2)
        $0.targetDivergence = 0.01
      }
    ),
    ("probe/identity", { _ in }),
  ]

  private func digest(
    _ index: Int, turns: Int, pool: ThreadPool? = nil
  ) throws -> Digest {
    let (id, change) = AgentLaws.cases[index]
    let (configuration, batch) = try makeAgent(id, seed: 3, pool: pool, change)
    var agent = PPO(
      configuration, observationSpace: batch.observationSpace, actionSpace: batch.actionSpace,
      seed: 3, pool: pool)
    try train(&agent, in: batch, turns: turns)
    return agent.weights.digest
  }

  @Test(arguments: cases.indices)
  func `the same seed gives the same bits, on one thread and two`(index: Int) throws {
    let first = try digest(index, turns: 4)
    #expect(try digest(index, turns: 4) == first)
    #expect(try digest(index, turns: 4, pool: ThreadPool(threads: 2)) == first)
  }

  @Test(arguments: cases.indices)
  func `a restored agent goes on bit for bit`(index: Int) throws {
    let (id, change) = AgentLaws.cases[index]
    let (configuration, batch) = try makeAgent(id, seed: 3, change)
    var agent = PPO(
      configuration, observationSpace: batch.observationSpace, actionSpace: batch.actionSpace,
      seed: 3)
    try train(&agent, in: batch, turns: 2)
    let snapshot = try agent.snapshot()
    let worlds = try batch.snapshot()
    try train(&agent, in: batch, turns: 2)

    let (_, other) = try makeAgent(id, seed: 99, change)
    var copy = PPO(
      configuration, observationSpace: batch.observationSpace, actionSpace: batch.actionSpace,
      seed: 99)
    try copy.restore(
      .init(
        weights: .init(bytes: snapshot.weights.bytes),
        optimizer: .init(bytes: snapshot.optimizer.bytes),
        rest: JSON(parsing: snapshot.rest.description)))
    try other.restore(worlds)
    try train(&copy, in: other, turns: 2)
    #expect(copy.weights.digest == agent.weights.digest)
  }

  @Test func `a state of another configuration is refused and changes nothing`() throws {
    let (configuration, batch) = try makeAgent("CartPole-v1", seed: 1)
    let agent = PPO(
      configuration, observationSpace: batch.observationSpace, actionSpace: batch.actionSpace,
      seed: 1)
    let snapshot = try agent.snapshot()
    for change: (inout PPO.Configuration) -> Void in [
      { $0.environments = 4 }, { $0.network.hiddenWidths = [32] },
      { $0.normalizesObservations = true },
    ] {
      var other = configuration
      change(&other)
      var copy = PPO(
        other, observationSpace: batch.observationSpace, actionSpace: batch.actionSpace, seed: 2)
      let before = copy.weights.digest
      var isRefused = false
      do { try copy.restore(snapshot) } catch { isRefused = true }
      #expect(isRefused)
      #expect(copy.weights.digest == before)
    }
  }
}
