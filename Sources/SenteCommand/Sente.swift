import ArgumentParser
import SenteEnvironments
import SenteGames
import SentePrimitives
import SenteTraining

/// The command: every subcommand is a file of its own.
@main
struct Sente: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sente",
    abstract: "Deep reinforcement learning in one native program.",
    discussion: """
      A first run:        sente train
      What there is:      sente env list
      Another world:      sente train ppo Pendulum-v1
      Compare runs:       sente compare runs/*
      Watch it:           sente play runs/ppo-CartPole-v1
      Look at a game:     sente game show chess
      Play one:           sente play chess
      Let players meet:   sente match greedy random --game othello
      On your own board:  sente engine chess
      """,
    version: "0.1.0",
    subcommands: [
      TrainCommand.self, EvaluateCommand.self, CompareCommand.self, PlayCommand.self,
      EnvironmentCommand.self, AnalyzeCommand.self,
      MatchCommand.self, EngineCommand.self, GameCommand.self, PerftCommand.self, BenchCommand.self,
    ])

  /// Does what the command line says. What the parser refuses becomes one line with a pointer to help,
  /// where its own answer takes several.
  static func main() {
    Terminal.holdStandardDescriptors()
    do {
      try refuseUnknownCommand(CommandLine.arguments.dropFirst())
      var command = try parseAsRoot()
      try command.run()
    } catch {
      let isRefusal = !(error is ExitCode) && exitCode(for: error) == .validationFailure
      guard isRefusal else { exit(withError: error) }
      let hint = fullMessage(for: error).split(separator: "\n").last ?? ""
      let pointer = hint.firstRange(of: "See '").map { "; see '\(hint[$0.upperBound...])" } ?? ""
      Terminal.error(
        "sente: \(message(for: error))\(pointer.replacing(" for more information.", with: ""))")
      exit(withError: ExitCode.validationFailure)
    }
  }

  /// The parser calls a mistyped command an unexpected argument; this names the nearest one.
  private static func refuseUnknownCommand(_ arguments: ArraySlice<String>) throws {
    var command: any ParsableCommand.Type = Sente.self
    var path: [String] = []
    for name in arguments {
      let commands = command.configuration.subcommands
      guard !commands.isEmpty, !name.hasPrefix("-"), name != "help" else { return }
      guard let next = commands.first(where: { commandName($0) == name }) else {
        throw ValidationError(
          "unknown command '\((path + [name]).joined(separator: " "))'"
            + suggestion(for: name, among: commands.map(commandName)))
      }
      command = next
      path.append(name)
    }
  }

  private static func commandName(_ command: any ParsableCommand.Type) -> String {
    command.configuration.commandName ?? "\(command)".lowercased()
  }
}

/// Ends the command with one line on standard error.
struct Failure: Error {
  /// The exit status of a wrong command line, as `sysexits.h` has it.
  static let usage: Int32 = 64

  let message: String
  let status: Int32

  /// Something in the world went wrong.
  init(_ error: any Error) {
    message = "\(error)"
    status = error is SettingError ? Failure.usage : 1
  }

  /// What was measured is not what it must be.
  init(message: String) {
    self.message = message
    status = 1
  }

  /// The command line was wrong.
  init(usage message: String) {
    self.message = message
    status = Failure.usage
  }
}

/// Runs the body of a command; an error becomes one line on standard error and an exit status.
func reporting(_ body: () throws -> Void) throws {
  do {
    try body()
  } catch let code as ExitCode {
    throw code
  } catch {
    let failure = error as? Failure ?? Failure(error)
    Terminal.error("sente: \(failure.message)")
    throw ExitCode(failure.status)
  }
}

/// The environment with an id; the nearest name is offered when there is none.
func environment(_ id: String) throws -> EnvironmentSpecification {
  guard let environment = EnvironmentCatalogue.standard[id] else {
    throw unknown(
      "environment", id, among: EnvironmentCatalogue.standard.ids, list: "sente env list")
  }
  return environment
}

/// The game with a name, or that of a run of self-play; the nearest name is offered when there is none.
func game(_ name: String) throws -> NamedGame {
  let catalogue = GameCatalogue.standard
  if let game = catalogue[name] { return game }
  if let player = try PlayerChoice.run(of: name) { return try player.game() }
  if let entry = catalogue.entries.first(where: { name.hasPrefix($0.name + "-") }) {
    let allowed = entry.sizes.isEmpty ? "'\(entry.name)' alone" : "\(entry.name)-\(entry.sizes)"
    throw Failure(usage: "unknown game '\(name)'; there is \(allowed)")
  }
  throw unknown("game", name, among: catalogue.names, list: "sente game list")
}

/// The failure that a name is none of those there are; where there are many and none is near, it names
/// the command that lists them.
func unknown(_ kind: String, _ name: String, among names: [String], list: String) -> Failure {
  let hint = suggestion(for: name, among: names)
  return Failure(usage: "unknown \(kind) '\(name)'\(hint.isEmpty ? "; see '\(list)'" : hint)")
}

/// Refuses a number out of range.
func check<Number: Comparable>(
  _ name: String, _ value: Number, in range: ClosedRange<Number>
) throws {
  guard range.contains(value) else {
    throw Failure(usage: "\(name) is \(value), but must lie in \(range)")
  }
}

/// A pool of `threads` threads; nil for one.
func makePool(_ threads: Int) throws -> ThreadPool? {
  try check("threads", threads, in: 1...256)
  return threads > 1 ? ThreadPool(threads: threads) : nil
}
