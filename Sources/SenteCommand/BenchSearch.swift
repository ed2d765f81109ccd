import SenteGames
import SentePrimitives
import SenteSearch

extension Bench {
  /// Tree search: with one rollout a simulation, and alone.
  static var searchWorks: [Work] {
    [
      rolloutWork("connect-four", peersName: "connect_four", simulations: 200_000) {
        rollOutSearch(ConnectFour(), simulations: $0)
      },
      rolloutWork("go-9x9", peersName: "go(board_size=9)", simulations: 10_000) {
        rollOutSearch(Go(size: 9), simulations: $0)
      },
      bareWork("go-9x9") { bareSearch(Go(size: 9), $0) },
      bareWork("go-19x19") { bareSearch(Go(size: 19), $0) },
      bareWork("chess") { bareSearch(Chess(), $0) },
      bareWork("shogi") { bareSearch(Shogi(), $0) },
    ]
  }

  /// UCT from the start position with the settings of the peers' script: one random rollout, no
  /// proofs, nothing kept.
  private static func rolloutWork(
    _ name: String, peersName: String, simulations: Int, search: @escaping (Int) -> Void
  ) -> Work {
    Work(name: "uct-\(name)", summary: "UCT with one random rollout a simulation, \(name)") {
      let time = seconds { search(simulations) }
      return [
        Figure(
          work: "mcts \(peersName), 1 random rollout", metric: "sims_per_s",
          value: Double(simulations) / time, unit: "sims/s")
      ]
    }
  }

  /// PUCT with equal priors and values of 0: trees of 800 simulations, one after the other in the
  /// same memory.
  private static func bareWork(_ name: String, search: @escaping (Int) -> Double) -> Work {
    Work(name: "search-\(name)", summary: "PUCT alone: equal priors, values of 0, \(name)") {
      let simulations = 800
      return [
        Figure(
          work: "search alone \(name), \(simulations) simulations", metric: "sims_per_s",
          value: Double(simulations) / search(simulations), unit: "sims/s")
      ]
    }
  }

  private static func rollOutSearch<G: Game>(_ start: G, simulations: Int) {
    var options = SearchOptions()
    options.carriesProofs = false
    options.memoryLimit = 4_000 << 20
    var search = Search(start, interior: UCB1(exploration: 1.4), options: options, seed: 1)
    var rollouts = RandomRollouts<G>()
    search.run(simulations: simulations, with: &rollouts)
  }

  private static func bareSearch<G: Game>(_ start: G, _ simulations: Int) -> Double {
    var search = Search(start, interior: PUCT(), seed: 1)
    var evaluator = UniformEvaluator<G>()
    return seconds {
      search.reset(to: start)
      search.run(simulations: simulations, with: &evaluator)
    }
  }
}
