import ArgumentParser
import SenteEngines
import SenteGames
import SentePrimitives
import SenteSearch

/// `sente analyze`.
struct AnalyzeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "analyze",
    abstract: "What a player thinks of a position: prior, visits, value and line of each action.",
    discussion: """
      sente analyze connect-four --moves "d1 d2" --player uct:100000
      sente analyze chess --player alphabeta:depth=8 --lines 3
      sente analyze 'runs/c4[simulations=2000]' --moves "d1 d2"

      The value is the expected outcome for the player to move, from -1 to 1.
      """)

  @OptionGroup var options: PositionOptions

  @Option(
    help: "Who thinks; 'sente match --help' names the kinds (default: the strongest there is).")
  var player: String?

  @Option(parsing: .unconditional, help: "How many actions to show.")
  var lines = 10

  @Option(parsing: .unconditional, help: "Seconds to think (default: what the player says).")
  var time: Double?

  @Option(parsing: .unconditional, help: "The seed of players that draw.")
  var seed: UInt64 = 1

  @Flag(help: "Print one JSON object.")
  var json = false

  func run() throws {
    try reporting {
      try check("lines", lines, in: 1...10_000)
      try check("time", time ?? 1, in: 0.001...86_400)
      Interruption.watch()
      let reached = try options.reached()
      try analyze(reached.position, picture: reached.picture)
    }
  }

  private func analyze<Position: PicturedGame>(_ position: Position, picture: String) throws {
    guard case .player = position.turn else {
      throw Failure(message: "nobody is to move there: \(position.turn)")
    }
    let word = try PlayerChoice(
      player ?? PlayerChoice.run(of: options.game)?.text ?? PlayerWord.usual(for: position))
    let named = try SenteCommand.game(options.game)
    guard let start = named.start as? Position else { return }
    var thinker = try word.makePlayer(
      for: start, game: named.name, random: RandomStream(seed: seed, role: "analysis"),
      surroundings: Terminal.surroundings)
    var limits = PlayerLimits<Position.Action>(seconds: time)
    limits.lines = lines
    let surroundings = Terminal.surroundings
    let decision = try thinker.choose(
      in: Course(start: position), limits: limits,
      deliberation: Deliberation(
        now: surroundings.now,
        deadline: { surroundings.isInterrupted() ? -.infinity : .infinity }))
    let table = AnalysisTable(decision.analysis, at: position, lines: lines)
    if json {
      Terminal.output("\(table.json(game: options.game, player: word.text))")
    } else {
      Terminal.output(picture)
      Terminal.output(table.text)
      if let note = decision.analysis.note { Terminal.error("sente: \(note)") }
    }
  }
}

/// An analysis for people, and as JSON.
struct AnalysisTable<Position: Game> {
  private let analysis: Analysis<Position.Action>
  private let position: Position
  private let candidates: ArraySlice<Candidate<Position.Action>>

  init(_ analysis: Analysis<Position.Action>, at position: Position, lines: Int) {
    self.analysis = analysis
    self.position = position
    candidates = analysis.candidates.prefix(lines)
  }

  /// A line for each candidate below a head.
  var text: String {
    var rows = [["action", "prior", "visits", "value", "score", "line"]]
    for candidate in candidates {
      rows.append([
        name(candidate.action, position), candidate.prior.map { rounded(100 * $0, 1) + "%" } ?? "",
        candidate.visits.map { "\($0)" } ?? "", rounded(candidate.value, 3),
        candidate.score.map(describe) ?? "",
        line(candidate).prefix(8).joined(separator: " "),
      ])
    }
    // A column that nobody fills is left out.
    let columns = rows[0].indices.filter { column in
      rows.dropFirst().contains { !$0[column].isEmpty }
    }
    let widths = columns.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      zip(columns, widths).map { column, width in
        let padding = String(repeating: " ", count: width - row[column].count)
        let isText = column == 0 || column == 5
        return isText ? row[column] + (column == 5 ? "" : padding) : padding + row[column]
      }.joined(separator: "  ")
    }.joined(separator: "\n")
  }

  func json(game: String, player: String) -> JSON {
    .object([
      "game": .string(game), "player": .string(player), "position": .string(position.text),
      "nodes": JSON(analysis.nodes), "depth": JSON(analysis.depth),
      "candidates": .array(
        candidates.map { candidate in
          .object([
            "action": .string(position.text(of: candidate.action)),
            "prior": candidate.prior.map { JSON($0) } ?? .null,
            "visits": candidate.visits.map { JSON($0) } ?? .null, "value": JSON(candidate.value),
            "score": candidate.score.map { .string(describe($0)) } ?? .null,
            "line": .array(texts(candidate).map { .string($0) }),
          ])
        }),
    ])
  }

  private func describe(_ score: Score) -> String {
    switch score {
    case .centipawns(let points): (points > 0 ? "+" : "") + rounded(Double(points) / 100, 2)
    case .mate(let halfMoves):
      "mate \(halfMoves > 0 ? "in" : "against in") \((abs(halfMoves) + 1) / 2)"
    }
  }

  /// An action as people write it: in chess the standard algebraic notation.
  private func name(_ action: Position.Action, _ position: Position) -> String {
    MoveNotation.text(of: action, in: position)
  }

  private func line(_ candidate: Candidate<Position.Action>) -> [String] {
    var reached = position
    return candidate.principalVariation.prefix { reached.isLegal($0) }.map { action in
      let text = name(action, reached)
      reached.apply(action)
      return text
    }
  }

  private func texts(_ candidate: Candidate<Position.Action>) -> [String] {
    var reached = position
    return candidate.principalVariation.prefix { reached.isLegal($0) }.map { action in
      let text = reached.text(of: action)
      reached.apply(action)
      return text
    }
  }
}

/// Moves as people write them, where programs write them otherwise.
enum MoveNotation {
  static func text<Position: Game>(of action: Position.Action, in position: Position) -> String {
    if let chess = position as? Chess, let move = action as? ChessMove {
      return chess.position.san(of: move)
    }
    return position.text(of: action)
  }

  /// Reads a move as people or programs write it; the error is that of the programs' notation,
  /// unless the text looks like the other.
  static func action<Position: Game>(
    from text: String, in position: Position
  ) throws(NotationError) -> Position.Action {
    do {
      return try position.action(from: text)
    } catch {
      guard let chess = position as? Chess else { throw error }
      let move = try chess.position.move(san: text)
      guard let action = move as? Position.Action, position.isLegal(action) else { throw error }
      return action
    }
  }
}
