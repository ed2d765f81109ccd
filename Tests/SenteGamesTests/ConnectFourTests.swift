import SenteGames
import Testing

@Suite struct ConnectFourTests {
  /// How many positions `depth` moves lead to, each line counted.
  static func perft<G: Game>(_ position: G, depth: Int) -> Int {
    if depth == 0 { return 1 }
    return position.legalActions.reduce(0) { sum, action in
      var next = position
      next.apply(action)
      return sum + perft(next, depth: depth - 1)
    }
  }

  @Test func `move counts of the 7x6 board are the published ones`() {
    // 7^6 lines fit before a column can be full; seven moves lose the 7 full-column lines.
    #expect(
      (1...8).map { Self.perft(ConnectFour(), depth: $0) }
        == [7, 49, 343, 2401, 16_807, 117_649, 823_536, 5_673_234])
  }

  @Test func `a value holds no references and fits 32 bytes`() {
    #expect(_isPOD(ConnectFour.self))
    #expect(MemoryLayout<ConnectFour>.size <= 32)
  }

  @Test func `four in a line wins in every direction`() throws {
    for moves in ["1212121", "1122334", "1223733474644", "7665155414244"] {
      #expect(try ConnectFour(moves: moves).outcome == [1, -1], "\(moves)")
    }
  }

  @Test(arguments: [
    ("8", 1), ("1x", 2), ("1111111", 7), ("12121211", 8), ("٣", 1),
  ])
  func `a wrong list of moves is refused at its column`(moves: String, column: Int) {
    let error = #expect(throws: NotationError.self) { try ConnectFour(moves: moves) }
    #expect(error?.column == column)
  }

  @Test(arguments: [
    "x../.../...", "o..", ".../...x", "xxxx/oooo", "x?", "", "xxxx.xx/ooo.ooo",
    ".............../.............../.............../.............../...............",
  ])
  func `impossible positions are refused`(text: String) {
    #expect(throws: NotationError.self) { try ConnectFour(text: text) }
  }
}
