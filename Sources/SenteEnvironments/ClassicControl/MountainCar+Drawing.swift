import SentePrimitives

extension MountainCar: DrawableEnvironment {
  /// The valley, the flag on the right hill, the car on the slope.
  public func draw(on canvas: inout Canvas) {
    MountainCar.draw(position: position, goal: 0.5, on: &canvas)
  }

  /// The picture that both mountain cars share; heights are Gymnasium's, 0.45 sin(3x) + 0.55.
  static func draw(position: Double, goal: Double, on canvas: inout Canvas) {
    canvas.look(at: -1.25...0.65, 0...1.3)
    func height(_ x: Double) -> Double { 0.45 * Elementary.sin(3 * x) + 0.55 }
    let track = (0...120).map { i in
      let x = -1.2 + 1.8 * Double(i) / 120
      return Canvas.Point(x, height(x))
    }
    canvas.polyline(track, .grey)
    canvas.polyline(track.map { $0 - [0, 2 * canvas.dot] }, .grey)
    let foot = Canvas.Point(goal, height(goal))
    canvas.line(from: foot, to: foot + [0, 0.22], .white)
    canvas.polygon(
      [foot + [0, 0.22], foot + [0.11, 0.18], foot + [0, 0.14]], .green)
    let slope = 1.35 * Elementary.cos(3 * position)
    let along = Canvas.Point(1, slope) / (1 + slope * slope).squareRoot()
    let up = Canvas.Point(-along.y, along.x)
    let base = Canvas.Point(position, height(position))
    let (rear, front) = (base - 0.09 * along, base + 0.09 * along)
    canvas.polygon(
      [rear + 0.03 * up, front + 0.03 * up, front + 0.085 * up, rear + 0.085 * up], .blue)
    let (roofRear, roofFront) = (base - 0.055 * along, base + 0.035 * along)
    canvas.polygon(
      [
        roofRear + 0.085 * up, roofFront + 0.085 * up, roofFront + 0.13 * up - 0.015 * along,
        roofRear + 0.13 * up + 0.015 * along,
      ], .blue)
    for wheel in [base - 0.055 * along, base + 0.055 * along] {
      canvas.disc(at: wheel + 0.028 * up, radius: 0.028, .white)
    }
  }
}

extension MountainCarContinuous: DrawableEnvironment {
  /// The valley, the flag on the right hill, the car on the slope.
  public func draw(on canvas: inout Canvas) {
    MountainCar.draw(position: position, goal: 0.45, on: &canvas)
  }
}
