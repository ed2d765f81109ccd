import SenteCompute
import SentePrimitives

/// Quantile-regression DQN: the network gives quantiles of each action's return.
///
/// Source: Dabney, Rowland, Bellemare and Munos, "Distributional Reinforcement Learning with Quantile
/// Regression" (2018), algorithm 1.
public enum QRDQN {
  /// The settings of QR-DQN.
  public struct Configuration: ValueRule {
    /// Environments stepped together.
    public var environments = 1
    /// What is remembered, and how often it is learned from.
    public var replay = ReplaySettings {
      $0.capacity = 100_000
      $0.batchSize = 32
      $0.warmupSteps = 1000
      $0.rolloutSteps = 4
      $0.updatesPerStep = 0.25
    }
    /// How values are learned and explored.
    public var learning = ValueLearning()
    /// How many quantiles there are. Dabney et al.: 200.
    public var quantiles = 51
    /// The error from which the loss is linear. Dabney et al.: 1.
    public var huberThreshold = 1.0
    /// The network.
    public var network = ValueNetwork()

    /// The defaults.
    public init() {}

    var ownProblem: String? {
      outside("quantiles is", quantiles, 1...1000)
        ?? outside("huberThreshold is", huberThreshold, 0...1e9)
    }
  }
}

extension QRDQN.Configuration {
  func actionValues(
    _ features: Tensor, actions: Int, _ scope: Scope, _ random: RandomSource?
  ) -> Tensor {
    network(features, actions: actions, atoms: quantiles, scope, random).mean(axis: 2)
      .reshaped(to: [features.shape[0], actions])
  }

  func losses(_ t: ValueTransitions) -> (losses: Tensor, errors: Tensor) {
    let all = network(
      t.features.online, actions: t.actionCount, atoms: quantiles, t.online, t.random)
    let next = network(
      t.nextFeatures.target, actions: t.actionCount, atoms: quantiles, t.target, t.random)
    let goal = (t.rewards + t.discounts * next.ofAction(t.bestNext(self))).detached
    let taken = all.ofAction(t.actions)
    // The midpoints of equal parts of 0...1.
    let fractions =
      (taken.counting(1).reshaped(to: [1, quantiles]) + 0.5) * (1 / Float(quantiles))
    return quantileLosses(taken, fractions: fractions, samples: goal, threshold: huberThreshold)
  }
}
