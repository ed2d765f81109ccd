public import SentePrimitives

/// One step that pays 1 for action 1 and -1 for action 0: does the policy follow the reward?
///
/// The best return is 1: always action 1.
public struct BanditProbe: Environment {
  /// The only state.
  public init() {}

  /// Always 1.
  public var observationSpace: Space { .box(1...1, width: 1) }

  /// The bad choice and the good one.
  public var actionSpace: Space { .discrete(count: 2) }

  /// Changes nothing: there is one state.
  public mutating func reset(using random: inout RandomStream) {}

  /// Pays by the action and ends.
  public mutating func step(_ action: Int, using random: inout RandomStream) -> StepResult {
    StepResult(reward: action == 1 ? 1 : -1, end: .terminated)
  }

  /// Always 1.
  public func observe(into row: inout MutableSpan<Float>, at offset: Int) { row[offset] = 1 }
}
