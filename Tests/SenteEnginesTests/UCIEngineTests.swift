import SenteGames
import SentePrimitives
import SenteSearch
import Testing

@testable import SenteEngines

/// The answers of an engine of chess.
private func uci(_ lines: String...) throws -> [String] {
  let channel = ScriptedChannel(lines)
  var time = 0.0
  let settings = EngineSettings(
    name: "test", version: "1",
    now: {
      time += 0.001
      return time
    }, readFile: { _ in [] })
  let rules = ChessRules(drawsWithoutClaim: false)
  let initial = Chess(rules: rules)
  let engine = try UCIEngine<Chess>(
    dialect: .uci, initial: initial,
    readPosition: { Chess(position: try ChessPosition(fen: $0), rules: rules) },
    makePlayer: { memory in
      try #require(
        AlphaBetaPlayer.make(
          for: initial, memoryBytes: memory << 20, defaults: PlayerLimits(depth: 3)))
    }, channel: channel, settings: settings)
  engine.run()
  return channel.answers
}

/// The answers of an engine of shogi.
private func usi(_ lines: String...) throws -> [String] {
  var time = 0.0
  let channel = ScriptedChannel(lines)
  let rules = ShogiRules(declaresEnteringKing: false)
  let engine = try UCIEngine<Shogi>(
    dialect: .usi, initial: Shogi(rules: rules),
    readPosition: { try Shogi(text: $0, rules: rules) },
    makePlayer: { memory in
      try #require(
        AlphaBetaPlayer.make(
          for: Shogi(), memoryBytes: memory << 20, defaults: PlayerLimits(depth: 2)))
    }, channel: channel,
    settings: EngineSettings(
      name: "test", version: "1",
      now: {
        time += 0.001
        return time
      }, readFile: { _ in [] }))
  engine.run()
  return channel.answers
}

struct UCIEngineTests {
  @Test func `an engine introduces itself with its options`() throws {
    let answers = try uci("uci", "isready", "quit", "isready")
    #expect(answers.first == "id name test 1")
    #expect(answers.suffix(2) == ["uciok", "readyok"])
    #expect(answers.contains("option name Hash type spin default 64 min 1 max 65536"))
    #expect(try usi("usi").last == "usiok")
  }

  @Test func `the best move is found and reported with score and line`() throws {
    let answers = try uci("position fen 6k1/5ppp/8/8/8/8/8/R6K w - - 0 1", "go depth 4")
    #expect(answers.last?.hasPrefix("bestmove a1a8") == true)
    #expect(answers.contains { $0.contains("score mate 1 ") && $0.hasSuffix("pv a1a8") })
  }

  @Test func `an infinite search answers when it is stopped, and ready in between`() throws {
    let answers = try uci(
      "position startpos moves e2e4", "go infinite", "~isready", "~stop", "isready")
    let best = try #require(answers.firstIndex { $0.hasPrefix("bestmove ") })
    #expect(answers[..<best].contains("readyok"))
    #expect(answers[(best + 1)...] == ["readyok"])
    #expect(answers.count { $0.hasPrefix("bestmove") } == 1)
  }

  @Test func `a finished infinite search waits for stop`() throws {
    let answers = try uci(
      "position fen 6k1/5ppp/8/8/8/8/8/R6K w - - 0 1", "go infinite", "isready", "stop")
    let ready = try #require(answers.firstIndex(of: "readyok"))
    #expect(answers[ready...].dropFirst().first?.hasPrefix("bestmove a1a8") == true)
  }

  @Test func `pondering ends after a hit within the time of the move`() throws {
    let answers = try uci(
      "position startpos moves e2e4 e7e5", "go ponder wtime 2000 btime 2000", "~ponderhit")
    #expect(answers.last?.hasPrefix("bestmove ") == true)
  }

  @Test func `several lines are reported in the order of their scores`() throws {
    let answers = try uci("setoption name MultiPV value 3", "go depth 2")
    for rank in 1...3 { #expect(answers.contains { $0.contains("multipv \(rank) ") }) }
  }

  @Test func `only the moves asked for are searched`() throws {
    #expect(try uci("go depth 2 searchmoves a2a3").last?.hasPrefix("bestmove a2a3") == true)
  }

  @Test func `bad input is answered in one line and changes nothing`() throws {
    let answers = try uci(
      "position startpos moves e2e5", "position fen nonsense", "setoption name Hsh value 3",
      "setoption name Hash value -3", "nonsense", "", "go depth 1")
    #expect(
      answers[0]
        == "info string position refused, the last one stays: move 1: e2e5 is not legal here")
    #expect(answers.prefix(5).allSatisfy { $0.hasPrefix("info string ") })
    #expect(answers.last?.hasPrefix("bestmove") == true)
  }

  @Test func `a game that is over has no best move`() throws {
    let mated = "position fen R5k1/5ppp/8/8/8/8/8/7K b - - 0 1"
    #expect(try uci(mated, "go depth 3") == ["bestmove (none)"])
    #expect(
      try usi("position sfen 4k4/4G4/4P4/9/9/9/9/9/4K4 w - 1", "go byoyomi 100") == [
        "bestmove resign"
      ])
  }

  @Test func `chess960 castles by taking the rook when the option is set`() throws {
    let answers = try uci(
      "setoption name UCI_Chess960 value true",
      "position fen 4k3/8/8/8/8/8/8/R3K2R w KQ - 0 1 moves e1h1", "go depth 1")
    #expect(!answers.contains { $0.contains("refused") })
  }

  @Test func `shogi is played over USI`() throws {
    let answers = try usi(
      "usinewgame", "position startpos moves 7g7f 3c3d", "go btime 0 wtime 0 byoyomi 100")
    let word = try #require(answers.last?.split(separator: " ").dropFirst().first)
    var game = Shogi()
    for move in ["7g7f", "3c3d"] { game.apply(try game.action(from: move)) }
    #expect(throws: Never.self) { try game.action(from: String(word)) }
  }

  @Test func `times become a clock`() {
    let request = UCIGoRequest(
      "wtime 60000 btime 30000 winc 1000 movestogo 20".split(separator: " ").map(String.init),
      dialect: .uci)
    #expect(request.clock == GameClock(remaining: [60, 30], increment: [1, 0], movesToGo: 20))
    let shogi = UCIGoRequest(
      "btime 0 wtime 5000 byoyomi 10000".split(separator: " ").map(String.init), dialect: .usi)
    #expect(shogi.clock == GameClock(remaining: [0, 5], byoyomi: 10))
    #expect(shogi.clock?.budget(player: 0) == 9.95)
  }
}
