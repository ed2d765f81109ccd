public import SenteGames

// What `RAVE` needs: which player played an action first after a position, in the tree or beyond.

extension Search {
  /// Credits every edge along a way whose action its player played there or later.
  ///
  /// Going backwards from the end of the simulation, `owners` holds for each action who plays it
  /// first from here on.
  @inlinable
  mutating func creditLaterPlays(from start: Int, to end: Int) {
    for place in stride(from: end - 1, to: start, by: -1) {
      let viewer = path[place].viewer
      let action = tree.actions[Int(path[place].edge)]
      owners[self.start.index(of: action)] = Int8(truncatingIfNeeded: viewer)
      let node = Int(tree.nodes[Int(path[place - 1].edge)])
      let first = Int(tree.firstEdges[node])
      let value = leafValues[Int(viewer)]
      for edge in first..<first + Int(tree.edgeCounts[node])
      where owners[self.start.index(of: tree.actions[edge])] == viewer {
        tree.laterPlays[edge] += 1
        tree.laterSums[edge] += value
      }
    }
  }

  /// Forgets the plays of the last simulation and notes those that an evaluator reports.
  @inlinable
  mutating func noteReport(_ batch: borrowing EvaluationBatch<Position>, _ index: Int) {
    forgetReport()
    guard index < batch.reportEnds.count else { return }
    let range = (index == 0 ? 0 : batch.reportEnds[index - 1])..<batch.reportEnds[index]
    for place in range.reversed() {
      let player = Int(batch.reportMovers[index]) + place - range.lowerBound
      owners[Int(batch.reports[place])] = Int8(truncatingIfNeeded: player % leafValues.count)
    }
  }

  @inlinable
  mutating func forgetReport() {
    if owners.isEmpty { owners = Array(repeating: -1, count: start.actionCount) }
    for action in owners.indices { owners[action] = -1 }
  }
}
