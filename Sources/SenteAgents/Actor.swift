import SenteCompute
import SenteEnvironments
import SenteNetworks
import SentePrimitives

/// How an agent that learns from its own policy acts: network, randomness, running statistics.
///
/// What is seen and done is remembered by the algorithm, each in its own way.
struct Actor: ~Copyable {
  /// The network.
  private(set) var policy: ActorCriticPolicy
  /// What was drawn in the last step.
  private(set) var drawn: DrawnActions
  /// What the network thought of the observations it evaluated last, [environments].
  private(set) var values: [Float]
  /// The rewards of the last step, scaled where the configuration says so, [environments].
  private(set) var rewards: [Float]
  /// What follows the last step, [environments].
  private(set) var continuations: [Continuation]
  private(set) var state: State

  /// Everything besides weights that the future of acting depends on.
  struct State: Hashable, Sendable, Codable {
    var sampler: ActionSampler
    var standardization: RunningStandardization?
    var rewardScaling: RewardScaling?
    /// What the network remembers of each environment; nil without memory.
    var memory: [Float]?
  }

  init(
    _ plan: NetworkPlan, environments: Int, seed: UInt64, normalizesObservations: Bool,
    scalesRewards: Bool, discount: Double
  ) {
    policy = ActorCriticPolicy(plan, batch: environments)
    drawn = DrawnActions(batch: environments, width: plan.actionWidth)
    values = [Float](repeating: 0, count: environments)
    rewards = values
    continuations = [Continuation](repeating: .running, count: environments)
    state = State(
      sampler: ActionSampler(seed: seed, batch: environments),
      standardization: normalizesObservations
        ? RunningStandardization(width: plan.observations.numberWidth) : nil,
      rewardScaling: scalesRewards
        ? RewardScaling(environments: environments, discount: discount) : nil,
      memory: plan.memoryWidth > 0 ? policy.memory : nil)
  }

  /// The observations last evaluated, as the network took them.
  var rows: ObservationRows { policy.rows }

  /// Chooses an action for each observation [environments, width].
  mutating func act(
    _ observations: Span<Float>, masks: Span<Float>?, _ weights: borrowing Weights,
    actions: inout MutableSpan<Float>
  ) {
    policy.take(observations)
    updateStandardization()
    policy.run(masks, state.standardization, weights)
    policy.copyValues(into: &values)
    policy.sample(using: &state.sampler, into: &drawn, actions: &actions)
    policy.advance()
  }

  private mutating func updateStandardization() {
    guard state.standardization != nil else { return }
    let numbers = policy.rows.numbers
    state.standardization?.update(numbers.span)
  }

  /// Takes in what the environments answered; `rewards` and `continuations` tell what it means.
  ///
  /// The final observation of a truncated episode is evaluated to stand for its future.
  mutating func observe(
    _ rewards: Span<Float>, _ ends: Span<EpisodeEnd>, _ finalObservations: Span<Float>,
    _ weights: borrowing Weights
  ) {
    var isTruncated = false
    for i in 0..<ends.count where ends[i] == .truncated { isTruncated = true }
    if isTruncated { evaluate(finalObservations, weights) }
    let hasEnded = (0..<ends.count).map { ends[$0] != .running }
    for i in 0..<rewards.count { self.rewards[i] = rewards[i] }
    state.rewardScaling?.scale(&self.rewards, hasEnded)
    for i in 0..<ends.count {
      continuations[i] =
        switch ends[i] {
        case .running: .running
        case .terminated: .terminated
        case .truncated: .truncated(finalValue: values[i])
        }
    }
    policy.forget(ends)
  }

  /// Evaluates observations [environments, width] without remembering them; `values` tells.
  mutating func evaluate(_ observations: Span<Float>, _ weights: borrowing Weights) {
    policy.run(observations, masks: nil, state.standardization, weights)
    policy.copyValues(into: &values)
  }

  /// The whole state, what the network remembers included.
  func snapshot() -> State {
    var state = state
    if state.memory != nil { state.memory = policy.memory }
    return state
  }

  /// Whether a state belongs to an actor of this kind.
  func accepts(_ other: State) -> Bool {
    other.sampler.batch == state.sampler.batch
      && (other.standardization == nil) == (state.standardization == nil)
      && (other.rewardScaling == nil) == (state.rewardScaling == nil)
      && other.memory?.count == state.memory?.count
  }

  /// Puts back a state that is accepted.
  mutating func restore(_ other: State) {
    state = other
    if let memory = other.memory { policy.restore(memory) }
  }
}
