public import SentePrimitives

/// Taxi-v4 in which actions that would change nothing are forbidden, by what Gymnasium gives as
/// `action_mask`.
public struct MaskedTaxi: EnvironmentWrapper, MaskedEnvironment, StatefulEnvironment,
  DrawableEnvironment
{
  /// The taxi without a mask.
  public var inner: Taxi

  /// The rules of `taxi`, with a mask.
  public init(_ taxi: Taxi = Taxi()) { inner = taxi }

  /// As without a mask.
  public mutating func step(_ action: Int, using random: inout RandomStream) -> StepResult {
    inner.step(action, using: &random)
  }

  /// 1 for each action that changes the state.
  public func maskActions(into mask: inout MutableSpan<Float>, at offset: Int) {
    for action in 0..<6 { mask[offset + action] = inner.changesState(action) ? 1 : 0 }
  }
}
