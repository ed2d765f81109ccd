public import SentePrimitives

/// Does every action several times and pays the sum of the rewards; stops early where the episode ends
/// or the action becomes illegal.
///
/// Source: Mnih et al., "Human-level control through deep reinforcement learning" (2015).
public struct ActionRepeat<Inner: Environment>: EnvironmentWrapper {
  /// The environment inside.
  public var inner: Inner
  /// How often an action is done.
  public let count: Int
  @usableFromInline let isMasked: Bool

  /// `inner` with every action done `count` times.
  public init(_ inner: Inner, count: Int) {
    precondition(count > 0, "an action cannot be done \(count) times")
    self.inner = inner
    self.count = count
    isMasked = inner is any MaskedEnvironment
  }

  /// Acts up to `count` times.
  @inlinable
  public mutating func step(_ action: Inner.Action, using random: inout RandomStream) -> StepResult
  {
    var result = inner.step(action, using: &random)
    for _ in 1..<max(count, 1) where result.end == .running {
      if isMasked, inner.forbids(action) { break }
      let next = inner.step(action, using: &random)
      result = StepResult(reward: result.reward + next.reward, end: next.end)
    }
    return result
  }
}

extension ActionRepeat: MaskedEnvironment where Inner: MaskedEnvironment {}
extension ActionRepeat: StatefulEnvironment where Inner: StatefulEnvironment {}
extension ActionRepeat: DrawableEnvironment where Inner: DrawableEnvironment {}
