public import SenteGames
public import SenteSearch

/// The side of an engine in UCI (chess) or USI (shogi).
///
/// One thread thinks, reads and writes: the search asks for the deadline every few hundred
/// positions, and there new commands are read, so `stop`, `ponderhit`, `isready` and `quit` work at
/// any time. Other commands that come during a search wait for its end.
public final class UCIEngine<Position: PicturedGame> {
  private let settings: EngineSettings
  private let dialect: UCIDialect
  private let channel: any LineChannel
  private let initial: Position
  private let readPosition: (String) throws -> Position
  /// Makes the player anew with a table of some MiB.
  private let makePlayer: (Int) throws -> any Player<Position>
  private var player: any Player<Position>
  private var course: Course<Position>
  private var lines = 1
  private var memory = 64
  private var isChess960: Bool
  private var isDebugging = false
  private var pending: [String] = []
  private var hasEnded = false

  // The search in progress.
  private var deadline = Double.infinity
  private var started = 0.0
  /// Seconds that begin when the opponent plays the expected move.
  private var ponderBudget: Double?
  private var isPondering = false
  private var waitsForStop = false

  /// An engine of a game.
  ///
  /// - Parameters:
  ///   - initial: the position that `startpos` stands for.
  ///   - readPosition: reads the text after `fen` or `sfen`.
  ///   - makePlayer: makes a player that may use so many MiB of memory.
  public init(
    dialect: UCIDialect, initial: Position, readPosition: @escaping (String) throws -> Position,
    makePlayer: @escaping (Int) throws -> any Player<Position>, channel: any LineChannel,
    settings: EngineSettings
  ) throws {
    self.settings = settings
    self.dialect = dialect
    self.channel = channel
    self.initial = initial
    self.readPosition = readPosition
    self.makePlayer = makePlayer
    player = try makePlayer(64)
    course = Course(start: initial)
    isChess960 = (initial as? Chess)?.rules.chess960 ?? false
  }

  /// Answers commands until `quit` or the end of input.
  public func run() {
    while !hasEnded {
      if !pending.isEmpty {
        handle(pending.removeFirst())
        continue
      }
      switch channel.next(waiting: .infinity) {
      case .line(let line): handle(line)
      case .nothing: break
      case .flood, .end: hasEnded = true
      }
    }
  }

  private func send(_ line: String) {
    if !channel.send(line) { hasEnded = true }
  }

  private func complain(_ text: String) {
    send("info string \(text.split(whereSeparator: \.isNewline).joined(separator: " "))")
  }

  // MARK: Commands

  private func handle(_ line: String) {
    let words = line.split(whereSeparator: \.isWhitespace).map(String.init)
    // Unknown words before a command are passed over, as the protocol demands.
    guard let place = words.firstIndex(where: { commands.contains($0) }) else {
      if let word = words.first { complain("unknown command '\(word.prefix(40))'") }
      return
    }
    let rest = Array(words[(place + 1)...])
    switch words[place] {
    case dialect.name: introduce()
    case "isready": send("readyok")
    case "debug": isDebugging = rest.first == "on"
    case dialect.newGame:
      player.startGame()
      course = Course(start: initial)
    case "setoption": setOption(rest)
    case "position": setPosition(rest)
    case "go": go(rest)
    case "quit": hasEnded = true
    default: break  // stop, ponderhit, gameover and register mean nothing between searches
    }
  }

  private var commands: Set<String> {
    [
      dialect.name, dialect.newGame, "isready", "debug", "setoption", "position", "go", "quit",
      "stop", "ponderhit", "gameover", "register",
    ]
  }

  private var memoryOption: String { dialect == .usi ? "USI_Hash" : "Hash" }
  private var ponderOption: String { dialect == .usi ? "USI_Ponder" : "Ponder" }

  private func introduce() {
    send("id name \(settings.name) \(settings.version)")
    send("id author the Sente authors")
    send("option name \(memoryOption) type spin default 64 min 1 max 65536")
    send("option name \(ponderOption) type check default false")
    send("option name MultiPV type spin default 1 min 1 max 500")
    send("option name Clear Hash type button")
    if dialect == .uci {
      send("option name UCI_Chess960 type check default \(isChess960)")
    }
    send(dialect.name + "ok")
  }

