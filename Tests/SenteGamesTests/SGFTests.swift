import SenteGames
import Testing

@Suite struct SGFTests {
  @Test func `branches, escapes and rectangles are read`() throws {
    let text = """
      (;FF[4]GM[1]SZ[9]KM[6.5]AB[aa:bb][ee]AW[ii]PL[W]C[a \\] b \\\\ c \\: d\\
       e]
      ;W[dd](;B[cc];W[])(;B[ff]))
      (;FF[4])
      """
    let collection = try SGFCollection(text: text)
    #expect(collection.games.count == 2)
    let game = collection.games[0]
    #expect(game.nodes.count == 5)
    #expect(game.nodes[0]["C"]?.values[0].text == "a ] b \\ c : d e")
    #expect(game.nodes[1].children == [2, 4])
    #expect(game.mainLine == [0, 1, 2, 3])
    let end = try Go(record: game)
    #expect(end.colour(at: 0) == 0 && end.colour(at: 10) == 0 && end.colour(at: 80) == 1)
    #expect(end.colour(at: 20) == 0 && end.turn == .player(0) && end.rules.komiHalves == 13)
    let branch = try Go(record: game, node: 4)
    #expect(branch.colour(at: 50) == 0 && branch.turn == .player(1))
  }

  @Test func `what is written is read again`() throws {
    var game = SGFGame()
    game.set([SGFProperty("C", [SGFValue(text: "]\\:\nünï")])], at: 0)
    let first = game.add(after: 0, [SGFProperty("B", [SGFValue(raw: "aa")])])
    game.add(after: first, [SGFProperty("W", [SGFValue(raw: "bb")])])
    game.add(after: game.add(after: first, []), [SGFProperty("B", [SGFValue(raw: "")])])
    let collection = SGFCollection([game, SGFGame()])
    let read = try SGFCollection(text: collection.text)
    #expect(read.text == collection.text)
    #expect(read.games[0].nodes[0]["C"]?.values[0].text == "]\\:\nünï")
    #expect(read.games[0].nodes.count == 5)
  }

  @Test(arguments: [
    ("", 1, 1), ("  \n x", 2, 2), ("(", 1, 1), ("()", 1, 2), ("(;)(", 1, 4), ("(;B[aa)", 1, 4),
    ("(;\nB[aa]B[bb])", 2, 6), ("(;b[aa])", 1, 3), ("(;B)", 1, 4), ("(;(;);)", 1, 6),
    ("((;))", 1, 2), ("(;C[ä]\n;é[x])", 2, 2), ("(;C[x]) )", 1, 9), ("(;C[\\]", 1, 4),
  ])
  func `a malformed text is refused at its place`(text: String, line: Int, column: Int) {
    let error = #expect(throws: NotationError.self) { try SGFCollection(text: text) }
    #expect(error?.line == line && error?.column == column, "\(String(describing: error))")
  }

  @Test func `bytes that are not UTF-8 are refused at their place`() {
    let bytes = Array("(;C[ä\n".utf8) + [0x61, 0xE4, 0x62] + Array("])".utf8)
    let error = #expect(throws: NotationError.self) { try SGFCollection(bytes: bytes) }
    #expect(error?.line == 2 && error?.column == 2, "\(String(describing: error))")
  }

  @Test(arguments: [
    ("(;GM[2])", "GM"), ("(;SZ[20])", "SZ"), ("(;SZ[9:7])", "SZ"), ("(;SZ[9]KM[6.3])", "KM"),
    ("(;SZ[9];B[jj])", "B"), ("(;SZ[9];W[aa])", "W"), ("(;SZ[9];B[aa];W[aa])", "W"),
    ("(;SZ[9]AB[aa][aa])", "AB"), ("(;SZ[9]AB[ba][ab]AW[aa])", "AB"), ("(;SZ[9]HA[1])", "HA"),
    ("(;SZ[9]HA[2])", "HA"), ("(;SZ[9]AB[cc:aa])", "AB"), ("(;SZ[9];B[aa]AW[bb])", "AW"),
    ("(;SZ[9];B[];W[];B[aa])", "B"), ("(;SZ[9]RU[mine])", "RU"), ("(;CA[latin1])", "CA"),
    ("(;SZ[9]PL[x])", "PL"), ("(;SZ[9];B[aa]W[bb])", "W"), ("(;SZ[9];B[aa][bb])", "B"),
    ("(;SZ[9]KM[nan])", "KM"), ("(;SZ[99999999999999999999])", "SZ"),
  ])
  func `a record that is no game of Go is refused with the property`(
    text: String, property: String
  ) throws {
    let games = try SGFCollection(text: text).games
    let error = #expect(throws: NotationError.self) { try Go(record: games[0]) }
    #expect(error?.reason.hasPrefix("\(property):") == true, "\(String(describing: error))")
  }

  @Test func `a hundred thousand nested branches are read and written`() throws {
    let depth = 100_000
    let text =
      String(repeating: "(;C[x]", count: depth) + String(repeating: ")", count: depth)
    let collection = try SGFCollection(text: text)
    #expect(collection.games[0].nodes.count == depth)
    #expect(try SGFCollection(text: collection.text) == collection)
    #expect(throws: NotationError.self) {
      try SGFCollection(text: String(repeating: "(;", count: depth))
    }
  }

  @Test func `setup in the middle of a game begins anew`() throws {
    let games = try SGFCollection(text: "(;SZ[9];B[aa];W[bb];AE[aa]AW[cc]PL[W];W[dd])").games
    let game = try Go(record: games[0])
    #expect(game.colour(at: 0) == nil && game.colour(at: 20) == 1 && game.colour(at: 30) == 1)
  }
}
