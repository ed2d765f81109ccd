import SenteCompute
import SenteNetworks
import SentePrimitives

/// How an agent acts that learns a policy from replay.
protocol ReplayActor: ~Copyable {
  /// Where the policy's weights lie.
  var layout: Layout { get }
  /// Numbers of an action, or how many choices there are.
  var actionCount: Int { get }
  /// The entropy that a target of 1 stands for, in nats.
  var entropyUnit: Double { get }
  /// Chooses an action for each observation that was seen last, at random during the warm-up.
  ///
  /// - Parameters:
  ///   - noise: The deviation of normal noise, for policies that draw nothing themselves.
  ///   - drawn: Written, as critics take them, [environments, action].
  ///   - actions: Written, as environments take them.
  mutating func act(
    _ experience: inout Experience, _ masks: Span<Float>?, _ weights: borrowing Weights,
    noise: Double, drawn: inout [Float], actions: inout MutableSpan<Float>)
}
