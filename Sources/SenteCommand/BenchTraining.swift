import SenteAgents
import SenteEnvironments
import SentePrimitives
import SenteTraining

extension Bench {
  /// Environment steps on random actions, automatic resets and drawing the actions included.
  static var environmentWorks: [Work] {
    // Pictures take more room than the cache has for 1,024 copies.
    [
      ("CartPole-v1", "cartpole", 1024), ("Pendulum-v1", "pendulum", 1024),
      ("Acrobot-v1", "acrobot", 1024), ("MountainCar-v0", "mountaincar", 1024),
      ("MountainCarContinuous-v0", "mountaincarcontinuous", 1024),
      ("MinAtar/Asterix-v0", "minatar-asterix", 32),
      ("MinAtar/Breakout-v0", "minatar-breakout", 32),
      ("MinAtar/Freeway-v0", "minatar-freeway", 32),
      ("MinAtar/Seaquest-v0", "minatar-seaquest", 32),
      ("MinAtar/SpaceInvaders-v0", "minatar-space-invaders", 32),
    ].map { id, short, count in
      Work(name: "\(short)-vec-\(count)", summary: "\(id), \(count) copies, random actions") {
        let specification = try environment(id)
        let batch = specification.makeBatch(count: count, seed: 1)
        var random = RandomStream(seed: 1, role: "bench")
        var actions = [Float](repeating: 0, count: batch.count * batch.actionWidth)
        try batch.reset()
        let time = try seconds {
          var rows = actions.mutableSpan
          specification.actionSpace.sample(into: &rows, using: &random)
          try batch.step(actions: actions.span)
        }
        return [
          Figure(
            work: "\(short), vec \(count)", metric: "env_steps_per_s", value: Double(count) / time,
            unit: "steps/s")
        ]
      }
    }
  }

  /// Whole trainings with the peers' settings.
  static var trainingWorks: [Work] {
    [
      trainingWork(
        "ppo-cartpole-tuned", "PPO on CartPole-v1, 100,000 steps, the peers' settings, seeds 1 to 3"
      ) {
        var configuration = RunConfiguration(environment: "CartPole-v1")
        configuration.ppo = .init()
        configuration.steps = 100_000
        return configuration
      },
      trainingWork(
        "dqn-cartpole-tuned", "DQN on CartPole-v1, 50,000 steps, the peers' settings, seeds 1 to 3"
      ) {
        RunConfiguration(.dqn, environment: "CartPole-v1")
      },
      trainingWork(
        "sac-pendulum", "SAC on Pendulum-v1, 5,000 steps, the peers' settings, seeds 1 to 3"
      ) {
        var configuration = RunConfiguration(.sac, environment: "Pendulum-v1")
        configuration.sac = .init()
        configuration.steps = 5000
        return configuration
      },
      trainingWork(
        "td3-pendulum", "TD3 on Pendulum-v1, 5,000 steps, the peers' settings, seeds 1 to 3"
      ) {
        var configuration = RunConfiguration(.td3, environment: "Pendulum-v1")
        configuration.td3 = .init()
        configuration.steps = 5000
        return configuration
      },
    ]
  }

  private static func trainingWork(
    _ name: String, _ summary: String, _ configuration: @escaping () -> RunConfiguration
  ) -> Work {
    Work(name: name, summary: summary) {
      var times: [Double] = []
      var returns: [Double] = []
      let steps = Double(configuration().steps)
      for seed in 1...3 as ClosedRange<UInt64> {
        var configuration = configuration()
        configuration.seed = seed
        let start = Terminal.processorTime()
        let training = try Training(configuration, at: nil, clock: Terminal.now)
        while !training.isDone { try training.turn() }
        times.append(Terminal.processorTime() - start)
        returns.append(try training.evaluate().returns.mean)
      }
      let time = times.sorted()[1]
      return [
        Figure(work: name, metric: "train_seconds", value: time, unit: "s"),
        Figure(work: name, metric: "env_steps_per_s_total", value: steps / time, unit: "steps/s"),
        Figure(work: name, metric: "eval_return_mean", value: returns.sorted()[1], unit: "return"),
      ]
    }
  }

  /// A digest of what short trainings end with: discrete and continuous actions, every option.
  static var signatureWork: Work {
    Work(name: "signature", summary: "a digest of the weights that fixed trainings end with") {
      var digest = Digest()
      for id in ["CartPole-v1", "Pendulum-v1", "Acrobot-v1", "MountainCarContinuous-v0"] {
        var configuration = RunConfiguration(environment: id)
        configuration.steps = 4 * configuration.ppo.rolloutSize
        configuration.ppo.epochs = 2
        configuration.ppo.targetDivergence = 1
        configuration.ppo.valueClipRange = .constant(0.2)
        let training = try Training(configuration, at: nil, clock: { 0 })
        while !training.isDone { try training.turn() }
        digest.combine("\(training.weightsDigest)".utf8)
      }
      return [Figure(work: "signature", metric: "weightsHash", digest: digest)]
    }
  }
}
