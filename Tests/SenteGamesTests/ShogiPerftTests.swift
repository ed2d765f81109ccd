import Testing

@testable import SenteGames

/// Counts the leaves below a position; the last ply is counted, not played.
private func perft(_ game: Shogi, _ depth: Int, _ lists: inout [[ShogiMove]]) -> Int {
  lists[depth].removeAll(keepingCapacity: true)
  game.appendLegalActions(to: &lists[depth])
  if depth == 1 { return lists[1].count }
  var nodes = 0
  for number in 0..<lists[depth].count {
    var next = game
    next.apply(lists[depth][number])
    nodes += perft(next, depth - 1, &lists)
  }
  return nodes
}

private func perft(_ game: Shogi, _ depth: Int) -> Int {
  var lists = [[ShogiMove]](repeating: [], count: depth + 1)
  return perft(game, depth, &lists)
}

@Suite struct ShogiPerftTests {
  @Test(arguments: [(1, 30), (2, 900), (3, 25_470), (4, 719_731)])
  func `the opening position has the published number of leaves`(depth: Int, nodes: Int) {
    #expect(perft(Shogi(), depth) == nodes)
  }

  // In debug this takes a quarter of a minute.
  #if !DEBUG
    @Test func `the opening position has 19,861,490 leaves at depth 5`() {
      #expect(perft(Shogi(), 5) == 19_861_490)
    }

    // fairy-stockfish 11.1 counts 53,399,737 here; cshogi 1.1.0 counts what is published.
    @Test func `the position with the most moves has 53,393,368 leaves at depth 3`() throws {
      #expect(try Shogi(text: Self.mostMoves).countPaths(depth: 3) == 53_393_368)
    }
  #endif

  static let mostMoves = "R8/2K1S1SSk/4B4/9/9/9/9/9/1L1L1L3 b RBGSNLP3g3n17p 1"
  static let matsuri = "l6nl/5+P1gk/2np1S3/p1p4Pp/3P2Sp1/1PPb2P1P/P5GS1/R8/LN4bKL w GR5pnsg 1"
  static let ending =
    "8l/1l+R2P3/p2pBG1pp/kps1p4/Nn1P2G2/P1P1P2PP/1PS6/1KSG3+r1/LN2+p3L w Sbgn3p 124"

  @Test(arguments: [
    (mostMoves, [593, 105_677]), (matsuri, [207, 28_684]), (ending, [178, 18_041]),
  ])
  func `positions with many drops agree with cshogi`(sfen: String, nodes: [Int]) throws {
    let game = try Shogi(text: sfen)
    for depth in 1...nodes.count {
      #expect(perft(game, depth) == nodes[depth - 1])
      #expect(game.countPaths(depth: depth) == nodes[depth - 1])
    }
  }

  @Test func `a position is a flat value of at most 624 bytes`() {
    #expect(MemoryLayout<Shogi>.stride <= 624)
    #expect(MemoryLayout<ShogiMove>.size == 2)
  }
}
