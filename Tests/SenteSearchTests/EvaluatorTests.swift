import SenteGames
import SentePrimitives
import SenteSearch
import SenteTestSupport
import Testing

@Suite struct EvaluatorTests {
  @Test(arguments: [1, 3])
  func `rollouts keep the laws of evaluators`(count: Int) {
    var alone = RandomRollouts<ConnectFour>(count: count)
    #expect(checkEvaluator(&alone, start: ConnectFour()) == [])
    var shared = RandomRollouts<ConnectFour>(count: count, pool: ThreadPool(threads: 2))
    #expect(checkEvaluator(&shared, start: ConnectFour()) == [])
    var scores = RandomRollouts<TwentyFortyEight>(count: count)
    #expect(checkEvaluator(&scores, start: TwentyFortyEight(target: 64), isZeroSum: false) == [])
  }

  @Test func `all other evaluators keep the laws`() {
    var uniform = UniformEvaluator<TicTacToe>()
    #expect(checkEvaluator(&uniform, start: TicTacToe()) == [])
    var playouts = GoPlayouts()
    #expect(checkEvaluator(&playouts, start: Go(size: 7)) == [])
    var function = FunctionEvaluator<TicTacToe> { position in
      (position.legalActions.map { Float($0 + 1) }, [0.25, -0.25])
    }
    #expect(checkEvaluator(&function, start: TicTacToe()) == [])
  }

  @Test func `an evaluator that looks at its neighbours is found out`() {
    struct Counting: Evaluator {
      static var givesPriors: Bool { false }
      mutating func evaluate(_ batch: inout EvaluationBatch<TicTacToe>) {
        for index in 0..<batch.count { batch.setValue(Float(index) / 100, of: index) }
      }
    }
    var counting = Counting()
    #expect(!checkEvaluator(&counting, start: TicTacToe()).isEmpty)
  }

  @Test func `logits become priors over the legal actions`() {
    struct Logits: Evaluator {
      static var givesPriors: Bool { true }
      mutating func evaluate(_ batch: inout EvaluationBatch<TicTacToe>) {
        let logits = (0..<9).map { Float($0) * 0.5 }
        for index in 0..<batch.count { batch.setPriors(of: index, fromLogits: logits.span) }
      }
    }
    var logits = Logits()
    #expect(checkEvaluator(&logits, start: TicTacToe()) == [])
    var search = Search(TicTacToe(), interior: PUCT(), seed: 1)
    search.run(simulations: 1, with: &logits)
    let priors = search.result.candidates.sorted { $0.action < $1.action }.map(\.prior)
    #expect(abs(priors[8] / priors[6] - Float(Elementary.exp(1))) < 1e-4)
  }

  @Test func `rollouts of random games agree with the rules`() {
    // The fast rollout of Connect Four against the plain one: the same chances to win.
    var random = RandomStream(seed: 3, role: "rollouts")
    var (fast, plain) = (0.0, 0.0)
    for _ in 0..<4_000 {
      var game = ConnectFour()
      game.rollOut(using: &random)
      #expect(game.turn == .finished)
      fast += game.outcome(for: 0) ?? .nan
      #expect(game.outcome(for: 0) == game.outcome?[0] && game.outcome(for: 1) == game.outcome?[1])
      var other = ConnectFour()
      while other.turn != .finished {
        let actions = other.legalActions
        other.apply(actions[random.index(below: actions.count)])
      }
      plain += other.outcome?[0] ?? .nan
    }
    #expect(abs(fast - plain) / 4_000 < 0.06)
  }

  @Test(arguments: [5, 9, 19])
  func `light playouts of Go end and fill no eyes`(size: Int) {
    var random = RandomStream(seed: 4, role: "playouts")
    for _ in 0..<20 {
      var game = Go(size: size)
      var actions: [UInt16] = []
      game.playOut(GoPlayoutPolicy(), using: &random, actions: &actions)
      #expect(game.turn == .finished)
      // Replayed move by move under simple ko, every move is legal.
      var rules = GoRules()
      rules.repetition = .simpleKo
      var replay = Go(size: size, rules: rules)
      for action in actions {
        #expect(replay.isLegal(Int(action)))
        replay.apply(Int(action))
      }
      #expect(replay.marginHalves == game.marginHalves)
      // Nothing is empty at the end but eyes and points of a seki, unless the moves ran out.
      if actions.count < 2 * size * size {
        #expect(game.area.black + game.area.white >= size * size - 12)
      }
    }
  }

  @Test func `a playout saves a stone that the last move attacks, and takes one left in atari`() {
    // White attacks the black stone e5 from three sides; Black's policy runs or nothing.
    var game = Go(size: 9)
    for action in [40, 31, 0, 39, 8, 41] { game.apply(action) }
    var extended = 0
    for seed in 0..<50 {
      var random = RandomStream(seed: UInt64(seed), role: "playout")
      var copy = game
      var actions: [UInt16] = []
      copy.playOut(GoPlayoutPolicy(), using: &random, actions: &actions)
      if actions.first == 49 { extended += 1 }
    }
    #expect(extended == 50)
  }
}
