public import SenteGames
public import SentePrimitives

// One simulation: down to a leaf, and back with its value.

extension Search {
  /// How a way down the tree ended.
  @usableFromInline
  enum Arrival {
    /// At a position that an evaluator has to see.
    case unknown
    /// At a value that is known; `leafValues` holds it.
    case known
    /// At a leaf that awaits its value already.
    case collision
  }

  /// Lists the root's actions; true when the root is in the batch because its priors are needed.
  @inlinable
  mutating func openRoot(into batch: inout EvaluationBatch<Position>, lazily: Bool) -> Bool {
    let mover = rootMover
    if tree.nodes[0] >= 0 { return false }
    rootViewer = mover
    if lazily {
      expand(start, edge: 0, viewer: mover)
      return false
    }
    pathStarts.append(path.count)
    path.append(Step(edge: 0, viewer: mover))
    tree.nodes[0] = SearchTree<Position.Action>.awaited
    if options.leavesPerBatch > 1 { countVirtually(from: 0) }
    enqueue(start, into: &batch, withActions: true)
    return true
  }

  /// Tells the root rule how many simulations follow.
  @inlinable
  mutating func begin(simulations: Int) {
    let node = Int(tree.nodes[0])
    precondition(node >= 0, "a memory limit of \(options.memoryLimit) bytes holds not one node")
    let range = Int(tree.firstEdges[node])..<Int(tree.firstEdges[node] + tree.edgeCounts[node])
    let isOpen = Int(tree.openCounts[node])
    tree.openAll(of: node)
    var priors = Array(tree.priors[range])
    root.begin(
      priors: &priors, visits: Array(tree.visits[range]), simulations: simulations,
      random: &random)
    planned = 0
    for edge in range {
      if !isRootPrepared { tree.priors[edge] = priors[edge - range.lowerBound] }
      tree.bonuses[edge] = interior.bonus(prior: tree.priors[edge], visits: tree.visits[edge])
    }
    isRootPrepared = true
    if Root.plansVisits || Interior.countsLaterPlays { return }
    tree.openCounts[node] = Int32(truncatingIfNeeded: isOpen)
    if !Interior.drawsUnvisitedEdges { tree.promoteGreatestPrior(of: node) }
  }

  /// Goes down until `most` leaves await their values, or simulation number `target` has been made.
  @inlinable
  mutating func gather(
    into batch: inout EvaluationBatch<Position>, most: Int, until target: Int, lazily: Bool
  ) {
    var waiting = 0
    while waiting < most, made + waiting < target {
      if isProven { return }
      let first = path.count
      var position = Self.copy(of: &start)
      switch descend(&position, lazily: lazily) {
      case .known:
        if Interior.countsLaterPlays {
          forgetReport()
          creditLaterPlays(from: first, to: path.count)
        }
        backUp(from: first, isCounted: false)
        path.removeSubrange(first...)
        made &+= 1
      case .unknown:
        pathStarts.append(first)
        if options.leavesPerBatch > 1 { countVirtually(from: first) }
        enqueue(consume position, into: &batch, withActions: !lazily)
        waiting &+= 1
      case .collision:
        path.removeSubrange(first...)
        if Root.plansVisits { planned &-= 1 }
        return
      }
    }
  }

  /// Takes the values of the leaves that this search put into a batch, from place `first` on.
  @inlinable
  mutating func settle(
    _ batch: borrowing EvaluationBatch<Position>, from first: Int, withPriors: Bool
  ) {
    let players = batch.playerCount
    for leaf in 0..<pathStarts.count {
      let start = pathStarts[leaf]
      let end = leaf + 1 < pathStarts.count ? pathStarts[leaf + 1] : path.count
      let edge = Int(path[end - 1].edge)
      for player in 0..<players {
        leafValues[player] = batch.valueStorage[(first + leaf) * players + player]
      }
      if tree.nodes[edge] == SearchTree<Position.Action>.awaited {
        tree.nodes[edge] = SearchTree<Position.Action>.unexpanded
        if withPriors { expand(edge: edge, from: batch, at: first + leaf) }
      }
      if Interior.countsLaterPlays {
        noteReport(batch, first + leaf)
        creditLaterPlays(from: start, to: end)
      }
      backUp(from: start, to: end, isCounted: options.leavesPerBatch > 1)
      // The root's own evaluation is no simulation.
      if end - start > 1 { made &+= 1 }
    }
    path.removeAll(keepingCapacity: true)
    pathStarts.removeAll(keepingCapacity: true)
  }

