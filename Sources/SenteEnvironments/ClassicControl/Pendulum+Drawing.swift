import SentePrimitives

extension Pendulum: DrawableEnvironment {
  /// The rod from its axle, and the circle that its end runs along.
  public func draw(on canvas: inout Canvas) {
    canvas.look(at: -1.2...1.2, -1.2...1.2)
    canvas.circle(at: [0, 0], radius: 1, .grey)
    canvas.line(from: [0, 1.04], to: [0, 1.14], .green)
    let (sine, cosine) = Elementary.sineAndCosine(angle)
    canvas.bar(from: [0, 0], to: [-sine, cosine], thickness: 0.14, .red)
    canvas.disc(at: [0, 0], radius: 0.06, .white)
  }
}
