import SenteGames
import Testing

@Suite struct BackgammonTests {
  static func moves(_ text: String) throws -> [String] {
    let game = try Backgammon(text: text)
    return game.legalActions.map { game.text(of: $0) }
  }

  @Test func `chance rolls: doubles but in the opening, and all odds sum to one`() throws {
    for (text, count) in [(Backgammon().text, 15), ("-b----E-C---eE---c-e----B- o roll", 21)] {
      let game = try Backgammon(text: text)
      var outcomes: [(action: Int, probability: Double)] = []
      game.appendChanceOutcomes(to: &outcomes)
      #expect(outcomes.count == count && game.legalActions == outcomes.map(\.action))
      #expect(abs(outcomes.reduce(0) { $0 + $1.probability } - 1) < 1e-12)
    }
  }

  @Test func `a double is played four times`() throws {
    var game = try Backgammon(text: "-b----E-C---eE---c-e----B- x roll")
    game.apply(try game.action(from: "11"))
    for move in ["8/7", "8/7", "6/5", "6/5"] {
      #expect(game.turn == .player(0))
      game.apply(try game.action(from: move))
    }
    #expect(game.text == "-b---BCBA---eE---c-e----B- o roll")
  }

  @Test func `both dice must be played, else the greater`() throws {
    // 5 from 7 to 2 would leave no 1; 1 from 7 to 6 lets the checker on 5 be borne off.
    #expect(try Self.moves("-b--bA-A------------------ x 51") == ["7/6"])
    // Each die can be played, but not both.
    #expect(try Self.moves("--------b------A---------- x 61") == ["15/9"])
  }

  @Test func `checkers on the bar come first, and no roll of closed points lets them in`() throws {
    #expect(try Self.moves("-------------------b----BA x 31") == ["bar/22", "bar/24"])
    var shut = try Backgammon(text: "-------------------bbbbbbA x roll")
    shut.apply(try shut.action(from: "66"))
    #expect(shut.text == "-------------------bbbbbbA o roll")
  }

  @Test func `a single checker is hit and goes to the bar`() throws {
    var game = try Backgammon(text: "-----a-B------------------ x 21")
    game.apply(try game.action(from: "7/5"))
    #expect(game.text == "a----A-A------------------ x 1")
    #expect(game.count(of: 1, at: 25) == 1)
  }

  @Test func `bearing off needs all at home, and a greater die none behind`() throws {
    #expect(try Self.moves("----A-A--------------b---- x 65") == ["6/off", "6/1"])
    #expect(try Self.moves("---A----A-----------b----- x 6") == ["8/2"])
    #expect(try Self.moves("---A----------------b----- x 6") == ["3/off(6)"])
  }

  @Test(arguments: [
    ("-A----------n-------------", 1.0), ("-A----------o-------------", 2),
    ("-A-a--------n-------------", 3), ("aA----------n-------------", 3),
  ])
  func `a win counts by what the loser has left`(board: String, value: Double) throws {
    var game = try Backgammon(text: board + " x 1")
    game.apply(try game.action(from: "1/off"))
    #expect(game.turn == .finished && game.outcome == [value, -value])
  }

  @Test(arguments: [
    ("-b----E-C---eE---c-e----B x roll", "found ' '"), ("-b", "26 places"),
    ("P------------------------- x roll", "found"),
    ("-b----E-C---eE---c-e----B- z roll", "'x' or 'o'"),
    ("-O----E------------------- x roll", "20 checkers"),
    ("-b----E-C---eE---c-e----B- o opening", "opening roll"),
    ("-------------------------- x roll", "no checker"),
    ("-b----E-C---eE---c-e----B- x 7", "dice such as"),
    ("-b----E-C---eE---c-e----B- x 211", "dice such as"),
    ("-------------------bbbbbbA x 66", "no checker can be moved"),
  ])
  func `impossible positions are refused with the reason`(text: String, reason: String) {
    let error = #expect(throws: NotationError.self) { try Backgammon(text: text) }
    #expect(error?.reason.contains(reason) == true, "\(String(describing: error))")
  }
}
