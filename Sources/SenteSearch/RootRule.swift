public import SentePrimitives

/// What is special about the root: noise on its priors, a plan for its simulations, and what is
/// concluded from the visits.
public protocol RootRule: Sendable {
  /// Whether `choose` decides at the root; otherwise the interior rule does.
  static var plansVisits: Bool { get }
  /// Prepares a search of so many further simulations; may change the priors.
  mutating func begin(
    priors: inout [Float], visits: [Int32], simulations: Int,
    random: inout RandomStream)
  /// The edge of a simulation, numbered from 0 since `begin`, when `plansVisits`.
  func choose(_ node: borrowing NodeView, simulation: Int) -> Int
  /// The weight of each edge as a target for learning; they sum to 1.
  func policy(_ node: borrowing NodeView) -> [Float]
  /// The edge to play.
  func best(_ node: borrowing NodeView) -> Int
}

extension RootRule {
  /// The interior rule decides.
  @inlinable public static var plansVisits: Bool { false }

  /// Leaves everything as it is.
  @inlinable
  public mutating func begin(
    priors: inout [Float], visits: [Int32], simulations: Int,
    random: inout RandomStream
  ) {}

  /// Never called unless `plansVisits`.
  @inlinable
  public func choose(_ node: borrowing NodeView, simulation: Int) -> Int {
    preconditionFailure("a root rule that plans visits chooses the edge")
  }

  /// Each edge's share of the visits; the priors before the first.
  @inlinable
  public func policy(_ node: borrowing NodeView) -> [Float] {
    var total: Int32 = 0
    for edge in 0..<node.count { total += node.visits[edge] }
    return (0..<node.count).map { edge in
      total == 0 ? node.priors[edge] : Float(node.visits[edge]) / Float(total)
    }
  }

  /// A proven win; else the most visited edge that is not proven to lose, among equals the one
  /// with the greater value, then the greater prior, then the first.
  @inlinable
  public func best(_ node: borrowing NodeView) -> Int {
    var best = 0
    for edge in 1..<max(node.count, 1) where node.isBetter(edge, than: best) { best = edge }
    return best
  }
}

/// The root is treated as any other node.
public struct PlainRoot: RootRule {
  /// Nothing to set.
  @inlinable
  public init() {}
}

extension NodeView {
  /// Whether an edge ranks before another: proofs, then visits, then values, then priors.
  @inlinable
  func isBetter(_ a: Int, than b: Int) -> Bool {
    let (rankA, rankB) = (Self.rank(proofs[a]), Self.rank(proofs[b]))
    if rankA != rankB { return rankA > rankB }
    if visits[a] != visits[b] { return visits[a] > visits[b] }
    if means[a] != means[b] { return means[a] > means[b] }
    return priors[a] > priors[b]
  }

  @inlinable
  static func rank(_ proof: Proof) -> Int {
    switch proof {
    case .win: 1
    case .loss: -1
    default: 0
    }
  }
}
