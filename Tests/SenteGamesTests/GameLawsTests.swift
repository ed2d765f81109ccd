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
}
