import Foundation
import SenteGames
import SenteTestSupport
import Testing

@Suite struct GameLawsTests {
  @Test func `tic-tac-toe keeps the laws`() {
    #expect(checkGame(TicTacToe()) == [])
  }

  @Test(arguments: [(7, 6), (4, 4), (8, 7), (1, 1), (5, 11)])
  func `Connect Four keeps the laws`(columns: Int, rows: Int) {
    #expect(checkGame(ConnectFour(columns: columns, rows: rows)) == [])
  }

  @Test(arguments: [4, 6, 8])
  func `Othello keeps the laws`(size: Int) {
    #expect(checkGame(Othello(size: size)) == [])
  }

  @Test(arguments: [(2, true), (3, false), (5, true), (11, false), (13, true)])
  func `Hex keeps the laws`(size: Int, swapRule: Bool) {
    var laws = GameLaws()
    laws.games = size > 5 ? 2 : 20
    #expect(checkGame(Hex(size: size, swapRule: swapRule), laws: laws) == [])
  }

  @Test(arguments: [8, 64, 2048])
  func `2048 keeps the laws`(target: Int) {
    var laws = GameLaws()
    laws.isZeroSum = false
    #expect(checkGame(TwentyFortyEight(target: target), laws: laws) == [])
  }

  @Test(arguments: GoRules.Repetition.allCases, [5, 6])
  func `Go keeps the laws`(repetition: GoRules.Repetition, size: Int) {
    var rules = GoRules()
    rules.repetition = repetition
    rules.allowsSuicide = size == 5
    var laws = GameLaws()
    laws.games = 4
    laws.stride = 5
    #expect(checkGame(Go(size: size, rules: rules), laws: laws) == [])
  }

  @Test(arguments: [(9, 9), (13, 4), (19, 9)])
  func `Go with a handicap keeps the laws`(size: Int, handicap: Int) {
    var laws = GameLaws()
    (laws.games, laws.maximumTurns, laws.stride) = (1, 60, 20)
    #expect(checkGame(Go(size: size, handicap: handicap), laws: laws) == [])
  }

  /// Every entry of the catalogue: the usual size, the smallest and the largest.
  static let enrolled = GameCatalogue.standard.entries.flatMap { entry in
    [entry.name]
      + [entry.suffixes.first, entry.suffixes.last].compactMap { suffix in
        suffix.map { "\(entry.name)-\($0)" }
      }
  }

  @Test(arguments: enrolled)
  func `every game of the catalogue keeps the laws`(name: String) throws {
    let start = try #require(GameCatalogue.standard[name]).start
    var laws = GameLaws()
    laws.isZeroSum = start.playerCount > 1
    // FEN and SFEN know nothing of the positions before.
    laws.textKeepsHistory =
      !(start is Chess || start is Shogi || start is GardnerChess || start is MiniShogi)
    if start.actionCount > 100 { (laws.games, laws.maximumTurns, laws.stride) = (2, 120, 40) }
    let violations = checkGame(start, laws: laws)
    #expect(violations == [])
  }

  @Test func `a game with its past keeps the laws`() {
    var laws = GameLaws()
    laws.textKeepsHistory = false
    #expect(checkGame(Remembered(Go(size: 5)), laws: laws) == [])
  }

  /// Finds the conformances in the sources, so that a new game cannot be left out.
  @Test func `every type that is a game is in the catalogue`() throws {
    let sources = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Sources/SenteGames").standardizedFileURL
    let files = try #require(
      FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil))
    let conformance =
      /(?:struct|class|enum|extension)\s+(\w+)\s*:[^{]*\b(?:\w*Game)\b[^{]*\{/
    var games: Set<String> = []
    for case let file as URL in files where file.pathExtension == "swift" {
      let text = try String(contentsOf: file, encoding: .utf8)
      for match in text.matches(of: conformance) { games.insert(String(match.1)) }
    }
    games.remove("Remembered")  // any game with its past, see above
    let enrolled = GameCatalogue.standard.entries.compactMap { $0[$0.name]?.start }
    #expect(games == Set(enrolled.map { "\(type(of: $0))" }))
  }
}
