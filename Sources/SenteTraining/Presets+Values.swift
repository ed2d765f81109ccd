import SenteAgents
import SentePrimitives

/// Settings of algorithms that learn values of actions.
extension RunConfiguration {
  typealias Presets = [String: @Sendable (inout RunConfiguration) -> Void]

  static let dqnPresets: Presets = [
    // rl-zoo3's settings; its target is copied between two turns of 128 gradient steps.
    "CartPole-v1": { run in
      run.steps = 50_000
      run.dqn.replay = cartPoleReplay(run.dqn.replay)
      run.dqn.learning = cartPoleLearning(run.dqn.learning)
      run.dqn.network.hiddenWidths = [256, 256]
    }
  ].merging(minAtar(\.dqn.replay, \.dqn.learning, \.dqn.network)) { first, _ in first }

  static let c51Presets: Presets = [
    "CartPole-v1": { run in
      run.steps = 50_000
      run.c51.replay = cartPoleReplay(run.c51.replay)
      run.c51.learning = cartPoleLearning(run.c51.learning)
      run.c51.network.hiddenWidths = [256, 256]
      (run.c51.valueLow, run.c51.valueHigh) = (0, 100)
    }
  ].merging(
    minAtar(\.c51.replay, \.c51.learning, \.c51.network) { run in
      (run.c51.valueLow, run.c51.valueHigh) = minAtarReturns
    }
  ) { first, _ in first }

  static let qrdqnPresets: Presets = [
    "CartPole-v1": { run in
      run.steps = 50_000
      run.qrdqn.replay = cartPoleReplay(run.qrdqn.replay)
      run.qrdqn.learning = cartPoleLearning(run.qrdqn.learning)
      run.qrdqn.network.hiddenWidths = [256, 256]
    }
  ].merging(minAtar(\.qrdqn.replay, \.qrdqn.learning, \.qrdqn.network)) { first, _ in first }

  static let iqnPresets = minAtar(\.iqn.replay, \.iqn.learning, \.iqn.network)

  static let rainbowPresets = minAtar(
    \.rainbow.replay, \.rainbow.learning, \.rainbow.network
  ) { run in
    (run.rainbow.valueLow, run.rainbow.valueHigh) = minAtarReturns
    run.rainbow.replay.returnSteps = 3
    run.rainbow.learning.exploration = .constant(0)
    run.rainbow.learning.isDouble = true
    run.rainbow.learning.priorityExponent = 0.5
  }

  static let pqnPresets: Presets = [
    // The authors' settings for CartPole, but for the optimizer and a smaller last exploration.
    "CartPole-v1": { run in
      run.steps = 500_000
      run.pqn.rolloutSteps = 64
      run.pqn.epochs = 4
      run.pqn.lambda = 0.95
      run.pqn.learningRate = .linear(from: 1e-3, to: 0)
      run.pqn.explorationPart = 0.2
    }
  ].merging(
    Dictionary(
      uniqueKeysWithValues: minAtarIds.map { id in
        (
          id,
          { @Sendable run in
            run.steps = 4_000_000
            run.pqn.network.hiddenWidths = []
          }
        )
      })
  ) { first, _ in first }

  // MARK: - Parts

  private static func cartPoleReplay(_ replay: ReplaySettings) -> ReplaySettings {
    var replay = replay
    replay.batchSize = 64
    replay.rolloutSteps = 256
    replay.updatesPerStep = 0.5
    return replay
  }

  private static func cartPoleLearning(_ learning: ValueLearning) -> ValueLearning {
    var learning = learning
    learning.learningRate = .constant(2.3e-3)
    learning.exploration = .linear(from: 1, to: 0.04)
    learning.explorationPart = 0.16
    learning.targetUpdates = 128
    return learning
  }

  private static let minAtarIds = ["Asterix", "Breakout", "Freeway", "Seaquest", "SpaceInvaders"]
    .flatMap { ["MinAtar/\($0)-v0", "MinAtar/\($0)-v1"] }

  /// Discounted returns of good players stay within.
  private static let minAtarReturns = (-1.0, 50.0)

  /// The settings of Obando-Ceron and Castro, "Revisiting Rainbow" (2021): a gradient step for every four
  /// steps.
  private static func minAtar(
    _ replay: WritableKeyPath<RunConfiguration, ReplaySettings> & Sendable,
    _ learning: WritableKeyPath<RunConfiguration, ValueLearning> & Sendable,
    _ network: WritableKeyPath<RunConfiguration, ValueNetwork> & Sendable,
    _ change: @escaping @Sendable (inout RunConfiguration) -> Void = { _ in }
  ) -> Presets {
    Dictionary(
      uniqueKeysWithValues: minAtarIds.map { id in
        (
          id,
          { @Sendable run in
            run.steps = 4_000_000
            run[keyPath: replay].warmupSteps = 5000
            run[keyPath: learning].learningRate = .constant(2.5e-4)
            run[keyPath: learning].adamEpsilon = 3.125e-4
            run[keyPath: learning].exploration = .linear(from: 1, to: 0.01)
            run[keyPath: learning].explorationPart = 0.0625
            run[keyPath: learning].targetUpdates = 250
            // The convolutions and 128 units of Young and Tian come before.
            run[keyPath: network].hiddenWidths = []
            change(&run)
          }
        )
      })
  }
}
