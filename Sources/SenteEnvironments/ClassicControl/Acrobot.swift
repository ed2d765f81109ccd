public import SentePrimitives

/// Acrobot-v1: swing a double pendulum above a line by a torque at its elbow of -1, 0 or 1.
///
/// Actions 0, 1, 2 stand for these torques. Reward -1 for every step but the last, which gives 0.
/// Terminates when the tip is one link's length above the shoulder.
///
/// Source: Sutton, "Generalization in reinforcement learning" (1996), with the equations of Sutton
/// and Barto's book; fourth-order Runge-Kutta over 0.2 s; Gymnasium's order of operations.
@frozen
public struct Acrobot: Environment {
  /// Angle of the first link from hanging, in radians, positive counter-clockwise.
  public var shoulder = 0.0
  /// Angle of the second link relative to the first, in radians.
  public var elbow = 0.0
  /// Angular velocity of the first link, in radians per second.
  public var shoulderVelocity = 0.0
  /// Angular velocity of the elbow, in radians per second.
  public var elbowVelocity = 0.0

  private static let shoulderVelocityLimit = 4 * Double.pi
  private static let elbowVelocityLimit = 9 * Double.pi

  /// A pendulum that hangs at rest.
  public init() {}

  /// Cosine and sine of both angles, then both velocities.
  public var observationSpace: Space {
    let high: [Float] = [
      1, 1, 1, 1, Float(Acrobot.shoulderVelocityLimit), Float(Acrobot.elbowVelocityLimit),
    ]
    return .box(low: high.map { -$0 }, high: high)
  }

  /// Torque -1, 0, 1.
  public var actionSpace: Space { .discrete(count: 3) }

  /// Every variable uniform in [-0.1, 0.1), rounded to single precision as Gymnasium does.
  public mutating func reset(using random: inout RandomStream) {
    shoulder = Double(Float(random.uniform(-0.1, 0.1)))
    elbow = Double(Float(random.uniform(-0.1, 0.1)))
    shoulderVelocity = Double(Float(random.uniform(-0.1, 0.1)))
    elbowVelocity = Double(Float(random.uniform(-0.1, 0.1)))
  }

  /// Applies a torque for 0.2 s.
  public mutating func step(_ action: Int, using random: inout RandomStream) -> StepResult {
    let start = SIMD4(shoulder, elbow, shoulderVelocity, elbowVelocity)
    let end = Acrobot.integrate(start, torque: Double(action - 1), over: 0.2)
    shoulder = Acrobot.wrapped(end[0])
    elbow = Acrobot.wrapped(end[1])
    shoulderVelocity = Acrobot.clamped(end[2], Acrobot.shoulderVelocityLimit)
    elbowVelocity = Acrobot.clamped(end[3], Acrobot.elbowVelocityLimit)
    let arrived = -Elementary.cos(shoulder) - Elementary.cos(elbow + shoulder) > 1
    return StepResult(reward: arrived ? 0 : -1, end: arrived ? .terminated : .running)
  }

  /// Cosine and sine of both angles, then both velocities, in single precision.
  public func observe(into row: inout MutableSpan<Float>, at offset: Int) {
    let first = Elementary.sineAndCosine(shoulder)
    let second = Elementary.sineAndCosine(elbow)
    row[offset] = Float(first.cosine)
    row[offset + 1] = Float(first.sine)
    row[offset + 2] = Float(second.cosine)
    row[offset + 3] = Float(second.sine)
    row[offset + 4] = Float(shoulderVelocity)
    row[offset + 5] = Float(elbowVelocity)
  }
}

// MARK: - Dynamics

extension Acrobot {
  /// One Runge-Kutta step of (shoulder, elbow, shoulder velocity, elbow velocity).
  private static func integrate(
    _ state: SIMD4<Double>, torque: Double, over interval: Double
  ) -> SIMD4<Double> {
    let half = interval / 2
    let k1 = derivative(state, torque)
    let k2 = derivative(state + half * k1, torque)
    let k3 = derivative(state + half * k2, torque)
    let k4 = derivative(state + interval * k3, torque)
    return state + (interval / 6) * (k1 + 2 * k2 + 2 * k3 + k4)
  }

  /// How the state changes per second: links of mass, length and moment of inertia 1, centres of mass
  /// at their middles.
  private static func derivative(_ state: SIMD4<Double>, _ torque: Double) -> SIMD4<Double> {
    let (angle1, angle2, rate1, rate2) = (state[0], state[1], state[2], state[3])
    let (mass, length, centre, inertia, gravity) = (1.0, 1.0, 0.5, 1.0, 9.8)
    let (sine2, cosine2) = Elementary.sineAndCosine(angle2)
    let coupling = mass * length * centre
    let d1 =
      mass * (centre * centre)
      + mass * (length * length + centre * centre + 2 * length * centre * cosine2)
      + inertia + inertia
    let d2 = mass * (centre * centre + length * centre * cosine2) + inertia
    let phi2 = mass * centre * gravity * Elementary.cos(angle1 + angle2 - Double.pi / 2)
    let centrifugal = -coupling * (rate2 * rate2) * sine2
    let coriolis = 2 * coupling * rate2 * rate1 * sine2
    let weight = (mass * centre + mass * length) * gravity
    let phi1 = centrifugal - coriolis + weight * Elementary.cos(angle1 - Double.pi / 2) + phi2
    let acceleration2 =
      (torque + d2 / d1 * phi1 - coupling * (rate1 * rate1) * sine2 - phi2)
      / (mass * (centre * centre) + inertia - d2 * d2 / d1)
    let acceleration1 = -(d2 * acceleration2 + phi1) / d1
    return SIMD4(rate1, rate2, acceleration1, acceleration2)
  }

  /// An angle within [-π, π], by whole turns.
  private static func wrapped(_ angle: Double) -> Double {
    let turn = 2 * Double.pi
    // A state set from outside may turn so fast that one turn less is the same number.
    var angle = abs(angle) < 1e3 ? angle : angle.remainder(dividingBy: turn)
    while angle > Double.pi { angle -= turn }
    while angle < -Double.pi { angle += turn }
    return angle
  }

  private static func clamped(_ value: Double, _ limit: Double) -> Double {
    min(max(value, -limit), limit)
  }
}

extension Acrobot: StatefulEnvironment {
  /// Gymnasium's order.
  public static var stateVariableNames: [String] {
    ["shoulder", "elbow", "shoulderVelocity", "elbowVelocity"]
  }

  /// Both angles, then both angular velocities.
  public var stateVariables: [Double] { [shoulder, elbow, shoulderVelocity, elbowVelocity] }

  /// Sets the four variables; any finite values will do, the next step moves them within bounds.
  public mutating func setStateVariables(_ values: [Double]) throws(StateVariablesError) {
    try Acrobot.validate(values)
    (shoulder, elbow, shoulderVelocity, elbowVelocity) = (
      values[0], values[1], values[2], values[3]
    )
  }
}
