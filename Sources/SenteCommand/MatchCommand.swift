import ArgumentParser
import SenteEngines
import SenteGames
import SentePrimitives
import SenteSearch

/// `sente match`.
struct MatchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "match",
    abstract: "Let two players meet: Sente's own or external engines; Elo with intervals.",
    discussion: """
      sente match greedy random --game othello --games 100
      sente match alphabeta:4 'uci[Skill Level=0]:stockfish' --game chess --time 0.1
      sente match random 'gtp:gnugo --mode gtp --chinese-rules' --game go-9 --save games.sgf

      Players: \(PlayerWord.Kind.allCases.map { "\($0.rawValue): \($0.summary)" }
        .joined(separator: "; ")); \(PlayerChoice.summary).
      Games come in pairs with one opening and exchanged colours. The interval is one of 95%: Wilson's,
      for as many games as have the variance of the pairs (Documentation/Engines.md).
      """)

  @Argument(help: "The first player, whose result is shown.")
  var first: String

  @Argument(help: "The second player.")
  var second: String

  @Option(help: "The game's name; 'sente game list' shows all.")
  var game: String

  @Option(parsing: .unconditional, help: "How many games; an odd number is made even.")
  var games = 100

  @Option(help: "Seconds a move, as 0.5, or for a game and each move, as 60+0.5.")
  var time: String?

  @Option(parsing: .unconditional, help: "Simulations, or positions visited, for each move.")
  var simulations: Int?

  @Option(
    parsing: .unconditional,
    help:
      "How many actions drawn at random begin each pair of games (default: 2 without --openings).")
  var randomActions: Int?

  @Option(
    help: "A file of openings, one a line: a position, or moves from the start after 'moves'.")
  var openings: String?

  @Option(
    parsing: .upToNextOption,
    help: "Stop when a sequential test at 5% decides between two differences in Elo.")
  var sprt: [Double] = []

  @Option(help: "Write all games to this file in the game's notation.")
  var save: String?

  @Option(parsing: .unconditional, help: "The seed of openings and of players that draw.")
  var seed: UInt64 = 1

  @Option(parsing: .unconditional, help: "A game of so many actions is a draw.")
  var maximumActions = 2000

  @Option(parsing: .unconditional, help: "Seconds by which a player may be late.")
  var margin = 0.2

  @Flag(help: "Show what external engines write to standard error.")
  var errors = false

  @Flag(help: "Print one JSON object.")
  var json = false

  func run() throws {
    try reporting {
      try check("games", games, in: 1...1_000_000)
      try check("simulations", simulations ?? 1, in: 1...Int.max)
      try check("random-actions", randomActions ?? 0, in: 0...1000)
      try check("maximum-actions", maximumActions, in: 1...100_000)
      try check("margin", margin, in: 0...3600)
      guard sprt.isEmpty || sprt.count == 2 && sprt[0] < sprt[1] else {
        throw Failure(usage: "--sprt takes two differences in Elo, the smaller first, as 0 10")
      }
      let named = try SenteCommand.game(game)
      Interruption.watch()
      try play(named, named.start)
    }
  }

  private func play<Position: PicturedGame>(_ named: NamedGame, _ start: Position) throws {
    guard start.playerCount == 2, !(start is any ChanceGame) else {
      throw Failure(usage: "a match is between two players; \(named.name) is not such a game")
    }
    var match = try makeMatch(named, start)
    let writer = try save.map { try Terminal.TextFile(path: $0) }
    let test = sprt.isEmpty ? nil : SequentialTest(elo0: sprt[0], elo1: sprt[1])
    var progress = ProgressLine(isQuiet: json && !Terminal.errorIsTerminal)
    var verdict = SequentialTest.Verdict.open
    var broken = [0, 0]
    defer { progress.clear() }
    while match.score.games < games + games % 2, verdict == .open {
      guard let game = match.playGame() else { break }
      if let line = fault(game, match) {
        progress.clear()
        Terminal.error("sente: game \(game.number + 1): \(line)")
      }
      try stopIfBroken(game, match, &broken)
      try writer?.append(record(game, match))
      if let test, match.score.games % 2 == 0 { verdict = test.verdict(match.score) }
      progress.show("\(match.score.games) games  \(MatchSummary(match.score).text)")
    }
    progress.clear()
    report(match.score, match.faults, verdict: test == nil ? nil : verdict)
    if let signal = Interruption.received { throw Interruption.status(signal) }
  }

  private func makeMatch<Position: PicturedGame>(
    _ named: NamedGame, _ start: Position
  ) throws -> Match<Position> {
    var surroundings = Terminal.surroundings
    surroundings.showsErrors = errors
    let players = try [first, second].enumerated().map { number, text in
      try PlayerChoice(text).makePlayer(
        for: start, game: named.name,
        random: RandomStream(seed: seed, role: "match player", index: UInt64(number)),
        surroundings: surroundings, grace: margin + 2)
    }
    let book = try openings.map { try openingBook($0, named, start) }
    let plies = randomActions ?? (book == nil ? 2 : 0)
    var match = Match(players[0], players[1], surroundings: surroundings) { [seed] pair in
      var course = book.map { $0[pair % $0.count] } ?? Course(start: start)
      var random = RandomStream(seed: seed, role: "opening", index: UInt64(pair))
      course.playAtRandom(plies, using: &random)
      return course
    }
    if let time {
      guard let control = TimeControl(time) else {
        throw Failure(usage: "--time '\(time)'; expected seconds, as 0.5, or 60+0.5")
      }
      match.timeControl = control
    }
    match.limits.simulations = simulations
    match.maximumActions = maximumActions
    match.margin = margin
    return match
  }

  private func openingBook<Position: PicturedGame>(
    _ path: String, _ named: NamedGame, _ start: Position
  ) throws -> [Course<Position>] {
    let text = String(decoding: try Terminal.readFile(path), as: UTF8.self)
    var book: [Course<Position>] = []
    for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      if line.allSatisfy(\.isWhitespace) || line.hasPrefix("#") { continue }
      do {
        book.append(try Course(opening: String(line), of: named, start: start))
      } catch {
        throw Failure(message: "\(path), line \(number + 1): \(error)")
      }
    }
    guard !book.isEmpty else { throw Failure(message: "\(path) holds no opening") }
    return book
  }

  /// What went wrong in a game, in one line.
  private func fault<Position>(_ game: MatchGame<Position>, _ match: Match<Position>) -> String? {
    switch game.ending {
    case .rules, .resignation, .length: nil
    case .timeLoss(_, let reason): "time loss: \(reason)"
    case .illegalMove(_, let reason): "illegal move: \(reason)"
    case .crash(_, let reason): "crash: \(reason)"
    }
  }

  /// A player that has failed three times in a row will not do better.
  private func stopIfBroken<Position>(
    _ game: MatchGame<Position>, _ match: Match<Position>, _ broken: inout [Int]
  ) throws {
    for seat in 0..<2 {
      let isMine = { (player: Int) in (player == 0) == (game.firstBegins == (seat == 0)) }
      var hasFailed = false
      if case .crash(let player, _) = game.ending { hasFailed = isMine(player) }
      broken[seat] = hasFailed ? broken[seat] + 1 : 0
      if broken[seat] >= 3 {
        report(match.score, match.faults, verdict: nil)
        throw Failure(
          message: "\([first, second][seat]) failed in three games in a row; the match ends")
      }
    }
  }

  private func record<Position>(_ game: MatchGame<Position>, _ match: Match<Position>) -> String {
    let names = match.players.map(\.name)
    return MatchRecords.text(
      of: game, names: game.firstBegins ? names : names.reversed(), event: "Sente match")
  }

  private func report(
    _ score: MatchScore, _ faults: [MatchFaults], verdict: SequentialTest.Verdict?
  ) {
    let summary = MatchSummary(score)
    guard json else {
      Terminal.output("\(first) against \(second) in \(game): \(score.games) games")
      Terminal.output(summary.text)
      if let verdict {
        let words =
          switch verdict {
          case .accepted0: "the difference is at most \(sprt[0]) Elo"
          case .accepted1: "the difference is at least \(sprt[1]) Elo"
          case .open: "open"
          }
        Terminal.output("sequential test: \(words)")
      }
      for (name, fault) in zip([first, second], faults) where fault != MatchFaults() {
        Terminal.output(
          "\(name): \(fault.illegalMoves) illegal moves, \(fault.crashes) crashes,"
            + " \(fault.timeLosses) time losses")
      }
      return
    }
    var object = summary.object
    object["illegalMoves"] = JSON(faults[0].illegalMoves + faults[1].illegalMoves)
    object["crashes"] = JSON(faults[0].crashes + faults[1].crashes)
    object["timeLosses"] = JSON(faults[0].timeLosses + faults[1].timeLosses)
    object["faults"] = .array(
      faults.map {
        .object([
          "illegalMoves": JSON($0.illegalMoves), "crashes": JSON($0.crashes),
          "timeLosses": JSON($0.timeLosses),
        ])
      })
    object["game"] = .string(game)
    object["first"] = .string(first)
    object["second"] = .string(second)
    object["seed"] = JSON(seed)
    if let verdict { object["sprt"] = .string(verdict.rawValue) }
    Terminal.output("\(JSON.object(object))")
  }
}

