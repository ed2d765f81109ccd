/// What a rule sees of a node when it chooses among its edges.
///
/// Edges are numbered from 0; the first `visitedCount` have been visited, and number `visitedCount`
/// is the next among the others. Values are seen by the player to move in the node.
public struct NodeView: ~Escapable {
  /// How many visits each edge has.
  public let visits: Span<Int32>
  /// The mean value of each edge's visits, 0 before the first.
  public let means: Span<Float>
  /// What the rule's `bonus` gave for each edge.
  public let bonuses: Span<Float>
  /// The prior probability of each edge.
  public let priors: Span<Float>
  /// What is proven about each edge.
  public let proofs: Span<Proof>
  /// How many edges have been visited.
  public let visitedCount: Int
  /// How many visits the node itself has.
  public let nodeVisits: Int32
  /// The value that the evaluator gave to the node.
  public let rawValue: Float
  /// The mean value of the node's visits, its own evaluation included.
  public let nodeMean: Float
  /// The sum of the priors of the visited edges.
  public let visitedPrior: Float
  /// Values `v` are compared as `(v - low) * scale`: 0 and 1 unless they are normalized.
  public let low: Float
  /// See `low`.
  public let scale: Float

  /// How many edges there are.
  @inlinable public var count: Int { visits.count }

  @inlinable @inline(__always)
  @_lifetime(copy visits, copy means, copy bonuses, copy priors, copy proofs)
  init(
    visits: Span<Int32>, means: Span<Float>, bonuses: Span<Float>, priors: Span<Float>,
    proofs: Span<Proof>, visitedCount: Int, nodeVisits: Int32, rawValue: Float, nodeMean: Float,
    visitedPrior: Float, low: Float, scale: Float
  ) {
    self.visits = visits
    self.means = means
    self.bonuses = bonuses
    self.priors = priors
    self.proofs = proofs
    self.visitedCount = visitedCount
    self.nodeVisits = nodeVisits
    self.rawValue = rawValue
    self.nodeMean = nodeMean
    self.visitedPrior = visitedPrior
    self.low = low
    self.scale = scale
  }

  /// The visited edge with the greatest `value + factor · bonus`, and that sum; edges that are
  /// proven to lose are left out. Number -1 when there is none.
  @inlinable @inline(__always)
  public func greatest(factor: Float) -> (edge: Int, score: Float) {
    var best = -1
    var greatest = -Float.infinity
    let means = means.extracting(first: visitedCount)
    let bonuses = bonuses.extracting(first: visitedCount)
    let proofs = proofs.extracting(first: visitedCount)
    for edge in 0..<visitedCount {
      let score = (means[edge] - low) * scale + factor * bonuses[edge]
      if score > greatest, proofs[edge] != .loss {
        greatest = score
        best = edge
      }
    }
    return (best, greatest)
  }
}
