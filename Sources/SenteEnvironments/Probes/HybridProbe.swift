public import SentePrimitives

/// One step that shows which of two buttons to press and how hard: does a policy choose and measure in
/// one action?
///
/// The right button pays 1 less the squared error of the force, the wrong one nothing. The best return
/// is 1; always half the right button 0.5, the right one with no force 0.79 on average.
public struct HybridProbe: Environment {
  /// The button to press, 0 or 1.
  public var button = 0
  /// How hard to press it, in [-0.8, 0.8].
  public var force: Float = 0

  /// Button 0, no force.
  public init() {}

  /// The button, -1 or 1, and the force.
  public var observationSpace: Space { .box(-1...1, width: 2) }

  /// A button and a force.
  public var actionSpace: Space { .tuple([.discrete(count: 2), .box(-1...1, width: 1)]) }

  /// A button, and a force uniform in [-0.8, 0.8).
  public mutating func reset(using random: inout RandomStream) {
    button = random.index(below: 2)
    force = min(Float(random.uniform(-0.8, 0.8)), 0.8)
  }

  /// Pays by button and force, and ends.
  public mutating func step(
    _ action: PairAction<Int, Float>, using random: inout RandomStream
  ) -> StepResult {
    let error = Double(action.second) - Double(force)
    return StepResult(
      reward: action.first == button ? 1 - error * error : 0, end: .terminated)
  }

  /// The button, then the force.
  public func observe(into row: inout MutableSpan<Float>, at offset: Int) {
    row[offset] = button == 0 ? -1 : 1
    row[offset + 1] = force
  }
}
