public import SentePrimitives

/// Two steps, of which the first decides and the second pays: is credit given to earlier actions?
///
/// Action 1 at the first step leads to a reward of 1, action 0 to one of -1; the second action makes
/// no difference. The best return is 1.
public struct DelayedRewardProbe: Environment {
  /// What the second step will pay; 0 before the first.
  public var promise = 0.0

  /// The first state.
  public init() {}

  /// Whether the first step has been taken, and what the second will pay.
  public var observationSpace: Space { .box(low: [0, -1], high: [1, 1]) }

  /// The bad choice and the good one.
  public var actionSpace: Space { .discrete(count: 2) }

  /// Back to the first state.
  public mutating func reset(using random: inout RandomStream) { promise = 0 }

  /// Decides, then pays and ends.
  public mutating func step(_ action: Int, using random: inout RandomStream) -> StepResult {
    if promise != 0 { return StepResult(reward: promise, end: .terminated) }
    promise = action == 1 ? 1 : -1
    return StepResult(reward: 0)
  }

  /// Whether the first step has been taken, and what the second will pay.
  public func observe(into row: inout MutableSpan<Float>, at offset: Int) {
    row[offset] = promise == 0 ? 0 : 1
    row[offset + 1] = Float(promise)
  }
}
