import SenteGames
import SentePrimitives
import Testing

@Suite struct RandomActionTests {
  @Test func `a random action is the one that the same draw takes from the list`() {
    Self.checkDraws(Go(size: 13))
    Self.checkDraws(Shogi())
  }

  static func checkDraws<G: RandomActionGame>(_ start: G) {
    var random = RandomStream(seed: 2, role: "draws")
    var other = random
    var game = start
    while let action = game.randomAction(using: &random) {
      let actions = game.legalActions
      #expect(action == actions[other.index(below: actions.count)])
      game.apply(action)
    }
    #expect(game.turn == .finished)
  }
}
