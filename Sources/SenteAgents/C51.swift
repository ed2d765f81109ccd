import SenteCompute
import SentePrimitives

/// Categorical DQN: the network gives the distribution of each action's return over fixed atoms.
///
/// Source: Bellemare, Dabney and Munos, "A Distributional Perspective on Reinforcement Learning"
/// (2017), algorithm 1.
public enum C51 {
  /// The settings of C51.
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
    /// How many numbers a return can be. Bellemare et al.: 51.
    public var atoms = 51
    /// The least return. Bellemare et al.: -10.
    public var valueLow = -10.0
    /// The greatest return. Bellemare et al.: 10.
    public var valueHigh = 10.0
    /// The network.
    public var network = ValueNetwork()

    /// The defaults.
    public init() {}

    var ownProblem: String? {
      if let problem =
        outside("atoms is", atoms, 2...1001)
        ?? outside("valueLow is", valueLow, -1e6...1e6)
        ?? outside("valueHigh is", valueHigh, -1e6...1e6)
      {
        return problem
      }
      return valueLow < valueHigh
        ? nil : "valueLow is \(valueLow), but must be less than valueHigh, \(valueHigh)"
    }
  }
}

extension C51.Configuration {
  private var values: CategoricalValues {
    CategoricalValues(count: atoms, low: Float(valueLow), high: Float(valueHigh))
  }

  func actionValues(
    _ features: Tensor, actions: Int, _ scope: Scope, _ random: RandomSource?
  ) -> Tensor {
    values.expectation(network(features, actions: actions, atoms: atoms, scope, random))
      .reshaped(to: [features.shape[0], actions])
  }

  func losses(_ t: ValueTransitions) -> (losses: Tensor, errors: Tensor) {
    let logits = network(
      t.features.online, actions: t.actionCount, atoms: atoms, t.online, t.random)
    let next = network(
      t.nextFeatures.target, actions: t.actionCount, atoms: atoms, t.target, t.random)
    let goal = values.projected(
      next.ofAction(t.bestNext(self)).softmax(), rewards: t.rewards, discounts: t.discounts
    ).detached
    let logProbabilities = logits.ofAction(t.actions).logSoftmax()
    let losses = -(goal * logProbabilities).sum(axis: 1)
    // The divergence from the goal, which is 0 once nothing is left to learn.
    let divergence = losses + (goal * log(goal + 1e-20)).sum(axis: 1)
    return (losses, divergence)
  }
}
