import SenteGames
import Testing

@Suite struct GameCatalogueTests {
  static let catalogue = GameCatalogue.standard

  @Test func `every name leads to a game of that name`() {
    for name in Self.catalogue.names {
      #expect(Self.catalogue[name]?.name == name)
    }
    #expect(Set(Self.catalogue.names).count == Self.catalogue.names.count)
  }

  @Test(arguments: [
    ("go", 362), ("go-9", 82), ("othello-6", 37), ("hex-5", 25), ("hex-5-swap", 26),
    ("connect-four-9x6", 9), ("chess960-0", 1858),
  ])
  func `a suffix asks for a size`(name: String, actions: Int) throws {
    #expect(try #require(Self.catalogue[name]).start.actionCount == actions)
  }

  @Test(arguments: ["", "go-", "go-4", "go-20", "go-09", "hex-1", "chess-9", "shogi-5", "Go"])
  func `other names lead nowhere`(name: String) {
    #expect(Self.catalogue[name] == nil)
  }

  @Test func `a position of another size is refused`() throws {
    let small = try #require(Self.catalogue["othello-6"])
    #expect(try small.position(Othello(size: 6).text).text == Othello(size: 6).text)
    #expect(throws: NotationError.self) { try small.position(Othello().text) }
  }

  @Test func `Chess960 keeps its notation where kings and rooks stand as in chess`() throws {
    let named = try #require(Self.catalogue["chess960"])
    let text = "r3k2r/8/8/8/8/8/8/R3K2R w KQkq - 0 1"
    let game = try #require(try named.position(text) as? Chess)
    #expect(game.text == "r3k2r/8/8/8/8/8/8/R3K2R w HAha - 0 1")
    #expect(try Chess(text: game.text).text == game.text)
    #expect(game.legalActions.map(game.text(of:)).contains("e1h1"))
  }

  @Test func `a program adds a game of its own`() throws {
    var catalogue = GameCatalogue.standard
    catalogue.add(
      GameSpecification(NamedGame("mine", start: Othello(size: 4)), summary: "A small one."))
    #expect(try #require(catalogue["mine"]).start is Othello)
  }

  @Test(arguments: GameLawsTests.enrolled)
  func `a picture shows the last action, and colours only where asked for`(name: String) throws {
    let start = try #require(Self.catalogue[name]).start
    try Self.checkPictures(of: start)
  }

  static func checkPictures<G: PicturedGame>(of start: G) throws {
    var next = start
    let action = try #require(start.legalActions.first)
    next.apply(action)
    for colors in [false, true] {
      let before = start.picture(lastAction: nil, colors: colors)
      let after = next.picture(lastAction: action, colors: colors)
      #expect(before != after)
      #expect(after.hasSuffix("\n") && after.contains("\u{1B}[") == colors)
      // Each line ends in the terminal's own colours.
      for line in after.split(separator: "\n") where line.contains("\u{1B}[") {
        #expect(line.split(separator: "\u{1B}[").last?.hasPrefix("0m") == true)
      }
    }
  }
}
