import SenteGames
import SenteSearch
import Testing

@Suite struct SearchTests {
  @Test func `rollouts find the square that wins at once`() throws {
    let position = try TicTacToe(text: "xx./oo./...")
    var search = Search(position, interior: UCB1(), seed: 1)
    var rollouts = RandomRollouts<TicTacToe>()
    search.run(simulations: 500, with: &rollouts)
    #expect(search.result.best == 2)
    #expect(search.result.proof == .win)
  }
}
