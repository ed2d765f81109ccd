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
      Watch it:           sente play runs/ppo-CartPole-v1
      Look at a game:     sente game show chess
      """,
    version: "0.1.0",
    subcommands: [
      TrainCommand.self, EvaluateCommand.self, PlayCommand.self, EnvironmentCommand.self,
      GameCommand.self, PerftCommand.self, BenchCommand.self,
    ])
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
    throw Failure(
      usage: "unknown environment '\(id)'"
        + suggestion(for: id, among: EnvironmentCatalogue.standard.ids))
  }
  return environment
}

/// The game with a name; the nearest name is offered when there is none.
func game(_ name: String) throws -> NamedGame {
  guard let game = GameCatalogue.standard[name] else {
    let catalogue = GameCatalogue.standard
    if let entry = catalogue.entries.first(where: { name.hasPrefix($0.name + "-") }) {
      let allowed = entry.sizes.isEmpty ? "'\(entry.name)' alone" : "\(entry.name)-\(entry.sizes)"
      throw Failure(usage: "unknown game '\(name)'; there is \(allowed)")
    }
    throw Failure(
      usage: "unknown game '\(name)'" + suggestion(for: name, among: catalogue.names))
  }
  return game
}

/// A pool of `threads` threads; nil for one.
func makePool(_ threads: Int) throws -> ThreadPool? {
  guard 1...256 ~= threads else {
    throw Failure(usage: "threads is \(threads), but must lie in 1...256")
  }
  return threads > 1 ? ThreadPool(threads: threads) : nil
}
