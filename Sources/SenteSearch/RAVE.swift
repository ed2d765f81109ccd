public import SentePrimitives

/// Rapid action value estimates: an action is also judged by all simulations in which its player
/// played it later, which matters less and less as it gets visits of its own.
///
/// The value is (1 - β)·q + β·q̃ with β = ñ / (n + ñ + 4·b²·n·ñ), the schedule of least mean squared
/// error, where n visits gave the mean q and ñ later plays the mean q̃. For games in which players
/// alternate and an action means about the same wherever it comes (Go, Hex), with an evaluator that
/// reports its moves.
///
/// Source: Gelly, Silver, "Monte-Carlo tree search and rapid action value estimation in computer Go"
/// (Artificial Intelligence 175, 2011), section 6.
public struct RAVE: InteriorRule {
  /// The bias b of q̃.
  public var bias: Float
  /// The weight of exploration, as in `UCB1`; the published players use none.
  public var exploration: Float
  /// How many later plays with `priorValue` an action begins with.
  public var priorPlays: Float
  /// A value above what is usual makes every action be tried.
  public var priorValue: Float

  /// Constants that do well on 9x9.
  @inlinable
  public init(
    bias: Float = 0.05, exploration: Float = 0, priorPlays: Float = 4, priorValue: Float = 0.3
  ) {
    self.bias = bias
    self.exploration = exploration
    self.priorPlays = priorPlays
    self.priorValue = priorValue
  }

  /// It looks at all edges.
  @inlinable public static var drawsUnvisitedEdges: Bool { false }
  /// It does.
  @inlinable public static var countsLaterPlays: Bool { true }

  /// 1/√n for exploration.
  @inlinable @inline(__always)
  public func bonus(prior: Float, visits: Int32) -> Float {
    exploration == 0 ? 0 : 1 / Float(max(visits, 1)).squareRoot()
  }

  /// The edge with the greatest value, among equals the first.
  @inlinable
  public func choose(_ node: borrowing NodeView) -> Int {
    let factor =
      exploration == 0
      ? 0 : exploration * Float(Elementary.log(Double(max(node.nodeVisits, 1)))).squareRoot()
    let curve = 4 * bias * bias
    let (visits, means, bonuses) = (node.visits, node.means, node.bonuses)
    let (plays, sums, proofs) = (node.laterPlays, node.laterSums, node.proofs)
    var best = 0
    var greatest = -Float.infinity
    for edge in 0..<node.count where proofs[edge] != .loss {
      let n = Float(visits[edge])
      let later = plays[edge] + priorPlays
      let laterMean = (sums[edge] + priorPlays * priorValue) / later
      let beta = later / (n + later + curve * n * later)
      let value = means[edge] + beta * (laterMean - means[edge]) + factor * bonuses[edge]
      if value > greatest {
        greatest = value
        best = edge
      }
    }
    return best
  }
}
