import SenteCompute
import SenteGames
import SenteNetworks
import SentePrimitives
import SenteSearch
import SenteTestSupport
import Testing

@testable import SenteSelfPlay

@Suite struct SelfPlayTests {
  /// Few games and a small network, with every option that the improvement allows.
  static func configuration(
    _ improvement: AlphaZeroConfiguration.Improvement, everything: Bool = true
  ) -> AlphaZeroConfiguration {
    var configuration = AlphaZeroConfiguration()
    configuration.games = 6
    configuration.improvement = improvement
    configuration.simulations = 8
    configuration.startPositions = 60
    configuration.batchSize = 16
    configuration.network.blocks = 1
    configuration.network.channels = 8
    configuration.networkInterval = 60
    configuration.ratingInterval = 150
    configuration.ratingGames = 4
    configuration.ratingSimulations = 4
    configuration.ratingRollouts = [10]
    configuration.ratingDepths = [2]
    configuration.window.initial = 120
    if everything {
      configuration.network.predictsReply = true
      configuration.randomActions = 2
      configuration.fullSearchShare = 0.5
      configuration.fastSimulations = 4
      configuration.surpriseWeight = 0.5
      configuration.resigns = true
      configuration.searchValueShare = 0.5
      configuration.gatingGames = 4
      configuration.gatingScore = 0.4
      if improvement == .visits {
        configuration.forcedPlayouts = 2
        configuration.precision = .bfloat16
      }
    }
    return configuration
  }

  static func learner(
    _ configuration: AlphaZeroConfiguration, pool: ThreadPool? = nil
  ) -> AlphaZero<TicTacToeEncoding> {
    AlphaZero(
      TicTacToeEncoding(), configuration, start: TicTacToe(), seed: 3, pool: pool, clock: { 0 })
  }

  static func snapshotsAgree(
    _ a: AlphaZero<TicTacToeEncoding>, _ b: AlphaZero<TicTacToeEncoding>
  ) throws -> Bool { try a.snapshot() == b.snapshot() }

