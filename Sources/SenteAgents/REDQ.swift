import SenteCompute
import SenteNetworks
public import SentePrimitives

/// Randomized ensembled double Q-learning: soft actor-critic with many gradient steps for each step, of an
/// ensemble of critics, and targets by the smaller of a few drawn from it.
///
/// Source: Chen, Wang, Zhou and Ross, "Randomized Ensembled Double Q-Learning: Learning Fast Without a
/// Model" (2021), algorithm 1.
public enum REDQ {
  /// The settings of REDQ. The defaults are those of the paper, which warms up for 5,000 steps.
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
    /// How many critics there are.
    public var critics = 10
    /// How many of their targets are drawn for each gradient step.
    public var chosenCritics = 2
    /// Gradient steps of the critics for each one of the actor.
    public var policyDelay = 20
    /// How much entropy counts.
    public var temperature = TemperatureSettings()
    /// The networks.
    public var network = ReplayNetwork()

    /// The defaults.
    public init() {}

    var drawnEnsemble: Int? { critics }

    var ownProblem: String? {
      if chosenCritics > critics {
        return "chosenCritics is \(chosenCritics), more than critics, \(critics)"
      }
      return outside("critics is", critics, 1...100)
        ?? outside("chosenCritics is", chosenCritics, 1...100)
    }
  }
}

extension REDQ.Configuration {
  /// Towards the reward and the smallest drawn target's value of the policy's next action, less its
  /// log-probability.
  func criticLoss(_ t: PolicyTransitions) -> CriticLoss {
    let (action, logProbability) = nextAction(t)
    let future = network.critics(chosenCritics, t.next, action, t.targets)
    let least = future.dropFirst().reduce(future[0]) { min($0, $1) }
    let goal = t.rewards + t.discounts * (least - t.temperature * logProbability)
    return halfSquares(network.critics(critics, t.observations, t.actions, t.critics), goal)
  }

  /// Up the critics' mean value of the policy's own action, and its entropy.
  func actorLoss(_ t: PolicyObservations) -> ActorLoss {
    let (action, logProbability) = ownAction(t)
    let values = network.critics(critics, t.observations, action, t.critics)
    let loss = (t.temperature * logProbability).mean() - concatenate(values, axis: 1).mean()
    return (loss, logProbability)
  }
}
