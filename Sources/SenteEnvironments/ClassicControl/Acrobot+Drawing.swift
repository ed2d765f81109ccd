import SentePrimitives

extension Acrobot: DrawableEnvironment {
  /// Both links, their joints, and the line that the tip must reach.
  public func draw(on canvas: inout Canvas) {
    canvas.look(at: -2.2...2.2, -2.2...2.2)
    canvas.line(from: [-2.2, 1], to: [2.2, 1], .green)
    let first = Elementary.sineAndCosine(shoulder)
    let second = Elementary.sineAndCosine(shoulder + elbow)
    let joint = Canvas.Point(first.sine, -first.cosine)
    let tip = joint + [second.sine, -second.cosine]
    canvas.bar(from: [0, 0], to: joint, thickness: 0.16, .amber)
    canvas.bar(from: joint, to: tip, thickness: 0.16, .blue)
    canvas.disc(at: [0, 0], radius: 0.1, .white)
    canvas.disc(at: joint, radius: 0.1, .violet)
  }
}
