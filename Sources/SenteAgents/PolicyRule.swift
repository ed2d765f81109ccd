import SenteCompute
import SenteEnvironments
import SenteNetworks
import SentePrimitives

/// The settings of an algorithm that learns a policy and critics of it from replay: what sets it apart
/// from the others is its networks, what they are moved towards, and which step is taken when.
///
/// `PolicyLearner` does the rest.
protocol PolicyRule: AgentConfiguration where Network == ReplayNetwork {
  /// What is remembered, and how often it is learned from.
  var replay: ReplaySettings { get set }
  /// How much the next step's reward counts.
  var discount: Double { get set }
  /// Adam's step size over the run, for every network and the temperature.
  var learningRate: Schedule { get set }
  /// Adam's β₁.
  var beta1: Double { get }
  /// Gradient steps of the critics for each one of the actor.
  var policyDelay: Int { get }
  /// Gradient steps of the critics for each move of the targets.
  var targetDelay: Int { get }
  /// How far the targets move each time.
  var targetRate: Double { get }
  /// How many critics there are, where the targets of each gradient step are drawn anew from theirs; nil
  /// where all targets count.
  var drawnEnsemble: Int? { get }
  /// Whether the value of the future is that of a policy which follows the actor, as targets do.
  var hasTargetPolicy: Bool { get }
  /// Deviation of the noise with which the agent acts where its policy draws nothing.
  var explorationNoise: Double { get }
  /// How much entropy counts; nil: not at all.
  var entropy: TemperatureSettings? { get }
  /// The first of the algorithm's own settings that is out of range, in words.
  var ownProblem: String? { get }
  /// Traces what the critics' gradient step goes down.
  func criticLoss(_ t: PolicyTransitions) -> CriticLoss
  /// Traces what the actor's gradient step goes down.
  func actorLoss(_ t: PolicyObservations) -> ActorLoss
}

extension PolicyRule {
  /// Adam's usual β₁.
  var beta1: Double { 0.9 }
  /// The actor steps with the critics.
  var policyDelay: Int { 1 }
  /// The targets move with the critics.
  var targetDelay: Int { 1 }
  /// All targets count.
  var drawnEnsemble: Int? { nil }
  /// The future is the present policy's.
  var hasTargetPolicy: Bool { false }
  /// Policies draw.
  var explorationNoise: Double { 0 }
  /// Entropy does not count.
  var entropy: TemperatureSettings? { nil }
  /// There are no other settings.
  var ownProblem: String? { nil }

  /// The settings whose value may be none.
  public static var optionalSettings: [String] { [] }

  /// The first setting that is out of range, in words; nil when all are usable.
  public var problem: String? {
    if let problem =
      outside("environments is", environments, 1...65_536)
      ?? replay.problem(environments: environments)
      ?? outside("discount is", discount, 0...1)
      ?? outside("learningRate is", learningRate, 0...1)
      ?? outside("targetRate is", targetRate, 0...1)
      ?? outside("explorationNoise is", explorationNoise, 0...10)
      ?? outside("policyDelay is", policyDelay, 1...1000)
    {
      return problem
    }
    return ownProblem ?? entropy?.problem ?? network.problem(rows: replay.batchSize)
  }
}

/// A rule whose policy acts with numbers within bounds.
protocol BoxRule: PolicyRule {
  /// Traces the policy that acts.
  func actor(_ observations: ObservationInputs, width: Int, _ scope: Scope) -> BoxPolicy.Outputs
}

extension BoxRule {
  /// Why these settings cannot be used in an environment, in words; nil when they can.
  public func problem(in environment: EnvironmentInterface) -> String? {
    problem ?? BoxActions.problem(environment.actionSpace)
      ?? replay.layout(in: environment, environments).problem
  }

  /// An agent with these settings and fresh weights.
  public func makeAgent(
    for environment: EnvironmentInterface, seed: UInt64, pool: ThreadPool?
  ) -> any Agent & ~Copyable {
    if let problem = problem(in: environment) { preconditionFailure(problem) }
    let actor = BoxActor(policy(for: environment, batch: environments), for: environment)
    return PolicyLearner(self, actor, for: environment, seed: seed, pool: pool)
  }

  /// The actor, which acts by its mean before squashing.
  public func makePolicy(
    for environment: EnvironmentInterface, batch: Int
  ) -> any Policy & ~Copyable {
    policy(for: environment, batch: batch)
  }

  private func policy(for environment: EnvironmentInterface, batch: Int) -> BoxPolicy {
    let width = environment.actionSpace.width
    return BoxPolicy(environment, batch: batch) { actor($0, width: width, $1) }
  }
}

/// A rule by which rewards and the policy's own entropy are maximized.
///
/// Source: Haarnoja et al., "Soft Actor-Critic Algorithms and Applications" (2018).
protocol SoftRule: BoxRule {
  /// How much entropy counts.
  var temperature: TemperatureSettings { get set }
}

extension SoftRule {
  /// As the temperature says.
  var entropy: TemperatureSettings? { temperature }

  func actor(_ observations: ObservationInputs, width: Int, _ scope: Scope) -> BoxPolicy.Outputs {
    .squashed(network.squashedPolicy(observations, width: width, scope))
  }

  /// An action drawn from a policy, [rows, action], and its log-probability, [rows, 1].
  func drawn(
    _ policy: SquashedNormal, _ random: RandomSource
  ) -> (action: Tensor, logProbability: Tensor) {
    let numbers = policy.sample(random)
    let logProbability = policy.logProbability(of: numbers)
    return (tanh(numbers), logProbability)
  }

  /// What the policy does next.
  func nextAction(_ t: PolicyTransitions) -> (action: Tensor, logProbability: Tensor) {
    drawn(network.squashedPolicy(t.next, width: t.actionCount, t.policy), t.random)
  }

  /// What the policy would have done.
  func ownAction(_ t: PolicyObservations) -> (action: Tensor, logProbability: Tensor) {
    drawn(network.squashedPolicy(t.observations, width: t.actionCount, t.policy), t.random)
  }
}