  private func setOption(_ words: [String]) {
    guard words.first == "name" else {
      return complain("expected 'setoption name NAME value VALUE'")
    }
    let split = words.firstIndex(of: "value") ?? words.count
    let name = words[1..<split].joined(separator: " ")
    let value = words.dropFirst(split + 1).joined(separator: " ")
    switch name.lowercased() {
    case memoryOption.lowercased():
      guard let size = Int(value), (1...65_536).contains(size) else {
        return complain("\(name) is '\(value)'; allowed are 1 to 65536")
      }
      guard size != memory else { return }
      do {
        player = try makePlayer(size)
        memory = size
      } catch {
        complain("\(error)")
      }
    case "multipv":
      guard let count = Int(value), (1...500).contains(count) else {
        return complain("MultiPV is '\(value)'; allowed are 1 to 500")
      }
      lines = count
    case "clear hash": player.startGame()
    case "uci_chess960" where dialect == .uci:
      isChess960 = value.lowercased() == "true"
      if let start = adopted(initial) { course = Course(start: start) }
    case ponderOption.lowercased(): break  // the GUI decides when to ponder
    default: complain("no option '\(name)'")
    }
  }

  /// A chess position with moves written as the option demands; other positions as they are.
  private func adopted(_ position: Position) -> Position? {
    guard let chess = position as? Chess else { return position }
    var rules = chess.rules
    rules.chess960 = isChess960
    return Chess(position: chess.position, rules: rules) as? Position
  }

  private func setPosition(_ words: [String]) {
    let split = words.firstIndex(of: "moves") ?? words.count
    do {
      var start = initial
      if words.first == dialect.positionWord {
        start = try readPosition(words[1..<split].joined(separator: " "))
      } else if words.first != "startpos" {
        throw EngineFault("expected 'startpos' or '\(dialect.positionWord)'")
      }
      var next = Course(start: adopted(start) ?? start)
      for (number, word) in words.dropFirst(split + 1).enumerated() {
        do throws(NotationError) {
          next.play(try next.position.action(from: word))
        } catch {
          throw EngineFault("move \(number + 1): \(error.reason)")
        }
      }
      course = next
    } catch {
      complain("position refused, the last one stays: \(error)")
    }
  }

  // MARK: The search

  private func go(_ words: [String]) {
    var limits = PlayerLimits<Position.Action>()
    limits.lines = lines
    guard let mover = course.mover else { return send("bestmove \(wordAtTheEnd)") }
    if let shogi = course.position as? Shogi, shogi.canDeclareWin { return send("bestmove win") }
    let request = UCIGoRequest(words, dialect: dialect)
    limits.actions = request.moves.compactMap { try? course.position.action(from: $0) }
    limits.depth = request.depth ?? request.mate.map { 2 * $0 }
    limits.simulations = request.nodes
    var budget: Double?
    if let time = request.moveTime {
      budget = max(0.001, time - 0.01)
      limits.stopsWhenDecided = lines == 1
    } else if let clock = request.clock {
      budget = clock.budget(player: mover)
      limits.savesTime = true
      limits.stopsWhenDecided = lines == 1
    }
    isPondering = request.isPonder
    waitsForStop = request.isInfinite || request.isPonder
    // Without a limit the player's own defaults hold.
    limits.isInfinite = request.isInfinite || budget != nil || request.isPonder
    if limits.depth != nil || limits.simulations != nil { limits.isInfinite = false }
    if limits.savesTime, !isPondering { limits.isInfinite = false }
    if limits.savesTime { limits.depth = limits.depth ?? 100 }
    started = settings.now()
    ponderBudget = budget
    deadline = isPondering ? .infinity : budget.map { started + $0 } ?? .infinity
    search(limits)
  }

  private func search(_ limits: PlayerLimits<Position.Action>) {
    var analysis = Analysis<Position.Action>()
    var word = "resign"
    do {
      let decision = try player.choose(
        in: course, limits: limits,
        deliberation: Deliberation(
          now: settings.now, deadline: { [self] in serve() },
          report: { [self] in report($0) }))
      analysis = decision.analysis
      report(analysis)
      if let note = analysis.note { complain(note) }
      if case .play(let action) = decision.choice {
        word = course.position.text(of: action)
        word += expectedReply(to: action, analysis)
      } else if dialect == .uci, let action = course.position.legalActions.first {
        word = course.position.text(of: action)
      }
    } catch {
      complain("\(error)")
      if let action = course.position.legalActions.first {
        word = course.position.text(of: action)
      }
    }
    // The answer to an infinite search is given when it is asked for.
    while waitsForStop, deadline > -.infinity, !hasEnded { serveOne(waiting: .infinity) }
    if !hasEnded { send("bestmove \(word)") }
    waitsForStop = false
  }

  private func expectedReply(
    to action: Position.Action, _ analysis: Analysis<Position.Action>
  ) -> String {
    guard let line = analysis.candidates.first?.principalVariation, line.count > 1,
      line[0] == action
    else { return "" }
    var next = course.position
    next.apply(action)
    return next.isLegal(line[1]) ? " ponder \(next.text(of: line[1]))" : ""
  }

