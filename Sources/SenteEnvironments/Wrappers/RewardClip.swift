public import SentePrimitives

/// Moves rewards beyond a limit to it.
///
/// Source: Mnih et al., "Human-level control through deep reinforcement learning" (2015), with limit 1.
public struct RewardClip<Inner: Environment>: EnvironmentWrapper {
  /// The environment inside.
  public var inner: Inner
  /// Rewards lie between `-limit` and `limit`; nil for no limit.
  public let limit: Double?

  /// `inner` with rewards of at most `limit` either way.
  public init(_ inner: Inner, limit: Double?) {
    if let limit { precondition(limit > 0, "rewards cannot be limited to ±\(limit)") }
    self.inner = inner
    self.limit = limit
  }

  @inlinable
  func clipped(_ reward: Double) -> Double {
    guard let limit else { return reward }
    // Written so that what is not a number stays none and is found.
    return reward > limit ? limit : reward < -limit ? -limit : reward
  }

  /// Acts once.
  @inlinable
  public mutating func step(_ action: Inner.Action, using random: inout RandomStream) -> StepResult
  {
    var result = inner.step(action, using: &random)
    result.reward = clipped(result.reward)
    return result
  }
}

extension RewardClip: MaskedEnvironment where Inner: MaskedEnvironment {}
extension RewardClip: StatefulEnvironment where Inner: StatefulEnvironment {}
extension RewardClip: DrawableEnvironment where Inner: DrawableEnvironment {}

extension RewardClip: GoalEnvironment where Inner: GoalEnvironment {
  /// That of the inner environment, clipped.
  public func reward(achieved: Span<Float>, desired: Span<Float>) -> Double {
    clipped(inner.reward(achieved: achieved, desired: desired))
  }
}
