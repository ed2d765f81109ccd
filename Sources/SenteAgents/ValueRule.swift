import SenteCompute
import SenteEnvironments
import SentePrimitives

/// The settings of an algorithm that learns the value of each action from replay: what sets it apart from
/// the others is which numbers its network gives and what they are moved towards.
///
/// `ValueLearner` does the rest.
protocol ValueRule: AgentConfiguration where Network == ValueNetwork {
  /// What is remembered, and how often it is learned from.
  var replay: ReplaySettings { get set }
  /// How values are learned and explored.
  var learning: ValueLearning { get set }
  /// The first of the algorithm's own settings that is out of range, in words.
  var ownProblem: String? { get }
  /// Traces the values by which actions are chosen, [rows, actions].
  ///
  /// - Parameter random: Noise of noisy layers; nil for none.
  func actionValues(
    _ features: Tensor, actions: Int, _ scope: Scope, _ random: RandomSource?
  ) -> Tensor
  /// Traces what each transition costs, and how far its value is off, both [rows, 1].
  func losses(_ transitions: ValueTransitions) -> (losses: Tensor, errors: Tensor)
}

extension ValueRule {
  /// The settings whose value may be none.
  public static var optionalSettings: [String] { [] }

  /// The first setting that is out of range, in words; nil when all are usable.
  public var problem: String? {
    if let problem =
      outside("environments is", environments, 1...65_536)
      ?? replay.problem(environments: environments) ?? learning.problem ?? ownProblem
    {
      return problem
    }
    return network.problem(rows: max(replay.batchSize, environments))
  }

  /// Why these settings cannot be used in an environment, in words; nil when they can.
  public func problem(in environment: EnvironmentInterface) -> String? {
    problem ?? DiscreteActions.problem(environment.actionSpace)
      ?? replay.layout(in: environment, environments).problem(
        besides: learning.priorityExponent > 0 ? Priorities.bytesPerRow : 0)
  }

  /// An agent with these settings and fresh weights.
  public func makeAgent(
    for environment: EnvironmentInterface, seed: UInt64, pool: ThreadPool?
  ) -> any Agent & ~Copyable {
    ValueLearner(self, for: environment, seed: seed, pool: pool)
  }

  /// The network, which acts by the largest value.
  public func makePolicy(
    for environment: EnvironmentInterface, batch: Int
  ) -> any Policy & ~Copyable {
    valuePolicy(for: environment, batch: batch)
  }

  func valuePolicy(
    for environment: EnvironmentInterface, batch: Int, noise: Bool = false
  ) -> ValuePolicy {
    ValuePolicy(
      for: environment, batch: batch, noise: noise, start: network.start,
      normalizesLayers: network.normalizesLayers
    ) {
      actionValues($0, actions: $1, $2, $3)
    }
  }
}

/// Transitions while a rule traces what they cost.
struct ValueTransitions {
  /// What was done, counted from 0, [rows, 1].
  let actions: Tensor
  /// Discounted sums of rewards, [rows, 1].
  let rewards: Tensor
  /// What the value of what followed counts, 0 where there is no future, [rows, 1].
  let discounts: Tensor
  /// What was seen, as the online and as the target network read it, [rows, features].
  let features: (online: Tensor, target: Tensor)
  /// What was seen after it.
  let nextFeatures: (online: Tensor, target: Tensor)
  /// Which actions were legal, [rows, actions]; nil where all are.
  let mask: Tensor?
  /// Which were legal after it.
  let nextMask: Tensor?
  /// How many actions there are.
  let actionCount: Int
  /// The weights that are learned.
  let online: Scope
  /// The older ones.
  let target: Scope
  /// Where randomness comes from.
  let random: RandomSource

  /// Action values with those of illegal actions so low that none is chosen, [rows, actions].
  func legal(_ values: Tensor, _ mask: Tensor?) -> Tensor {
    guard let mask else { return values }
    return select(mask .> 0, values, values.filled(-1e6))
  }

  /// The best legal action after each transition, [rows, 1], by the online network if the rule learns
  /// double, else by the target network.
  func bestNext(_ rule: some ValueRule) -> Tensor {
    let isDouble = rule.learning.isDouble
    let values = rule.actionValues(
      isDouble ? nextFeatures.online : nextFeatures.target, actions: actionCount,
      isDouble ? online : target, random)
    return legal(values, nextMask).detached.topIndices(1).numbers
  }
}

extension Tensor {
  /// The rows of one action each, [rows, actions, atoms] by [rows, 1] to [rows, atoms].
  func ofAction(_ action: Tensor) -> Tensor {
    (self * action.oneHot(shape[1]).reshaped(to: [shape[0], shape[1], 1])).sum(axis: 1)
      .reshaped(to: [shape[0], shape[2]])
  }

  /// Half the square up to a threshold, and the line that continues it beyond (Huber 1964); a threshold
  /// of 0 means half the square everywhere.
  func huber(_ threshold: Double) -> Tensor {
    guard threshold > 0 else { return 0.5 * squared() }
    let bound = Float(threshold)
    // The slope of the loss; counted as a constant it leaves itself as the gradient.
    let slope = max(filled(-bound), min(self, filled(bound))).detached
    return slope * (self - 0.5 * slope)
  }
}
