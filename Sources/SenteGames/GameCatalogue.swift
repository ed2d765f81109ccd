/// A game with a name: its start position, and a reader of other positions under the same rules.
public struct NamedGame: Sendable {
  /// The name by which it was asked for.
  public let name: String
  /// The position in which a game begins.
  public let start: any PicturedGame
  private let read: @Sendable (String) throws -> any PicturedGame

  /// A game that begins in `start`; `read` reads a position, by default with the game's own reader.
  public init<G: PicturedGame>(
    _ name: String, start: G,
    read: @escaping @Sendable (String) throws(NotationError) -> G = {
      (text) throws(NotationError) in
      try G(text: text)
    }
  ) {
    self.name = name
    self.start = start
    self.read = { text in try read(text) }
  }

  /// Reads a position of this game.
  ///
  /// - Throws: `NotationError` with line, column and reason; also when the text is a position of
  ///   the same game on a board of another size.
  public func position(_ text: String) throws(NotationError) -> any PicturedGame {
    let position: any PicturedGame
    do {
      position = try read(text)
    } catch let error as NotationError {
      throw error
    } catch {
      throw NotationError(column: 1, reason: "\(error)")
    }
    guard position.actionCount == start.actionCount else {
      throw NotationError(
        column: 1,
        reason: "the position has \(position.actionCount) actions, but \(name) has"
          + " \(start.actionCount): its board or its rules are others")
    }
    return position
  }
}

/// A game, with all the sizes or starts that a suffix of its name can ask for.
public struct GameSpecification: Sendable {
  /// The name of the usual size, `go`.
  public let name: String
  /// What the game is, in a sentence.
  public let summary: String
  /// What can follow the name and a hyphen, `9` for `go-9`; empty where there is one size only.
  public let suffixes: [String]
  /// The suffixes in words, `N from 5 to 19`; empty where there is none.
  public let sizes: String
  private let make: @Sendable (_ suffix: String?) -> NamedGame

  /// A game of one size.
  public init(_ game: NamedGame, summary: String) {
    name = game.name
    self.summary = summary
    suffixes = []
    sizes = ""
    make = { _ in game }
  }

  /// A game of several sizes; `make` gets one of `suffixes`, or nil for the usual size.
  public init(
    _ name: String, summary: String, sizes: String, suffixes: [String],
    make: @escaping @Sendable (_ suffix: String?) -> NamedGame
  ) {
    self.name = name
    self.summary = summary
    self.sizes = sizes
    self.suffixes = suffixes
    self.make = make
  }

  /// All names: the game's own, and one for each suffix.
  public var names: [String] { [name] + suffixes.map { "\(name)-\($0)" } }

  /// The game with one of `names`, nil for any other.
  public subscript(name: String) -> NamedGame? {
    if name == self.name { return make(nil) }
    guard name.hasPrefix(self.name + "-") else { return nil }
    let suffix = String(name.dropFirst(self.name.count + 1))
    return suffixes.contains(suffix) ? make(suffix) : nil
  }
}

/// Games by name: a value, so a program adds its own and hands the table on.
public struct GameCatalogue: Sendable {
  /// The entries, in the order of a list for people.
  public private(set) var entries: [GameSpecification]

  /// A table of these entries; all names must differ.
  public init(_ entries: [GameSpecification]) {
    self.entries = []
    for entry in entries { add(entry) }
  }

  /// Adds an entry; its names must be new.
  public mutating func add(_ entry: GameSpecification) {
    for name in entry.names {
      precondition(self[name] == nil, "the catalogue has a game '\(name)' already")
    }
    entries.append(entry)
  }

  /// The game with a name, nil when there is none.
  public subscript(name: String) -> NamedGame? {
    for entry in entries {
      if let game = entry[name] { return game }
    }
    return nil
  }

  /// Every name, those with suffixes too.
  public var names: [String] { entries.flatMap(\.names) }

