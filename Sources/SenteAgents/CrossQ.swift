import SenteCompute
import SenteNetworks
public import SentePrimitives

/// CrossQ: soft actor-critic whose wide critics are batch-normalized over present and next observations
/// together, which makes target networks unnecessary.
///
/// Source: Bhatt, Palenicek, Belousov, Argus, Amiranashvili, Brox and Peters, "CrossQ: Batch
/// Normalization in Deep Reinforcement Learning for Greater Sample Efficiency and Simplicity" (2024),
/// figure 2 and table 2.
public enum CrossQ {
  /// The settings of CrossQ. The defaults are those of the paper, but for the critics' width.
  public struct Configuration: SoftRule {
    /// Environments stepped together.
    public var environments = 1
    /// What is remembered, and how often it is learned from.
    public var replay = ReplaySettings()
    /// How much the next step's reward counts.
    public var discount = 0.99
    /// Adam's step size over the run, for actor, critics and temperature.
    public var learningRate = Schedule.constant(1e-3)
    /// Adam's β₁.
    public var beta1 = 0.5
    /// Gradient steps of the critics for each one of the actor.
    public var policyDelay = 3
    /// How far running statistics move with each gradient step.
    public var normMomentum = 0.01
    /// Units of the critics' hidden layers. Bhatt et al.: 2048 twice.
    public var criticWidths = [1024, 1024]
    /// How much entropy counts.
    public var temperature = TemperatureSettings()
    /// The networks.
    public var network = ReplayNetwork()

    /// The defaults.
    public init() {}

    /// There are no targets.
    var targetRate: Double { 0 }

    var ownProblem: String? {
      outside("beta1 is", beta1, 0...0.999) ?? outside("normMomentum is", normMomentum, 1e-6...1)
        ?? outside("replay.batchSize is", replay.batchSize, 2...65_536)
        ?? network.needsPerceptron("CrossQ")
        ?? widthProblem(criticWidths, rows: 2 * replay.batchSize)
        .map { $0.replacing("network.hiddenWidths", with: "criticWidths") }
    }
  }
}

extension CrossQ.Configuration {
  func actor(_ observations: ObservationInputs, width: Int, _ scope: Scope) -> BoxPolicy.Outputs {
    .squashed(policy(observations, width: width, scope, .inference))
  }

  /// The policy, normalized like the critics.
  private func policy(
    _ observations: ObservationInputs, width: Int, _ scope: Scope, _ mode: Mode
  ) -> SquashedNormal {
    let y = normalized(
      observations.features(network, scope), network.hiddenWidths, 2 * width, scope, mode)
    return SquashedNormal(
      mean: y.sliced(1, from: 0, count: width),
      logDeviation: y.sliced(1, from: width, count: width).clamped(-20, 2))
  }

  /// What two critics give for features and actions, [rows, 1] each.
  private func critics(
    _ features: Tensor, _ actions: Tensor, _ scope: Scope, _ mode: Mode
  ) -> [Tensor] {
    let x = concatenate([features, actions], axis: 1)
    return (0..<2).map { normalized(x, criticWidths, 1, scope["critic\($0)"], mode) }
  }

  /// Hidden layers and a head, with batch normalization before each of them.
  private func normalized(
    _ x: Tensor, _ widths: [Int], _ width: Int, _ scope: Scope, _ mode: Mode
  ) -> Tensor {
    let norm = { (x: Tensor, name: String) in
      batchNorm(
        x, scope[name], mode: mode, momentum: Float(normMomentum), epsilon: 1e-3)
    }
    let h = widths.enumerated().reduce(norm(x, "norm")) { x, layer in
      let layerScope = scope["\(layer.offset)"]
      let y = network.activation(
        dense(x, layer.element, layerScope, network.start(gain: 2.0.squareRoot())))
      return norm(y, "\(layer.offset).norm")
    }
    return dense(h, width, scope["head"], network.start(gain: 1))
  }

  /// Towards the reward and the critics' own value of the policy's next action, less its
  /// log-probability; both ends of the transitions are one batch.
  func criticLoss(_ t: PolicyTransitions) -> CriticLoss {
    let rows = replay.batchSize
    let (action, logProbability) = drawn(
      policy(t.next, width: t.actionCount, t.policy, .inference), t.random)
    let features = [t.observations, t.next].map { $0.features(network, t.critics) }
    let both = critics(
      concatenate(features, axis: 0), concatenate([t.actions, action], axis: 0), t.critics,
      .training)
    let future = both.map { $0.sliced(0, from: rows, count: rows) }
    let soft = min(future[0], future[1]) - t.temperature * logProbability
    let goal = (t.rewards + t.discounts * soft).detached

    let values = both.map { $0.sliced(0, from: 0, count: rows) }
    return (values.map { ($0 - goal).squared().mean() }.sum(), values[0])
  }

  /// Up the smaller critic's value of the policy's own action, and its entropy; the critics use their
  /// running statistics.
  func actorLoss(_ t: PolicyObservations) -> ActorLoss {
    let (action, logProbability) = drawn(
      policy(t.observations, width: t.actionCount, t.policy, .training), t.random)
    let values = critics(
      t.observations.features(network, t.critics), action, t.critics, .inference)
    let loss = (t.temperature * logProbability - min(values[0], values[1])).mean()
    return (loss, logProbability)
  }
}
