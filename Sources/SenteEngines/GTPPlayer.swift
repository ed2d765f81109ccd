public import SenteGames
import SentePrimitives
public import SenteSearch

/// An external engine that speaks the Go Text Protocol (version 2), in Go or another game of two.
///
/// Source: Gunnar Farnebäck (2002), Specification of the Go Text Protocol, version 2, draft 2.
public struct GTPPlayer<Position: Game>: Player {
  private let dialogue: EngineDialogue
  private let initial: Position
  /// Seconds for a move where no limit says how many.
  private let timeout: Double
  private let grace: Double
  /// What the engine's board holds; nil before the first game.
  private var played: [Position.Action]?
  private var commands: Set<String> = []
  private var title: String?
  private var timeSettings = ""

  /// An engine started by a command.
  ///
  /// - Parameters:
  ///   - initial: the position in which the game begins by its rules.
  ///   - timeout: the most seconds for a move where nothing else limits it.
  ///   - grace: how many seconds beyond a limit are waited before the engine is ended.
  public init(
    command: [String], initial: Position, timeout: Double, grace: Double,
    surroundings: EngineSurroundings
  ) {
    dialogue = EngineDialogue(command: command, farewell: "quit", surroundings: surroundings)
    self.initial = initial
    self.timeout = timeout
    self.grace = grace
  }

  /// The name that the engine gives itself, or its program's.
  public var name: String { title ?? dialogue.program }

  /// Nothing: the board is set up when the first move is asked for.
  public mutating func startGame() { played = nil }

  /// Brings the engine's board up to date and asks it for a move.
  public mutating func choose(
    in course: Course<Position>, limits: PlayerLimits<Position.Action>,
    deliberation: Deliberation<Position.Action>
  ) throws(PlayerFailure) -> Decision<Position.Action> {
    let actions = try allActions(course)
    if !dialogue.isOpen { try start() }
    try synchronize(actions)
    let colour = GTPColour.name(course.mover ?? 0, in: initial)
    try announceTime(limits, colour, player: course.mover ?? 0)
    let allowed =
      limits.seconds ?? limits.clock.map { $0.remaining[course.mover ?? 0] + $0.byoyomi }
    let answer = try ask("genmove \(colour)", within: allowed.map { $0 + grace } ?? timeout)
    let word = answer.split(separator: " ").first.map(String.init) ?? ""
    if word.lowercased() == "resign" { return Decision(.resign) }
    do {
      let action = try course.position.action(from: word)
      played?.append(action)
      return Decision(.play(action))
    } catch {
      played = nil
      throw .illegal("\(dialogue.program) plays '\(word.prefix(40))': \(error.reason)")
    }
  }

  /// The actions from the beginning of the game; Go keeps those before the course in its position.
  private func allActions(_ course: Course<Position>) throws(PlayerFailure) -> [Position.Action] {
    if course.start == initial { return course.actions }
    if let go = course.start as? Go, let moves = go.moves as? [Position.Action] {
      var replayed = initial
      for move in moves where replayed.isLegal(move) { replayed.apply(move) }
      if replayed == course.start { return moves + course.actions }
    }
    throw .crash("GTP cannot set up the position in which this game begins")
  }

  private mutating func start() throws(PlayerFailure) {
    played = nil
    timeSettings = ""
    try dialogue.open()
    // The answer spans several lines, all of which are commands.
    commands = Set(
      try ask("list_commands").split(whereSeparator: \.isWhitespace).map(String.init))
    let (title, version) = (try ask("name"), commands.contains("version") ? try ask("version") : "")
    self.title = "\(title) \(version)".prefix(80).split(separator: "\n").first.map(String.init)
  }

  private mutating func synchronize(_ actions: [Position.Action]) throws(PlayerFailure) {
    var known = played ?? []
    if played == nil || !actions.starts(with: known) {
      for command in GTPSetup.commands(initial) { try ask(command) }
      known = []
    }
    var position = initial
    for (number, action) in actions.enumerated() {
      guard case .player(let player) = position.turn else { break }
      if number >= known.count {
        let colour = GTPColour.name(player, in: initial)
        try ask("play \(colour) \(position.text(of: action))")
      }
      position.apply(action)
    }
    played = actions
  }

  private mutating func announceTime(
    _ limits: PlayerLimits<Position.Action>, _ colour: String, player: Int
  ) throws(PlayerFailure) {
    var settings = ""
    if let seconds = limits.seconds {
      settings = "time_settings 0 \(max(1, Int(seconds))) 1"
    } else if let clock = limits.clock {
      settings = "time_settings \(Int(clock.remaining.max() ?? 0)) 0 0"
    }
    guard !settings.isEmpty, commands.contains("time_settings") else { return }
    if timeSettings.isEmpty || limits.clock == nil && settings != timeSettings {
      try ask(settings)
      timeSettings = settings
    }
    if let clock = limits.clock, commands.contains("time_left") {
      try ask("time_left \(colour) \(Int(clock.remaining[player])) 0")
    }
  }

  /// Sends a command and returns the answer's text; an answer that is a failure throws.
  @discardableResult
  private func ask(_ command: String, within seconds: Double? = nil) throws(PlayerFailure) -> String
  {
    try dialogue.send(command)
    var lines: [String] = []
    let (isFailure, text) = try dialogue.receive(
      within: seconds ?? dialogue.surroundings.patience, to: command
    ) { line -> (Bool, String)? in
      // Blank lines and chatter before the answer are passed over; a blank line ends it.
      if lines.isEmpty, !line.hasPrefix("="), !line.hasPrefix("?") { return nil }
      if !line.isEmpty {
        lines.append(line)
        return nil
      }
      let body = lines.joined(separator: "\n")
      let trimmed = body.dropFirst().drop { $0.isNumber }.drop { $0 == " " }
      return (body.hasPrefix("?"), String(trimmed))
    }
    if isFailure {
      try dialogue.fail(.crash("\(dialogue.program) refuses '\(command)': \(text.prefix(100))"))
    }
    return text
  }
}

/// The colours of a game's players in GTP.
enum GTPColour {
  /// Black is player 0, but for chess, where White begins.
  static func name(_ player: Int, in game: some Game) -> String {
    (player == 0) == (game is Chess) ? "white" : "black"
  }

  /// The player of a colour: `b`, `black`, `w` or `white` in either case; nil for other words.
  static func player(_ word: some StringProtocol, in game: some Game) -> Int? {
    switch word.lowercased() {
    case "b", "black": game is Chess ? 1 : 0
    case "w", "white": game is Chess ? 0 : 1
    default: nil
    }
  }
}

/// How the board of a game is set up in GTP.
enum GTPSetup {
  static func commands(_ initial: some Game) -> [String] {
    var commands = ["clear_board"]
    switch initial {
    case let go as Go:
      commands = ["boardsize \(go.size)"] + commands
      let halves = go.rules.komiHalves
      commands.append("komi \(Double(halves) / 2)")
    case let hex as Hex: commands = ["boardsize \(hex.size)"] + commands
    case let othello as Othello: commands = ["boardsize \(othello.size)"] + commands
    default: break
    }
    return commands
  }
}
