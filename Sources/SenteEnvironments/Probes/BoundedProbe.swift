public import SentePrimitives

/// One step that shows where to hit between bounds far from zero: does a continuous policy know the
/// bounds of its actions?
///
/// Pays 1 less the squared distance in units of half the range. The best return is 1, always the
/// middle gives 0.79 on average. A policy that begins near 0 and is cut to the bounds sees no
/// difference between its actions and learns nothing: it gets 0.79 less than nothing, -0.21.
public struct BoundedProbe: Environment {
  /// Where to hit, in [12, 28].
  public var target: Float = 20

  static let middle: Float = 20
  static let half: Float = 10

  /// A target in the middle.
  public init() {}

  /// The target, as its distance from the middle in units of half the range.
  public var observationSpace: Space { .box(-0.8...0.8, width: 1) }

  /// Where the agent hits.
  public var actionSpace: Space {
    .box(
      BoundedProbe.middle - BoundedProbe.half...BoundedProbe.middle + BoundedProbe.half, width: 1)
  }

  /// A target uniform in [12, 28).
  public mutating func reset(using random: inout RandomStream) {
    target = min(Float(random.uniform(12, 28)), 28)
  }

  /// Pays by the distance and ends.
  public mutating func step(_ action: Float, using random: inout RandomStream) -> StepResult {
    let distance = (Double(action) - Double(target)) / Double(BoundedProbe.half)
    return StepResult(reward: 1 - distance * distance, end: .terminated)
  }

  /// The target.
  public func observe(into row: inout MutableSpan<Float>, at offset: Int) {
    row[offset] = min(max((target - BoundedProbe.middle) / BoundedProbe.half, -0.8), 0.8)
  }
}
