import SenteGames

// In which order actions are searched, and what a search leaves behind for it.
extension AlphaBeta {
  struct Ordered {
    let action: Action
    let gain: Int
    let rank: Int
  }

  /// The actions, the most promising first: the table's, then by gain, killers, history.
  func ordered(
    _ position: Position, _ actions: [Action], first: Action?, ply: Int
  ) -> [Ordered] {
    let (one, other) = killers[ply]
    let base = (mover(position) ?? 0) * Position.historySlots
    var result: [Ordered] = []
    result.reserveCapacity(actions.count)
    for action in actions {
      let gain = position.gain(of: action)
      var rank = gain > 0 ? 1_000_000_000 + gain : 0
      if action == first {
        rank = .max
      } else if gain == 0 {
        if action == one {
          rank = 900_000_001
        } else if action == other {
          rank = 900_000_000
        } else {
          rank = Int(memory.history[base + position.historySlot(of: action)])
        }
      }
      result.append(Ordered(action: action, gain: gain, rank: rank))
    }
    result.sort { $0.rank > $1.rank }
    return result
  }

  mutating func reward(
    _ action: Action, in position: Position, mover: Int, _ node: Node
  ) {
    if killers[node.ply].0 != action {
      killers[node.ply].1 = killers[node.ply].0
      killers[node.ply].0 = action
    }
    let slot = mover * Position.historySlots + position.historySlot(of: action)
    memory.history[slot] = min(memory.history[slot] + Int32(node.depth * node.depth), 800_000_000)
  }

  mutating func extendLine(_ action: Action, ply: Int) {
    lines[ply].removeAll(keepingCapacity: true)
    lines[ply].append(action)
    lines[ply].append(contentsOf: lines[ply + 1])
  }
}
