import SenteGames
import SentePrimitives
import SenteSearch
import Testing

@testable import SenteEngines

/// The answers of an engine of Go on 9x9 that plays at random.
private func gtp(_ lines: String..., game name: String = "go-9") throws -> [String] {
  let named = try #require(GameCatalogue.standard[name])
  return run(named, named.start, lines)
}

private func run<Position: PicturedGame>(
  _ named: NamedGame, _ start: Position, _ lines: [String]
) -> [String] {
  let channel = ScriptedChannel(lines)
  var settings = EngineSettings(
    name: "test", version: "1", now: { 0 },
    readFile: { path in
      if path != "game.sgf" { throw EngineFault("no file \(path)") }
      return Array("(;SZ[9]KM[5.5];B[ee];W[gc];B[cg])".utf8)
    })
  settings.game = { GameCatalogue.standard[$0] }
  let player = UniformPlayer<Position>(random: RandomStream(seed: 1, role: "test"))
  GTPEngine(game: named, initial: start, player: player, channel: channel, settings: settings).run()
  // Each answer ends with an empty line.
  return channel.answers.joined(separator: "\n").split(separator: "\n\n").map {
    $0.split(separator: "\n").joined(separator: "\n")
  }
}

struct GTPEngineTests {
  @Test func `every listed command is known`() throws {
    let names = try gtp("list_commands")[0].dropFirst(2).split(separator: "\n")
    #expect(names.count > 30)
    for name in names where !name.hasSuffix("analyze") && name != "quit" {
      let answers = try gtp("\(name)", "known_command \(name)")
      #expect(!answers[0].contains("unknown command"), "\(name)")
      #expect(answers[1] == "= true")
    }
  }

  @Test func `ids, comments, tabs and blank lines are as the protocol says`() throws {
    let answers = try gtp(
      "", "# nothing", "17 protocol_version", "name # mine", "3\tknown_command\tnonsense",
      "nonsense", "5")
    #expect(answers == ["=17 2", "= test", "=3 false", "? unknown command", "?5 no command"])
  }

  @Test func `moves are played, refused and taken back`() throws {
    let answers = try gtp(
      "play b E5", "play w e5", "play x E4", "play b Z9", "play w C3", "undo", "undo", "undo",
      "play B pass")
    #expect(answers[0] == "=")
    #expect(answers[1] == "? illegal move: 'e5' is illegal: the point is taken")
    #expect(answers[2].hasPrefix("? 'x' is not a colour"))
    #expect(answers[3].hasPrefix("? illegal move: 'Z9'"))
    #expect(answers[4...6] == ["=", "=", "="])
    #expect(answers[7] == "? cannot undo")
    #expect(answers[8] == "=")
  }

  @Test func `one colour may play several times in a row, even after two passes`() throws {
    let answers = try gtp(
      "komi 0", "play b C3", "play b D3", "play b pass", "play b E3", "play w pass",
      "play b pass", "play b F3", "final_score")
    #expect(answers.prefix(8).allSatisfy { $0 == "=" })
    #expect(answers.last == "= B+81.0")
  }

  @Test func `the score is the area of the board as it stands`() throws {
    #expect(try gtp("final_score") == ["= W+7.5"])
    #expect(try gtp("komi 0", "final_score").last == "= 0")
    #expect(try gtp("komi -3", "final_score").last == "= B+3.0")
    #expect(try gtp("komi nan").last?.hasPrefix("? the komi") == true)
  }

  @Test func `sizes, handicaps and records set up the board`() throws {
    #expect(try gtp("boardsize 13", "fixed_handicap 2", "play w A1").last == "=")
    #expect(try gtp("boardsize 13", "fixed_handicap 3")[1] == "= D10 K10 D4")
    #expect(try gtp("boardsize 40")[0] == "? unacceptable size")
    #expect(try gtp("fixed_handicap 10")[0] == "? invalid number of stones")
    #expect(try gtp("set_free_handicap A1 A1")[0].hasPrefix("? bad vertex list"))
    #expect(try gtp("set_free_handicap A1 B2", "final_status_list alive")[1] == "= B2\nA1")
    #expect(try gtp("loadsgf game.sgf", "get_komi", "play w A1")[1...2] == ["= 5.5", "="])
    #expect(try gtp("loadsgf game.sgf 3", "play b C3")[1] == "=")
    #expect(try gtp("loadsgf none.sgf")[0] == "? cannot load file: no file none.sgf")
  }

  @Test func `a whole game is generated and ends with two passes or a full board`() throws {
    let lines = (0..<400).map { "genmove \($0 % 2 == 0 ? "b" : "w")" }
    let answers = run(try #require(GameCatalogue.standard["go-5"]), Go(size: 5), lines)
    #expect(answers.count == 400)
    #expect(answers.allSatisfy { $0.hasPrefix("= ") })
  }

  @Test func `analysis goes on until the next line and answers in the formats of both programs`()
    throws
  {
    let answers = try gtp("lz-analyze b 10", "kata-analyze 10 maxmoves 1", "name")
    #expect(answers[0].hasPrefix("=\ninfo move "))
    #expect(answers[0].contains(" winrate 5000 prior 122 lcb 5000 order 0 pv "))
    #expect(answers[1].contains(" winrate 0.5 scoreMean 0"))
    #expect(answers[1].split(separator: "info").count == 2)
    #expect(answers[2] == "= test")
    let generated = try gtp("lz-genmove_analyze b 10", "undo")
    #expect(generated[0].contains("\nplay "))
    #expect(generated[1] == "=")
  }

  @Test func `other games are played in their own notation`() throws {
    #expect(
      try gtp("boardsize 5", "play b a1", "play w a1", game: "hex")[2].hasPrefix("? illegal move"))
    #expect(
      try gtp("play w e2e4", "play b e7e5", "komi 3", game: "chess") == [
        "=", "=", "? unknown command",
      ])
  }

  @Test func `time is divided among the moves that are left`() throws {
    var time = GTPTime()
    let settings = { (words: String...) in
      GTPCommand(id: "", name: words[0], arguments: Array(words.dropFirst()))
    }
    #expect(time.budget(player: 0, moves: 20) == nil)
    try time.read(settings("time_settings", "0", "10", "1"), in: Go(size: 9))
    #expect(time.budget(player: 0, moves: 20) == 8.95)
    try time.read(settings("time_settings", "100", "0", "0"), in: Go(size: 9))
    #expect(time.budget(player: 0, moves: 20) == 4.95)
    time.spend(60, player: 0)
    #expect(time.budget(player: 0, moves: 20) == 1.95)
    try time.read(settings("time_left", "b", "30", "5"), in: Go(size: 9))
    #expect(abs((time.budget(player: 0, moves: 20) ?? 0) - 5.35) < 1e-9)
    try time.read(settings("time_settings", "0", "10", "0"), in: Go(size: 9))
    #expect(time.budget(player: 0, moves: 20) == nil)
    #expect(throws: EngineFault.self) {
      try time.read(settings("time_settings", "-1", "0", "0"), in: Go(size: 9))
    }
  }
}
