public import SentePrimitives

/// Multiplies rewards by a factor.
public struct RewardScale<Inner: Environment>: EnvironmentWrapper {
  /// The environment inside.
  public var inner: Inner
  /// What rewards are multiplied by.
  public let factor: Double

  /// `inner` with rewards times `factor`.
  public init(_ inner: Inner, factor: Double) {
    precondition(factor.isFinite, "rewards cannot be multiplied by \(factor)")
    self.inner = inner
    self.factor = factor
  }

  /// Acts once.
  @inlinable
  public mutating func step(_ action: Inner.Action, using random: inout RandomStream) -> StepResult
  {
    var result = inner.step(action, using: &random)
    result.reward *= factor
    return result
  }
}

extension RewardScale: MaskedEnvironment where Inner: MaskedEnvironment {}
extension RewardScale: StatefulEnvironment where Inner: StatefulEnvironment {}
extension RewardScale: DrawableEnvironment where Inner: DrawableEnvironment {}

extension RewardScale: GoalEnvironment where Inner: GoalEnvironment {
  /// That of the inner environment, scaled.
  public func reward(achieved: Span<Float>, desired: Span<Float>) -> Double {
    inner.reward(achieved: achieved, desired: desired) * factor
  }
}
