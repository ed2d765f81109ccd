import SenteCompute
import SenteNetworks
public import SentePrimitives

/// DroQ: soft actor-critic with many gradient steps for each step, whose critics have dropout and layer
/// normalization in place of an ensemble.
///
/// Source: Hiraoka, Imagawa, Hashimoto, Onishi and Tsuruoka, "Dropout Q-Functions for Doubly Efficient
/// Reinforcement Learning" (2022), algorithm 2.
public enum DroQ {
  /// The settings of DroQ. The defaults are those of the paper, which warms up for 5,000 steps.
  public struct Configuration: SoftRule {
    /// Environments stepped together.
    public var environments = 1
    /// What is remembered, and how often it is learned from.
    public var replay = ReplaySettings { $0.updatesPerStep = 20 }
    /// How much the next step's reward counts.
    public var discount = 0.99
    /// Adam's step size over the run, for actor, critics and temperature.
    public var learningRate = Schedule.constant(3e-4)
    /// How far the targets move towards the critics with each gradient step.
    public var targetRate = 0.005
    /// The share of a critic's units that are left out in each gradient step.
    public var dropout = 0.01
    /// Gradient steps of the critics for each one of the actor.
    public var policyDelay = 20
    /// How much entropy counts.
    public var temperature = TemperatureSettings()
    /// The networks.
    public var network = ReplayNetwork()

    /// The defaults.
    public init() {}

    var ownProblem: String? {
      outside("dropout is", dropout, 0...0.99) ?? network.needsPerceptron("DroQ")
    }
  }
}

extension DroQ.Configuration {
  /// What two critics give for actions, [rows, 1] each: dropout, normalization and activation behind
  /// each hidden layer.
  private func critics(
    _ observations: ObservationInputs, _ actions: Tensor, _ scope: Scope, _ random: RandomSource
  ) -> [Tensor] {
    let x = concatenate([observations.features(network, scope), actions], axis: 1)
    return (0..<2).map { i in
      let critic = scope["critic\(i)"]
      let h = network.hiddenWidths.enumerated().reduce(x) { x, layer in
        let layerScope = critic["\(layer.offset)"]
        let y = dense(x, layer.element, layerScope, network.start(gain: 2.0.squareRoot()))
        return network.activation(
          layerNorm(SenteNetworks.dropout(y, Float(dropout), random), layerScope["norm"]))
      }
      return dense(h, 1, critic["head"], network.start(gain: 1))
    }
  }

  /// Towards the reward and the smaller target's value of the policy's next action, less its
  /// log-probability.
  func criticLoss(_ t: PolicyTransitions) -> CriticLoss {
    let (action, logProbability) = nextAction(t)
    let future = critics(t.next, action, t.targets, t.random)
    let soft = min(future[0], future[1]) - t.temperature * logProbability
    let goal = t.rewards + t.discounts * soft
    return halfSquares(critics(t.observations, t.actions, t.critics, t.random), goal)
  }

  /// Up the critics' mean value of the policy's own action, and its entropy.
  func actorLoss(_ t: PolicyObservations) -> ActorLoss {
    let (action, logProbability) = ownAction(t)
    let values = critics(t.observations, action, t.critics, t.random)
    let loss = (t.temperature * logProbability - 0.5 * (values[0] + values[1])).mean()
    return (loss, logProbability)
  }
}
