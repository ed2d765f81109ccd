import SenteGames
import SentePrimitives
import SenteSearch
import Testing

/// Three players name a number each; who is sole to have named theirs gets it, 0 to 2.
struct NamingGame: Game {
  var named: [Int] = []
  var playerCount: Int { 3 }
  var turn: Turn { named.count < 3 ? .player(named.count) : .finished }
  var outcome: [Double]? {
    guard named.count == 3 else { return nil }
    return named.map { number in named.filter { $0 == number }.count == 1 ? Double(number) : 0 }
  }
  func appendLegalActions(to actions: inout [Int]) {
    if named.count < 3 { actions.append(contentsOf: 0..<3) }
  }
  func isLegal(_ action: Int) -> Bool { named.count < 3 && (0..<3).contains(action) }
  mutating func apply(_ action: Int) { named.append(action) }
  var actionCount: Int { 3 }
  func index(of action: Int) -> Int { action }
  func action(at index: Int) -> Int? { index }
  var text: String { "\(named)" }
  init() {}
  init(text: String) throws(NotationError) { throw NotationError(column: 1, reason: "no text") }
  func text(of action: Int) -> String { "\(action)" }
  func action(from text: String) throws(NotationError) -> Int { Int(text) ?? 0 }
}

@Suite struct OtherGamesTests {
  @Test func `each of three players maximizes its own outcome`() {
    // The last player can take 2 unless the first did; the first names 2, the second 1.
    var game = NamingGame()
    var line: [Int] = []
    var rollouts = RandomRollouts<NamingGame>()
    var options = SearchOptions()
    options.values = .minMax
    while game.turn != .finished {
      var search = Search(game, interior: UCB1(exploration: 0.7), options: options, seed: 1)
      search.run(simulations: 3_000, with: &rollouts)
      line.append(search.result.best)
      #expect(search.result.proof == .unknown)
      game.apply(search.result.best)
    }
    // After 2 and 1, naming 0 or a taken number brings the last player nothing.
    #expect(line.prefix(2) == [2, 1])
  }

  @Test(arguments: [SearchOptions.ChanceRule.sampled, .proportional])
  func `2048 is searched through chance and unknown scores`(chance: SearchOptions.ChanceRule) {
    var options = SearchOptions()
    options.values = .minMax
    options.chance = chance
    var (searched, random) = (0.0, 0.0)
    var stream = RandomStream(seed: 1, role: "game")
    for seed in 0..<3 as Range<UInt64> {
      var plain = TwentyFortyEight(target: 256)
      plain.rollOut(using: &stream)
      random += plain.outcome(for: 0) ?? 0
      var game = TwentyFortyEight(target: 256)
      var rollouts = RandomRollouts<TwentyFortyEight>()
      while game.turn != .finished {
        if game.turn == .chance {
          var outcomes: [(action: Int, probability: Double)] = []
          game.appendChanceOutcomes(to: &outcomes)
          game.apply(outcomes[stream.index(below: outcomes.count)].action)
          continue
        }
        var search = Search(game, interior: UCB1(exploration: 0.5), options: options, seed: seed)
        search.run(simulations: 30, with: &rollouts)
        game.apply(search.result.best)
      }
      searched += game.outcome(for: 0) ?? 0
    }
    #expect(searched > 1.5 * random)
  }

  @Test func `outcomes of chance are visited by their probabilities`() {
    var game = TwentyFortyEight()
    for action in [4, 12] { game.apply(action) }
    var options = SearchOptions()
    options.chance = .proportional
    options.values = .minMax
    var search = Search(game, interior: UCB1(exploration: 1), options: options, seed: 1)
    var rollouts = RandomRollouts<TwentyFortyEight>()
    search.run(simulations: 2_000, with: &rollouts)
    #expect(search.result.candidates.map(\.visits).reduce(0, +) == 2_000)
    // After the slide the most likely reply is a 2, and the variation goes on to the next slide.
    let line = search.result.candidates[0].principalVariation
    #expect(line.count >= 3)
    #expect(line[1] >= 4 && line[1] % 2 == 0)
    #expect(line[2] < 4)
  }

  @Test func `Dirichlet noise changes the priors at the root and nowhere else`() {
    var search = Search(
      ConnectFour(), root: DirichletRoot(concentration: 0.3), interior: PUCT(), seed: 1)
    var evaluator = FunctionEvaluator<ConnectFour> { _ in ([], [0, 0]) }
    search.run(simulations: 200, with: &evaluator)
    let priors = search.result.candidates.map(\.prior)
    #expect(abs(priors.reduce(0, +) - 1) < 1e-5)
    #expect(Set(priors).count == 7)
    #expect(priors.allSatisfy { $0 >= 0.75 / 7 - 1e-6 })
    // A second search of the same root mixes no more in; the next root gets noise of its own.
    search.run(simulations: 10, with: &evaluator)
    #expect(Set(search.result.candidates.map(\.prior)) == Set(priors))
    search.advance(by: search.result.best)
    search.run(simulations: 10, with: &evaluator)
    #expect(Set(search.result.candidates.map(\.prior)).isDisjoint(with: priors))
  }

  @Test func `numbers of the gamma distribution have its mean and variance`() {
    for shape in [0.03, 0.3, 1, 4.5] {
      var random = RandomStream(seed: 2, role: "gamma")
      let numbers = (0..<40_000).map { _ in random.gamma(shape: shape) }
      let mean = numbers.reduce(0, +) / 40_000
      let variance = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 40_000
      #expect(abs(mean - shape) < 0.05 * max(shape, 0.2))
      #expect(abs(variance - shape) < 0.15 * max(shape, 0.2))
    }
  }

  @Test func `RAVE opens in the middle of a small board`() {
    var search = Search(Go(size: 5), interior: RAVE(), seed: 1)
    var playouts = GoPlayouts()
    search.run(simulations: 3_000, with: &playouts)
    #expect(search.result.best == 12)
  }

  #if !DEBUG
    @Test func `RAVE with light playouts beats UCT with random ones at as many simulations`() {
      var won = 0
      for seed in 0..<8 as Range<UInt64> {
        var rave = Search(Go(size: 7), interior: RAVE(), seed: seed)
        var uct = Search(Go(size: 7), interior: UCB1(), seed: seed)
        var playouts = GoPlayouts()
        var rollouts = RandomRollouts<Go>()
        let own = Int(seed & 1)
        while rave.position.turn != .finished {
          let action: Int
          if rave.position.turn == .player(own) {
            rave.run(simulations: 300, with: &playouts)
            action = rave.result.best
          } else {
            uct.run(simulations: 300, with: &rollouts)
            action = uct.result.best
          }
          rave.advance(by: action)
          uct.advance(by: action)
        }
        if rave.position.outcome?[own] == 1 { won += 1 }
      }
      #expect(won >= 6)
    }
  #endif
}
