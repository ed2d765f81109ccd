public import SentePrimitives

/// A world to stay in for ever at 1 a step, or to leave for 1.5; episodes are cut off after one step:
/// do truncated episodes bootstrap?
///
/// Action 0 leaves (reward 1.5, terminated), action 1 stays (reward 1). Staying is worth
/// 1 / (1 - discount), more than leaving from a discount of 1/3 up; a learner that takes a cut for an
/// end sees 1 against 1.5 and leaves. The best policy always stays, and its episodes return 1.
public struct TruncationProbe: Environment {
  /// The only state.
  public init() {}

  /// Always 1.
  public var observationSpace: Space { .box(1...1, width: 1) }

  /// Leave or stay.
  public var actionSpace: Space { .discrete(count: 2) }

  /// Changes nothing: there is one state.
  public mutating func reset(using random: inout RandomStream) {}

  /// Leaves or stays.
  public mutating func step(_ action: Int, using random: inout RandomStream) -> StepResult {
    action == 0 ? StepResult(reward: 1.5, end: .terminated) : StepResult(reward: 1)
  }

  /// Always 1.
  public func observe(into row: inout MutableSpan<Float>, at offset: Int) { row[offset] = 1 }
}
