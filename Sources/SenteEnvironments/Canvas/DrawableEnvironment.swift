/// An environment that can show itself in a terminal.
public protocol DrawableEnvironment: Environment {
  /// Draws the present state; chooses the view itself.
  func draw(on canvas: inout Canvas)
}
