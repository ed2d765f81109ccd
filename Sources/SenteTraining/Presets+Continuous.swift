import SenteAgents
import SentePrimitives

extension RunConfiguration {
  /// Settings of soft actor-critic.
  static let sacPresets: [String: @Sendable (inout RunConfiguration) -> Void] = [
    // A quarter of rl-zoo3's steps: networks a sixteenth as large, twice the gradient steps and its step
    // size, which is as sure and takes a tenth of the time.
    "Pendulum-v1": { run in
      run.steps = 5000
      run.sac.learningRate = .constant(1e-3)
      run.sac.network.hiddenWidths = [64, 64]
      run.sac.replay.updatesPerStep = 2
    }
  ]

  /// Settings of discrete soft actor-critic: small networks and a larger step size, as sure and sooner there.
  static let discreteSACPresets: [String: @Sendable (inout RunConfiguration) -> Void] = [
    "CartPole-v1": { run in
      run.steps = 40_000
      run.discreteSAC.learningRate = .constant(1e-3)
      run.discreteSAC.network.hiddenWidths = [64, 64]
    }
  ]

  /// Settings of TD3.
  static let td3Presets: [String: @Sendable (inout RunConfiguration) -> Void] = [
    // As soft actor-critic's. With one gradient step a step, targets that move by 0.005 with every second
    // one have not followed the critics by then.
    "Pendulum-v1": { run in
      run.steps = 5000
      run.td3.network.hiddenWidths = [64, 64]
      run.td3.replay.updatesPerStep = 2
    }
  ]
}