  @inlinable
  mutating func enqueue(
    _ position: consuming Position, into batch: inout EvaluationBatch<Position>, withActions: Bool
  ) {
    batch.append(consume position, stream: evaluations, withActions: withActions)
    evaluations = evaluations.successor
  }

  /// A plain assignment copies a large position several times over.
  @inlinable @inline(never)
  static func copy(of position: inout Position) -> Position { position }

  /// Plays a copy of the root's position to a leaf and appends the way to `path`.
  @inlinable
  mutating func descend(_ position: inout Position, lazily: Bool) -> Arrival {
    var edge = 0
    var viewer = rootViewer
    path.append(Step(edge: 0, viewer: viewer))
    while true {
      let node = tree.nodes[edge]
      if node < 0 {
        if let arrival = arrive(position: &position, at: edge, viewer: viewer, lazily: lazily) {
          return arrival
        }
        continue
      }
      if tree.proofs[edge] != .unknown, edge != 0 {
        takeProvenValue(of: edge, viewer: viewer)
        return .known
      }
      let mover = tree.movers[Int(node)]
      if mover >= 0 { viewer = Int(mover) }
      let parent = edge
      edge =
        mover >= 0
        ? chooseEdge(of: Int(node), behind: parent) : chooseOutcome(of: Int(node))
      position.apply(tree.actions[edge])
      path.append(Step(edge: edge, viewer: viewer))
    }
  }

  /// Handles an edge without a node; nil when it has one now.
  @inlinable
  mutating func arrive(
    position: inout Position, at edge: Int, viewer: Int, lazily: Bool
  ) -> Arrival? {
    if tree.nodes[edge] == SearchTree<Position.Action>.awaited { return .collision }
    if tree.nodes[edge] == SearchTree<Position.Action>.finished {
      takeOutcome(of: position)
      return .known
    }
    switch position.turn {
    case .finished:
      tree.nodes[edge] = SearchTree<Position.Action>.finished
      takeOutcome(of: position)
      if options.carriesProofs { proveFinished(edge: edge, viewer: viewer) }
      return .known
    case .player:
      if lazily, tree.visits[edge] >= options.visitsBeforeExpansion,
        expand(position, edge: edge, viewer: viewer)
      {
        return nil
      }
      tree.nodes[edge] = SearchTree<Position.Action>.awaited
      return .unknown
    case .chance:
      if expandChance(position, edge: edge) { return nil }
      return leaveTree(&position)
    }
  }

  /// Draws outcomes of chance that a full tree cannot keep, until somebody is to move.
  @inlinable
  mutating func leaveTree(_ position: inout Position) -> Arrival {
    while position.turn == .chance {
      let outcomes = chanceOutcomes(of: position)
      var rest = random.uniform()
      var drawn = 0
      while drawn < outcomes.count - 1, rest >= outcomes[drawn].probability {
        rest -= outcomes[drawn].probability
        drawn += 1
      }
      position.apply(outcomes[drawn].action)
    }
    if position.turn == .finished {
      takeOutcome(of: position)
      return .known
    }
    return .unknown
  }

  @inlinable @inline(__always)
  mutating func takeOutcome(of position: borrowing Position) {
    for player in 0..<leafValues.count {
      leafValues[player] = Float(position.outcome(for: player) ?? 0)
    }
  }

  @inlinable
  mutating func takeProvenValue(of edge: Int, viewer: Int) {
    let value = tree.proofs[edge].value
    leafValues[viewer] = value
    leafValues[1 - viewer] = -value
  }

  /// The edge that the rules choose in a node; it counts as visited from now on.
  @inlinable @inline(__always)
  mutating func chooseEdge(of node: Int, behind edge: Int) -> Int {
    let chosen = ruledEdge(of: node, behind: edge)
    if Root.plansVisits, edge == 0 {
      planned &+= 1
    } else if !Interior.countsLaterPlays, chosen == Int(tree.openCounts[node]) {
      visitNext(of: node)
    }
    return Int(tree.firstEdges[node]) + chosen
  }

  @inlinable @inline(__always)
  func ruledEdge(of node: Int, behind edge: Int) -> Int {
    let view = view(of: node, behind: edge)
    if Root.plansVisits, edge == 0 { return root.choose(view, simulation: planned) }
    return interior.choose(view)
  }

