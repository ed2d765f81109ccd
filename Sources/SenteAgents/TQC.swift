import SenteCompute
import SenteNetworks
public import SentePrimitives

/// Truncated quantile critics: soft actor-critic whose critics tell quantiles of the return, the largest
/// of which are left out of the target, against overestimation.
///
/// Source: Kuznetsov, Shvechikov, Grishin and Vetrov, "Controlling Overestimation Bias with Truncated
/// Mixture of Continuous Distributional Quantile Critics" (2020), algorithm 1.
public enum TQC {
  /// The settings of TQC. The defaults are those of the paper, the networks Stable-Baselines3's.
  public struct Configuration: SoftRule {
    /// Environments stepped together.
    public var environments = 1
    /// What is remembered, and how often it is learned from.
    public var replay = ReplaySettings()
    /// How much the next step's reward counts.
    public var discount = 0.99
    /// Adam's step size over the run, for actor, critics and temperature.
    public var learningRate = Schedule.constant(3e-4)
    /// How far the targets move towards the critics with each gradient step.
    public var targetRate = 0.005
    /// How many critics there are.
    public var critics = 5
    /// How many quantiles each tells.
    public var quantiles = 25
    /// How many of the largest are left out of the target, for each critic.
    public var droppedQuantiles = 2
    /// How much entropy counts.
    public var temperature = TemperatureSettings()
    /// The networks. Kuznetsov et al.: critics of three layers of 512.
    public var network = ReplayNetwork()

    /// The defaults.
    public init() {}

    var ownProblem: String? {
      if droppedQuantiles >= quantiles {
        return
          "droppedQuantiles is \(droppedQuantiles), but of quantiles, \(quantiles), some must stay"
      }
      return outside("critics is", critics, 1...100) ?? outside("quantiles is", quantiles, 1...1000)
        ?? outside("droppedQuantiles is", droppedQuantiles, 0...1000)
    }
  }
}

extension TQC.Configuration {
  /// Towards the rewards and the targets' quantiles of the policy's next action, the largest left out,
  /// less its log-probability.
  func criticLoss(_ t: PolicyTransitions) -> CriticLoss {
    let (action, logProbability) = nextAction(t)
    let future = network.critics(critics, t.next, action, outputs: quantiles, t.targets)
    let dropped = critics * droppedQuantiles
    let kept = concatenate(future, axis: 1).sortedDescending()
      .sliced(1, from: dropped, count: critics * quantiles - dropped)
    let goal = (t.rewards + t.discounts * (kept - t.temperature * logProbability)).detached

    let values = network.critics(
      critics, t.observations, t.actions, outputs: quantiles, t.critics)
    // The midpoints of equal parts of 0...1.
    let fractions =
      (values[0].counting(1).reshaped(to: [1, quantiles]) + 0.5) * (1 / Float(quantiles))
    let losses = values.map {
      quantileLosses($0, fractions: fractions, samples: goal, threshold: 1).losses.mean()
    }
    return (losses.sum() * (1 / Float(critics * quantiles)), values[0])
  }

  /// Up the mean of all quantiles of the policy's own action, and its entropy.
  func actorLoss(_ t: PolicyObservations) -> ActorLoss {
    let (action, logProbability) = ownAction(t)
    let values = network.critics(
      critics, t.observations, action, outputs: quantiles, t.critics)
    let loss = (t.temperature * logProbability).mean() - concatenate(values, axis: 1).mean()
    return (loss, logProbability)
  }
}
