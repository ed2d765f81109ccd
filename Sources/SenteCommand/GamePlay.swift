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

/// A game between a person at the terminal and a player.
struct GamePlay<Position: PicturedGame> {
  private let name: String
  private var opponent: any Player<Position>
  private var course: Course<Position>
  /// Which player the person is; nil to watch the opponent play both sides.
  private let person: Int?
  private let seconds: Double?
  private let channel = DescriptorChannel(input: STDIN_FILENO, output: STDOUT_FILENO)
  private var hasEnded = false

  init(
    _ name: String, start: Position, opponent: any Player<Position>, person: Int?, seconds: Double?
  ) {
    self.name = name
    self.opponent = opponent
    self.person = person
    self.seconds = seconds
    course = Course(start: start)
  }

  /// Plays until the game is over or the person leaves.
  mutating func run() throws {
    opponent.startGame()
    say(
      "\(name) against \(opponent.name). A move, or: help, undo, hint, analyze, moves, resign, quit."
    )
    show()
    while !hasEnded {
      switch course.position.turn {
      case .finished:
        // The picture has said how; a person may still take the last moves back.
        if person == nil || !readCommand(isOver: true) { return }
      case .chance: drawChance()
      case .player(let mover) where mover == person || course.position.playerCount == 1:
        if !readCommand(isOver: false) { return }
      case .player: try reply()
      }
    }
  }

  private var random = RandomStream(seed: 1, role: "play chance")

  private mutating func drawChance() {
    guard let action = course.position.drawChance(using: &random) else { return }
    course.play(action)
    show()
  }

  private func say(_ text: String) { Terminal.output(text) }

  private func show() {
    Terminal.output(
      "\n"
        + course.position.picture(
          lastAction: course.actions.last, colors: Terminal.outputIsTerminal))
  }

  private mutating func think(lines: Int = 1) throws(PlayerFailure) -> Decision<Position.Action> {
    var limits = PlayerLimits<Position.Action>(seconds: seconds)
    limits.lines = lines
    limits.stopsWhenDecided = lines == 1
    let surroundings = Terminal.surroundings
    return try opponent.choose(
      in: course, limits: limits,
      deliberation: Deliberation(
        now: surroundings.now,
        deadline: { surroundings.isInterrupted() ? -.infinity : .infinity }))
  }

  private mutating func reply() throws {
    let decision = try think()
    if let signal = Interruption.received { throw Interruption.status(signal) }
    guard case .play(let action) = decision.choice else {
      say("\(opponent.name) resigns.")
      hasEnded = true
      return
    }
    let text = MoveNotation.text(of: action, in: course.position)
    course.play(action)
    show()
    say("\(opponent.name) plays \(text)")
  }

  /// Reads one line; false at the end of input.
  private mutating func readCommand(isOver: Bool) -> Bool {
    _ = Terminal.write(
      isOver ? "over (undo or quit)> " : "\(course.actions.count + 1)> ", to: STDOUT_FILENO)
    let line: String
    switch channel.next(waiting: .infinity) {
    case .line(let text): line = text
    case .nothing: return Interruption.received == nil
    case .end, .flood:
      say("")
      return false
    }
    let words = line.split(whereSeparator: \.isWhitespace).map(String.init)
    guard let word = words.first else { return true }
    switch word.lowercased() {
    case "help", "?", "h": say(help)
    case "quit", "exit", "q": return false
    case "undo", "u": undo()
    case "hint": advise(lines: 1)
    case "analyze", "analyse": advise(lines: 5)
    case "board", "b": show()
    case "position": say(course.position.text)
    case "moves":
      say(
        course.position.legalActions.map { MoveNotation.text(of: $0, in: course.position) }
          .joined(separator: " "))
    case "resign":
      say("You resign.")
      return false
    default: play(words.joined(separator: " "), isOver: isOver)
    }
    return true
  }

  private var help: String {
    """
    a move     in the game's notation\(course.position is Chess ? ", as Nf3 or g1f3" : "")
    moves      all legal moves
    undo       takes back to your last move
    hint       what \(opponent.name) would play in your place
    analyze    the best five moves with value and line
    board      the board once more
    position   the position as text
    resign     gives the game up
    quit       leaves
    """
  }

  private mutating func play(_ text: String, isOver: Bool) {
    if isOver { return say("the game is over") }
    do throws(NotationError) {
      course.play(try MoveNotation.action(from: text, in: course.position))
      show()
    } catch {
      say("\(error.reason); 'moves' lists what is legal, 'help' the commands")
    }
  }

  /// Goes back to the person's move before.
  private mutating func undo() {
    guard course.undo() else { return say("there is nothing to take back") }
    while course.mover != person, course.position.playerCount > 1, course.undo() {}
    show()
  }

  private mutating func advise(lines: Int) {
    guard course.mover != nil else { return say("the game is over") }
    do {
      let decision = try think(lines: lines)
      if lines == 1, case .play(let action) = decision.choice {
        say("\(opponent.name) would play \(MoveNotation.text(of: action, in: course.position))")
      } else {
        say(AnalysisTable(decision.analysis, at: course.position, lines: lines).text)
      }
    } catch {
      say("\(error)")
    }
  }
}

extension Game {
  /// An outcome of chance, drawn by its probability; nil where chance has no turn.
  fileprivate func drawChance(using random: inout RandomStream) -> Action? {
    guard let game = self as? any ChanceGame else { return nil }
    return game.draw(using: &random) as? Action
  }
}

extension ChanceGame {
  fileprivate func draw(using random: inout RandomStream) -> Action? {
    var outcomes: [(action: Action, probability: Double)] = []
    appendChanceOutcomes(to: &outcomes)
    var rest = random.uniform()
    for outcome in outcomes {
      rest -= outcome.probability
      if rest < 0 { return outcome.action }
    }
    return outcomes.last?.action
  }
}
