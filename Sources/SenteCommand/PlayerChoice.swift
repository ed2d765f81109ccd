import SenteCompute
import SenteEngines
import SenteGames
import SentePrimitives
import SenteRuns
import SenteSearch
import SenteSelfPlay
import SenteTraining

/// A player as commands take it: a word of `PlayerWord`, or the folder of a run of self-play, with
/// settings in brackets where wanted: `runs/c4[simulations=600]`.
struct PlayerChoice {
  /// The words as they were written.
  let text: String
  private let kind: Kind

  private enum Kind {
    case word(PlayerWord)
    case run(path: String, NetworkPlayerSettings)
  }

  static let settings = [
    "simulations", "seconds", "exploration", "leaves", "memory", "precision",
  ]
  /// What runs are, for lists of help.
  static let summary =
    "the folder of a run of self-play, as runs/c4[simulations=600] (simulations, seconds,"
    + " exploration, leaves in a batch, memory in MiB, precision)"

  /// Reads a player. A text with a slash is a folder's path, and so is the name of a folder that is no
  /// word for a player.
  init(_ text: String) throws {
    self.text = text
    let path = String(text.prefix { $0 != "[" })
    if !path.contains("/") || text.contains(":") {
      do {
        kind = .word(try PlayerWord(text))
        return
      } catch {
        guard try RunFolder.exists(at: path) else { throw error }
      }
    }
    kind = .run(path: path, try PlayerChoice.read(text.dropFirst(path.count), of: text))
  }

  /// The run of self-play that a text names where a game is expected; nil when it names none.
  static func run(of text: String) throws -> PlayerChoice? {
    let path = String(text.prefix { $0 != "[" })
    guard GameCatalogue.standard[text] == nil, try RunFolder.exists(at: path) else { return nil }
    let choice = try PlayerChoice(text)
    guard case .run(let path, _) = choice.kind else { return nil }
    // What is wrong with other folders is for those to say who read them.
    let isRun = try? RunFolder(opening: path).isSelfPlay()
    return isRun == true ? choice : nil
  }

  /// The game that the run has learned.
  func game() throws -> NamedGame {
    guard case .run(let path, _) = kind else { throw Failure(usage: "'\(text)' is no run") }
    let name = try RunFolder(opening: path).selfPlayConfiguration().game
    guard let game = GameCatalogue.standard[name] else {
      throw Failure(message: "\(path) has learned \(name), which there is no more")
    }
    return game
  }

  private static func read(_ rest: Substring, of text: String) throws -> NetworkPlayerSettings {
    var settings = NetworkPlayerSettings()
    if rest.isEmpty { return settings }
    guard rest.last == "]" else {
      throw Failure(usage: "'\(text)': the bracket is never closed")
    }
    for part in rest.dropFirst().dropLast().split(whereSeparator: { $0 == ";" || $0 == "," }) {
      let words = part.split(separator: "=", maxSplits: 1).map(String.init)
      guard words.count == 2 else {
        throw Failure(
          usage: "'\(text)': '\(part)' is no setting; expected name=value with"
            + " \(Self.settings.joined(separator: ", "))")
      }
      try settings.set(words[0], words[1], of: text)
    }
    return settings
  }

  /// The player.
  ///
  /// - Parameters: as those of `PlayerWord.makePlayer`.
  func makePlayer<Position: PicturedGame>(
    for initial: Position, game: String, random: RandomStream, surroundings: EngineSurroundings,
    memory: Int? = nil, grace: Double = 1
  ) throws -> any Player<Position> {
    switch kind {
    case .word(let word):
      return try word.makePlayer(
        for: initial, game: game, random: random, surroundings: surroundings, memory: memory,
        grace: grace)
    case .run(let path, var settings):
      if let memory { settings.memory = memory << 20 }
      let run = try selfPlayRun(path)
      guard run.configuration.game == game else {
        throw Failure(
          message: "\(path) has learned \(run.configuration.game), it cannot play \(game)")
      }
      var random = random
      let player = run.network.player(
        of: Position.self, name: path, settings: settings, seed: random.next())
      guard let player else { throw Failure(message: "\(path) cannot play \(game)") }
      return player
    }
  }
}

extension NetworkPlayerSettings {
  /// Replaces one setting of a player's word.
  fileprivate mutating func set(_ name: String, _ value: String, of text: String) throws {
    func number<Number: LosslessStringConvertible & Comparable>(
      in range: ClosedRange<Number>
    ) throws -> Number {
      guard let number = Number(value), range.contains(number) else {
        throw Failure(
          usage: "'\(text)': \(name) is '\(value)', but must be a number from \(range.lowerBound)"
            + " to \(range.upperBound)")
      }
      return number
    }
    switch name {
    case "simulations": simulations = try number(in: 1...1_000_000_000)
    case "seconds":
      seconds = try number(in: 0.001...86_400)
      simulations = nil
    case "exploration": exploration = try number(in: 0...1000)
    case "leaves": leaves = try number(in: 1...256)
    case "memory": memory = try number(in: 1...65_536) << 20
    case "precision":
      guard let known = Trace.Precision(rawValue: value) else {
        let allowed = Trace.Precision.allCases.map(\.rawValue).joined(separator: " or ")
        throw Failure(usage: "'\(text)': precision is '\(value)', but must be \(allowed)")
      }
      precision = known
    default:
      let near = suggestion(for: name, among: PlayerChoice.settings)
      throw Failure(
        usage: "a run has no setting '\(name)'"
          + (near.isEmpty ? "; it has \(PlayerChoice.settings.joined(separator: ", "))" : near))
    }
  }
}

/// What a run of self-play has learned; damaged checkpoints are reported and passed over.
func selfPlayRun(_ path: String, pool: ThreadPool? = nil) throws -> SelfPlayRun {
  let folder = try RunFolder(opening: path)
  guard try folder.isSelfPlay() else {
    throw Failure(message: "\(path) is no run of self-play; 'sente play \(path)' shows its agent")
  }
  return try SelfPlayRun(run: path, pool: pool) { problem in
    Terminal.error("sente: \(problem); using the one before it")
  }
}
