public import SenteGames
public import SentePrimitives
public import SenteSearch

/// A player as a word on the command line: `random`, `alphabeta:depth=4`, `gtp:"gnugo --mode gtp"`.
///
/// A kind, then a colon and what it needs: settings divided by commas for Sente's own players, a
/// command for external engines. Those take settings in brackets before the colon, divided by
/// semicolons, as `uci[Skill Level=0;depth=6]:stockfish`: `depth`, `nodes`, `seconds` and `timeout`
/// are Sente's, all others are options of the engine.
public struct PlayerWord: Hashable, Sendable {
  /// What kinds of players there are.
  public enum Kind: String, CaseIterable, Sendable {
    case random, greedy, alphabeta, uct, rave, gtp, uci, usi

    /// What the kind is and what it can be told, for lists of help.
    public var summary: String {
      switch self {
      case .random: "any legal action (seed)"
      case .greedy: "the action with the best value at once (seed)"
      case .alphabeta: "alpha-beta (depth, nodes, seconds, memory in MiB)"
      case .uct:
        "Monte Carlo tree search with random rollouts (simulations, seconds, exploration, memory"
          + " in MiB, seed)"
      case .rave: "the same for Go with rapid action value estimates and light playouts"
      case .gtp: "an engine that speaks GTP (timeout)"
      case .uci: "a chess engine that speaks UCI (its options; depth, nodes, seconds, timeout)"
      case .usi: "a shogi engine that speaks USI (its options; depth, nodes, seconds, timeout)"
      }
    }

    /// What a number alone sets, as in `alphabeta:4`.
    var leadingSetting: String? {
      switch self {
      case .alphabeta: "depth"
      case .uct, .rave: "simulations"
      default: nil
      }
    }

    var settings: [String] {
      switch self {
      case .random, .greedy: ["seed"]
      case .alphabeta: ["depth", "nodes", "seconds", "memory"]
      case .uct: ["simulations", "seconds", "exploration", "memory", "seed"]
      case .rave: ["simulations", "seconds", "memory", "seed"]
      case .gtp: ["timeout"]
      case .uci, .usi: ["depth", "nodes", "seconds", "timeout"]
      }
    }

    var isExternal: Bool { self == .gtp || self == .uci || self == .usi }
  }

  /// The word as it was written.
  public let text: String
  /// What kind of player it names.
  public let kind: Kind
  /// The settings in the order in which they were written.
  private let settings: [Setting]
  /// The words of an external engine's command.
  public let command: [String]

  private struct Setting: Hashable, Sendable {
    let name: String
    let value: String
  }

  /// Reads a word.
  public init(_ text: String) throws(PlayerWordError) {
    self.text = text
    let head = text.prefix { $0.isLetter || $0.isNumber || $0 == "-" }
    guard let kind = Kind(rawValue: String(head)) else {
      let names = Kind.allCases.map(\.rawValue)
      let near = suggestion(for: String(head), among: names)
      throw PlayerWordError(
        "unknown player '\(text)'"
          + (near.isEmpty ? "; there are \(names.joined(separator: ", "))" : near))
    }
    self.kind = kind
    var rest = text[head.endIndex...]
    var settings: [Setting] = []
    if kind.isExternal, rest.first == "[" {
      guard let end = rest.firstIndex(of: "]") else {
        throw PlayerWordError("'\(text)': the bracket after '\(head)' is never closed")
      }
      let inside = rest[rest.index(after: rest.startIndex)..<end]
      for part in inside.split(separator: ";") { settings.append(try Self.setting(part, kind)) }
      rest = rest[rest.index(after: end)...]
    }
    guard rest.isEmpty || rest.first == ":" else {
      throw PlayerWordError("'\(text)': expected ':' after '\(head)'")
    }
    rest = rest.dropFirst()
    if kind.isExternal {
      command = try commandWords(rest)
      guard !command.isEmpty else {
        throw PlayerWordError("'\(text)' names no command; expected \(kind.rawValue):COMMAND")
      }
    } else {
      command = []
      for part in rest.split(separator: ",") { settings.append(try Self.setting(part, kind)) }
    }
    self.settings = settings
  }

  private static func setting(
    _ part: Substring, _ kind: Kind
  ) throws(PlayerWordError) -> Setting {
    guard let equals = part.firstIndex(of: "=") else {
      if let name = kind.leadingSetting, !part.isEmpty {
        return Setting(name: name, value: String(part))
      }
      throw PlayerWordError(
        "'\(part)' is no setting of \(kind.rawValue); expected name=value with"
          + " \(kind.settings.joined(separator: ", "))")
    }
    let name = part[..<equals].description.trimmingSpaces
    if kind != .uci, kind != .usi, !kind.settings.contains(String(name)) {
      let near = suggestion(for: String(name), among: kind.settings)
      throw PlayerWordError(
        "\(kind.rawValue) has no setting '\(name)'"
          + (near.isEmpty ? "; it has \(kind.settings.joined(separator: ", "))" : near))
    }
    return Setting(name: String(name), value: String(part[part.index(after: equals)...]))
  }

