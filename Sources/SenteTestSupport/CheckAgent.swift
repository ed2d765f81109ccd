public import SenteAgents
public import SenteEnvironments
import SenteNetworks
import SentePrimitives

/// Checks what every agent owes its users, in one environment with given settings.
///
/// One seed gives one result to the bit, on one thread and on two; an agent put back from a snapshot
/// in the middle goes on bit for bit, bytes and text in between; a state of another configuration is
/// refused and changes nothing; learning changes the weights; settings that cannot be are named.
///
/// - Parameters:
///   - turns: How many turns before the snapshot, and again after it.
///   - seed: The seed of agent and environments.
/// - Returns: One line for each law that is broken; none when all hold.
public func checkAgent(
  _ configuration: some AgentConfiguration, in environment: EnvironmentSpecification,
  turns: Int = 2, seed: UInt64 = 3
) throws -> [String] {
  if let problem = configuration.problem(in: environment.interface) {
    return ["the settings cannot be used in \(environment.id): \(problem)"]
  }
  let check = AgentCheck(
    configuration: configuration, environment: environment, turns: turns, seed: seed)
  return try check.repeats() + check.resumes() + check.refuses()
}

private struct AgentCheck<Configuration: AgentConfiguration> {
  let configuration: Configuration
  let environment: EnvironmentSpecification
  let turns: Int
  let seed: UInt64

  private func batch(seed: UInt64, pool: ThreadPool? = nil) throws -> EnvironmentBatch {
    let batch = environment.makeBatch(
      count: configuration.environments, seed: seed, pool: pool)
    try batch.reset()
    return batch
  }

  private func agent(
    _ configuration: Configuration, seed: UInt64, pool: ThreadPool? = nil
  ) -> any Agent & ~Copyable {
    configuration.makeAgent(for: environment.interface, seed: seed, pool: pool)
  }

  /// Weights after twice the turns.
  private func digest(_ pool: ThreadPool? = nil) throws -> Digest {
    var agent = agent(configuration, seed: seed, pool: pool)
    let batch = try batch(seed: seed, pool: pool)
    try train(&agent, in: batch, turns: 2 * turns)
    return agent.weightsDigest
  }

  func repeats() throws -> [String] {
    var problems: [String] = []
    let first = try digest()
    if try digest() != first { problems.append("the same seed gives other weights") }
    if try digest(ThreadPool(threads: 2)) != first {
      problems.append("two threads give other weights than one")
    }
    if first == agent(configuration, seed: seed).weightsDigest {
      problems.append("learning changes no weight")
    }
    return problems
  }

  func resumes() throws -> [String] {
    var first = agent(configuration, seed: seed)
    let worlds = try batch(seed: seed)
    try train(&first, in: worlds, turns: turns)
    let snapshot = try SenteTestSupport.snapshot(of: first)
    let state = try worlds.snapshot()
    try train(&first, in: worlds, turns: turns)

    var second = agent(configuration, seed: seed &+ 1)
    let others = try batch(seed: seed &+ 1)
    try second.restore(
      AgentSnapshot(
        weights: SafetensorsFile(bytes: snapshot.weights.bytes),
        optimizer: SafetensorsFile(bytes: snapshot.optimizer.bytes),
        rest: JSON(parsing: snapshot.rest.description), replay: snapshot.replay))
    try others.restore(state)
    try train(&second, in: others, turns: turns)
    return second.weightsDigest == first.weightsDigest
      ? [] : ["a restored agent goes on otherwise than the one it was taken from"]
  }

  func refuses() throws -> [String] {
    var problems: [String] = []
    let fresh = agent(configuration, seed: seed)
    let snapshot = try SenteTestSupport.snapshot(of: fresh)
    let changes: [(String, (inout Configuration) -> Void)] = [
      ("environments", { $0.environments += 1 }),
      ("network.hiddenWidths", { $0.network.hiddenWidths.append(3) }),
    ]
    for (name, change) in changes {
      var other = configuration
      change(&other)
      guard other.problem == nil else { continue }
      var agent = agent(other, seed: seed &+ 1)
      let before = agent.weightsDigest
      do {
        try agent.restore(snapshot)
        problems.append("a state with other \(name) is taken over")
      } catch {
        if agent.weightsDigest != before {
          problems.append("refusing a state with other \(name) changes the weights")
        }
      }
    }
    var broken = configuration
    broken.environments = 0
    if broken.problem?.hasPrefix("environments is 0") != true {
      problems.append("0 environments are not named as a problem")
    }
    broken = configuration
    broken.network.hiddenWidths = [0]
    if broken.problem?.hasPrefix("network.hiddenWidths") != true {
      problems.append("a hidden layer without units is not named as a problem")
    }
    return problems
  }
}

/// Runs an agent for some turns in a batch, from wherever both stand; the last turn's metrics.
@discardableResult
public func train(
  _ agent: inout any Agent & ~Copyable, in batch: EnvironmentBatch, turns: Int
) throws -> LearningMetrics {
  var metrics = LearningMetrics()
  var actions = [Float](repeating: 0, count: batch.count * batch.actionWidth)
  for turn in 0..<turns {
    while !agent.isReadyToLearn {
      var span = actions.mutableSpan
      agent.act(batch.observations, masks: batch.actionMasks, actions: &span)
      try batch.step(actions: actions.span)
      agent.observe(
        rewards: batch.rewards, ends: batch.ends, finalObservations: batch.finalObservations)
    }
    metrics = try agent.learn(
      batch.observations, masks: batch.actionMasks, progress: Double(turn) / Double(turns))
  }
  return metrics
}

// Swift 6.3.1 calls what only reads on an agent of any kind when it is lent as an argument.
private func snapshot(of agent: borrowing any Agent & ~Copyable) throws -> AgentSnapshot {
  try agent.snapshot()
}
