public import SentePrimitives

/// One step that shows a target to be hit with a continuous action: does a continuous policy depend
/// on the observation?
///
/// Pays 1 less the squared distance. The best return is 1; always answering 0 gives 0.79 on average.
public struct TargetProbe: Environment {
  /// Where to hit, in [-0.8, 0.8].
  public var target: Float = 0

  /// A target in the middle.
  public init() {}

  /// The target.
  public var observationSpace: Space { .box(-0.8...0.8, width: 1) }

  /// Where the agent hits.
  public var actionSpace: Space { .box(-1...1, width: 1) }

  /// A target uniform in [-0.8, 0.8).
  public mutating func reset(using random: inout RandomStream) {
    target = min(Float(random.uniform(-0.8, 0.8)), 0.8)
  }

  /// Pays by the distance and ends.
  public mutating func step(_ action: Float, using random: inout RandomStream) -> StepResult {
    let distance = Double(action) - Double(target)
    return StepResult(reward: 1 - distance * distance, end: .terminated)
  }

  /// The target.
  public func observe(into row: inout MutableSpan<Float>, at offset: Int) { row[offset] = target }
}
