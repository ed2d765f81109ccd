import SenteCompute
import SenteNetworks
public import SentePrimitives

/// Deep deterministic policy gradient: a policy of numbers that goes up the gradient of its critic's value.
///
/// Source: Lillicrap, Hunt, Pritzel, Heess, Erez, Tassa, Silver and Wierstra, "Continuous Control with
/// Deep Reinforcement Learning" (2016), algorithm 1.
public enum DDPG {
  /// The settings of DDPG. The defaults are those of TD3's authors for it, which learn better than the
  /// paper's; those are said beside them.
  public struct Configuration: BoxRule {
    /// Environments stepped together.
    public var environments = 1
    /// What is remembered, and how often it is learned from.
    public var replay = ReplaySettings()
    /// How much the next step's reward counts.
    public var discount = 0.99
    /// Adam's step size over the run. Lillicrap et al.: 1e-4 for the actor, 1e-3 for the critic.
    public var learningRate = Schedule.constant(1e-3)
    /// How far the targets move with each gradient step. Lillicrap et al.: 0.001.
    public var targetRate = 0.005
    /// Deviation of the noise with which the agent acts, where actions span -1...1. Lillicrap et al.: an
    /// Ornstein-Uhlenbeck process of deviation 0.2, which later work found no better.
    public var explorationNoise = 0.1
    /// The networks.
    public var network = ReplayNetwork()

    /// The defaults.
    public init() {}

    var hasTargetPolicy: Bool { true }
  }
}

extension DDPG.Configuration {
  func actor(_ observations: ObservationInputs, width: Int, _ scope: Scope) -> BoxPolicy.Outputs {
    .numbers(network.deterministicPolicy(observations, width: width, scope))
  }

  /// Towards the reward and the target's value of the target policy's next action.
  func criticLoss(_ t: PolicyTransitions) -> CriticLoss {
    let action = network.deterministicPolicy(t.next, width: t.actionCount, t.policy)
    let future = network.critics(1, t.next, action, t.targets)[0]
    let goal = t.rewards + t.discounts * future
    let values = network.critics(1, t.observations, t.actions, t.critics)[0]
    return ((values - goal.detached).squared().mean(), values)
  }

  /// Up the critic's value of the policy's own action.
  func actorLoss(_ t: PolicyObservations) -> ActorLoss {
    let action = network.deterministicPolicy(t.observations, width: t.actionCount, t.policy)
    let value = network.critics(1, t.observations, action, t.critics)[0]
    return (-value.mean(), nil)
  }
}
