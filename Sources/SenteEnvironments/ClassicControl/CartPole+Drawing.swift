import SentePrimitives

extension CartPole: DrawableEnvironment {
  /// The track with its ends, the cart on its wheels, the pole in its true length.
  public func draw(on canvas: inout Canvas) {
    canvas.look(at: -2.6...2.6, -0.15...1.5)
    let x = position
    canvas.line(from: [-2.6, 0], to: [2.6, 0], .grey)
    for end in [-CartPole.positionLimit, CartPole.positionLimit] {
      canvas.bar(from: [end, -0.1], to: [end, 0.1], thickness: 0.04, .red)
    }
    let (sine, cosine) = Elementary.sineAndCosine(angle)
    canvas.polygon(
      [[x - 0.3, 0.1], [x + 0.3, 0.1], [x + 0.3, 0.32], [x - 0.3, 0.32]], .blue)
    for wheel in [x - 0.18, x + 0.18] { canvas.disc(at: [wheel, 0.07], radius: 0.07, .white) }
    let axle = Canvas.Point(x, 0.32)
    canvas.bar(from: axle, to: axle + [sine, cosine], thickness: 0.07, .amber)
    canvas.disc(at: axle, radius: 0.05, .violet)
  }
}
