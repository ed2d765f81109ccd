import SenteGames
import SenteSearch
import Testing

/// The exact outcome of a position for the player to move, by looking at everything.
private func exact<G: Game>(
  _ position: G, _ known: inout [G: Int], _ order: inout [G]
) -> Int {
  if let value = known[position] { return value }
  guard case .player(let mover) = position.turn else {
    preconditionFailure("only positions that go on")
  }
  var best = -1
  for action in position.legalActions {
    var next = position
    next.apply(action)
    let value = next.outcome.map { Int($0[mover]) } ?? -exact(next, &known, &order)
    best = max(best, value)
  }
  known[position] = best
  order.append(position)
  return best
}

@Suite struct SolverTests {
  #if DEBUG
    static let simulations = 1_000
  #else
    static let simulations = 10_000
  #endif

  /// With 10,000 simulations a move in release, with 1,000 in debug.
  @Test func `UCT never loses tic-tac-toe, whatever the replies are`() {
    // A search for each position that the opponent can bring about, until a draw is proven.
    for own in 0...1 {
      var lost = 0
      var waiting = [TicTacToe()]
      var seen: Set<TicTacToe> = []
      while let position = waiting.popLast() {
        guard case .player(let mover) = position.turn else {
          if position.outcome?[own] == -1 { lost += 1 }
          continue
        }
        guard seen.insert(position).inserted else { continue }
        let actions: [Int]
        if mover == own {
          var search = Search(position, interior: UCB1(), seed: 5)
          var rollouts = RandomRollouts<TicTacToe>()
          search.run(simulations: Self.simulations, with: &rollouts)
          actions = [search.result.best]
        } else {
          actions = position.legalActions
        }
        for action in actions {
          var next = position
          next.apply(action)
          waiting.append(next)
        }
      }
      #expect(lost == 0)
      #expect(seen.count > 50)
    }
  }

  @Test func `what a search proves about tic-tac-toe is true`() {
    var known: [TicTacToe: Int] = [:]
    var positions: [TicTacToe] = []
    _ = exact(TicTacToe(), &known, &positions)
    #expect(known.count == 4_520)
    var proven = 0
    for (number, position) in positions.enumerated() where number % 11 == 0 {
      var search = Search(position, interior: UCB1(), seed: UInt64(number))
      var rollouts = RandomRollouts<TicTacToe>()
      search.run(simulations: 300, with: &rollouts)
      let result = search.result
      guard result.proof != .unknown else { continue }
      proven += 1
      #expect(Int(result.proof.value) == known[position], "\(position.text)")
      #expect(result.value == result.proof.value)
    }
    #expect(proven > 200)
  }

  @Test func `what a search proves about small Connect Four is true`() {
    var known: [ConnectFour: Int] = [:]
    var position = ConnectFour(columns: 4, rows: 4)
    for column in [1, 1, 2, 1] { position.apply(column) }
    var positions: [ConnectFour] = []
    _ = exact(position, &known, &positions)
    var proven = 0
    for (number, position) in positions.enumerated() where number % 97 == 0 {
      var search = Search(position, interior: PUCT(), seed: UInt64(number))
      var rollouts = RandomRollouts<ConnectFour>()
      search.run(simulations: 1_000, with: &rollouts)
      guard search.result.proof != .unknown else { continue }
      proven += 1
      #expect(Int(search.result.proof.value) == known[position], "\(position.text)")
    }
    #expect(proven > 20)
  }
}
