public import SentePrimitives
public import SenteSearch

/// The root of a search in self-play: that of AlphaZero or that of Gumbel AlphaZero.
///
/// One type serves both, so that a game's search is compiled once; the branch costs nothing beside a
/// network's evaluation.
public enum SelfPlayRoot: RootRule {
  /// AlphaZero: `AlphaZeroRoot`.
  case alphaZero(AlphaZeroRoot)
  /// Gumbel AlphaZero: sampled actions and sequential halving.
  case gumbel(GumbelRoot)

  /// Both choose for themselves.
  public static var plansVisits: Bool { true }

  /// Prepares the search.
  public mutating func begin(
    priors: inout [Float], visits: [Int32], simulations: Int, random: inout RandomStream
  ) {
    switch self {
    case .alphaZero(var root):
      root.begin(priors: &priors, visits: visits, simulations: simulations, random: &random)
      self = .alphaZero(root)
    case .gumbel(var root):
      root.begin(priors: &priors, visits: visits, simulations: simulations, random: &random)
      self = .gumbel(root)
    }
  }

  /// The edge of a simulation.
  public func choose(_ node: borrowing NodeView, simulation: Int) -> Int {
    switch self {
    case .alphaZero(let root): root.choose(node, simulation: simulation)
    case .gumbel(let root): root.choose(node, simulation: simulation)
    }
  }

  /// The target for learning.
  public func policy(_ node: borrowing NodeView) -> [Float] {
    switch self {
    case .alphaZero(let root): root.policy(node)
    case .gumbel(let root): root.policy(node)
    }
  }

  /// The edge to play.
  public func best(_ node: borrowing NodeView) -> Int {
    switch self {
    case .alphaZero(let root): root.best(node)
    case .gumbel(let root): root.best(node)
    }
  }
}

/// The rule inside the tree: PUCT or Gumbel AlphaZero's.
public enum SelfPlayInterior: InteriorRule {
  /// AlphaZero's.
  case alphaZero(PUCT)
  /// Gumbel AlphaZero's deterministic rule.
  case gumbel(GumbelInterior)

  /// By their priors.
  public static var drawsUnvisitedEdges: Bool { false }

  /// What of the formula depends on an edge's prior and visits alone.
  public func bonus(prior: Float, visits: Int32) -> Float {
    switch self {
    case .alphaZero(let rule): rule.bonus(prior: prior, visits: visits)
    case .gumbel(let rule): rule.bonus(prior: prior, visits: visits)
    }
  }

  /// The edge to follow.
  public func choose(_ node: borrowing NodeView) -> Int {
    switch self {
    case .alphaZero(let rule): rule.choose(node)
    case .gumbel(let rule): rule.choose(node)
    }
  }
}
