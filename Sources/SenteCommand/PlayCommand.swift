import ArgumentParser
import SenteAgents
import SenteEnvironments
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
    abstract: "Watch a trained agent in the terminal.",
    discussion: """
      Where standard output is no terminal, every tenth frame is printed below the last.
      """)

  @Argument(help: ArgumentHelp("The folder of a run.", valueName: "run"))
  var folder: String

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

  private func watch(
    _ agent: borrowing TrainedAgent, _ world: inout SingleEnvironment,
    _ policy: inout ActorCriticPolicy, _ episode: Int, _ screen: inout Screen
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
