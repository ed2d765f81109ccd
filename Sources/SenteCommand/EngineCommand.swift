import ArgumentParser
import SenteEngines
import SenteGames
import SentePrimitives
import SenteSearch

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// `sente engine`.
struct EngineCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "engine",
    abstract: "Be an engine for boards, servers and referees: GTP, UCI or USI.",
    discussion: """
      sente engine go-9 --protocol gtp --player random
      sente engine chess --protocol uci --player alphabeta
      sente engine shogi --protocol usi --player alphabeta:depth=8
      sente engine 'runs/go9[seconds=2]'     a run of self-play at its game

      Commands are read from standard input. Setting up boards: Documentation/Engines.md.
      """)

  @Argument(
    help: ArgumentHelp(
      "The game's name, as 'sente game list' shows all, or a run of self-play.",
      valueName: "game or run"))
  var game: String

  @Option(name: .customLong("protocol"), help: "gtp, uci or usi (default: the game's own).")
  var protocolName: String?

  @Option(
    help: "Who plays; 'sente match --help' names the kinds (default: the strongest there is).")
  var player: String?

  @Option(parsing: .unconditional, help: "The seed of players that draw.")
  var seed: UInt64 = 1

  @Flag(help: "In GTP, think while the opponent does.")
  var ponder = false

  func run() throws {
    try reporting {
      let named = try SenteCommand.game(game)
      let word = try PlayerChoice(
        player ?? PlayerChoice.run(of: game)?.text ?? PlayerWord.usual(for: named.start))
      let names = ["gtp", "uci", "usi"]
      let own = UCIDialect.dialect(of: named.start)?.name
      let wanted = (protocolName ?? own ?? "gtp").lowercased()
      guard names.contains(wanted) else {
        let near = suggestion(for: wanted, among: names)
        throw Failure(
          usage: "unknown protocol '\(wanted)'\(near.isEmpty ? "; there are gtp, uci, usi" : near)")
      }
      if wanted != "gtp", wanted != own {
        let games = wanted == "uci" ? "chess and chess960" : "shogi"
        throw Failure(usage: "\(wanted) is for \(games); \(game) is played with \(own ?? "gtp")")
      }
      try serve(named, named.start, word, isGTP: wanted == "gtp")
    }
  }

  private func serve<Position: PicturedGame>(
    _ named: NamedGame, _ start: Position, _ word: PlayerChoice, isGTP: Bool
  ) throws {
    guard start.playerCount == 2, !(start is any ChanceGame) else {
      throw Failure(usage: "engines play games of two players; \(named.name) is not one")
    }
    let channel = DescriptorChannel(input: STDIN_FILENO, output: STDOUT_FILENO)
    var settings = EngineSettings(
      name: "Sente (\(word.text.prefix(60)))", version: Sente.configuration.version,
      now: Terminal.steadyTime, readFile: Terminal.readFile)
    settings.ponders = ponder
    settings.game = { GameCatalogue.standard[$0] }
    // A reader that has gone away ends the engine by a failed write, not by a signal.
    _ = signal(SIGPIPE, SIG_IGN)
    let random = RandomStream(seed: seed, role: "engine")
    let makePlayer = { (position: Position, memory: Int?) in
      try word.makePlayer(
        for: position, game: named.name, random: random, surroundings: Terminal.surroundings,
        memory: memory)
    }
    if isGTP {
      GTPEngine(
        game: named, initial: start, player: try makePlayer(start, nil), channel: channel,
        settings: settings
      ).run()
      return
    }
    guard let dialect = UCIDialect.dialect(of: start) else { return }
    let initial = Self.unclaimed(start)
    try UCIEngine(
      dialect: dialect, initial: initial,
      readPosition: { text in
        guard let position = try named.position(text) as? Position else { return initial }
        return Self.unclaimed(position)
      }, makePlayer: { try makePlayer(initial, $0) }, channel: channel, settings: settings
    ).run()
  }

  /// The same position under rules by which a game goes on until the board's program ends it.
  private static func unclaimed<Position: Game>(_ position: Position) -> Position {
    if let chess = position as? Chess {
      var rules = chess.rules
      rules.drawsWithoutClaim = false
      return Chess(position: chess.position, rules: rules) as? Position ?? position
    }
    guard let shogi = position as? Shogi,
      let played = try? Shogi(text: shogi.text, rules: ShogiRules(declaresEnteringKing: false))
    else { return position }
    return played as? Position ?? position
  }
}
