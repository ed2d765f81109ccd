public import SentePrimitives

/// One step that pays what is observed, -1 or 1: does the value depend on the observation?
///
/// Nothing can be chosen: the mean return is 0, the value of a state is its observation.
public struct ObservedValueProbe: Environment {
  /// What is seen and paid: -1 or 1.
  public var sign: Float = 1

  /// The state that pays 1.
  public init() {}

  /// The sign.
  public var observationSpace: Space { .box(-1...1, width: 1) }

  /// Two choices that make no difference.
  public var actionSpace: Space { .discrete(count: 2) }

  /// Either sign, equally likely.
  public mutating func reset(using random: inout RandomStream) {
    sign = random.index(below: 2) == 0 ? -1 : 1
  }

  /// Pays the sign and ends.
  public mutating func step(_ action: Int, using random: inout RandomStream) -> StepResult {
    StepResult(reward: Double(sign), end: .terminated)
  }

  /// The sign.
  public func observe(into row: inout MutableSpan<Float>, at offset: Int) { row[offset] = sign }
}
