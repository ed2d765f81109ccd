public import SentePrimitives

/// The root of Gumbel AlphaZero: actions are sampled without replacement by adding Gumbel noise to
/// the logits, and sequential halving finds the best of them.
///
/// Source: Danihelka and others (ICLR 2022), algorithm 2; `policy` is equation 11. With the visits
/// of earlier searches in a kept subtree the plan counts the new ones alone.
public struct GumbelRoot: RootRule {
  /// How many actions are sampled at most.
  public var consideredActions: Int
  /// The weight of the noise: 1 to learn, 0 to play the best action found.
  public var noise: Float
  /// How the improved policy comes from values.
  public var values: CompletedValues
  @usableFromInline var noises: [Float] = []
  @usableFromInline var earlier: [Int32] = []
  @usableFromInline var plan: [Int32] = []

  /// mctx considers at most 16 actions.
  @inlinable
  public init(
    consideredActions: Int = 16, noise: Float = 1, values: CompletedValues = CompletedValues()
  ) {
    precondition(consideredActions >= 1, "\(consideredActions) actions to consider")
    self.consideredActions = consideredActions
    self.noise = noise
    self.values = values
  }

  /// It plans them.
  @inlinable public static var plansVisits: Bool { true }

  /// Draws the noise and makes the plan.
  @inlinable
  public mutating func begin(
    priors: inout [Float], visits: [Int32], simulations: Int,
    random: inout RandomStream
  ) {
    noises.removeAll(keepingCapacity: true)
    earlier.removeAll(keepingCapacity: true)
    for edge in 0..<visits.count {
      let uniform = max(random.uniform(), 0x1p-53)
      noises.append(noise == 0 ? 0 : noise * Float(-Elementary.log(-Elementary.log(uniform))))
      earlier.append(visits[edge])
    }
    plan = SequentialHalving.visits(
      actions: min(consideredActions, visits.count), simulations: simulations)
  }

  /// The action with the planned number of visits and the greatest noise + logit + σ(q).
  @inlinable
  public func choose(_ node: borrowing NodeView, simulation: Int) -> Int {
    precondition(
      simulation < plan.count, "all \(plan.count) planned simulations have been made")
    return greatest(node, visits: plan[simulation])
  }

  /// The improved policy.
  @inlinable
  public func policy(_ node: borrowing NodeView) -> [Float] { values.policy(of: node) }

  /// A proven win; else the most visited of the considered actions with the greatest score.
  @inlinable
  public func best(_ node: borrowing NodeView) -> Int {
    var most: Int32 = 0
    for edge in 0..<node.count {
      if node.proofs[edge] == .win { return edge }
      if node.proofs[edge] != .loss { most = max(most, node.visits[edge] - before(edge)) }
    }
    return greatest(node, visits: most, skipsLosses: true)
  }

  @inlinable
  func before(_ edge: Int) -> Int32 { edge < earlier.count ? earlier[edge] : 0 }

  @inlinable
  func greatest(
    _ node: borrowing NodeView, visits: Int32, skipsLosses: Bool = false
  ) -> Int {
    let line = values.line(of: node, limit: node.count)
    var best = 0
    var greatest = -Float.infinity
    for edge in 0..<node.count where node.visits[edge] - before(edge) == visits {
      if skipsLosses, node.proofs[edge] == .loss { continue }
      let value = node.visits[edge] > 0 ? node.means[edge] : line.mixed
      let noise = edge < noises.count ? noises[edge] : 0
      let logit = Float(Elementary.log(Double(max(node.priors[edge], .leastNormalMagnitude))))
      let score = noise + logit + line(value)
      if score > greatest {
        greatest = score
        best = edge
      }
    }
    return best
  }
}
