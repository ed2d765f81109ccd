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
}