  /// Everything that Sente brings along, from the smallest rules to the largest.
  public static var standard: GameCatalogue {
    GameCatalogue([
      GameSpecification(
        NamedGame("tictactoe", start: TicTacToe()), summary: "Tic-tac-toe: three in a row."),
      connectFour, othello, hex, go,
      GameSpecification(
        NamedGame("gardner", start: GardnerChess()),
        summary: "Gardner's chess on 5x5 squares: no double steps, no castling."),
      chess, chess960,
      GameSpecification(
        NamedGame("minishogi", start: MiniShogi()),
        summary: "Mini-shogi on 5x5 squares: drops, promotion on the last row."),
      GameSpecification(
        NamedGame("shogi", start: Shogi()),
        summary: "Shogi, with repetition, perpetual check and the 27-point declaration."),
      twentyFortyEight,
      GameSpecification(
        NamedGame("backgammon", start: Backgammon()),
        summary: "Backgammon without the cube: chance rolls, a gammon counts twice."),
    ])
  }

  private static var connectFour: GameSpecification {
    let sizes = (4...10).flatMap { columns in
      (4...10).map { (columns, $0) }.filter { $0 * ($1 + 1) <= 64 }
    }
    return GameSpecification(
      "connect-four", summary: "Connect Four on 7 columns and 6 rows: four in a line.",
      sizes: "COLUMNSxROWS, each from 4 to 10, where COLUMNS*(ROWS+1) is at most 64",
      suffixes: sizes.map { "\($0)x\($1)" }
    ) { suffix in
      guard let suffix else { return NamedGame("connect-four", start: ConnectFour()) }
      let numbers = suffix.split(separator: "x").compactMap { Int($0) }
      return NamedGame(
        "connect-four-\(suffix)", start: ConnectFour(columns: numbers[0], rows: numbers[1]))
    }
  }

  private static var othello: GameSpecification {
    numbered("othello", summary: "Othello (Reversi) on 8x8 squares.", [4, 6, 8], usual: 8) {
      NamedGame($0, start: Othello(size: $1))
    }
  }

  private static var hex: GameSpecification {
    let names = (2...13).map { "\($0)" }
    return GameSpecification(
      "hex", summary: "Hex on 11x11 cells: join your two edges.",
      sizes: "N from 2 to 13; N-swap with the swap rule",
      suffixes: names + names.map { "\($0)-swap" }
    ) { suffix in
      let size = suffix.flatMap { Int($0.prefix { $0 != "-" }) } ?? 11
      return NamedGame(
        suffix.map { "hex-\($0)" } ?? "hex",
        start: Hex(size: size, swapRule: suffix?.hasSuffix("-swap") ?? false))
    }
  }

  private static var go: GameSpecification {
    numbered(
      "go", summary: "Go on 19x19 points: area scoring, komi 7.5, positional superko.",
      Array(5...19), usual: 19
    ) { NamedGame($0, start: Go(size: $1)) }
  }

  private static var chess: GameSpecification {
    GameSpecification(
      NamedGame("chess", start: Chess()),
      summary: "Chess; repetition and fifty moves draw without a claim.")
  }

  private static var chess960: GameSpecification {
    numbered(
      "chess960", summary: "Chess960 from start position 518, which is that of chess.",
      Array(0...959), usual: 518
    ) { name, number in
      let start = Chess(chess960: number)
      return NamedGame(name, start: start) { text throws(NotationError) in
        Chess(position: try ChessPosition(fen: text), rules: start.rules)
      }
    }
  }

  private static var twentyFortyEight: GameSpecification {
    let targets = (3...15).map { 1 << $0 }
    return GameSpecification(
      "2048", summary: "2048: slide and merge tiles; chance adds new ones.",
      sizes: "to-T, ended by the tile T, a power of two from 8 to 32768",
      suffixes: targets.map { "to-\($0)" }
    ) { suffix in
      let target = suffix.flatMap { Int($0.dropFirst(3)) } ?? 2048
      return NamedGame(
        suffix.map { "2048-\($0)" } ?? "2048", start: TwentyFortyEight(target: target))
    }
  }

  /// A game whose suffixes are numbers.
  private static func numbered(
    _ name: String, summary: String, _ numbers: [Int], usual: Int,
    make: @escaping @Sendable (_ name: String, _ number: Int) -> NamedGame
  ) -> GameSpecification {
    let isRange = numbers.count > 3
    let words = numbers.map { "\($0)" }
    return GameSpecification(
      name, summary: summary,
      sizes: isRange
        ? "N from \(words[0]) to \(words[words.count - 1])" : words.joined(separator: ", "),
      suffixes: words
    ) { suffix in
      make(suffix.map { "\(name)-\($0)" } ?? name, suffix.flatMap { Int($0) } ?? usual)
    }
  }
}
