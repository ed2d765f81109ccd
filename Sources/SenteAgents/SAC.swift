import SenteCompute
import SenteNetworks
public import SentePrimitives

/// Soft actor-critic: a policy that maximizes rewards and its own entropy, learned from replay.
///
/// Source: Haarnoja, Zhou, Hartikainen, Tucker, Ha, Tan, Kumar, Zhu, Gupta, Abbeel and Levine, "Soft
/// Actor-Critic Algorithms and Applications" (2018), algorithm 1, with the temperature of section 5.
public enum SAC {
  /// The settings of SAC. The defaults are those of the paper and of Stable-Baselines3.
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
    /// How much entropy counts.
    public var temperature = TemperatureSettings()
    /// The networks.
    public var network = ReplayNetwork()

    /// The defaults.
    public init() {}
  }
}

extension SAC.Configuration {
  /// Towards the reward and the smaller target's value of the policy's next action, less its
  /// log-probability.
  func criticLoss(_ t: PolicyTransitions) -> CriticLoss {
    let (action, logProbability) = nextAction(t)
    let future = network.critics(2, t.next, action, t.targets)
    let soft = min(future[0], future[1]) - t.temperature * logProbability
    let goal = t.rewards + t.discounts * soft
    return halfSquares(network.critics(2, t.observations, t.actions, t.critics), goal)
  }

  /// Up the smaller critic's value of the policy's own action, and its entropy.
  func actorLoss(_ t: PolicyObservations) -> ActorLoss {
    let (action, logProbability) = ownAction(t)
    let values = network.critics(2, t.observations, action, t.critics)
    let loss = (t.temperature * logProbability - min(values[0], values[1])).mean()
    return (loss, logProbability)
  }
}
