public import SentePrimitives

/// Two steps, reward 1 at the second: are values discounted and passed backwards?
///
/// Every return is 1; the value of the second state is 1, of the first the discount.
public struct DiscountingProbe: Environment {
  /// Whether the first step has been taken.
  public var isSecondStep = false

  /// The first state.
  public init() {}

  /// 0 before the first step, 1 before the second.
  public var observationSpace: Space { .box(0...1, width: 1) }

  /// Two choices that make no difference.
  public var actionSpace: Space { .discrete(count: 2) }

  /// Back to the first state.
  public mutating func reset(using random: inout RandomStream) { isSecondStep = false }

  /// Pays nothing, then 1 and ends.
  public mutating func step(_ action: Int, using random: inout RandomStream) -> StepResult {
    defer { isSecondStep = true }
    return isSecondStep ? StepResult(reward: 1, end: .terminated) : StepResult(reward: 0)
  }

  /// Which of the two states it is.
  public func observe(into row: inout MutableSpan<Float>, at offset: Int) {
    row[offset] = isSecondStep ? 1 : 0
  }
}
