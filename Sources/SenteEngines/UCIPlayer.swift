public import SenteGames
import SentePrimitives
public import SenteSearch

/// An external engine that speaks UCI (chess) or USI (shogi).
public struct UCIPlayer<Position: Game>: Player {
  private let dialogue: EngineDialogue
  private let dialect: UCIDialect
  private let initial: Position
  private let options: [(name: String, value: String)]
  private let defaults: PlayerLimits<Position.Action>
  private let timeout: Double
  private let grace: Double
  private var title: String?

  /// An engine started by a command.
  ///
  /// - Parameters:
  ///   - options: what `setoption` sets, in order; a name that the engine does not have is an error.
  ///   - defaults: what holds where the limits of a decision say nothing.
  ///   - timeout: the most seconds for a move where no time limits it.
  ///   - grace: how many seconds beyond a limit are waited before the engine is ended.
  public init(
    command: [String], dialect: UCIDialect, initial: Position,
    options: [(name: String, value: String)], defaults: PlayerLimits<Position.Action>,
    timeout: Double, grace: Double, surroundings: EngineSurroundings
  ) {
    dialogue = EngineDialogue(command: command, farewell: "quit", surroundings: surroundings)
    self.dialect = dialect
    self.initial = initial
    self.options = options
    self.defaults = defaults
    self.timeout = timeout
    self.grace = grace
  }

  /// The name that the engine gives itself, or its program's.
  public var name: String { title ?? dialogue.program }

  /// Tells a running engine; one that has failed is started when it is needed.
  public mutating func startGame() {
    guard dialogue.isOpen else { return }
    // An engine that cannot hear this will not answer the next question either.
    try? dialogue.send(dialect.newGame)
  }

  /// Shows the engine the game and asks for its best move.
  public mutating func choose(
    in course: Course<Position>, limits: PlayerLimits<Position.Action>,
    deliberation: Deliberation<Position.Action>
  ) throws(PlayerFailure) -> Decision<Position.Action> {
    if !dialogue.isOpen { try start() }
    try dialogue.send(positionLine(course))
    try awaitReady()
    let mover = course.mover ?? 0
    let allowed = limits.seconds ?? limits.clock.map { $0.remaining[mover] + $0.byoyomi }
    let question = goLine(limits)
    try dialogue.send(question)
    var report = UCIReport<Position>(position: course.position, dialect: dialect)
    let seconds = allowed ?? defaults.seconds
    let words = try dialogue.receive(
      within: seconds.map { $0 + grace } ?? timeout, to: question
    ) { line -> [Substring]? in
      let words = line.split(whereSeparator: \.isWhitespace)
      if words.first == "info" {
        if report.read(words), let listen = deliberation.report { listen(report.analysis) }
      }
      return words.first == "bestmove" ? words : nil
    }
    return try decision(words, course, report.analysis)
  }

  private func decision(
    _ words: [Substring], _ course: Course<Position>, _ analysis: Analysis<Position.Action>
  ) throws(PlayerFailure) -> Decision<Position.Action> {
    let word = words.count > 1 ? String(words[1]) : ""
    if word == "resign" { return Decision(.resign, analysis: analysis) }
    do {
      let action = try course.position.action(from: word)
      var analysis = analysis
      if analysis.candidates.first?.action != action {
        analysis.candidates.removeAll { $0.action == action }
        analysis.candidates.insert(
          Candidate(action: action, value: 0, principalVariation: [action]), at: 0)
      }
      return Decision(.play(action), analysis: analysis)
    } catch {
      throw .illegal("\(dialogue.program) plays '\(word.prefix(40))': \(error.reason)")
    }
  }

  private mutating func start() throws(PlayerFailure) {
    try dialogue.open()
    try dialogue.send(dialect.name)
    var known: [String] = []
    var title: String?
    let finish = dialect.name + "ok"
    try dialogue.receive(within: dialogue.surroundings.patience, to: dialect.name) {
      line -> Void? in
      if line.hasPrefix("id name ") { title = String(line.dropFirst(8).prefix(80)) }
      if line.hasPrefix("option name "), let end = line.firstRange(of: " type ") {
        known.append(String(line[line.index(line.startIndex, offsetBy: 12)..<end.lowerBound]))
      }
      return line.trimmingSpaces == finish ? () : nil
    }
    self.title = title
    var wanted = options
    if let chess = initial as? Chess, chess.rules.chess960 {
      wanted.append(("UCI_Chess960", "true"))
    }
    for (name, value) in wanted {
      guard known.contains(where: { $0.lowercased() == name.lowercased() }) else {
        try dialogue.fail(
          .crash(
            "\(dialogue.program) has no option '\(name)'\(suggestion(for: name, among: known))"))
      }
      try dialogue.send("setoption name \(name) value \(value)")
    }
    try dialogue.send(dialect.newGame)
    try awaitReady()
  }