  /// Reads what has come, and says when to stop.
  private func serve() -> Double {
    while serveOne(waiting: 0) {}
    return deadline
  }

  /// Reads one line while a search is on; false when there is none.
  @discardableResult
  private func serveOne(waiting seconds: Double) -> Bool {
    switch channel.next(waiting: seconds) {
    case .line(let line):
      switch line.trimmingSpaces {
      case "stop":
        deadline = -.infinity
      case "ponderhit":
        isPondering = false
        waitsForStop = false
        if let ponderBudget { deadline = settings.now() + ponderBudget }
      case "isready": send("readyok")
      case "quit":
        hasEnded = true
        deadline = -.infinity
      default: pending.append(line)
      }
      return true
    case .nothing: return false
    case .flood, .end:
      // A search with limits of its own is still answered; nobody can stop another any more.
      if waitsForStop {
        hasEnded = true
        deadline = -.infinity
      }
      return false
    }
  }

  /// What stands for a move when the game is over.
  private var wordAtTheEnd: String {
    guard dialect == .usi else { return "(none)" }
    return (course.position as? Shogi)?.ending == .declaration ? "win" : "resign"
  }

  private func report(_ analysis: Analysis<Position.Action>) {
    let seconds = max(0.001, settings.now() - started)
    for (rank, candidate) in analysis.candidates.prefix(lines).enumerated() {
      let score = candidate.score ?? .centipawns(Self.centipawns(candidate.value))
      var words = ["info", "depth", "\(max(1, analysis.depth))"]
      if analysis.greatestDepth > 0 { words += ["seldepth", "\(analysis.greatestDepth)"] }
      words += ["multipv", "\(rank + 1)", "score", dialect.text(of: score)]
      words += ["nodes", "\(analysis.nodes)", "nps", "\(Int(Double(analysis.nodes) / seconds))"]
      words += ["hashfull", "\(Int(analysis.memoryUse * 1000))", "time", "\(Int(seconds * 1000))"]
      var reached = course.position
      words.append("pv")
      for action in candidate.principalVariation {
        guard reached.isLegal(action) else { break }
        words.append(reached.text(of: action))
        reached.apply(action)
      }
      send(words.joined(separator: " "))
    }
  }

  /// Hundredths of a pawn for an expected outcome, at most a hundred pawns.
  private static func centipawns(_ value: Double) -> Int {
    Int(max(-10_000, min(10_000, MatchScore.elo((value + 1) / 2))).rounded())
  }
}

/// The words after `go`.
struct UCIGoRequest {
  private(set) var moves: [String] = []
  private(set) var depth: Int?
  private(set) var nodes: Int?
  private(set) var mate: Int?
  /// Seconds for this move.
  private(set) var moveTime: Double?
  private(set) var clock: GameClock?
  private(set) var isInfinite = false
  private(set) var isPonder = false

  init(_ words: [String], dialect: UCIDialect) {
    var times: [Double?] = [nil, nil]
    var increments = [0.0, 0.0]
    var byoyomi = 0.0
    var movesToGo: Int?
    var rest = words[...]
    let keywords: Set<String> = Set(dialect.times + dialect.increments).union([
      "searchmoves", "depth", "nodes", "mate", "movetime", "byoyomi", "movestogo", "infinite",
      "ponder",
    ])
    while let word = rest.popFirst() {
      switch word {
      case "infinite": isInfinite = true
      case "ponder": isPonder = true
      case "searchmoves":
        while let move = rest.first, !keywords.contains(move) {
          moves.append(move)
          rest.removeFirst()
        }
      case _ where keywords.contains(word):
        // A mate search of USI may be unlimited.
        guard let number = rest.first.flatMap({ Int($0) }) else { continue }
        rest.removeFirst()
        let seconds = max(0, Double(number) / 1000)
        let count = max(1, min(number, Int.max / 4))
        switch word {
        case "depth": depth = min(count, 100)
        case "nodes": nodes = count
        case "mate": mate = min(count, 50)
        case "movetime": moveTime = seconds
        case "byoyomi": byoyomi = seconds
        case "movestogo": movesToGo = count
        default:
          if let player = dialect.times.firstIndex(of: word) { times[player] = seconds }
          if let player = dialect.increments.firstIndex(of: word) { increments[player] = seconds }
        }
      default: break
      }
    }
    if times[0] != nil || times[1] != nil || byoyomi > 0 {
      clock = GameClock(
        remaining: times.map { $0 ?? times.compactMap { $0 }.first ?? 0 }, increment: increments,
        byoyomi: byoyomi, movesToGo: movesToGo)
    }
  }
}
