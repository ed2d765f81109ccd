public import SenteGames

/// What a search has found about one action.
public struct SearchCandidate<Action: Sendable>: Sendable {
  /// The action.
  public var action: Action
  /// How many simulations began with it.
  public var visits: Int
  /// The mean of their values, seen by the player to move; nil without visits.
  public var value: Float?
  /// Its prior probability, as the root rule left it.
  public var prior: Float
  /// Its weight as a target for learning; those of all candidates sum to 1.
  public var weight: Float
  /// What is proven about it.
  public var proof: Proof
  /// The action and the replies that the search expects.
  public var principalVariation: [Action]
}

/// What a search has found.
public struct SearchResult<Action: Sendable>: Sendable {
  /// Every legal action; the one to play first, then by proofs, visits, values and priors.
  public var candidates: [SearchCandidate<Action>]
  /// The mean value of the root, seen by the player to move.
  public var value: Float
  /// What is proven about the root, seen by the player to move.
  public var proof: Proof
  /// How many simulations the tree has seen, those of earlier searches included.
  public var simulations: Int
  /// How many positions have been expanded.
  public var nodeCount: Int
  /// How many actions they have together.
  public var edgeCount: Int
  /// Whether the tree has reached its memory limit and no longer grows.
  public var isFull: Bool

  /// The action to play.
  public var best: Action { candidates[0].action }
}

extension Search {
  /// What has been found so far; `run` comes first.
  public var result: SearchResult<Position.Action> {
    let node = Int(tree.nodes[0])
    precondition(node >= 0, "a search has a result once it has run")
    let first = Int(tree.firstEdges[node])
    let view = view(of: node, behind: 0)
    let policy = root.policy(view)
    let best = root.best(view)
    let order = (0..<view.count).sorted { a, b in
      if a == best || b == best { return a == best && b != best }
      if view.isBetter(a, than: b) { return true }
      if view.isBetter(b, than: a) { return false }
      return position.index(of: tree.actions[first + a])
        < position.index(of: tree.actions[first + b])
    }
    let candidates = order.map { edge in
      SearchCandidate(
        action: tree.actions[first + edge], visits: Int(view.visits[edge]),
        value: view.visits[edge] > 0 ? view.means[edge] : nil, prior: view.priors[edge],
        weight: policy[edge], proof: view.proofs[edge],
        principalVariation: principalVariation(from: first + edge))
    }
    return SearchResult(
      candidates: candidates, value: tree.means[0], proof: tree.proofs[0],
      simulations: simulations, nodeCount: tree.nodeCount, edgeCount: tree.edgeCount - 1,
      isFull: tree.isFull)
  }

  /// An edge's action and the best visited ones after it, as far as the tree goes.
  private func principalVariation(from edge: Int) -> [Position.Action] {
    var variation = [tree.actions[edge]]
    var edge = edge
    while tree.nodes[edge] >= 0 {
      let node = Int(tree.nodes[edge])
      let view = view(of: node, behind: edge)
      var best: Int?
      for other in 0..<view.visitedCount where view.visits[other] > 0 {
        if best.map({ view.isBetter(other, than: $0) }) ?? true { best = other }
      }
      guard let best else { break }
      edge = Int(tree.firstEdges[node]) + best
      variation.append(tree.actions[edge])
    }
    return variation
  }
}
