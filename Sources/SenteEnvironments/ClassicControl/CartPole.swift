public import SentePrimitives

/// CartPole-v1: keep a pole upright on a cart by pushing the cart left (0) or right (1).
///
/// Reward 1 for every step. Terminates when the cart leaves ±2.4 or the pole leaves ±12 degrees.
///
/// Source: Barto, Sutton, Anderson, "Neuronlike adaptive elements that can solve difficult learning
/// control problems" (1983); equations without friction as corrected by Florian (2007); integrated
/// by Euler's method in Gymnasium's order of operations.
@frozen
public struct CartPole: Environment {
  /// Position of the cart.
  public var position = 0.0
  /// Velocity of the cart.
  public var velocity = 0.0
  /// Angle of the pole from upright, in radians, positive to the right.
  public var angle = 0.0
  /// Angular velocity of the pole, in radians per second.
  public var angularVelocity = 0.0

  @usableFromInline static let positionLimit = 2.4
  @usableFromInline static let angleLimit = 12 * 2 * Double.pi / 360

  /// A cart at rest in the middle, the pole upright.
  @inlinable public init() {}

  /// Position, velocity, angle, angular velocity; bounds are twice those of an episode.
  public var observationSpace: Space {
    let high: [Float] = [
      Float(2 * CartPole.positionLimit), .infinity, Float(2 * CartPole.angleLimit), .infinity,
    ]
    return .box(low: high.map { -$0 }, high: high)
  }

  /// Left or right.
  public var actionSpace: Space { .discrete(count: 2) }

  /// Every variable uniform in [-0.05, 0.05).
  @inlinable
  public mutating func reset(using random: inout RandomStream) {
    position = random.uniform(-0.05, 0.05)
    velocity = random.uniform(-0.05, 0.05)
    angle = random.uniform(-0.05, 0.05)
    angularVelocity = random.uniform(-0.05, 0.05)
  }

  /// Pushes with 10 N for 0.02 s.
  @inlinable @inline(__always)
  public mutating func step(_ action: Int, using random: inout RandomStream) -> StepResult {
    let (gravity, poleMass, totalMass, halfLength) = (9.8, 0.1, 0.1 + 1.0, 0.5)
    let poleMoment = poleMass * halfLength
    let interval = 0.02
    let force = action == 1 ? 10.0 : -10.0
    let (sine, cosine) = Elementary.sineAndCosine(angle)
    let push = (force + poleMoment * (angularVelocity * angularVelocity) * sine) / totalMass
    let angularAcceleration =
      (gravity * sine - cosine * push)
      / (halfLength * (4.0 / 3.0 - poleMass * (cosine * cosine) / totalMass))
    let acceleration = push - poleMoment * angularAcceleration * cosine / totalMass
    position += interval * velocity
    velocity += interval * acceleration
    angle += interval * angularVelocity
    angularVelocity += interval * angularAcceleration
    let fell =
      position < -CartPole.positionLimit || position > CartPole.positionLimit
      || angle < -CartPole.angleLimit || angle > CartPole.angleLimit
    return StepResult(reward: 1, end: fell ? .terminated : .running)
  }

  /// The four variables in single precision.
  @inlinable @inline(__always)
  public func observe(into row: inout MutableSpan<Float>, at offset: Int) {
    // Sums that may wrap, since every access is checked: this is the loop of the fastest batch.
    row[offset] = Float(position)
    row[offset &+ 1] = Float(velocity)
    row[offset &+ 2] = Float(angle)
    row[offset &+ 3] = Float(angularVelocity)
  }
}

extension CartPole: StatefulEnvironment {
  /// Gymnasium's order.
  public static var stateVariableNames: [String] {
    ["position", "velocity", "angle", "angularVelocity"]
  }

  /// Position, velocity, angle, angular velocity.
  public var stateVariables: [Double] { [position, velocity, angle, angularVelocity] }

  /// Sets the four variables; any finite values will do.
  public mutating func setStateVariables(_ values: [Double]) throws(StateVariablesError) {
    try CartPole.validate(values)
    (position, velocity, angle, angularVelocity) = (values[0], values[1], values[2], values[3])
  }
}
