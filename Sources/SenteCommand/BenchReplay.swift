import SenteAgents
import SenteCompute
import SenteEnvironments
import SentePrimitives

extension Bench {
  /// Gradient steps from replay.
  static var replayWorks: [Work] {
    [
      Work(
        name: "sac-update",
        summary: "a turn of SAC: act once, draw, one gradient step; 17-256-256-6, batch 256"
      ) {
        let environment = EnvironmentInterface(
          observationSpace: .box(-1...1, width: 17), actionSpace: .box(-1...1, width: 6))
        let agent = SAC.Configuration().makeAgent(for: environment, seed: 1, pool: nil)
        let time = try timeOfTurn(agent)
        let rounds = 100_000
        var operations = 0.0
        let peak = seconds { operations = InstructionSet.best.peakWork(rounds: rounds) }
        let (work, batch) = ("sac update mlp 17-256-256-6 b256", 256.0)
        let speed = sacOperations(batch) / time
        return [
          Figure(work: work, metric: "samples_per_s", value: batch / time, unit: "samples/s"),
          Figure(work: work, metric: "gflops", value: speed * 1e-9, unit: "GFLOP/s"),
          Figure(
            work: work, metric: "percent_of_peak", value: 100 * speed * peak / operations,
            unit: "%"),
        ]
      }
    ]
  }

  /// Seconds of a turn when the replay has filled up a little.
  private static func timeOfTurn(_ agent: consuming some Agent & ~Copyable) throws -> Double {
    var agent = agent
    var random = RandomStream(seed: 1, role: "bench")
    for _ in 0..<1000 { try turn(&agent, &random) }
    return try seconds { try turn(&agent, &random) }
  }

  /// One step in a world of noise, and what is learned from it.
  private static func turn(
    _ agent: inout some Agent & ~Copyable, _ random: inout RandomStream
  ) throws {
    let observation = (0..<17).map { _ in Float(random.uniform(-1, 1)) }
    var actions = [Float](repeating: 0, count: 6)
    var row = actions.mutableSpan
    agent.act(observation.span, masks: nil, actions: &row)
    let (rewards, ends) = ([Float(random.uniform())], [EpisodeEnd.running])
    agent.observe(rewards: rewards.span, ends: ends.span, finalObservations: observation.span)
    _ = try agent.learn(observation.span, progress: 0)
  }

  /// Floating-point operations of the matrix products in one gradient step of SAC, forward and back.
  private static func sacOperations(_ batch: Double) -> Double {
    let (inputs, actions, units) = (17.0, 6.0, 256.0)
    let actor = inputs * units + units * units + units * 2 * actions
    let critic = (inputs + actions) * units + units * units + units
    // Backward through a network, less what would only reach its inputs.
    let actorBack = 2 * actor - inputs * units
    let criticBack = 2 * critic - (inputs + actions) * units
    let criticStep = actor + 2 * critic + 2 * (critic + criticBack)
    let actorStep = actor + actorBack + 2 * critic + 2 * critic
    return 2 * batch * (criticStep + actorStep)
  }
}
