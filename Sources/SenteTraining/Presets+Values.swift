import SenteAgents
import SentePrimitives

/// Settings of algorithms that learn values of actions.
extension RunConfiguration {
  typealias Preset = @Sendable (inout RunConfiguration) -> Void

  static let dqnPresets = presets { run in
    suitCartPole(&run.dqn.replay, &run.dqn.learning, &run.dqn.network)
    run.steps = 50_000
  } minAtar: { run in
    suitMinAtar(&run.dqn.environments, &run.dqn.replay, &run.dqn.learning, &run.dqn.network)
  }

  static let c51Presets = presets { run in
    suitCartPole(&run.c51.replay, &run.c51.learning, &run.c51.network)
    run.steps = 50_000
    (run.c51.valueLow, run.c51.valueHigh) = (0, 100)
  } minAtar: { run in
    suitMinAtar(&run.c51.environments, &run.c51.replay, &run.c51.learning, &run.c51.network)
    // Fresh networks expect the middle of the range. Above 0 that is a hope which takes most of a run to
    // disappoint where rewards are rare; Rainbow's noise and longer steps get over it.
    let reach = run.hasRareRewards ? 5.0 : 25
    (run.c51.valueLow, run.c51.valueHigh) = (-reach, reach)
  }

  static let qrdqnPresets = presets { run in
    suitCartPole(&run.qrdqn.replay, &run.qrdqn.learning, &run.qrdqn.network)
    run.steps = 50_000
  } minAtar: { run in
    suitMinAtar(
      &run.qrdqn.environments, &run.qrdqn.replay, &run.qrdqn.learning, &run.qrdqn.network)
  }

  static let iqnPresets = presets { run in
    suitCartPole(&run.iqn.replay, &run.iqn.learning, &run.iqn.network)
    run.steps = 50_000
    // Random quantiles make values noisier than the others' are: more of them, a rate that falls, normalized
    // layers, and fewer units, since each quantile of each action goes through them.
    run.iqn.samples = 16
    run.iqn.learning.learningRate = .linear(from: 2.3e-3, to: 0)
    run.iqn.network.hiddenWidths = [64, 64]
    run.iqn.network.normalizesLayers = true
  } minAtar: { run in
    suitMinAtar(&run.iqn.environments, &run.iqn.replay, &run.iqn.learning, &run.iqn.network)
  }

  static let rainbowPresets = presets { run in
    let exploration = run.rainbow.learning.exploration
    suitCartPole(&run.rainbow.replay, &run.rainbow.learning, &run.rainbow.network)
    run.steps = 50_000
    run.rainbow.learning.exploration = exploration
    (run.rainbow.valueLow, run.rainbow.valueHigh) = (0, 100)
  } minAtar: { run in
    let exploration = run.rainbow.learning.exploration
    suitMinAtar(
      &run.rainbow.environments, &run.rainbow.replay, &run.rainbow.learning,
      &run.rainbow.network)
    run.rainbow.learning.exploration = exploration
    // Discounted returns of good players stay within.
    (run.rainbow.valueLow, run.rainbow.valueHigh) = run.hasRareRewards ? (-5, 5) : (-1, 50)
  }

  static let pqnPresets = presets { run in
    // The authors' settings for CartPole, but for the optimizer and a smaller last exploration.
    run.steps = 500_000
    run.pqn.rolloutSteps = 64
    run.pqn.epochs = 4
    run.pqn.lambda = 0.95
    run.pqn.learningRate = .linear(from: 1e-3, to: 0)
    run.pqn.explorationPart = 0.2
  } minAtar: { run in
    // No replay, so that a step costs a fifth.
    run.steps = 5_000_000
    // The convolutions and 128 units of Young and Tian come before.
    run.pqn.network.hiddenWidths = []
  }

  // MARK: - Parts

  /// Whether a reward of 1 comes so seldom that what one action gains over another is a small part of it,
  /// which atoms a whole reward apart do not tell.
  private var hasRareRewards: Bool {
    ["Freeway", "Seaquest"].contains { environment.hasPrefix("MinAtar/\($0)-") }
  }

  private static func presets(
    cartPole: @escaping Preset, minAtar: @escaping Preset
  ) -> [String: Preset] {
    var presets = ["CartPole-v1": cartPole]
    for game in ["Asterix", "Breakout", "Freeway", "Seaquest", "SpaceInvaders"] {
      for version in ["v0", "v1"] {
        presets["MinAtar/\(game)-\(version)"] = { run in
          run.steps = 1_000_000
          minAtar(&run)
        }
      }
    }
    return presets
  }

  /// rl-zoo3's settings for DQN (Raffin 2020, `dqn.yml`); the target is copied between two turns of 128
  /// gradient steps.
  private static func suitCartPole(
    _ replay: inout ReplaySettings, _ learning: inout ValueLearning,
    _ network: inout ValueNetwork
  ) {
    replay.batchSize = 64
    replay.rolloutSteps = 256
    replay.updatesPerStep = 0.5
    learning.learningRate = .constant(2.3e-3)
    learning.exploration = .linear(from: 1, to: 0.04)
    learning.explorationPart = 0.16
    learning.targetUpdates = 128
    network.hiddenWidths = [256, 256]
  }

  /// Those of Obando-Ceron and Castro, "Revisiting Rainbow" (2021), with fewer and larger gradient steps,
  /// which cost a processor a third: 8 of 64 transitions after every 128 steps of eight environments, at four
  /// times their rate, where they take one of 32 after every four steps.
  private static func suitMinAtar(
    _ environments: inout Int, _ replay: inout ReplaySettings, _ learning: inout ValueLearning,
    _ network: inout ValueNetwork
  ) {
    environments = 8
    replay.batchSize = 64
    replay.rolloutSteps = 16
    replay.updatesPerStep = 1.0 / 16
    replay.warmupSteps = 5000
    learning.learningRate = .constant(1e-3)
    learning.adamEpsilon = 3.125e-4
    learning.exploration = .linear(from: 1, to: 0.01)
    learning.explorationPart = 0.0625
    learning.targetUpdates = 62
    // The convolutions and 128 units of Young and Tian come before.
    network.hiddenWidths = []
  }
}
