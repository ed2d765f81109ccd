public import SentePrimitives

/// The deterministic rule of Gumbel AlphaZero inside the tree: the visits are made to follow the
/// improved policy π', by the greatest π'(a) - n(a) / (1 + N).
///
/// Source: Danihelka and others (ICLR 2022), section 5, equation 14.
public struct GumbelInterior: InteriorRule {
  /// How π' comes from values.
  public var values: CompletedValues

  /// The rule with some constants of σ.
  @inlinable
  public init(values: CompletedValues = CompletedValues()) { self.values = values }

  /// By their priors.
  @inlinable public static var drawsUnvisitedEdges: Bool { false }

  /// 1 + visits are divided once a node, not once an edge.
  @inlinable @inline(__always)
  public func bonus(prior: Float, visits: Int32) -> Float { 0 }

  /// The edge whose visits are furthest behind π'.
  ///
  /// All unvisited edges have the same completed value, so their weights differ by their priors
  /// alone and only the first of them has to be looked at.
  @inlinable
  public func choose(_ node: borrowing NodeView) -> Int {
    let visited = node.visitedCount
    if visited == 0 { return 0 }
    let line = values.line(of: node, limit: visited)
    let rest = visited < node.count ? max(0, 1 - node.visitedPrior) : 0
    var greatest = visited < node.count ? line(line.mixed) : -Float.infinity
    for edge in 0..<visited { greatest = max(greatest, line(node.means[edge])) }
    let unvisited = Float(Elementary.exp(Double(line(line.mixed) - greatest)))
    var sum = rest * unvisited
    var total: Float = 1
    for edge in 0..<visited {
      sum += weight(node, edge, line, greatest)
      total += Float(node.visits[edge])
    }
    var best = visited
    var score = -Float.infinity
    for edge in 0..<visited where node.proofs[edge] != .loss {
      let missing =
        weight(node, edge, line, greatest) / sum - Float(node.visits[edge]) / total
      if missing > score {
        score = missing
        best = edge
      }
    }
    if visited < node.count, node.priors[visited] * unvisited / sum > score { return visited }
    return best < node.count ? best : 0
  }

  @inlinable @inline(__always)
  func weight(
    _ node: borrowing NodeView, _ edge: Int, _ line: CompletedValues.Line, _ greatest: Float
  ) -> Float {
    node.priors[edge] * Float(Elementary.exp(Double(line(node.means[edge]) - greatest)))
  }
}
