public import SentePrimitives

/// MountainCarContinuous-v0: the mountain car with a throttle in [-1, 1].
///
/// Reward 100 for arriving, less a tenth of the squared action at every step. Terminates when the
/// car reaches position 0.45 with no velocity to the left.
///
/// Gymnasium keeps this state in single precision from the first step on and in double precision
/// before it; the same happens here, so that trajectories agree and not only single steps.
///
/// Source: as `MountainCar`; continuous variant by Sigaud; Gymnasium's order of operations.
@frozen
public struct MountainCarContinuous: Environment {
  /// Position along the track.
  public var position = -0.5
  /// Velocity along the track, per step.
  public var velocity = 0.0
  /// Whether the state has been rounded to single precision by a step.
  public private(set) var isSinglePrecision = false

  /// A car at rest near the bottom.
  @inlinable public init() {}

  /// Position in [-1.2, 0.6], velocity in [-0.07, 0.07].
  public var observationSpace: Space { .box(low: [-1.2, -0.07], high: [0.6, 0.07]) }

  /// The throttle, in [-1, 1].
  public var actionSpace: Space { .box(-1...1, width: 1) }

  /// Position uniform in [-0.6, -0.4), at rest.
  public mutating func reset(using random: inout RandomStream) {
    position = random.uniform(-0.6, -0.4)
    velocity = 0
    isSinglePrecision = false
  }

  /// Pushes for one step; the left wall stops the car.
  public mutating func step(_ action: Float, using random: inout RandomStream) -> StepResult {
    let arrived =
      isSinglePrecision
      ? advance(Float(position), Float(velocity), throttle: action)
      : advance(position, velocity, throttle: action)
    isSinglePrecision = true
    let effort = Double(action) * Double(action) * 0.1
    return StepResult(reward: (arrived ? 100 : 0) - effort, end: arrived ? .terminated : .running)
  }

  /// Moves a state of either precision and keeps the result in single; whether the car arrived.
  @inline(__always)
  private mutating func advance<Real: BinaryFloatingPoint>(
    _ position: Real, _ velocity: Real, throttle: Float
  ) -> Bool {
    let force = min(max(throttle, -1), 1)
    let slope = 0.0025 * Elementary.cos(Double(3 * position))
    let change = force * 0.0015 - Float(slope)
    var velocity = min(max(velocity + Real(change), -Real(0.07)), Real(0.07))
    let position = min(max(position + velocity, -Real(1.2)), Real(0.6))
    if position == -Real(1.2), velocity < 0 { velocity = 0 }
    self.position = Double(Float(position))
    self.velocity = Double(Float(velocity))
    return position >= Real(0.45) && velocity >= 0
  }

  /// Position and velocity in single precision.
  public func observe(into row: inout MutableSpan<Float>, at offset: Int) {
    row[offset] = Float(position)
    row[offset + 1] = Float(velocity)
  }
}

extension MountainCarContinuous: StatefulEnvironment {
  /// Gymnasium's order.
  public static var stateVariableNames: [String] { ["position", "velocity"] }

  /// Position, velocity.
  public var stateVariables: [Double] { [position, velocity] }

  /// Sets both variables in double precision; any finite values will do.
  public mutating func setStateVariables(_ values: [Double]) throws(StateVariablesError) {
    try MountainCarContinuous.validate(values)
    (position, velocity, isSinglePrecision) = (values[0], values[1], false)
  }
}
