public import SentePrimitives

/// The rule of AlphaZero: the greatest q + c(N)·p·√N / (1 + n), with c(N) = ln((1 + N + base) / base) + init.
///
/// Source: Silver and others, "A general reinforcement learning algorithm that masters chess, shogi
/// and Go" (Science 2018), with the constants of its pseudocode. What an action that was never
/// visited is worth is a choice that the paper makes silently (a value of 0): `FirstPlay`.
public struct PUCT: InteriorRule {
  /// The value of an action before its first visit.
  public enum FirstPlay: Sendable, Hashable {
    /// A fixed one: 0 as AlphaZero, -1 for a loss.
    case value(Float)
    /// The node's own mean less `reduction`·√(prior already visited), as Leela Chess Zero and KataGo.
    case parent(reduction: Float)
  }

  /// The number of visits near which exploration begins to grow.
  public var base: Float
  /// Their weight while N is small.
  public var initial: Float
  /// What unvisited actions are worth.
  public var firstPlay: FirstPlay

  /// The published constants.
  @inlinable
  public init(
    base: Float = 19_652, initial: Float = 1.25, firstPlay: FirstPlay = .parent(reduction: 0.2)
  ) {
    self.base = base
    self.initial = initial
    self.firstPlay = firstPlay
  }

  /// By their priors.
  @inlinable public static var drawsUnvisitedEdges: Bool { false }

  /// p / (1 + n).
  @inlinable @inline(__always)
  public func bonus(prior: Float, visits: Int32) -> Float { prior / Float(1 &+ visits) }

  /// The edge with the greatest score, among equals the one visited first.
  @inlinable @inline(__always)
  public func choose(_ node: borrowing NodeView) -> Int {
    let visits = Float(node.nodeVisits)
    let growth = Elementary.log(Double((1 + visits + base) / base))
    let factor = (Float(growth) + initial) * visits.squareRoot()
    let (edge, score) = node.greatest(factor: factor)
    let next = node.visitedCount
    if next == node.count { return max(0, edge) }
    let first =
      switch firstPlay {
      case .value(let value): value
      case .parent(let reduction): node.nodeMean - reduction * node.visitedPrior.squareRoot()
      }
    let unvisited = (first - node.low) * node.scale + factor * node.priors[next]
    return edge >= 0 && score >= unvisited ? edge : next
  }
}
