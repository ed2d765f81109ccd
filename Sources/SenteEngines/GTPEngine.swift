public import SenteGames
import SentePrimitives
public import SenteSearch

/// What an engine is told about itself and the world.
public struct EngineSettings {
  /// What the engine calls itself.
  public var name: String
  /// Which version it is.
  public var version: String
  /// Seconds on a clock that only goes forward.
  public var now: () -> Double
  /// Reads a file; throws with one line.
  public var readFile: (String) throws -> [UInt8]
  /// Whether to think while the opponent does, where the protocol does not say.
  public var ponders: Bool
  /// The game of another size, by its name as `hex-9`; nil where there is none.
  public var game: (String) -> NamedGame?

  /// Settings; by default there are no other sizes.
  public init(
    name: String, version: String, now: @escaping () -> Double,
    readFile: @escaping (String) throws -> [UInt8],
    ponders: Bool = false, game: @escaping (String) -> NamedGame? = { _ in nil }
  ) {
    self.name = name
    self.version = version
    self.now = now
    self.readFile = readFile
    self.ponders = ponders
    self.game = game
  }
}

/// Why a command was not done, in one line.
struct EngineFault: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}

/// The side of an engine in the Go Text Protocol, version 2, for every game of two players.
///
/// Source: Gunnar Farnebäck (2002), Specification of the Go Text Protocol, version 2, draft 2.
/// Analysis commands follow Leela Zero (`lz-`) and KataGo (`kata-`). Commands about stones are in
/// `GTPEngine+Go.swift`.
public final class GTPEngine<Position: PicturedGame> {
  let settings: EngineSettings
  private let channel: any LineChannel
  /// The name of the game without its size.
  private let baseName: String
  var initial: Position
  var player: any Player<Position>
  var course: Course<Position>
  /// The courses before each change, for `undo`.
  var past: [Course<Position>] = []
  var time = GTPTime()
  /// Lines that came while the engine was thinking.
  private var pending: [String] = []
  private var hasEnded = false
  /// How the latest analysis is to be written, and when it was last.
  private var lastReport = -Double.infinity

  /// An engine of a game.
  public init(
    game: NamedGame, initial: Position, player: any Player<Position>, channel: any LineChannel,
    settings: EngineSettings
  ) {
    self.settings = settings
    self.channel = channel
    self.initial = initial
    self.player = player
    baseName = String(game.name.prefix { $0 != "-" })
    course = Course(start: initial)
  }

  /// Answers commands until `quit` or the end of input.
  public func run() {
    while !hasEnded, let line = nextLine() { handle(line) }
  }

  private func nextLine() -> String? {
    if !pending.isEmpty { return pending.removeFirst() }
    switch channel.next(waiting: .infinity) {
    case .line(let line): return line
    case .nothing: return ""
    case .flood:
      answer("?", "", "a line is too long")
      return nil
    case .end: return nil
    }
  }

  /// Whether a line has come that is not blank; it is kept for later.
  private var hasInput: Bool {
    if !pending.isEmpty { return true }
    switch channel.next(waiting: 0) {
    case .line(let line):
      pending.append(line)
      return true
    case .nothing: return false
    case .flood, .end:
      hasEnded = true
      return true
    }
  }

  // MARK: Commands

  private func handle(_ line: String) {
    // Control characters vanish, tabs are blanks, and what follows a number sign is a comment.
    let clean = String(
      String.UnicodeScalarView(
        line.unicodeScalars.compactMap { scalar in
          scalar == "\t" ? " " : scalar.value < 32 || scalar.value == 127 ? nil : scalar
        }))
    var words = clean.prefix { $0 != "#" }.split(separator: " ").map(String.init)
    guard !words.isEmpty else { return }
    var id = ""
    if words[0].utf8.allSatisfy({ (48...57) ~= $0 }) { id = words.removeFirst() }
    guard let name = words.first else { return answer("?", id, "no command") }
    let command = GTPCommand(id: id, name: name, arguments: Array(words.dropFirst()))
    do {
      if let text = try perform(command) { answer("=", id, text) }
    } catch {
      answer("?", id, "\(error)")
    }
    if settings.ponders, name.hasPrefix("genmove") { ponder() }
  }

