public import SentePrimitives

/// Pendulum-v1: swing a pendulum up and keep it there with a torque in [-2, 2].
///
/// The reward of a step is minus (angle² + 0.1 velocity² + 0.001 torque²), the angle measured from
/// upright. Never terminates.
///
/// Source: a classic of control theory without a first paper; Gymnasium's order of operations, in
/// which the torque's own terms are single precision.
@frozen
public struct Pendulum: Environment {
  /// Angle from upright, in radians; grows beyond a turn.
  public var angle = Double.pi
  /// Angular velocity in radians per second.
  public var velocity = 0.0

  /// A pendulum that hangs at rest.
  public init() {}

  /// Cosine and sine of the angle, velocity in [-8, 8].
  public var observationSpace: Space { .box(low: [-1, -1, -8], high: [1, 1, 8]) }

  /// The torque, in [-2, 2].
  public var actionSpace: Space { .box(-2...2, width: 1) }

  /// Angle uniform in [-π, π), velocity uniform in [-1, 1).
  public mutating func reset(using random: inout RandomStream) {
    angle = random.uniform(-Double.pi, Double.pi)
    velocity = random.uniform(-1, 1)
  }

  /// Applies a torque for 0.05 s.
  public mutating func step(_ action: Float, using random: inout RandomStream) -> StepResult {
    let (gravity, mass, length, interval) = (10.0, 1.0, 1.0, 0.05)
    let torque = min(max(action, -2), 2)
    let offset = Pendulum.normalized(angle)
    let cost = offset * offset + 0.1 * (velocity * velocity) + Double(0.001 * (torque * torque))
    let pull = 3 * gravity / (2 * length) * Elementary.sin(angle)
    let push = Double(Float(3.0 / (mass * (length * length))) * torque)
    velocity = min(max(velocity + (pull + push) * interval, -8), 8)
    angle += velocity * interval
    return StepResult(reward: -cost)
  }

  /// Cosine and sine of the angle, and the velocity, in single precision.
  public func observe(into row: inout MutableSpan<Float>, at offset: Int) {
    let (sine, cosine) = Elementary.sineAndCosine(angle)
    row[offset] = Float(cosine)
    row[offset + 1] = Float(sine)
    row[offset + 2] = Float(velocity)
  }

  /// The same direction as an angle in [-π, π).
  private static func normalized(_ angle: Double) -> Double {
    let turn = 2 * Double.pi
    let rest = (angle + Double.pi).truncatingRemainder(dividingBy: turn)
    return (rest < 0 ? rest + turn : rest) - Double.pi
  }
}

extension Pendulum: StatefulEnvironment {
  /// Gymnasium's order.
  public static var stateVariableNames: [String] { ["angle", "velocity"] }

  /// Angle, velocity.
  public var stateVariables: [Double] { [angle, velocity] }

  /// Sets both variables; any finite values will do.
  public mutating func setStateVariables(_ values: [Double]) throws(StateVariablesError) {
    try Pendulum.validate(values)
    (angle, velocity) = (values[0], values[1])
  }
}
