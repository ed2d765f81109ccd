import ArgumentParser
import SenteAgents
import SenteEngines
import SenteEnvironments
import SenteGames
import SentePrimitives
import SenteTraining

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// `sente play`.
struct PlayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "play",
    abstract: "Play a game against Sente, or watch a trained agent, in the terminal.",
    discussion: """
      sente play chess                       against the strongest player there is
      sente play go-9 --against uct:2000 --side white
      sente play chess --against 'uci[Skill Level=0]:stockfish'
      sente play runs/c4                     the game that a run of self-play has learned, against it
      sente play runs/ppo-CartPole-v1        watch an agent that was trained

      Where standard output is no terminal, every tenth frame of an agent is printed below the last.
      """)

  @Argument(help: ArgumentHelp("A game's name, or the folder of a run.", valueName: "game or run"))
  var folder: String

  @Option(help: "In a game: who plays; 'sente match --help' names the kinds.")
  var against: String?

  @Option(help: "In a game: first, second (or black, white), or none to watch.")
  var side = "first"

  @Option(help: "In a game: the position to begin in.")
  var position: String?

  @Option(parsing: .unconditional, help: "In a game: seconds for a move of the opponent.")
  var time: Double?

  @Option(parsing: .unconditional, help: "How many episodes to watch.")
  var episodes = 1

  @Option(parsing: .unconditional, help: "The seed of the episodes.")
  var seed: UInt64 = 1

  @Option(parsing: .unconditional, help: "Frames a second.")
  var speed = 50.0

  mutating func run() throws {
    try reporting {
      try check("episodes", episodes, in: 1...1_000_000)
      try check("speed", speed, in: 0.1...1000)
      try check("time", time ?? 1, in: 0.001...86_400)
      // A folder that has the name of a game is meant by its path, as './chess'.
      if GameCatalogue.standard[folder] != nil { return try playGame() }
      if let run = try PlayerChoice.run(of: folder) {
        against = against ?? run.text
        return try playGame()
      }
      if against != nil { throw try unknownGame() }
      let agent = try trainedAgent(folder)
      var world = agent.environment.makeSingle(seed: seed)
      Interruption.watch()
      var screen = Screen()
      defer { screen.close() }
      for episode in 1...episodes where Interruption.received == nil {
        var policy = agent.makePolicy()  // that remembers no other episode
        try watch(agent, &world, &policy, episode, &screen)
      }
      if let signal = Interruption.received { throw Interruption.status(signal) }
    }
  }

  /// The refusal of a name that is no game, where only a game makes sense.
  private func unknownGame() throws -> any Error {
    do { _ = try game(folder) } catch { return error }
    return Failure(usage: "'\(folder)' is not a game")
  }

  private func playGame() throws {
    let named = try game(folder)
    var start = named.start
    if let position {
      do {
        start = try named.position(position)
      } catch {
        throw Failure(usage: "--position: \(error)")
      }
    }
    try playGame(named, start)
  }

  private func playGame<Position: PicturedGame>(_ named: NamedGame, _ start: Position) throws {
    let sides = [
      "first": 0, "second": 1, "black": start is Chess ? 1 : 0, "white": start is Chess ? 0 : 1,
    ]
    guard side == "none" || sides[side] != nil else {
      let names = sides.keys.sorted() + ["none"]
      throw Failure(usage: "unknown side '\(side)'\(suggestion(for: side, among: names))")
    }
    let usual = start.playerCount == 2 ? PlayerWord.usual(for: start) : "greedy"
    let word = try PlayerChoice(against ?? usual)
    guard let initial = named.start as? Position else { return }
    let opponent = try word.makePlayer(
      for: initial, game: named.name, random: RandomStream(seed: seed, role: "play"),
      surroundings: Terminal.surroundings)
    Interruption.watch()
    var play = GamePlay(
      named.name, start: start, opponent: opponent, person: side == "none" ? nil : sides[side],
      seconds: time)
    try play.run()
    if let signal = Interruption.received { throw Interruption.status(signal) }
  }

  private func watch(
    _ agent: borrowing TrainedAgent, _ world: inout SingleEnvironment,
    _ policy: inout any Policy & ~Copyable, _ episode: Int, _ screen: inout Screen
  ) throws {
    world.reset()
    var total = 0.0
    var isOver = false
    while !isOver, Interruption.received == nil {
      let action = agent.action(for: world.observation, mask: world.actionMask, &policy)
      let result = world.step(action)
      total += result.reward
      isOver = result.end != .running
      let caption =
        "\(agent.environment.id)  episode \(episode)  step \(world.episodeSteps)"
        + "  return \(rounded(total, 1))" + (isOver ? "  \(result.end)" : "")
      if screen.isLive || isOver || world.episodeSteps % 10 == 1 {
        screen.show(world, caption)
      }
      if screen.isLive { Terminal.sleep(seconds: 1 / speed) }
    }
    screen.keep("episode \(episode): \(world.episodeSteps) steps, return \(rounded(total, 1))")
  }
}

/// Frames on a terminal, each drawn over the last; below each other elsewhere.
private struct Screen {
  let isLive = Terminal.outputIsTerminal
  private var height = 0

  mutating func show(_ world: SingleEnvironment, _ caption: String) {
    let size = Terminal.size
    var text = ""
    if world.isDrawable {
      var canvas = Canvas(
        width: max(1, min(size.columns - 1, 72)), height: max(1, min(size.rows - 3, 20)))
      world.draw(on: &canvas)
      text = canvas.render(coloured: isLive) + "\n"
    } else {
      text = "\(world.observation)\n"
    }
    text += caption + "\n"
    if isLive {
      if height == 0 { text = "\u{1B}[?25l" + text }
      let back = height > 0 ? "\u{1B}[\(height)A" : ""
      Terminal.write(back + text.replacing("\n", with: "\u{1B}[K\n"), to: STDOUT_FILENO)
      height = text.split(separator: "\n", omittingEmptySubsequences: false).count - 1
    } else {
      Terminal.write(text, to: STDOUT_FILENO)
    }
  }

  /// Prints a line that stays, below the last frame.
  mutating func keep(_ line: String) {
    Terminal.output(line)
    height = 0
  }

  mutating func close() {
    if isLive { Terminal.write("\u{1B}[?25h", to: STDOUT_FILENO) }
  }
}
