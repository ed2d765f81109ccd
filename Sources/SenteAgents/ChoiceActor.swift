import SenteCompute
import SenteEnvironments
import SenteNetworks
import SentePrimitives

/// Acting with one of several choices, which critics take as numbers from 0.
struct ChoiceActor: ReplayActor, ~Copyable {
  private let actions: DiscreteActions
  private var policy: ValuePolicy

  init(_ policy: consuming ValuePolicy, for environment: EnvironmentInterface) {
    actions = DiscreteActions(environment.actionSpace)
    self.policy = policy
  }

  var layout: Layout { policy.layout }
  var actionCount: Int { actions.count }
  /// The largest entropy that there is.
  var entropyUnit: Double { Elementary.log(Double(actions.count)) }

  mutating func act(
    _ experience: inout Experience, _ masks: Span<Float>?, _ weights: borrowing Weights,
    noise: Double, drawn: inout [Float], actions: inout MutableSpan<Float>
  ) {
    let isWarmup = experience.isWarmup
    if !isWarmup { policy.run(experience.rows, masks: masks, weights) }
    for i in drawn.indices {
      let action =
        isWarmup
        ? experience.drawUniform(self.actions, i, masks: masks) : experience.sample(policy, i)
      drawn[i] = Float(action)
      actions[i] = Float(action + self.actions.start)
    }
  }
}
