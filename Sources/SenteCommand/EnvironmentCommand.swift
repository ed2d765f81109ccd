import ArgumentParser
import SenteEnvironments

/// `sente env`.
struct EnvironmentCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "env",
    abstract: "Look at the environments, or step one by hand.",
    subcommands: [List.self, Show.self, Step.self])

  /// `sente env list`.
  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "All environments, one a line.")

    @Flag(help: "Print one JSON object a line.")
    var json = false

    func run() throws {
      let entries = EnvironmentCatalogue.standard.entries
      let width = entries.map(\.id.count).max() ?? 0
      for entry in entries {
        if json {
          Terminal.output("\(entry.json)")
        } else {
          let padding = String(repeating: " ", count: width - entry.id.count + 2)
          Terminal.output(entry.id + padding + entry.summary)
        }
      }
    }
  }

  /// `sente env show`.
  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Spaces and limits of one environment, and how it looks.")

    @Argument(help: "The environment's id.")
    var id: String

    @Flag(help: "Print one JSON object.")
    var json = false

    func run() throws {
      try reporting {
        let entry = try environment(id)
        if json {
          Terminal.output("\(entry.json)")
          return
        }
        Terminal.output("\(entry.id): \(entry.summary)")
        Terminal.output("observation  \(entry.observationSpace)")
        Terminal.output("action       \(entry.actionSpace)")
        Terminal.output("time limit   \(entry.maximumEpisodeSteps.map { "\($0) steps" } ?? "none")")
        Terminal.output("solved at    \(entry.rewardThreshold.map { "\($0)" } ?? "not stated")")
        var world = entry.makeSingle(seed: 1)
        guard world.isDrawable else { return }
        world.reset()
        var canvas = Canvas(width: 72, height: 16)
        world.draw(on: &canvas)
        Terminal.output("\n" + canvas.render(coloured: Terminal.outputIsTerminal))
      }
    }
  }

  /// `sente env step`.
  struct Step: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Step one environment: JSON lines in, JSON lines out.",
      discussion: """
        {"reset":{"seed":3}}           begin an episode
        {"reset":{"state":[0,0,0,0]}}  begin in the simulator's own state variables
        {"action":1}  {"action":[0.5]}  act

        Dictionaries are objects, tuples and images arrays: {"action":[1,[0.5]]}. Where choices can be
        forbidden, answers have a mask: 0 and 1 for each choice.
        """)

    @Argument(help: "The environment's id.")
    var id: String

    @Option(parsing: .unconditional, help: "The seed of a reset that names none.")
    var seed: UInt64 = 1

    func run() throws {
      try reporting {
        var session = EnvironmentSession(try environment(id).makeSingle(seed: seed))
        while let line = readLine() {
          if line.allSatisfy(\.isWhitespace) { continue }
          Terminal.output(session.answer(line))
        }
      }
    }
  }
}
