import SenteGames
import Testing

@Suite struct MiniShogiTests {
  static func playing(_ moves: String, from text: String) throws -> MiniShogi {
    var game = try MiniShogi(text: text)
    for move in moves.split(separator: " ") {
      game.apply(try game.action(from: String(move)))
    }
    return game
  }

  @Test func `mate by a dropped pawn is illegal, by another piece it wins`() throws {
    let open = try MiniShogi(text: "k4/5/1G3/5/4K b P 1")
    #expect(open.legalActions.map { open.text(of: $0) }.contains("P*5b"))
    // A rook of its own takes the king's last way out.
    let closed = try MiniShogi(text: "kr3/5/1G3/5/4K b P 1")
    #expect(!closed.legalActions.map { closed.text(of: $0) }.contains("P*5b"))
    let mated = try Self.playing("G*5b", from: "kr3/5/1G3/5/4K b G 1")
    #expect(mated.ending == .mate && mated.outcome == [1, -1])
  }

  @Test func `a second pawn in a column and a pawn on the last row cannot be dropped`() throws {
    let game = try MiniShogi(text: "4k/5/P4/5/4K b P 1")
    let drops = game.legalActions.map { game.text(of: $0) }.filter { $0.hasPrefix("P*") }
    #expect(drops.count == 15)
    #expect(drops.allSatisfy { !$0.hasPrefix("P*5") && !$0.hasSuffix("a") })
  }

  @Test func `pawns must promote on the last row, others may, golds never`() throws {
    let game = try MiniShogi(text: "4k/PSG2/5/5/4K b - 1")
    let moves = game.legalActions.map { game.text(of: $0) }
    #expect(moves.contains("5b5a+") && !moves.contains("5b5a"))
    #expect(moves.contains("4b4a+") && moves.contains("4b4a"))
    #expect(moves.contains("3b3a") && !moves.contains("3b3a+"))
  }

  @Test func `the fourth occurrence loses for Black, and for who has always checked`() throws {
    let round = "1e2e 1a2a 2e1e 2a1a "
    let quiet = try Self.playing(round + round + round, from: "4k/5/5/5/4K b RBGSPrbgsp 1")
    #expect(quiet.ending == .repetition && quiet.outcome == [-1, 1])
    let checks = "3b3a 1a1b 3a3b 1b1a "
    let perpetual = try Self.playing(
      checks + checks + checks, from: "4k/2+R2/5/5/K4 b Gr2bg2s2p 1")
    #expect(perpetual.ending == .perpetualCheckByMover && perpetual.outcome == [-1, 1])
  }

  @Test(arguments: [
    ("rbsgk/4p/5/P4/1GSBR b - 1", "Black has 0 kings"), ("4k/P4/P4/5/4K b - 1", "nifu"),
    ("P3k/5/5/5/4K b - 1", "never move"), ("4k/4R/5/5/4K b - 1", "take the king"),
    ("4k/5/5/5/4K b 2Rr 1", "3 pieces R"), ("4k/5/+G4/5/4K b - 1", "never promoted"),
    ("4k/5/5/5/4K b 3R 1", "a piece in hand"), ("4k/5/5/5/4K b RR 1", "given twice"),
    ("4k/5/5/5/4K x - 1", "'b' or 'w'"), ("4k/5/5/5/4K b - 0", "number of the move"),
  ])
  func `impossible positions are refused with the reason`(text: String, reason: String) {
    let error = #expect(throws: NotationError.self) { try MiniShogi(text: text) }
    #expect(error?.reason.contains(reason) == true, "\(String(describing: error))")
  }
}