/// A score in words and as JSON.
private struct MatchSummary {
  private let score: MatchScore

  init(_ score: MatchScore) { self.score = score }

  private var elo: (value: Double, low: Double, high: Double) {
    let interval = score.interval
    return (
      MatchScore.elo(score.mean), MatchScore.elo(interval.low), MatchScore.elo(interval.high)
    )
  }

  var text: String {
    func signed(_ number: Double) -> String {
      if number.isInfinite { return number > 0 ? "+∞" : "-∞" }
      return (number >= 0 ? "+" : "") + rounded(number, 0)
    }
    let interval = score.interval
    let percent = { (share: Double) in rounded(100 * share, 1) }
    return
      "\(score.wins) won, \(score.draws) drawn, \(score.losses) lost;"
      + " \(percent(score.mean))% [\(percent(interval.low)), \(percent(interval.high))];"
      + " Elo \(signed(elo.value)) [\(signed(elo.low)), \(signed(elo.high))]"
  }

  /// An infinite difference is null: JSON has no such number.
  var object: [String: JSON] {
    func number(_ value: Double) -> JSON { value.isFinite ? JSON(value) : .null }
    return [
      "games": JSON(score.games), "wins": JSON(score.wins), "draws": JSON(score.draws),
      "losses": JSON(score.losses), "elo": number(elo.value), "eloLow": number(elo.low),
      "eloHigh": number(elo.high), "score": JSON(score.mean),
      "pairs": .array(score.pairs.map { JSON($0) }),
    ]
  }
}
