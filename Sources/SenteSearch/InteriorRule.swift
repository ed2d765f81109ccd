/// How a search chooses among the actions of a position inside the tree.
public protocol InteriorRule: Sendable {
  /// Whether unvisited edges are visited in random order; otherwise the greatest prior comes first.
  static var drawsUnvisitedEdges: Bool { get }
  /// A number kept with an edge, renewed when its visits change: what of the rule's formula depends
  /// on the edge's prior and visits alone.
  func bonus(prior: Float, visits: Int32) -> Float
  /// The number of an edge: a visited one, or `visitedCount` for the next unvisited one.
  func choose(_ node: borrowing NodeView) -> Int
}
