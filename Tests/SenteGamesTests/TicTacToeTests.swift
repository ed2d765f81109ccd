import SenteGames
import Testing

@Suite struct TicTacToeTests {
  /// How many lines of play lead to an end.
  static func games(_ position: TicTacToe) -> Int {
    if position.turn == .finished { return 1 }
    return position.legalActions.reduce(0) { sum, action in
      var next = position
      next.apply(action)
      return sum + games(next)
    }
  }

  @Test func `there are 255,168 games`() {
    #expect(Self.games(TicTacToe()) == 255_168)
  }

  @Test(arguments: [
    "...", ".../.../..", ".../.../...x", ".../.../...q", ".../.../... x", "x../x../...",
    "o../.../...", "xxx/oo./o..", "xxx/ooo/...", "ooo/xx./xx.", "",
  ])
  func `impossible positions are refused`(text: String) {
    #expect(throws: NotationError.self) { try TicTacToe(text: text) }
  }

  @Test func `a refused character has its column`() throws {
    let error = #expect(throws: NotationError.self) { try TicTacToe(text: "x../.?./...") }
    #expect(error?.line == 1 && error?.column == 6)
  }
}
