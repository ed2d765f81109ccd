import SenteGames
import SentePrimitives
import SenteSearch
import Testing

@testable import SenteSelfPlay

@Suite struct TargetTests {
  /// A search of tic-tac-toe in which the first square has nearly all of the prior, with two squares
  /// that are bad in truth.
  private func search(forced: Float, noise: Bool) -> SearchResult<Int> {
    let root = AlphaZeroRoot(
      noise: noise ? DirichletRoot(concentration: 0.3) : nil, forcedPlayouts: forced)
    var options = SearchOptions()
    options.carriesProofs = false
    var search = Search(TicTacToe(), root: root, interior: PUCT(), options: options, seed: 4)
    var evaluator = FunctionEvaluator<TicTacToe> { position in
      let weights = position.legalActions.map { Float($0 == 4 ? 20 : 1) }
      let isCentre = position.text.split(separator: "/")[1].dropFirst().first == "x"
      return (weights, isCentre ? [0.5, -0.5] : [-0.5, 0.5])
    }
    search.run(simulations: 400, with: &evaluator)
    return search.result
  }

  @Test func `forced playouts are made and left out of the target`() {
    let plain = search(forced: 0, noise: false)
    let forced = search(forced: 2, noise: false)
    let (few, many) = (
      plain.candidates.dropFirst().map(\.visits).reduce(0, +),
      forced.candidates.dropFirst().map(\.visits).reduce(0, +)
    )
    #expect(many > few)
    for candidate in forced.candidates where candidate.action != 4 && candidate.visits > 0 {
      let least = (2 * candidate.prior * 400).squareRoot()
      #expect(Float(candidate.visits) >= least.rounded(.down))
      #expect(candidate.weight < Float(candidate.visits) / 400)
    }
    #expect(abs(forced.candidates.map(\.weight).reduce(0, +) - 1) < 1e-5)
    #expect(forced.best == 4)
  }

  @Test func `noise moves visits and leaves the network's priors in the result`() {
    let result = search(forced: 0, noise: true)
    let plain = search(forced: 0, noise: false)
    #expect(result.candidates.map(\.visits) != plain.candidates.map(\.visits))
    for candidate in result.candidates {
      #expect(abs(candidate.prior - (candidate.action == 4 ? 20 : 1) / 28) < 1e-6)
    }
  }

  private func record(_ actions: [Int], outcome: Float, count: UInt8 = 1) -> GameRecord<Int> {
    var record = GameRecord<Int>()
    for action in actions {
      record.append(action, policy: [1, 0], value: 0.5, count: count)
    }
    record.outcome = outcome
    return record
  }

  @Test func `the window forgets the oldest games first and counts each position`() {
    var window = ReplayWindow<Int>()
    for game in 0..<10 {
      window.append(record([game, game, game], outcome: 0), capacity: 9)
    }
    #expect(window.gameCount == 3 && window.count == 9)
    #expect((0..<9).map { window.position($0).game.actions[0] } == [7, 7, 7, 8, 8, 8, 9, 9, 9])
    #expect((0..<9).map { window.position($0).move } == [0, 1, 2, 0, 1, 2, 0, 1, 2])
    window.append(record([10], outcome: 0, count: 0), capacity: 9)
    #expect(window.count == 9 && window.gameCount == 4)
    window.append(record([11], outcome: 0, count: 3), capacity: 9)
    #expect(window.count == 9 && window.position(8).game.actions == [11])
    let bytes = window.footprint
    window.append(record([12, 12, 12], outcome: 0), capacity: 1)
    #expect(window.gameCount == 1 && window.footprint < bytes)
  }

  @Test func `the window grows more slowly than what was played`() {
    var growth = WindowGrowth()
    growth.initial = 1000
    growth.maximum = 5000
    let sizes = [500, 1000, 2000, 10_000, 1_000_000].map { growth.size(after: $0) }
    #expect(sizes[0] == 1000 && sizes[1] == 1000 && sizes[4] == 5000)
    // 1000 · (1 + 0.4 · (2^0.75 - 1) / 0.75)
    #expect(sizes[2] == 1363)
    #expect(sizes[3] > sizes[2] && sizes[3] < 10_000)
  }

  @Test func `resignation finds the value below which hardly anyone recovers`() throws {
    // One in ten games is not lost although its player once saw -0.95; others never saw less than -0.6.
    func resignation(errors: Double, games: Int = 200) -> Resignation {
      var resignation = Resignation()
      for game in 0..<games {
        let lowest: Float = game % 10 == 0 ? -0.95 : -0.6
        resignation.noteChecked(
          lowestValues: [lowest, -0.99], hasLost: [false, true], errors: errors)
      }
      return resignation
    }
    #expect(resignation(errors: 0.05, games: 99).threshold == nil)
    let strict = resignation(errors: 0.05)
    #expect(strict.threshold == -0.95)
    #expect(strict.checkedGames == 200)
    #expect(strict.falsePositiveRate == 0)
    // 10 of 110 players, a player with each loser of the second hundred games.
    let lenient = resignation(errors: 0.2)
    #expect(lenient.threshold == -0.6)
    #expect(abs(try #require(lenient.falsePositiveRate) - 10.0 / 110) < 1e-9)
    #expect(resignation(errors: 0.5).threshold == -0.5)
  }

  @Test func `ratings are those that explain the results`() {
    var configuration = AlphaZeroConfiguration()
    configuration.ratingRollouts = []
    var pool = RatingPool(configuration)
    let network = pool.addNetwork(positions: 100)
    var wins = ArenaScore()
    (wins.wins, wins.losses) = (750, 250)
    pool.note(wins, of: network, against: 0)
    pool.note(wins, of: network, against: 1)
    let table = pool.table
    #expect(table.map(\.name) == ["random", "greedy", "network"])
    #expect(abs(table[2].elo - 190.8) < 1)  // 400 · log10 3
    #expect(abs(table[1].elo) < 0.5)
  }

  @Test func `surprising positions count more, and the total stays`() throws {
    var configuration = SelfPlayTests.configuration(.gumbel, everything: false)
    configuration.surpriseWeight = 1
    var selfPlay = SelfPlay(
      TicTacToeEncoding(), configuration, start: TicTacToe(), seed: 1, pool: nil)
    var evaluator = NetworkEvaluator(TicTacToeEncoding(), configuration.network, seed: 1)
    var (positions, entries, repeated) = (0, 0, false)
    for _ in 0..<120 {
      for game in selfPlay.step(with: &evaluator) {
        positions += game.actions.count
        entries += game.positions
        repeated = repeated || game.counts.contains { $0 > 1 }
      }
    }
    #expect(repeated)
    #expect(abs(Double(entries) / Double(positions) - 1) < 0.1)
  }

  @Test func `a fast search leaves nothing to learn of the policy`() {
    var configuration = SelfPlayTests.configuration(.visits, everything: false)
    configuration.fullSearchShare = 0.3
    var selfPlay = SelfPlay(
      TicTacToeEncoding(), configuration, start: TicTacToe(), seed: 1, pool: nil)
    var evaluator = NetworkEvaluator(TicTacToeEncoding(), configuration.network, seed: 1)
    var (moves, full) = (0, 0)
    for _ in 0..<100 {
      for game in selfPlay.step(with: &evaluator) {
        for move in game.actions.indices {
          moves += 1
          full += game.counts[move] == 1 ? 1 : 0
          #expect(game.policyRange(of: move).isEmpty == (game.counts[move] == 0))
        }
      }
    }
    #expect(abs(Double(full) / Double(moves) - 0.3) < 0.07)
  }
}
