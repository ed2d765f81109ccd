import SenteCompute
import SenteGames
import SenteSearch
import SenteSelfPlay

extension Bench {
  /// Search with a network, many games side by side.
  static var selfPlayWorks: [Work] {
    [
      Work(
        name: "selfplay-connect-four",
        summary: "Gumbel search with a network of 4 blocks of 32 channels, 32 simulations"
      ) {
        try Trace.Precision.allCases.flatMap { precision in
          try [1, 8, 64, 256].map { try networkSearch(games: $0, simulations: 32, precision) }
        }
      }
    ]
  }

  /// Searches of the start position with fresh weights, the settings of the peers' script; nothing is
  /// remembered from one to the next.
  private static func networkSearch(
    games: Int, simulations: Int, _ precision: Trace.Precision
  ) throws -> Figure {
    let start = ConnectFour()
    var evaluator = NetworkEvaluator(
      ConnectFourEncoding(start), NetworkSettings(), precision: precision, seed: 1, remembers: false
    )
    var options = SearchOptions()
    options.carriesProofs = false
    let searches = (0..<games).map { game in
      Search(
        start, root: GumbelRoot(), interior: GumbelInterior(), options: options, seed: 1,
        index: UInt64(game))
    }
    var batch = SearchBatch(searches)
    let time = seconds {
      for game in batch.searches.indices { batch.searches[game].reset(to: start) }
      batch.run(simulations: simulations, with: &evaluator)
    }
    return Figure(
      work: "gumbel search connect_four, net 4x32, \(simulations) sims, batch \(games)"
        + (precision == .float32 ? "" : ", \(precision)"),
      metric: "sims_per_s", value: Double(games * simulations) / time, unit: "sims/s")
  }
}
