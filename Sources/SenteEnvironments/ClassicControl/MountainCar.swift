public import SentePrimitives

/// MountainCar-v0: leave a valley with an engine too weak to climb out of it at once.
///
/// Actions push left (0), not at all (1) or right (2). Reward -1 for every step. Terminates when the
/// car reaches position 0.5 with no velocity to the left.
///
/// Source: Moore, "Efficient memory-based learning for robot control" (1990); Sutton and Barto,
/// "Reinforcement learning", example 10.1; Gymnasium's order of operations.
@frozen
public struct MountainCar: Environment {
  /// Position along the track.
  public var position = -0.5
  /// Velocity along the track, per step.
  public var velocity = 0.0

  /// A car at rest near the bottom.
  @inlinable public init() {}

  /// Position in [-1.2, 0.6], velocity in [-0.07, 0.07].
  public var observationSpace: Space { .box(low: [-1.2, -0.07], high: [0.6, 0.07]) }

  /// Left, nothing, right.
  public var actionSpace: Space { .discrete(count: 3) }

  /// Position uniform in [-0.6, -0.4), at rest.
  @inlinable
  public mutating func reset(using random: inout RandomStream) {
    position = random.uniform(-0.6, -0.4)
    velocity = 0
  }

  /// Pushes for one step; the left wall stops the car.
  @inlinable
  public mutating func step(_ action: Int, using random: inout RandomStream) -> StepResult {
    velocity += Double(action - 1) * 0.001 + Elementary.cos(3 * position) * -0.0025
    velocity = min(max(velocity, -0.07), 0.07)
    position = min(max(position + velocity, -1.2), 0.6)
    if position == -1.2, velocity < 0 { velocity = 0 }
    let arrived = position >= 0.5 && velocity >= 0
    return StepResult(reward: -1, end: arrived ? .terminated : .running)
  }

  /// Position and velocity in single precision.
  @inlinable
  public func observe(into row: inout MutableSpan<Float>, at offset: Int) {
    row[offset] = Float(position)
    row[offset + 1] = Float(velocity)
  }
}

extension MountainCar: StatefulEnvironment {
  /// Gymnasium's order.
  public static var stateVariableNames: [String] { ["position", "velocity"] }

  /// Position, velocity.
  public var stateVariables: [Double] { [position, velocity] }

  /// Sets both variables; any finite values will do, the next step moves them within bounds.
  public mutating func setStateVariables(_ values: [Double]) throws(StateVariablesError) {
    try MountainCar.validate(values)
    (position, velocity) = (values[0], values[1])
  }
}
