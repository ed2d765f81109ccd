import SenteGames
import Testing

@Suite struct OthelloTests {
  @Test func `move counts of the 8x8 board are the published ones`() {
    #expect(
      (1...7).map { ConnectFourTests.perft(Othello(), depth: $0) }
        == [4, 12, 56, 244, 1396, 8200, 55_092])
  }

  @Test func `a value holds no references and fits 32 bytes`() {
    #expect(_isPOD(Othello.self))
    #expect(MemoryLayout<Othello>.size <= 32)
  }

  @Test func `a player who can flip nothing must pass`() throws {
    let position = try Othello(text: "xo../.oo./.oo./.... b")
    #expect(position.legalActions.map { position.text(of: $0) } == ["c1", "d4"])
    let blocked = try Othello(text: "oxx./.xx./.xx./.... b")
    #expect(blocked.legalActions == [blocked.pass])
    #expect(!blocked.isLegal(0) && !position.isLegal(position.pass))
  }

  @Test func `a game with no moves left is over and counted`() throws {
    let position = try Othello(text: "xxxx/xxxx/xxxx/xxx. b")
    #expect(position.turn == .finished)
    #expect(position.outcome == [1, -1])
    #expect(position.discs.black == 15)
  }

  @Test(arguments: [
    "", "xxxx/xxxx/xxxx/xxxx", "..../..../..../.... b", "...../..xo./..ox./..../..... b",
    "..../.xo./.ox./.... x", "..../.xo./.ox./.... b ", "..../.xo./.ox./....  b",
  ])
  func `impossible positions are refused`(text: String) {
    #expect(throws: NotationError.self) { try Othello(text: text) }
  }
}