  private func answer(_ mark: String, _ id: String, _ text: String) {
    let body = text.split(separator: "\n").joined(separator: "\n")
    let isSent = channel.send("\(mark)\(id)\(body.isEmpty && id.isEmpty ? "" : " ")\(body)\n")
    if !isSent { hasEnded = true }
  }

  /// The names of all commands.
  var commandNames: [String] {
    let common = [
      "boardsize", "clear_board", "genmove", "known_command", "list_commands", "lz-analyze",
      "lz-genmove_analyze", "kata-analyze", "kata-genmove_analyze", "name", "play",
      "protocol_version", "quit", "reg_genmove", "showboard", "time_left", "time_settings", "undo",
      "version", "kgs-time_settings", "stop",
    ]
    return (initial is Go ? common + goCommandNames : common).sorted()
  }

  /// The text of a successful answer; nil where the command has answered itself.
  private func perform(_ command: GTPCommand) throws -> String? {
    switch command.name {
    case "protocol_version": return "2"
    case "name": return settings.name
    case "version": return settings.version
    case "known_command":
      return commandNames.contains(try command.word(0, "a command")) ? "true" : "false"
    case "list_commands": return commandNames.joined(separator: "\n")
    case "quit":
      hasEnded = true
      return ""
    case "stop": return ""
    case "boardsize": try setSize(command.integer(0, "a size"))
    case "clear_board":
      initial = initial as? Go == nil ? initial : freshGo() ?? initial
      begin(Course(start: initial))
    case "play": try play(command)
    case "undo":
      guard let before = past.popLast() else { throw EngineFault("cannot undo") }
      course = before
    case "genmove", "reg_genmove": return try generate(command, keeps: command.name == "genmove")
    case "lz-analyze", "kata-analyze":
      try analyze(command)
      return nil
    case "lz-genmove_analyze", "kata-genmove_analyze":
      try generateWithAnalysis(command)
      return nil
    case "showboard":
      return "\n" + course.position.picture(lastAction: course.actions.last, colors: false)
    case "time_settings", "time_left", "kgs-time_settings": try time.read(command, in: initial)
    default:
      if initial is Go, let text = try performGo(command) { return text }
      throw EngineFault("unknown command")
    }
    return ""
  }

  private func setSize(_ size: Int) throws {
    let names = ["\(baseName)-\(size)", baseName]
    for name in names {
      guard let game = settings.game(name), let start = game.start as? Position else { continue }
      let commands = GTPSetup.commands(start)
      if commands[0] == "boardsize \(size)" || name != baseName && commands.count == 1 {
        initial = start
        if let go = start as? Go, let old = course.start as? Go,
          let kept = go.with(old.rules) as? Position
        {
          initial = kept
        }
        begin(Course(start: initial))
        return
      }
    }
    throw EngineFault("unacceptable size")
  }

  func begin(_ course: Course<Position>) {
    self.course = course
    past = []
    time.restart()
    player.startGame()
  }

  private func play(_ command: GTPCommand) throws {
    let mover = try command.player(0, in: initial)
    let word = try command.word(1, "a move")
    if word.lowercased() == "resign" { return }
    let before = course
    try giveTurn(to: mover)
    do throws(NotationError) {
      course.play(try course.position.action(from: word))
      past.append(before)
    } catch {
      course = before
      throw EngineFault("illegal move: \(error.reason)")
    }
  }

  /// Makes a player the one to move; Go lets anybody play at any time.
  private func giveTurn(to player: Int) throws {
    if course.position.turn == .player(player) { return }
    if let go = course.position as? Go, let turned = go.restarted(mover: player) as? Position {
      course = Course(start: turned)
      return
    }
    if course.position.turn == .finished { throw EngineFault("illegal move: the game is over") }
    let name = GTPColour.name(1 - player, in: initial)
    throw EngineFault("illegal move: \(name) is to move")
  }

  // MARK: Thinking

  private func generate(_ command: GTPCommand, keeps: Bool) throws -> String {
    let mover = try command.player(0, in: initial)
    let before = course
    try giveTurn(to: mover)
    let decision = try think(mover: mover, report: nil)
    guard case .play(let action) = decision.choice else {
      course = before
      return "resign"
    }
    let text = course.position.text(of: action)
    if keeps {
      course.play(action)
      past.append(before)
    } else {
      course = before
    }
    return text
  }

