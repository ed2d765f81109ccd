public import SentePrimitives

/// A row of bits to be made equal to another one by flipping one bit a step.
///
/// Every step pays -1, the one that reaches the goal 0 and ends the episode. With many bits a learner
/// needs to learn from the goals that it did reach.
///
/// Source: Andrychowicz et al., "Hindsight experience replay" (2017), section 3.1; here the goal
/// always differs from the start.
public struct BitFlipping: GoalEnvironment {
  /// How many bits there are, 1 to 30.
  public let bits: Int
  /// The bits now.
  public var state: UInt32 = 0
  /// The bits to reach.
  public var goal: UInt32 = 1

  /// All bits 0, the first of them 1 in the goal.
  public init(bits: Int) {
    precondition((1...30).contains(bits), "\(bits) bits; 1 to 30 are allowed")
    self.bits = bits
  }

  /// `achieved_goal`, `desired_goal` and `observation`, which is what has been achieved.
  public var observationSpace: Space { .goal(.multiBinary(count: bits), .multiBinary(count: bits)) }

  /// The bit to flip.
  public var actionSpace: Space { .discrete(count: bits) }

  /// Start and goal uniform among all pairs that differ.
  public mutating func reset(using random: inout RandomStream) {
    state = UInt32(random.index(below: 1 << bits))
    goal = state ^ UInt32(1 + random.index(below: (1 << bits) - 1))
  }

  /// Flips a bit.
  public mutating func step(_ action: Int, using random: inout RandomStream) -> StepResult {
    state ^= 1 << UInt32(action)
    return state == goal ? StepResult(reward: 0, end: .terminated) : StepResult(reward: -1)
  }

  /// 0 where the goal is reached, else -1.
  public func reward(achieved: Span<Float>, desired: Span<Float>) -> Double {
    for i in 0..<bits where achieved[i] != desired[i] { return -1 }
    return 0
  }

  /// Achieved, desired, observed.
  public func observe(into row: inout MutableSpan<Float>, at offset: Int) {
    for i in 0..<bits {
      let bit = Float(state >> UInt32(i) & 1)
      row[offset + i] = bit
      row[offset + bits + i] = Float(goal >> UInt32(i) & 1)
      row[offset + 2 * bits + i] = bit
    }
  }
}