  /// Counts the next unvisited edge as visited and finds the one after it.
  @inlinable
  mutating func visitNext(of node: Int) {
    let visited = Int(tree.openCounts[node])
    let place = Int(tree.firstEdges[node]) + visited
    if Interior.drawsUnvisitedEdges {
      let rest = Int(tree.edgeCounts[node]) - visited
      if rest > 1 { tree.exchange(place, place + random.index(below: rest)) }
    }
    tree.open(place)
    tree.openCounts[node] = Int32(truncatingIfNeeded: visited + 1)
    tree.visitedPriors[node] += tree.priors[place]
    if !Interior.drawsUnvisitedEdges, hasPriors || node == Int(tree.nodes[0]) {
      tree.promoteGreatestPrior(of: node)
    }
  }

  /// An outcome of chance.
  @inlinable
  mutating func chooseOutcome(of node: Int) -> Int {
    let first = Int(tree.firstEdges[node])
    let end = first + Int(tree.edgeCounts[node])
    if options.chance == .sampled {
      var rest = Float(random.uniform())
      for edge in first..<end - 1 {
        rest -= tree.priors[edge]
        if rest < 0 { return edge }
      }
      return end - 1
    }
    var total: Float = 1
    for edge in first..<end { total += Float(tree.visits[edge]) }
    var best = first
    var greatest = -Float.infinity
    for edge in first..<end {
      let missing = tree.priors[edge] * total - Float(tree.visits[edge])
      if missing > greatest {
        greatest = missing
        best = edge
      }
    }
    return best
  }

  /// Adds `leafValues` to the edges of a way, from the leaf to the root.
  @inlinable
  mutating func backUp(from start: Int, to end: Int? = nil, isCounted: Bool) {
    let end = end ?? path.count
    for place in stride(from: end - 1, through: start, by: -1) {
      let step = path[place]
      let edge = Int(step.edge)
      var value = Double(leafValues[Int(step.viewer)])
      if isCounted {
        value += Double(options.virtualLoss)
      } else {
        tree.visits[edge] &+= 1
      }
      tree.sums[edge] += value
      refresh(edge)
    }
    if options.values == .minMax { widenRange(from: start, to: end) }
    if options.carriesProofs { carryProofs(from: start, to: end) }
  }

  /// Counts the visits of a way before its value is known, as losses.
  @inlinable
  mutating func countVirtually(from start: Int) {
    for place in start..<path.count {
      let edge = Int(path[place].edge)
      tree.visits[edge] &+= 1
      tree.sums[edge] -= Double(options.virtualLoss)
      refresh(edge)
    }
  }

  @inlinable @inline(__always)
  mutating func refresh(_ edge: Int) {
    let visits = tree.visits[edge]
    tree.means[edge] = Float(tree.sums[edge] / Double(visits))
    tree.bonuses[edge] = interior.bonus(prior: tree.priors[edge], visits: visits)
  }

  @inlinable
  mutating func widenRange(from start: Int, to end: Int) {
    for place in start + 1..<max(end, start + 1) {
      let mean = tree.means[Int(path[place].edge)]
      lowest = min(lowest, mean)
      highest = max(highest, mean)
    }
  }

  /// What a rule sees of a node.
  @inlinable @inline(__always)
  @_lifetime(borrow self)
  func view(of node: Int, behind edge: Int) -> NodeView {
    let first = Int(tree.firstEdges[node])
    let range = first..<first + Int(tree.edgeCounts[node])
    let isNormalized = options.values == .minMax && highest > lowest
    let parentMean = tree.means[edge]
    return NodeView(
      visits: tree.visits.span.extracting(range), means: tree.means.span.extracting(range),
      bonuses: tree.bonuses.span.extracting(range), priors: tree.priors.span.extracting(range),
      proofs: tree.proofs.span.extracting(range),
      laterPlays: tree.laterPlays.span.extracting(Interior.countsLaterPlays ? range : 0..<0),
      laterSums: tree.laterSums.span.extracting(Interior.countsLaterPlays ? range : 0..<0),
      visitedCount: Int(tree.openCounts[node]), nodeVisits: tree.visits[edge],
      rawValue: tree.rawValues[node], nodeMean: parentMean,
      visitedPrior: tree.visitedPriors[node], low: isNormalized ? lowest : 0,
      scale: isNormalized ? 1 / (highest - lowest) : 1)
  }
}
