/// How a search chooses among the actions of a position inside the tree.
public protocol InteriorRule: Sendable {
  /// Whether unvisited edges are visited in random order; otherwise the greatest prior comes first.
  static var drawsUnvisitedEdges: Bool { get }
  /// Whether the search counts for each edge how its action did when it was played later; then the
  /// rule looks at all edges of a node and may choose any.
  static var countsLaterPlays: Bool { get }
  /// A number kept with an edge, renewed when its visits change: what of the rule's formula depends
  /// on the edge's prior and visits alone.
  func bonus(prior: Float, visits: Int32) -> Float
  /// The number of an edge: a visited one, or `visitedCount` for the next unvisited one.
  func choose(_ node: borrowing NodeView) -> Int
}

extension InteriorRule {
  /// It does not.
  @inlinable public static var countsLaterPlays: Bool { false }
}
