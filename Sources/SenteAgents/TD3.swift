import SenteCompute
import SenteNetworks
public import SentePrimitives

/// Twin delayed deep deterministic policy gradient: two critics of which the smaller counts, targets that
/// are smoothed by noise, and a policy that learns less often.
///
/// Source: Fujimoto, van Hoof and Meger, "Addressing Function Approximation Error in Actor-Critic
/// Methods" (2018), algorithm 1.
public enum TD3 {
  /// The settings of TD3. The defaults are those of the authors' code, with Stable-Baselines3's step size
  /// and warm-up.
  public struct Configuration: BoxRule {
    /// Environments stepped together.
    public var environments = 1
    /// What is remembered, and how often it is learned from.
    public var replay = ReplaySettings()
    /// How much the next step's reward counts.
    public var discount = 0.99
    /// Adam's step size over the run. Fujimoto et al.: 1e-3 in the paper, 3e-4 in later code.
    public var learningRate = Schedule.constant(1e-3)
    /// How far the targets move with each gradient step of the actor.
    public var targetRate = 0.005
    /// Deviation of the noise with which the agent acts, where actions span -1...1.
    public var explorationNoise = 0.1
    /// Deviation of the noise in the targets' actions.
    public var targetNoise = 0.2
    /// Where that noise is cut.
    public var targetNoiseLimit = 0.5
    /// Gradient steps of the critics for each one of the actor and the targets.
    public var policyDelay = 2
    /// The networks.
    public var network = ReplayNetwork()

    /// The defaults.
    public init() {}

    var targetDelay: Int { policyDelay }
    var hasTargetPolicy: Bool { true }

    var ownProblem: String? {
      outside("targetNoise is", targetNoise, 0...10)
        ?? outside("targetNoiseLimit is", targetNoiseLimit, 0...2)
    }
  }
}

extension TD3.Configuration {
  func actor(_ observations: ObservationInputs, width: Int, _ scope: Scope) -> BoxPolicy.Outputs {
    .numbers(network.deterministicPolicy(observations, width: width, scope))
  }

  /// Towards the reward and the smaller target's value of the target policy's next action, with noise.
  func criticLoss(_ t: PolicyTransitions) -> CriticLoss {
    let next = network.deterministicPolicy(t.next, width: t.actionCount, t.policy)
    let limit = Float(targetNoiseLimit)
    let noise = (Float(targetNoise) * t.random.normal(next.shape)).clamped(-limit, limit)
    let future = network.critics(2, t.next, (next + noise).clamped(-1, 1), t.targets)
    let goal = (t.rewards + t.discounts * min(future[0], future[1])).detached
    let values = network.critics(2, t.observations, t.actions, t.critics)
    return (values.map { ($0 - goal).squared().mean() }.sum(), values[0])
  }

  /// Up the first critic's value of the policy's own action.
  func actorLoss(_ t: PolicyObservations) -> ActorLoss {
    let action = network.deterministicPolicy(t.observations, width: t.actionCount, t.policy)
    // Both critics are traced, so that the weights have one layout; the second is not computed.
    let values = network.critics(2, t.observations, action, t.critics)
    return (-values[0].mean(), nil)
  }
}
