import SenteCompute
import SentePrimitives

/// Deep Q-learning: a network gives the value of each action and is moved towards the reward and the
/// discounted value of the best action after it.
///
/// Source: Mnih et al., "Human-level control through deep reinforcement learning" (2015), algorithm 1.
/// Its options are papers of their own: `learning.isDouble`, `network.isDueling`, `network.isNoisy`,
/// `replay.returnSteps`, `learning.priorityExponent`, `munchausenWeight`.
public enum DQN {
  /// The settings of DQN.
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
    /// The error from which the loss is linear (Mnih et al.: 1); 0: the square everywhere.
    public var huberThreshold = 1.0
    /// Weight of the policy's log-probability that is added to the reward (Vieillard, Pietquin and Geist
    /// 2020, who take 0.9); 0: plain DQN.
    public var munchausenWeight = 0.0
    /// How soft the policy is that the values stand for, with a Munchausen weight. Vieillard et al.:
    /// 0.03.
    public var munchausenTemperature = 0.03
    /// The least log-probability times temperature that is added. Vieillard et al.: -1.
    public var munchausenFloor = -1.0
    /// The network.
    public var network = ValueNetwork()

    /// The defaults.
    public init() {}

    var ownProblem: String? {
      if let problem =
        outside("huberThreshold is", huberThreshold, 0...1e9)
        ?? outside("munchausenWeight is", munchausenWeight, 0...1)
        ?? outside("munchausenTemperature is", munchausenTemperature, 1e-6...1e6)
        ?? outside("munchausenFloor is", munchausenFloor, -1e6...0)
      {
        return problem
      }
      guard munchausenWeight > 0 else { return nil }
      if learning.isDouble {
        return "munchausenWeight is \(munchausenWeight), but learning.isDouble chooses an action "
          + "where it takes the mean over all"
      }
      return replay.returnSteps == 1
        ? nil
        : "munchausenWeight is \(munchausenWeight), but replay.returnSteps is "
          + "\(replay.returnSteps): the policy's log-probability is known for one step"
    }
  }
}

extension DQN.Configuration {
  func actionValues(
    _ features: Tensor, actions: Int, _ scope: Scope, _ random: RandomSource?
  ) -> Tensor {
    network(features, actions: actions, atoms: 1, scope, random)
      .reshaped(to: [features.shape[0], actions])
  }

  func losses(_ t: ValueTransitions) -> (losses: Tensor, errors: Tensor) {
    let values = actionValues(t.features.online, actions: t.actionCount, t.online, t.random)
    let goal = munchausenWeight > 0 ? munchausenGoal(t) : goal(t)
    let errors = goal.detached - values.picking(t.actions)
    return (errors.huber(huberThreshold), errors)
  }

  /// The reward and what the best action after it is worth, [rows, 1].
  private func goal(_ t: ValueTransitions) -> Tensor {
    let next = actionValues(t.nextFeatures.target, actions: t.actionCount, t.target, t.random)
    guard learning.isDouble else {
      return t.rewards + t.discounts * t.legal(next, t.nextMask).largest()
    }
    return t.rewards + t.discounts * next.picking(t.bestNext(self))
  }

  /// The reward, the policy's log-probability, and the soft value of what followed, [rows, 1]
  /// (Vieillard, Pietquin and Geist 2020, equation 1).
  private func munchausenGoal(_ t: ValueTransitions) -> Tensor {
    let temperature = Float(munchausenTemperature)
    let now = t.legal(
      actionValues(t.features.target, actions: t.actionCount, t.target, t.random), t.mask)
    let logPolicy = temperature * (now * (1 / temperature)).logSoftmax().picking(t.actions)
    let bonus = max(logPolicy, logPolicy.filled(Float(munchausenFloor)))
    let next = t.legal(
      actionValues(t.nextFeatures.target, actions: t.actionCount, t.target, t.random), t.nextMask)
    // Σ π (q - τ ln π) is τ times the logarithm of Σ exp(q / τ).
    let soft = temperature * (next * (1 / temperature)).logSumExp()
    return t.rewards + Float(munchausenWeight) * bonus + t.discounts * soft
  }
}
