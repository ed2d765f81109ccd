public import SentePrimitives

/// A corridor with a sign at its entrance that tells which way to turn at its end: does the policy
/// remember?
///
/// The sign is seen in the first step alone. Turning as it said pays 1, the other way -1; whoever has
/// forgotten gets 0 on average, so a positive mean return needs memory. After the T-maze of Bakker,
/// "Reinforcement learning with long short-term memory" (2001).
public struct MemoryProbe: Environment {
  /// Which way the sign points, 0 or 1.
  public var sign = 0
  /// How many steps have been walked.
  public var place = 0

  /// The place where the corridor ends.
  static let junction = 4

  /// At an entrance with a sign that points to 0.
  public init() {}

  /// The sign, one-hot at the entrance and zeros elsewhere, and whether this is the junction.
  public var observationSpace: Space { .box(0...1, width: 3) }

  /// Which way to turn; in the corridor both walk on.
  public var actionSpace: Space { .discrete(count: 2) }

  /// A new sign.
  public mutating func reset(using random: inout RandomStream) {
    sign = random.index(below: 2)
    place = 0
  }

  /// Walks on, and pays at the junction.
  public mutating func step(_ action: Int, using random: inout RandomStream) -> StepResult {
    if place < MemoryProbe.junction {
      place += 1
      return StepResult(reward: 0)
    }
    return StepResult(reward: action == sign ? 1 : -1, end: .terminated)
  }

  /// The sign where it can be seen, and the junction.
  public func observe(into row: inout MutableSpan<Float>, at offset: Int) {
    for i in 0..<2 { row[offset + i] = place == 0 && sign == i ? 1 : 0 }
    row[offset + 2] = place == MemoryProbe.junction ? 1 : 0
  }
}
