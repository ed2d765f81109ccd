import SenteCompute
import SenteEnvironments
import SenteNetworks
import SentePrimitives

/// How an agent acts with bounded numbers, and learns to: policy, weights, what was drawn last.
struct BoxActor: ~Copyable {
  /// Weights and optimizer of the policy.
  var learner: Learner
  /// The actions of the last step in -1...1, [environments, action].
  private(set) var drawn: [Float]
  private let actions: BoxActions
  private var policy: BoxPolicy

  init(_ policy: consuming BoxPolicy, for environment: EnvironmentInterface, seed: UInt64) {
    actions = BoxActions(environment.actionSpace)
    drawn = [Float](repeating: 0, count: policy.batch * actions.width)
    learner = Learner(policy.layout, seed: seed)
    self.policy = policy
  }

  /// Numbers of an action.
  var width: Int { actions.width }

  /// Chooses an action for each observation [environments, width], at random during the warm-up.
  ///
  /// - Parameter noise: The deviation of normal noise, for policies that draw nothing themselves.
  mutating func act(
    _ observations: Span<Float>, _ experience: inout Experience, noise: Double = 0,
    actions: inout MutableSpan<Float>
  ) {
    experience.see(observations, masks: nil)
    if experience.isWarmup {
      experience.drawUniform(self.actions, into: &drawn)
    } else {
      policy.run(experience.rows, learner.weights)
      experience.sample(policy, noise: noise, into: &drawn)
    }
    self.actions.write(drawn, into: &actions)
  }
}
