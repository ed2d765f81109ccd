import SenteGames
import SentePrimitives
import SenteSearch
import Testing

@testable import SenteSelfPlay

@Suite struct TicTacToeTests {
  /// The lowest outcome for a player who follows the network's search, whatever the opponent does.
  private func worst(
    _ position: TicTacToe, for player: Int, _ evaluator: inout NetworkEvaluator<TicTacToeEncoding>
  ) -> Double {
    if let outcome = position.outcome { return outcome[player] }
    if position.turn == .player(player) {
      var options = SearchOptions()
      options.carriesProofs = false
      var search = Search(position, interior: PUCT(), options: options, seed: 1)
      search.run(simulations: 64, with: &evaluator)
      var next = position
      next.apply(search.result.best)
      return worst(next, for: player, &evaluator)
    }
    return position.legalActions.map { action in
      var next = position
      next.apply(action)
      return worst(next, for: player, &evaluator)
    }.min() ?? 0
  }

  #if !DEBUG
    @Test(arguments: 1...3 as ClosedRange<UInt64>)
    func `self-play alone learns tic-tac-toe: no line of play beats it`(seed: UInt64) throws {
      var configuration = AlphaZeroConfiguration()
      configuration.games = 32
      configuration.simulations = 16
      configuration.valueScale = 1
      configuration.randomActions = 4
      configuration.startPositions = 1_000
      configuration.batchSize = 64
      configuration.networkInterval = 500
      configuration.ratingGames = 0
      configuration.window.initial = 10_000
      configuration.network.blocks = 1
      configuration.network.channels = 16
      let learner = AlphaZero(
        TicTacToeEncoding(), configuration, start: TicTacToe(), seed: seed, clock: { 0 })
      let positions = 40_000
      while learner.progress.positions < positions {
        try learner.turn(progress: Double(learner.progress.positions) / Double(positions))
      }
      var evaluator = NetworkEvaluator(TicTacToeEncoding(), configuration.network, seed: 0)
      #expect((0..<2).contains { worst(TicTacToe(), for: $0, &evaluator) < 0 })
      learner.withWeights { evaluator.assign($0) }
      for player in 0..<2 { #expect(worst(TicTacToe(), for: player, &evaluator) >= 0) }
    }
  #endif
}