  private func number<Number: LosslessStringConvertible & Comparable>(
    _ name: String, in range: ClosedRange<Number>
  ) throws(PlayerWordError) -> Number? {
    guard let setting = settings.last(where: { $0.name == name }) else { return nil }
    guard let number = Number(setting.value), range.contains(number) else {
      throw PlayerWordError(
        "'\(text)': \(name) is '\(setting.value)', but must be a number from \(range.lowerBound)"
          + " to \(range.upperBound)")
    }
    return number
  }

  private func limits<Action>() throws(PlayerWordError) -> PlayerLimits<Action> {
    PlayerLimits(
      simulations: try number("nodes", in: 1...Int.max), depth: try number("depth", in: 1...100),
      seconds: try number("seconds", in: 0.001...86_400))
  }

  /// The strongest of Sente's own players of a game.
  public static func usual(for game: any Game) -> String {
    switch game {
    case is Chess, is Shogi, is Othello: "alphabeta"
    case is Go: "rave"
    default: "uct"
    }
  }

  /// The player that the word names.
  ///
  /// - Parameters:
  ///   - initial: the position in which the game begins by its rules.
  ///   - game: the game's name, for messages.
  ///   - random: a stream for players that draw, unless the word names a seed.
  ///   - memory: MiB that the player may use, where the word does not say.
  ///   - grace: how many seconds beyond a limit an external engine is waited for.
  public func makePlayer<Position: PicturedGame>(
    for initial: Position, game: String, random: RandomStream, surroundings: EngineSurroundings,
    memory: Int? = nil, grace: Double = 1
  ) throws(PlayerWordError) -> any Player<Position> {
    var (random, surroundings) = (random, surroundings)
    // Who limits the time of a move limits that of shorter answers, too.
    if let timeout: Double = try number("timeout", in: 0.01...86_400) {
      surroundings.patience = min(surroundings.patience, timeout)
    }
    if let seed: UInt64 = try number("seed", in: 0...UInt64.max) {
      random = RandomStream(seed: seed, role: "player")
    }
    switch kind {
    case .random: return UniformPlayer(random: random)
    case .greedy: return GreedyPlayer(random: random)
    case .alphabeta: return try makeAlphaBeta(initial, game, memory: memory)
    case .uct, .rave: return try makeTree(initial, game, random, memory: memory)
    case .gtp:
      guard initial.playerCount == 2, !(initial is any ChanceGame) else {
        throw PlayerWordError("GTP has two players and no dice; \(game) is not such a game")
      }
      return GTPPlayer(
        command: command, initial: initial, timeout: try timeout(), grace: grace,
        surroundings: surroundings)
    case .uci, .usi:
      guard let dialect = UCIDialect.dialect(of: initial), dialect.name == kind.rawValue else {
        let games = kind == .uci ? "chess and chess960" : "shogi"
        throw PlayerWordError("\(kind.rawValue.uppercased()) is for \(games), not for \(game)")
      }
      let options = settings.filter { !kind.settings.contains($0.name) }
      var limits: PlayerLimits<Position.Action> = try limits()
      if limits.depth == nil, limits.simulations == nil, limits.seconds == nil {
        limits.seconds = 1
      }
      return UCIPlayer(
        command: command, dialect: dialect, initial: initial,
        options: options.map { ($0.name, $0.value) }, defaults: limits, timeout: try timeout(),
        grace: grace, surroundings: surroundings)
    }
  }

  private func timeout() throws(PlayerWordError) -> Double {
    try number("timeout", in: 0.01...86_400) ?? 60
  }

  private func makeAlphaBeta<Position: PicturedGame>(
    _ initial: Position, _ game: String, memory wanted: Int?
  ) throws(PlayerWordError) -> any Player<Position> {
    var limits: PlayerLimits<Position.Action> = try limits()
    if limits.depth == nil, limits.simulations == nil, limits.seconds == nil { limits.depth = 6 }
    let memory = try number("memory", in: 1...65_536) ?? wanted ?? 64
    let player = AlphaBetaPlayer.make(
      for: initial, memoryBytes: memory << 20, defaults: limits)
    guard let player else {
      throw PlayerWordError(
        "alphabeta has no evaluation for \(game); it plays"
          + " \(AlphaBetaPlayer<Position>.games.joined(separator: ", "))")
    }
    return player
  }

  private func makeTree<Position: PicturedGame>(
    _ initial: Position, _ game: String, _ random: RandomStream, memory wanted: Int?
  ) throws(PlayerWordError) -> any Player<Position> {
    var limits = PlayerLimits<Position.Action>(
      simulations: try number("simulations", in: 1...Int.max / 2),
      seconds: try number("seconds", in: 0.001...86_400))
    if limits.simulations == nil, limits.seconds == nil { limits.simulations = 1000 }
    let memory = try number("memory", in: 1...65_536) ?? wanted ?? 512
    let exploration: Double = try number("exploration", in: 0...1000) ?? 1
    let player =
      kind == .rave
      ? TreePlayer.makeRAVE(
        for: initial, memoryBytes: memory << 20, defaults: limits, random: random)
      : TreePlayer.make(
        for: initial, exploration: Float(exploration), memoryBytes: memory << 20, defaults: limits,
        random: random)
    guard let player else {
      throw PlayerWordError("\(kind) does not play \(game)\(kind == .rave ? ", only Go" : "")")
    }
    return player
  }
}
