import SenteGames
import Testing

/// The six positions of the Chess Programming Wiki's page "Perft Results" with the counts published
/// there.
struct ChessPerftTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let fen: String
    let counts: [Int]
    /// How many of the depths run in a debug build, and how many in release.
    let debug: Int
    let release: Int
    var testDescription: String { fen }
  }

  static let rows = [
    Row(
      fen: "rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR w KQkq - 0 1",
      counts: [20, 400, 8902, 197_281, 4_865_609, 119_060_324], debug: 4, release: 6),
    Row(
      fen: "r3k2r/p1ppqpb1/bn2pnp1/3PN3/1p2P3/2N2Q1p/PPPBBPPP/R3K2R w KQkq - 0 1",
      counts: [48, 2039, 97_862, 4_085_603, 193_690_690], debug: 3, release: 5),
    Row(
      fen: "8/2p5/3p4/KP5r/1R3p1k/8/4P1P1/8 w - - 0 1",
      counts: [14, 191, 2812, 43_238, 674_624, 11_030_083, 178_633_661, 3_009_794_393], debug: 4,
      release: 7),
    Row(
      fen: "r3k2r/Pppp1ppp/1b3nbN/nP6/BBP1P3/q4N2/Pp1P2PP/R2Q1RK1 w kq - 0 1",
      counts: [6, 264, 9467, 422_333, 15_833_292, 706_045_033], debug: 4, release: 5),
    Row(
      fen: "rnbq1k1r/pp1Pbppp/2p5/8/2B5/8/PPP1NnPP/RNBQK2R w KQ - 1 8",
      counts: [44, 1486, 62_379, 2_103_487, 89_941_194], debug: 3, release: 5),
    Row(
      fen: "r4rk1/1pp1qppp/p1np1n2/2b1p1B1/2B1P1b1/P1NP1N2/1PP1QPPP/R4RK1 w - - 0 10",
      counts: [46, 2079, 89_890, 3_894_594, 164_075_551, 6_923_051_137], debug: 3, release: 5),
  ]

  @Test(arguments: rows)
  func `counts are those published`(row: Row) throws {
    let position = try ChessPosition(fen: row.fen)
    #expect(position.fen == row.fen)
    #if DEBUG
      let depths = row.debug
    #else
      let depths = row.release
    #endif
    for depth in 1...depths {
      #expect(position.countPaths(depth: depth) == row.counts[depth - 1], "depth \(depth)")
    }
  }

  /// The colours exchanged and the board turned over, a position has the same tree.
  @Test(arguments: rows)
  func `black moves as white does`(row: Row) throws {
    let fields = row.fen.split(separator: " ")
    let ranks = fields[0].split(separator: "/").reversed().joined(separator: "/")
    let exchange = { (text: String) in
      String(text.map { $0.isUppercase ? Character($0.lowercased()) : Character($0.uppercased()) })
    }
    let mirrored = "\(exchange(ranks)) b \(exchange(String(fields[2]))) - 0 1"
    let position = try ChessPosition(fen: mirrored)
    for depth in 1...3 { #expect(position.countPaths(depth: depth) == row.counts[depth - 1]) }
  }

  @Test func `the walk over any game agrees with the fast one`() throws {
    for row in ChessPerftTests.rows {
      let game = try Chess(text: row.fen)
      #expect(Perft.count(game, depth: 2) == row.counts[1])
      var total = 0
      for move in game.legalActions {
        var next = game
        next.apply(move)
        total += next.legalActions.count
      }
      #expect(total == row.counts[1])
    }
  }

  @Test func `divide splits the count by moves`() throws {
    let rows = Perft.divide(Chess(), depth: 3)
    #expect(rows.count == 20)
    #expect(rows.map(\.action) == rows.map(\.action).sorted())
    #expect(rows.map(\.count).reduce(0, +) == 8902)
    #expect(rows.first { $0.action == "e2e4" }?.count == 600)
    #expect(Perft.divide(Chess(), depth: 1).allSatisfy { $0.count == 1 })
  }
}
