import SenteCompute
import SenteEnvironments
import SenteNetworks
public import SentePrimitives

/// Soft actor-critic for choices: expectations over all actions where the continuous one draws.
///
/// Source: Christodoulou, "Soft Actor-Critic for Discrete Action Settings" (2019), algorithm 1.
public enum DiscreteSAC {
  /// The settings of discrete SAC. The defaults are those of continuous SAC, but for the entropy that is
  /// held. Christodoulou: 64 transitions a batch, the targets copied every 8,000 steps.
  public struct Configuration: PolicyRule {
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
    /// How much entropy counts; its target is a share of the largest entropy. Christodoulou: 0.98, with
    /// which a policy of two choices hardly learns to choose.
    public var temperature: TemperatureSettings = {
      var settings = TemperatureSettings()
      settings.entropyTarget = 0.5
      return settings
    }()
    /// The networks.
    public var network = ReplayNetwork()

    /// The defaults.
    public init() {}

    var entropy: TemperatureSettings? { temperature }
  }
}

extension DiscreteSAC.Configuration {
  /// The policy's distribution for observations.
  private func policy(
    _ observations: ObservationInputs, _ actions: Int, _ mask: Tensor?, _ scope: Scope
  ) -> Categorical {
    let logits = network(observations.features(network, scope), actions, scope)
    return mask.map { Categorical(logits: logits, mask: $0) } ?? Categorical(logits: logits)
  }

  /// The values that two critics give to all actions, [rows, actions] each.
  private func critics(
    _ observations: ObservationInputs, _ actions: Int, _ scope: Scope
  ) -> [Tensor] {
    let x = observations.features(network, scope)
    return (0..<2).map { network(x, actions, scope["critic\($0)"]) }
  }

  /// Towards the reward and what the targets and the entropy are worth on average over the policy's next
  /// actions.
  func criticLoss(_ t: PolicyTransitions) -> CriticLoss {
    let next = policy(t.next, t.actionCount, t.nextMask, t.policy).logProbabilities
    let future = critics(t.next, t.actionCount, t.targets)
    let each = min(future[0], future[1]) - t.temperature * next
    let soft = (exp(next) * each).sum(axis: 1).reshaped(to: t.rewards.shape)
    let goal = t.rewards + t.discounts * soft
    return halfSquares(
      critics(t.observations, t.actionCount, t.critics).map { $0.picking(t.actions) }, goal)
  }

  /// Towards what the smaller critic's values and the entropy make best.
  func actorLoss(_ t: PolicyObservations) -> ActorLoss {
    let distribution = policy(t.observations, t.actionCount, t.mask, t.policy)
    let logProbabilities = distribution.logProbabilities
    let values = critics(t.observations, t.actionCount, t.critics)
    let each = t.temperature * logProbabilities - min(values[0], values[1]).detached
    return ((exp(logProbabilities) * each).sum(axis: 1).mean(), -distribution.entropy)
  }
}

// MARK: Acting

extension DiscreteSAC.Configuration {
  /// Why these settings cannot be used in an environment, in words; nil when they can.
  public func problem(in environment: EnvironmentInterface) -> String? {
    problem ?? DiscreteActions.problem(environment.actionSpace)
      ?? replay.layout(in: environment, environments).problem
  }

  /// An agent with these settings and fresh weights.
  public func makeAgent(
    for environment: EnvironmentInterface, seed: UInt64, pool: ThreadPool?
  ) -> any Agent & ~Copyable {
    if let problem = problem(in: environment) { preconditionFailure(problem) }
    let actor = ChoiceActor(policy(for: environment, batch: environments), for: environment)
    return PolicyLearner(self, actor, for: environment, seed: seed, pool: pool)
  }

  /// The actor, which acts by its likeliest choice.
  public func makePolicy(
    for environment: EnvironmentInterface, batch: Int
  ) -> any Policy & ~Copyable {
    policy(for: environment, batch: batch)
  }

  private func policy(for environment: EnvironmentInterface, batch: Int) -> ValuePolicy {
    ValuePolicy(for: environment, batch: batch, start: network.start) {
      features, actions, scope, _ in network(features, actions, scope)
    }
  }
}
