import Foundation
import SentePrimitives
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

  @Test func `the opening position has 19,861,490 leaves at depth 5`() {
    let clock = ContinuousClock()
    let start = clock.now
    #expect(perft(Shogi(), 5) == 19_861_490)
    print("perft 5", clock.now - start, MemoryLayout<Shogi>.size, MemoryLayout<Shogi>.stride)
  }

  @Test func `the position with the most moves has 593`() throws {
    let game = try Shogi(
      text: "R8/2K1S1SSk/4B4/9/9/9/9/9/1L1L1L3 b RBGSNLP3g3n17p 1")
    #expect(game.legalActions.count == 593)
  }
}
