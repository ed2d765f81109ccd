public import SentePrimitives
public import SenteSearch

/// AlphaZero's root with KataGo's forced playouts and target pruning as an option.
///
/// The noise is mixed into priors that the root keeps for itself, so that the tree still holds what
/// the network said.
///
/// Sources: Silver and others (Science 2018); Wu, "Accelerating self-play learning in Go" (2019),
/// section 3.2.
public struct AlphaZeroRoot: RootRule {
  /// The formula.
  public var rule: PUCT
  /// Dirichlet noise; nil for none.
  public var noise: DirichletRoot?
  /// k: an action that was visited at all gets at least √(k · prior · visits of the root) visits, and
  /// the target leaves out those that were not wanted; 0 for neither.
  public var forcedPlayouts: Float
  private var priors: [Float] = []

  /// A root.
  public init(rule: PUCT = PUCT(), noise: DirichletRoot? = nil, forcedPlayouts: Float = 0) {
    precondition(forcedPlayouts >= 0, "forced playouts of \(forcedPlayouts)")
    self.rule = rule
    self.noise = noise
    self.forcedPlayouts = forcedPlayouts
  }

  /// It decides which edge each simulation takes.
  public static var plansVisits: Bool { true }

  /// Draws the noise.
  public mutating func begin(
    priors: inout [Float], visits: [Int32], simulations: Int, random: inout RandomStream
  ) {
    self.priors = priors
    noise?.begin(priors: &self.priors, visits: visits, simulations: simulations, random: &random)
  }

  /// An action that lacks forced visits, else the one with the greatest score.
  public func choose(_ node: borrowing NodeView, simulation: Int) -> Int {
    let total = Float(node.nodeVisits)
    let factor = weight(total)
    let first = firstPlayValue(node)
    var best = 0
    var greatest = -Float.infinity
    for edge in 0..<node.count where node.proofs[edge] != .loss {
      let visits = Float(node.visits[edge])
      if forcedPlayouts > 0, visits > 0, visits < forced(edge, total) { return edge }
      let mean = visits > 0 ? (node.means[edge] - node.low) * node.scale : first
      let score = mean + factor * priors[edge] / (1 + visits)
      if score > greatest {
        greatest = score
        best = edge
      }
    }
    return best
  }

  /// Each action's share of the visits, forced ones left out.
  ///
  /// From every action but the most visited one so many of its forced visits are taken back as leave
  /// its score below that one's; what is left with a single visit is left out.
  public func policy(_ node: borrowing NodeView) -> [Float] {
    var kept = (0..<node.count).map { Float(node.visits[$0]) }
    let total = kept.reduce(0, +)
    guard total > 0 else { return (0..<node.count).map { node.priors[$0] } }
    guard forcedPlayouts > 0 else { return kept.map { $0 / total } }
    var best = 0
    for edge in 0..<node.count where kept[edge] > kept[best] { best = edge }
    let factor = weight(Float(node.nodeVisits))
    let bar = node.means[best] * node.scale + factor * priors[best] / (1 + kept[best])
    for edge in 0..<node.count where edge != best && kept[edge] > 0 {
      let least = max(0, kept[edge] - forced(edge, total).rounded(.up))
      while kept[edge] > least {
        let score = node.means[edge] * node.scale + factor * priors[edge] / kept[edge]
        if score >= bar { break }
        kept[edge] -= 1
      }
      if kept[edge] <= 1 { kept[edge] = 0 }
    }
    let sum = kept.reduce(0, +)
    return kept.map { $0 / sum }
  }

  private func forced(_ edge: Int, _ total: Float) -> Float {
    (forcedPlayouts * priors[edge] * total).squareRoot()
  }

  /// c(N) · √N.
  private func weight(_ total: Float) -> Float {
    let growth = Float(Elementary.log(Double((1 + total + rule.base) / rule.base)))
    return (growth + rule.initial) * total.squareRoot()
  }

  /// What an action is worth before its first visit.
  private func firstPlayValue(_ node: borrowing NodeView) -> Float {
    switch rule.firstPlay {
    case .value(let value): return (value - node.low) * node.scale
    case .parent(let reduction):
      var visited: Float = 0
      for edge in 0..<node.count where node.visits[edge] > 0 { visited += priors[edge] }
      return (node.nodeMean - reduction * visited.squareRoot() - node.low) * node.scale
    }
  }
}
