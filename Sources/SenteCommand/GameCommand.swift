import ArgumentParser
import SenteGames
import SentePrimitives

/// `sente game`.
struct GameCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "game",
    abstract: "Look at the games, their positions and their moves.",
    subcommands: [List.self, Show.self, Moves.self])

  /// `sente game list`.
  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "All games, one a line.")

    @Flag(help: "Print one JSON object a line.")
    var json = false

    func run() throws {
      let entries = GameCatalogue.standard.entries
      let width = entries.map(\.name.count).max() ?? 0
      for entry in entries {
        if json {
          let object: JSON = .object([
            "name": .string(entry.name), "summary": .string(entry.summary),
            "names": .array(entry.names.map { .string($0) }),
          ])
          Terminal.output("\(object)")
          continue
        }
        let padding = String(repeating: " ", count: width - entry.name.count + 2)
        Terminal.output(entry.name + padding + entry.summary)
        if !entry.sizes.isEmpty {
          let indent = String(repeating: " ", count: width + 2)
          Terminal.output("\(indent)also \(entry.name)-\(entry.sizes)")
        }
      }
    }
  }

  /// `sente game show`.
  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "A position as a board, in colours on a terminal.",
      discussion: """
        sente game show chess --moves "e2e4 e7e5 g1f3"
        sente game show go-9 --position "(;SZ[9];B[ee];W[gc])"
        """)

    @OptionGroup var options: PositionOptions

    func run() throws {
      try reporting {
        let reached = try options.reached()
        Terminal.output("\(reached.picture)\n\(reached.position.text)")
      }
    }
  }

  /// `sente game moves`.
  struct Moves: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "The legal moves of a position in the game's notation.")

    @OptionGroup var options: PositionOptions

    @Flag(help: "Print one JSON object.")
    var json = false

    func run() throws {
      try reporting {
        let position = try options.reached().position
        if json {
          Terminal.output("\(describe(position))")
        } else {
          for action in texts(position) { Terminal.output(action) }
        }
      }
    }

    private func texts<G: Game>(_ position: G) -> [String] {
      position.legalActions.map { position.text(of: $0) }
    }

    private func describe<G: Game>(_ position: G) -> JSON {
      let actions = position.legalActions
      let turn: JSON =
        switch position.turn {
        case .player(let player): JSON(player)
        case .chance: .string("chance")
        case .finished: .string("finished")
        }
      return .object([
        "game": .string(options.game), "position": .string(position.text), "turn": turn,
        "outcome": position.outcome.map { .array($0.map { JSON($0) }) } ?? .null,
        "moves": .array(actions.map { .string(position.text(of: $0)) }),
        "numbers": .array(actions.map { JSON(position.index(of: $0)) }),
      ])
    }
  }
}
