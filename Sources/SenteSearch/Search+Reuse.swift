public import SenteGames
import SentePrimitives

// From one move to the next.

extension Search {
  /// Plays an action and keeps what the tree knows about the position behind it.
  ///
  /// The rest of the tree is given up and its memory used again. Where nothing is known, or the game
  /// is over, the tree is empty afterwards; a position in which nobody is to move cannot be searched
  /// further, so play on until somebody is.
  public mutating func advance(by action: Position.Action) {
    precondition(position.isLegal(action), "\(position.text(of: action)) is not legal here")
    let viewer = Self.player(of: start.turn) ?? rootViewer
    start.apply(action)
    isRootPrepared = false
    let edge = rootEdge(of: action)
    if let edge, tree.nodes[edge] >= 0 {
      keepSubtree(behind: edge, viewer: viewer)
    } else {
      tree.removeAll()
      made = 0
    }
  }

  /// Begins anew from another position of the same game.
  public mutating func reset(to position: Position) {
    start = position
    isRootPrepared = false
    tree.removeAll()
    hasPriors = false
    made = 0
    (lowest, highest) = (.infinity, -.infinity)
  }

  /// Begins anew from another position with random numbers of its own, as a search that is made with
  /// this seed and index does, in the memory of this one.
  public mutating func reset(to position: Position, seed: UInt64, index: UInt64) {
    reset(to: position)
    random = RandomStream(seed: seed, role: "search", index: index)
    evaluations = RandomStream(seed: seed, role: "evaluation", index: index).split("leaf")
  }

  private func rootEdge(of action: Position.Action) -> Int? {
    guard tree.nodes[0] >= 0 else { return nil }
    let node = Int(tree.nodes[0])
    let first = Int(tree.firstEdges[node])
    // What is not open holds what earlier trees left there.
    return (first..<first + Int(tree.openCounts[node])).first { tree.actions[$0] == action }
  }

  private static func player(of turn: Turn) -> Int? {
    guard case .player(let player) = turn else { return nil }
    return player
  }

  private mutating func keepSubtree(behind edge: Int, viewer: Int) {
    let node = Int(tree.nodes[edge])
    // Where chance moves, the value stays that of the player before.
    rootViewer = Self.player(of: start.turn) ?? viewer
    if rootViewer != viewer {
      if leafValues.count == 2 {
        tree.sums[edge] = -tree.sums[edge]
        tree.proofs[edge] = tree.proofs[edge].reversed
      } else {
        // What the new mover got is known from its own choices only.
        let first = Int(tree.firstEdges[node])
        var (sum, visits) = (0.0, 0)
        for child in first..<first + Int(tree.openCounts[node]) {
          sum += tree.sums[child]
          visits += Int(tree.visits[child])
        }
        tree.sums[edge] = visits > 0 ? sum / Double(visits) * Double(tree.visits[edge]) : 0
      }
      tree.means[edge] = Float(tree.sums[edge] / Double(max(tree.visits[edge], 1)))
    }
    made = Int(tree.visits[edge])
    tree.keep(behind: edge)
  }
}

extension SearchTree {
  /// Gives up everything.
  mutating func removeAll() {
    edgeCount = 1
    removeNodes(from: 0)
    open(0)
    isFull = false
  }

  /// Keeps the node behind an edge and all below it, moved together to the front.
  ///
  /// Nodes and their edges lie in the order in which they were made, parents before children, so
  /// one pass finds what is kept and a second moves it downwards in place.
  mutating func keep(behind edge: Int) {
    var places = [Int32](repeating: -1, count: nodeCount)
    let top = Int(nodes[edge])
    places[top] = 0
    for node in top..<nodeCount where places[node] >= 0 {
      let first = Int(firstEdges[node])
      for child in first..<first + Int(openCounts[node]) where nodes[child] >= 0 {
        places[Int(nodes[child])] = 0
      }
    }
    moveEdge(edge, to: 0)
    nodes[0] = 0
    edgeCount = 1
    var kept = 0
    for node in top..<nodeCount where places[node] >= 0 {
      places[node] = Int32(kept)
      moveNode(node, to: kept)
      kept += 1
    }
    for node in 0..<kept {
      let first = Int(firstEdges[node])
      for child in first..<first + Int(openCounts[node]) where nodes[child] >= 0 {
        nodes[child] = places[Int(nodes[child])]
      }
    }
    removeNodes(from: kept)
    isFull = false
  }

  private mutating func moveNode(_ node: Int, to place: Int) {
    let first = Int(firstEdges[node])
    let count = Int(edgeCounts[node])
    for edge in 0..<Int(openCounts[node]) { moveEdge(first + edge, to: edgeCount + edge) }
    for edge in 0..<count {
      setCandidate(edgeCount + edge, action: actions[first + edge], prior: priors[first + edge])
    }
    firstEdges[place] = Int32(edgeCount)
    edgeCounts[place] = Int32(count)
    openCounts[place] = openCounts[node]
    rawValues[place] = rawValues[node]
    visitedPriors[place] = visitedPriors[node]
    movers[place] = movers[node]
    edgeCount += count
  }

  private mutating func moveEdge(_ edge: Int, to place: Int) {
    if edge == place { return }
    visits[place] = visits[edge]
    sums[place] = sums[edge]
    means[place] = means[edge]
    bonuses[place] = bonuses[edge]
    nodes[place] = nodes[edge]
    proofs[place] = proofs[edge]
    if countsLaterPlays {
      laterPlays[place] = laterPlays[edge]
      laterSums[place] = laterSums[edge]
    }
  }

  private mutating func removeNodes(from place: Int) {
    firstEdges.removeSubrange(place...)
    edgeCounts.removeSubrange(place...)
    openCounts.removeSubrange(place...)
    rawValues.removeSubrange(place...)
    visitedPriors.removeSubrange(place...)
    movers.removeSubrange(place...)
    nodeCount = place
  }
}