  private func think(
    mover: Int, report: ((Analysis<Position.Action>) -> Void)?
  ) throws -> Decision<Position.Action> {
    var limits = PlayerLimits<Position.Action>()
    limits.seconds = time.budget(player: mover, moves: expectedMoves)
    limits.stopsWhenDecided = report == nil
    let started = settings.now()
    defer { time.spend(settings.now() - started, player: mover) }
    return try player.choose(
      in: course, limits: limits,
      deliberation: Deliberation(now: settings.now, deadline: { .infinity }, report: report))
  }

  /// How many moves of one player a game may still take.
  private var expectedMoves: Int {
    guard let go = course.position as? Go else { return 30 }
    return max(12, go.pointCount * 2 / 5 - go.moveCount / 2)
  }

  private func ponder() {
    guard course.mover != nil, !hasInput else { return }
    var limits = PlayerLimits<Position.Action>()
    limits.isInfinite = true
    _ = try? player.choose(
      in: course, limits: limits,
      deliberation: Deliberation(
        now: settings.now, deadline: { [self] in hasInput ? -.infinity : .infinity }))
  }

  private func analyze(_ command: GTPCommand) throws {
    let request = try GTPAnalysisRequest(command, in: initial)
    if let mover = request.player { try? giveTurn(to: mover) }
    guard course.mover != nil else { throw EngineFault("the game is over") }
    guard channel.send("=\(command.id)") else { return }
    var limits = PlayerLimits<Position.Action>()
    limits.isInfinite = true
    limits.lines = request.lines
    lastReport = settings.now()
    let decision = try? player.choose(
      in: course, limits: limits,
      deliberation: Deliberation(
        now: settings.now, deadline: { [self] in hasInput ? -.infinity : .infinity },
        report: { [self] analysis in reportNow(analysis, request) }))
    if let decision { show(decision.analysis, request) }
    // A player that is done early waits for the line that ends the analysis.
    while !hasInput { waitForInput() }
    if !channel.send("") { hasEnded = true }
  }

  private func waitForInput() {
    switch channel.next(waiting: .infinity) {
    case .line(let line): pending.append(line)
    case .nothing: break
    case .flood, .end: hasEnded = true
    }
  }

  private func generateWithAnalysis(_ command: GTPCommand) throws {
    let request = try GTPAnalysisRequest(command, in: initial)
    let mover = try command.player(0, in: initial)
    let before = course
    try giveTurn(to: mover)
    guard channel.send("=\(command.id)") else { return }
    lastReport = settings.now()
    do {
      let decision = try think(mover: mover) { [self] in reportNow($0, request) }
      show(decision.analysis, request)
      if case .play(let action) = decision.choice {
        _ = channel.send("play \(course.position.text(of: action))\n")
        course.play(action)
        past.append(before)
      } else {
        _ = channel.send("play resign\n")
      }
    } catch {
      course = before
      _ = channel.send("\n")
    }
  }

  private func reportNow(_ analysis: Analysis<Position.Action>, _ request: GTPAnalysisRequest) {
    guard request.interval > 0, settings.now() - lastReport >= request.interval else { return }
    lastReport = settings.now()
    show(analysis, request)
  }

  private func show(_ analysis: Analysis<Position.Action>, _ request: GTPAnalysisRequest) {
    let line = request.line(analysis, at: course.position)
    if !line.isEmpty, !channel.send(line) { hasEnded = true }
  }
}

/// A command and its arguments.
struct GTPCommand {
  let id: String
  let name: String
  let arguments: [String]

  func word(_ index: Int, _ expected: String) throws -> String {
    guard index < arguments.count else { throw EngineFault("\(name) needs \(expected)") }
    return arguments[index]
  }

  func integer(_ index: Int, _ expected: String) throws -> Int {
    guard let number = Int(try word(index, expected)), abs(number) < 1 << 40 else {
      throw EngineFault("'\(arguments[index])' is not \(expected)")
    }
    return number
  }

  func player(_ index: Int, in game: some Game) throws -> Int {
    let word = try word(index, "a colour")
    guard let player = GTPColour.player(word, in: game) else {
      throw EngineFault("'\(word)' is not a colour; expected black or white")
    }
    return player
  }
}
