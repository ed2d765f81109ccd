// What is certain is carried up: a node is won by one winning action, and decided when all are.

extension Search {
  /// Notes that an edge ends the game, where two play for -1, 0 or 1.
  @inlinable
  mutating func proveFinished(edge: Int, viewer: Int) {
    guard leafValues.count == 2 else { return }
    switch leafValues[viewer] {
    case 1: tree.proofs[edge] = .win
    case 0: tree.proofs[edge] = .draw
    case -1: tree.proofs[edge] = .loss
    default: break
    }
  }

  /// Carries a proof at the end of a way up as far as it reaches.
  @inlinable
  mutating func carryProofs(from start: Int, to end: Int) {
    var place = end - 1
    while place > start {
      let child = Int(path[place].edge)
      let parent = Int(path[place - 1].edge)
      if tree.proofs[child] == .unknown || tree.proofs[parent] != .unknown { return }
      let node = Int(tree.nodes[parent])
      let proof = provenOutcome(of: node, after: child)
      if proof == .unknown { return }
      let mover = Int32(tree.movers[node])
      let isOwn = mover < 0 || mover == path[place - 1].viewer
      let seen = isOwn ? proof : proof.reversed
      tree.proofs[parent] = seen
      tree.sums[parent] = Double(seen.value) * Double(tree.visits[parent])
      tree.means[parent] = seen.value
      place -= 1
    }
  }

  /// What a newly proven edge proves about its node, seen by the node's mover (by the player who
  /// chose it, where chance moves).
  @inlinable
  func provenOutcome(of node: Int, after child: Int) -> Proof {
    let first = Int(tree.firstEdges[node])
    let edges = first..<first + Int(tree.edgeCounts[node])
    if tree.movers[node] < 0 {
      let proof = tree.proofs[child]
      for edge in edges where tree.proofs[edge] != proof { return .unknown }
      return proof
    }
    if tree.proofs[child] == .win { return .win }
    if tree.openCounts[node] < tree.edgeCounts[node] { return .unknown }
    var best = Proof.loss
    for edge in edges {
      if tree.proofs[edge] == .unknown { return .unknown }
      if tree.proofs[edge] == .draw { best = .draw }
    }
    return best
  }
}
