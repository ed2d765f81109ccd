public import SenteGames
public import SentePrimitives

// How nodes come to be.

extension Search {
  /// Makes a node of a position, all its actions equally likely; false when the tree is full.
  @inlinable
  @discardableResult
  mutating func expand(_ position: borrowing Position, edge: Int, viewer: Int) -> Bool {
    guard case .player(let mover) = position.turn else { return false }
    legal.removeAll(keepingCapacity: true)
    position.appendLegalActions(to: &legal)
    guard tree.reserve(legal.count) else { return false }
    // Where more than two play, an edge's value does not tell what the mover got.
    let raw = viewer == mover ? tree.means[edge] : leafValues.count == 2 ? -tree.means[edge] : 0
    let first = tree.addNode(
      behind: edge, mover: Int8(truncatingIfNeeded: mover), count: legal.count, rawValue: raw)
    if Interior.countsLaterPlays {
      // All edges begin alike; the first among equals should not be the same everywhere.
      for place in stride(from: legal.count - 1, to: 0, by: -1) {
        legal.swapAt(place, random.index(below: place + 1))
      }
    }
    tree.setCandidates(from: first, legal)
    if Interior.countsLaterPlays { tree.openAll(of: tree.nodeCount - 1) }
    return true
  }

  /// Makes a node from an evaluated position and its priors, unless the tree is full.
  @inlinable
  mutating func expand(
    edge: Int, from batch: borrowing EvaluationBatch<Position>, at index: Int
  ) {
    guard case .player(let mover) = batch.positionStorage[index].turn else { return }
    let range = batch.actionRange(of: index)
    guard tree.reserve(range.count) else { return }
    let first = tree.addNode(
      behind: edge, mover: Int8(truncatingIfNeeded: mover), count: range.count,
      rawValue: batch.valueStorage[index * batch.playerCount + mover])
    for place in range {
      tree.setCandidate(
        first + place - range.lowerBound, action: batch.actionStorage[place],
        prior: batch.priorStorage[place])
    }
    hasPriors = true
    if Interior.countsLaterPlays { tree.openAll(of: tree.nodeCount - 1) }
    if !Interior.drawsUnvisitedEdges { tree.promoteGreatestPrior(of: tree.nodeCount - 1) }
  }

  /// Makes a node where chance moves, its probabilities as priors; false when the tree is full.
  @inlinable
  mutating func expandChance(_ position: borrowing Position, edge: Int) -> Bool {
    let outcomes = chanceOutcomes(of: position)
    guard tree.reserve(outcomes.count) else { return false }
    let first = tree.addNode(
      behind: edge, mover: SearchTree<Position.Action>.chance, count: outcomes.count, rawValue: 0)
    for (place, outcome) in outcomes.enumerated() {
      tree.setCandidate(
        first + place, action: outcome.action, prior: Float(outcome.probability))
    }
    tree.openAll(of: tree.nodeCount - 1)
    return true
  }
}

/// The outcomes of chance in a position whose turn is chance's.
@inlinable
func chanceOutcomes<Position: Game>(
  of position: borrowing Position
) -> [(action: Position.Action, probability: Double)] {
  func list<Dice: ChanceGame>(_ game: Dice) -> [(action: Position.Action, probability: Double)] {
    var outcomes: [(action: Dice.Action, probability: Double)] = []
    game.appendChanceOutcomes(to: &outcomes)
    return outcomes.compactMap { outcome in
      (outcome.action as? Position.Action).map { ($0, outcome.probability) }
    }
  }
  guard let game = copy position as? any ChanceGame else {
    preconditionFailure("a game whose turns can be chance's conforms to ChanceGame")
  }
  return list(game)
}
