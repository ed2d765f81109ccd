import SenteCompute
import SenteEnvironments
import SenteNetworks
import SentePrimitives

/// Acting with numbers within bounds, which critics take in -1...1.
struct BoxActor: ReplayActor, ~Copyable {
  private let actions: BoxActions
  private var policy: BoxPolicy

  init(_ policy: consuming BoxPolicy, for environment: EnvironmentInterface) {
    actions = BoxActions(environment.actionSpace)
    self.policy = policy
  }

  var layout: Layout { policy.layout }
  var actionCount: Int { actions.width }
  /// One nat for each number.
  var entropyUnit: Double { Double(actions.width) }

  mutating func act(
    _ experience: inout Experience, _ masks: Span<Float>?, _ weights: borrowing Weights,
    noise: Double, drawn: inout [Float], actions: inout MutableSpan<Float>
  ) {
    if experience.isWarmup {
      experience.drawUniform(self.actions, into: &drawn)
    } else {
      policy.run(experience.rows, weights)
      experience.sample(policy, noise: noise, into: &drawn)
    }
    self.actions.write(drawn, into: &actions)
  }
}
