public import SentePrimitives

/// Upper confidence bounds: every action once, then the greatest q + c·√(ln N / n).
///
/// Source: Kocsis, Szepesvári, "Bandit based Monte-Carlo planning" (ECML 2006); Auer and others,
/// "Finite-time analysis of the multiarmed bandit problem" (2002), for the bound.
public struct UCB1: InteriorRule {
  /// The weight c of exploration, in units of value.
  public var exploration: Float

  /// The bound with weight c; √2 is the weight of the theory for values within [0, 1].
  @inlinable
  public init(exploration: Float = 1.4) { self.exploration = exploration }

  /// In random order.
  @inlinable public static var drawsUnvisitedEdges: Bool { true }

  /// 1/√n.
  @inlinable @inline(__always)
  public func bonus(prior: Float, visits: Int32) -> Float {
    1 / Float(max(visits, 1)).squareRoot()
  }

  /// The next unvisited edge, or else the one with the greatest bound.
  @inlinable @inline(__always)
  public func choose(_ node: borrowing NodeView) -> Int {
    if node.visitedCount < node.count { return node.visitedCount }
    let factor = exploration * Float(Elementary.log(Double(max(node.nodeVisits, 1)))).squareRoot()
    return max(0, node.greatest(factor: factor).edge)
  }
}