  @Test(arguments: AlphaZeroConfiguration.Improvement.allCases)
  func `a learner that was stopped goes on bit for bit, games in progress included`(
    improvement: AlphaZeroConfiguration.Improvement
  ) throws {
    let configuration = Self.configuration(improvement)
    let whole = Self.learner(configuration)
    var saved: [[String: [UInt8]]] = []
    for turn in 0..<60 {
      if turn == 7 || turn == 33 { saved.append(try whole.snapshot()) }
      try whole.turn(progress: Double(turn) / 60)
    }
    #expect(whole.progress.updates > 20 && whole.progress.networks > 0)
    #expect(whole.progress.ratings.count { $0.positions != nil } == 2)
    let pool = whole.progress.ratings.filter { $0.positions == nil }
    #expect(pool.map(\.name) == ["random", "greedy", "uct:10", "alphabeta:2"])
    for (sections, first) in zip(saved, [7, 33]) {
      let resumed = Self.learner(configuration)
      try resumed.restore { try #require(sections[$0]) }
      for turn in first..<60 { try resumed.turn(progress: Double(turn) / 60) }
      #expect(resumed.weightsDigest == whole.weightsDigest)
      #expect(try Self.snapshotsAgree(resumed, whole))
    }
  }

  @Test(arguments: AlphaZeroConfiguration.Improvement.allCases)
  func `two threads learn the same as one`(
    improvement: AlphaZeroConfiguration.Improvement
  ) throws {
    let configuration = Self.configuration(improvement)
    let alone = Self.learner(configuration)
    let shared = Self.learner(configuration, pool: ThreadPool(threads: 2))
    for turn in 0..<40 {
      try alone.turn(progress: Double(turn) / 40)
      try shared.turn(progress: Double(turn) / 40)
    }
    #expect(try Self.snapshotsAgree(alone, shared))
  }

  @Test func `a state of another network or another game is refused and changes nothing`() throws {
    let learner = Self.learner(Self.configuration(.gumbel))
    for _ in 0..<12 { try learner.turn(progress: 0) }
    let before = try learner.snapshot()
    var wide = Self.configuration(.gumbel)
    wide.network.channels = 16
    let other = Self.learner(wide)
    try other.turn(progress: 0)
    let sections = try other.snapshot()
    #expect(throws: (any Error).self) { try learner.restore { try #require(sections[$0]) } }
    let connect = AlphaZero(
      ConnectFourEncoding(), Self.configuration(.gumbel), start: ConnectFour(), seed: 1,
      clock: { 0 })
    #expect(throws: (any Error).self) { try connect.restore { try #require(before[$0]) } }
    #expect(try learner.snapshot() == before)
  }

  /// A game of random moves is the same record, and leads to the same position, once written and read.
  static func checkRecord<Position: Game>(_ start: Position) throws {
    var random = RandomStream(seed: 4, role: "record")
    var position = start
    var record = GameRecord<Position.Action>()
    while record.actions.count < 80, position.turn != .finished {
      let actions = position.legalActions
      let action = actions[random.index(below: actions.count)]
      record.append(action, policy: actions.map { _ in 0.5 }, value: 0.25, count: 1)
      position.apply(action)
    }
    var writer = ByteWriter()
    record.write(to: &writer, start: start)
    var reader = ByteReader(writer.bytes)
    let (read, end) = try GameRecord.read(from: &reader, start: start)
    #expect(read == record)
    #expect(end == position)
  }

  @Test func `games of every kind are kept move by move`() throws {
    try Self.checkRecord(ConnectFour())
    try Self.checkRecord(Othello(size: 6))
    try Self.checkRecord(Hex(size: 7, swapRule: true))
    try Self.checkRecord(Go(size: 9))
    try Self.checkRecord(Remembered(Go(size: 5)))
    try Self.checkRecord(Chess())
    try Self.checkRecord(Remembered(Chess()))
    try Self.checkRecord(Chess(chess960: 11))
    try Self.checkRecord(Shogi())
    try Self.checkRecord(Remembered(Shogi()))
  }

  @Test func `damaged games are refused in words`() throws {
    let learner = Self.learner(Self.configuration(.gumbel))
    for _ in 0..<12 { try learner.turn(progress: 0) }
    let sections = try learner.snapshot()
    let fresh = Self.learner(Self.configuration(.gumbel))
    var fuzzer = Fuzzer(samples: [try #require(sections["games.bin"])], seed: 1)
    let report = fuzzer.run(400) { bytes in
      try fresh.restore { name in name == "games.bin" ? bytes : sections[name] ?? [] }
    }
    #expect(report.badComplaints == [])
    var windows = Fuzzer(samples: [try #require(sections["window.bin"])], seed: 2)
    let second = windows.run(400) { bytes in
      _ = try ReplayWindow<Int>(bytes, start: TicTacToe())
    }
    #expect(second.badComplaints == [])
  }

  @Test func `a network keeps the laws of evaluators`() {
    let settings = Self.configuration(.gumbel).network
    var small = NetworkEvaluator(TicTacToeEncoding(), settings, seed: 1, remembers: false)
    #expect(checkEvaluator(&small, start: TicTacToe()) == [])
    var wide = settings
    wide.channels = 16
    for precision in [.bfloat16, .int8] as [Trace.Precision] {
      var rounded = NetworkEvaluator(
        ConnectFourEncoding(), wide, precision: precision, seed: 1, remembers: false)
      #expect(checkEvaluator(&rounded, start: ConnectFour()) == [])
    }
    var chess = NetworkEvaluator(ChessEncoding(), settings, seed: 1)
    #expect(checkEvaluator(&chess, start: Chess(), positions: 4) == [])
  }

  @Test func `what is remembered of a network changes no tree`() {
    let settings = Self.configuration(.gumbel).network
    var forgetful = NetworkEvaluator(ConnectFourEncoding(), settings, seed: 1, remembers: false)
    var mindful = NetworkEvaluator(ConnectFourEncoding(), settings, seed: 1)
    for seed in 1...3 as ClosedRange<UInt64> {
      var a = Search(ConnectFour(), interior: PUCT(), seed: seed)
      a.run(simulations: 100, with: &forgetful)
      var b = Search(ConnectFour(), interior: PUCT(), seed: seed)
      b.run(simulations: 100, with: &mindful)
      #expect(a.result.candidates.map(\.visits) == b.result.candidates.map(\.visits))
      #expect(a.result.value == b.result.value)
    }
    #expect(mindful.evaluations < forgetful.evaluations)
    // New weights are asked anew.
    let other = NetworkEvaluator(ConnectFourEncoding(), settings, seed: 2, remembers: false)
    other.withWeights { mindful.assign($0) }
    var c = Search(ConnectFour(), interior: PUCT(), seed: 1)
    c.run(simulations: 50, with: &mindful)
    var fresh = other
    var d = Search(ConnectFour(), interior: PUCT(), seed: 1)
    d.run(simulations: 50, with: &fresh)
    #expect(c.result.value == d.result.value)
  }

  @Test func `a network's player goes on with its tree and stops where the outcome is known`()
    throws
  {
    let evaluator = NetworkEvaluator(
      ConnectFourEncoding(), Self.configuration(.gumbel).network, seed: 1)
    var settings = NetworkPlayerSettings()
    settings.simulations = 100
    var player = settings.player(evaluator, name: "network", seed: 1)
    func decide(_ course: Course<ConnectFour>) throws -> Decision<Int> {
      try player.choose(in: course, limits: PlayerLimits(), deliberation: Deliberation())
    }
    var course = Course(start: ConnectFour())
    let first = try decide(course)
    #expect(first.analysis.nodes == 100)
    #expect(try decide(course).analysis.nodes == 0)
    let line = try #require(first.analysis.candidates.first).principalVariation
    for action in line.prefix(2) { course.play(action) }
    let second = try decide(course)
    #expect(second.analysis.nodes > 0 && second.analysis.nodes < 100)
    // Three in a column: the fourth wins.
    let won = try decide(Course(start: ConnectFour(), actions: [3, 2, 3, 2, 3, 2]))
    #expect(won.choice == .play(3) && won.analysis.nodes < 100)
  }
}