  private func awaitReady() throws(PlayerFailure) {
    try dialogue.send("isready")
    try dialogue.receive(within: dialogue.surroundings.patience, to: "isready") { line -> Void? in
      line.trimmingSpaces == "readyok" ? () : nil
    }
  }

  private func positionLine(_ course: Course<Position>) -> String {
    var line = "position "
    line +=
      course.start == initial && !(course.start.text.isEmpty)
        && isUsualStart ? "startpos" : "\(dialect.positionWord) \(course.start.text)"
    if course.actions.isEmpty { return line }
    var position = course.start
    line += " moves"
    for action in course.actions {
      line += " " + position.text(of: action)
      position.apply(action)
    }
    return line
  }

  /// Chess960 has no usual start.
  private var isUsualStart: Bool { (initial as? Chess).map { !$0.rules.chess960 } ?? true }

  private func goLine(_ limits: PlayerLimits<Position.Action>) -> String {
    func milliseconds(_ seconds: Double) -> Int { max(1, Int(seconds * 1000)) }
    let isUnlimited =
      limits.depth == nil && limits.simulations == nil && limits.seconds == nil
      && limits.clock == nil
    let limits = isUnlimited ? defaults : limits
    var words = ["go"]
    if let depth = limits.depth { words.append("depth \(depth)") }
    if let nodes = limits.simulations { words.append("nodes \(nodes)") }
    if let seconds = limits.seconds {
      words.append(
        dialect == .usi
          ? "btime 0 wtime 0 byoyomi \(milliseconds(seconds))"
          : "movetime \(milliseconds(seconds))")
    } else if let clock = limits.clock {
      for player in 0..<2 {
        words.append("\(dialect.times[player]) \(milliseconds(clock.remaining[player]))")
      }
      for player in 0..<2 where clock.increment[player] > 0 {
        words.append("\(dialect.increments[player]) \(milliseconds(clock.increment[player]))")
      }
      if clock.byoyomi > 0 { words.append("byoyomi \(milliseconds(clock.byoyomi))") }
      if let moves = clock.movesToGo { words.append("movestogo \(moves)") }
    }
    return words.joined(separator: " ")
  }
}

/// What the `info` lines of a search have said.
struct UCIReport<Position: Game> {
  let position: Position
  let dialect: UCIDialect
  private(set) var analysis = Analysis<Position.Action>()

  init(position: Position, dialect: UCIDialect) {
    self.position = position
    self.dialect = dialect
  }

  /// Reads the words of a line; false when it says nothing about a line of play.
  mutating func read(_ words: [Substring]) -> Bool {
    func number(after word: String) -> Int? {
      guard let place = words.firstIndex(where: { $0 == word }), place + 1 < words.count else {
        return nil
      }
      return Int(words[place + 1])
    }
    if let nodes = number(after: "nodes") { analysis.nodes = nodes }
    if let depth = number(after: "depth") { analysis.depth = depth }
    if let depth = number(after: "seldepth") { analysis.greatestDepth = depth }
    if let use = number(after: "hashfull") { analysis.memoryUse = Double(use) / 1000 }
    guard let place = words.firstIndex(of: "pv") else { return false }
    var line: [Position.Action] = []
    var reached = position
    for word in words[(place + 1)...] {
      guard let action = try? reached.action(from: String(word)) else { break }
      line.append(action)
      reached.apply(action)
    }
    guard let action = line.first else { return false }
    var candidate = Candidate(action: action, value: 0, principalVariation: line)
    if let points = number(after: "cp") {
      candidate.score = .centipawns(points)
      candidate.value = Evaluation.value(centipawns: points)
    } else if let mate = number(after: "mate") {
      candidate.score = .mate(halfMoves: mate * dialect.mateUnit)
      candidate.value = mate > 0 ? 1 : -1
    }
    let rank = max(1, number(after: "multipv") ?? 1) - 1
    if rank < analysis.candidates.count {
      analysis.candidates[rank] = candidate
    } else if rank == analysis.candidates.count, rank < 500 {
      analysis.candidates.append(candidate)
    }
    return true
  }
}

extension String {
  /// Without blanks at both ends.
  var trimmingSpaces: Substring {
    var rest = self[...]
    while let last = rest.last, last.isWhitespace { rest.removeLast() }
    return rest.drop { $0.isWhitespace }
  }
}
