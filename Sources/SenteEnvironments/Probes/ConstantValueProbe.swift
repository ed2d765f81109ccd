public import SentePrimitives

/// One step, one observation, reward 1 whatever is done: can the learner fit a constant value?
///
/// Every return is 1, and so is the value of the only state.
public struct ConstantValueProbe: Environment {
  /// The only state.
  public init() {}

  /// Always 1.
  public var observationSpace: Space { .box(1...1, width: 1) }

  /// Two choices that make no difference.
  public var actionSpace: Space { .discrete(count: 2) }

  /// Changes nothing: there is one state.
  public mutating func reset(using random: inout RandomStream) {}

  /// Pays 1 and ends.
  public mutating func step(_ action: Int, using random: inout RandomStream) -> StepResult {
    StepResult(reward: 1, end: .terminated)
  }

  /// Always 1.
  public func observe(into row: inout MutableSpan<Float>, at offset: Int) { row[offset] = 1 }
}
