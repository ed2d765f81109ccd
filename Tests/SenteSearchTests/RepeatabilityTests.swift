import SenteGames
import SentePrimitives
import Testing

@testable import SenteSearch

/// Everything that two trees can differ in.
private func digest<G: Game, R: RootRule, I: InteriorRule>(_ search: Search<G, R, I>) -> Digest {
  var digest = Digest()
  let tree = search.tree
  digest.combine(UInt32(tree.edgeCount))
  for node in 0..<tree.nodeCount {
    digest.combine(UInt32(bitPattern: tree.firstEdges[node]))
    let first = Int(tree.firstEdges[node])
    for edge in first..<first + Int(tree.openCounts[node]) {
      digest.combine(UInt32(bitPattern: tree.visits[edge]))
      digest.combine(tree.means[edge].bitPattern)
      digest.combine(UInt32(bitPattern: tree.nodes[edge]))
    }
  }
  return digest
}

@Suite struct RepeatabilityTests {
  private func trees<E: Evaluator>(
    threads: Int, leaves: Int, _ evaluator: E
  ) -> [Digest] where E.Position == ConnectFour {
    var options = SearchOptions()
    options.leavesPerBatch = leaves
    var batch = SearchBatch(
      (0..<5).map {
        Search(ConnectFour(), interior: PUCT(), options: options, seed: 9, index: $0)
      }, pool: threads > 1 ? ThreadPool(threads: threads) : nil)
    var evaluator = evaluator
    batch.run(simulations: [300, 200, 300, 0, 250], with: &evaluator)
    #expect(batch.searches.map(\.simulations) == [300, 200, 300, 0, 250])
    return batch.searches.map(digest)
  }

  @Test(arguments: [1, 8])
  func `trees are the same on one thread and on two`(leaves: Int) {
    let one = trees(threads: 1, leaves: leaves, RandomRollouts(count: 2))
    let two = trees(
      threads: 2, leaves: leaves, RandomRollouts(count: 2, pool: ThreadPool(threads: 2)))
    #expect(one == two)
    #expect(Set(one.prefix(3)).count == 3)
  }

  @Test func `a search makes the same tree alone and among others`() {
    let together = trees(threads: 2, leaves: 4, RandomRollouts(count: 2))
    var options = SearchOptions()
    options.leavesPerBatch = 4
    var search = Search(ConnectFour(), interior: PUCT(), options: options, seed: 9, index: 2)
    var rollouts = RandomRollouts<ConnectFour>(count: 2)
    search.run(simulations: 300, with: &rollouts)
    #expect(digest(search) == together[2])
  }

  @Test func `a search in two parts is the search in one`() {
    var whole = Search(Go(size: 5), interior: RAVE(), seed: 4)
    var parts = whole
    var playouts = GoPlayouts()
    whole.run(simulations: 400, with: &playouts)
    parts.run(simulations: 150, with: &playouts)
    parts.run(simulations: 250, with: &playouts)
    #expect(digest(whole) == digest(parts))
  }

  @Test func `a Gumbel batch evaluates one leaf of each tree at a time`() {
    final class Sizes { var seen: [Int] = [] }
    struct Recording: Evaluator {
      let sizes: Sizes
      static var givesPriors: Bool { true }
      mutating func evaluate(_ batch: inout EvaluationBatch<ConnectFour>) {
        sizes.seen.append(batch.count)
        for index in 0..<batch.count {
          batch.setPriors(of: index, fromLogits: [Float](repeating: 0, count: 7).span)
        }
      }
    }
    let sizes = Sizes()
    var evaluator = Recording(sizes: sizes)
    var batch = SearchBatch(
      (0..<6).map {
        Search(
          ConnectFour(), root: GumbelRoot(), interior: GumbelInterior(), seed: 1, index: $0)
      })
    batch.run(simulations: 16, with: &evaluator)
    #expect(sizes.seen == [Int](repeating: 6, count: 17))
    for search in batch.searches {
      #expect(search.result.candidates.map(\.visits).reduce(0, +) == 16)
    }
  }
}

@Suite struct ReuseTests {
  @Test func `a kept subtree is what it was`() throws {
    var search = Search(ConnectFour(), interior: PUCT(), seed: 2)
    var rollouts = RandomRollouts<ConnectFour>()
    search.run(simulations: 3_000, with: &rollouts)
    let before = search.result
    let line = before.candidates[0].principalVariation
    search.advance(by: before.best)
    #expect(search.simulations == before.candidates[0].visits)
    #expect(violations(of: search.tree) == [])
    let value = try #require(before.candidates[0].value)
    search.run(simulations: 0, with: &rollouts)
    let after = search.result
    // What one player sees, the other sees negated.
    #expect(abs(after.value + value) < 1e-6)
    #expect(after.candidates.map(\.visits).reduce(0, +) == before.candidates[0].visits - 1)
    #expect(after.edgeCount < before.edgeCount)
    #expect(after.candidates[0].principalVariation == Array(line.dropFirst()))
    search.run(simulations: 2_000, with: &rollouts)
    #expect(violations(of: search.tree) == [])
    #expect(search.simulations == before.candidates[0].visits + 2_000)
  }

  @Test func `whole games are searched in one tree`() {
    for seed in 0..<3 as Range<UInt64> {
      var search = Search(TicTacToe(), interior: UCB1(), seed: seed)
      var rollouts = RandomRollouts<TicTacToe>()
      while search.position.turn != .finished {
        search.run(simulations: 2_000, with: &rollouts)
        search.advance(by: search.result.best)
      }
      #expect(search.position.outcome == [0, 0])
    }
  }

  @Test func `moves that were never visited leave an empty tree, however often memory was used`() {
    var search = Search(ConnectFour(), interior: UCB1(), seed: 2)
    var rollouts = RandomRollouts<ConnectFour>()
    search.run(simulations: 300, with: &rollouts)
    for action in 0..<7 {
      for reply in 0..<7 {
        var copy = search
        for move in [action, reply, action, reply] { copy.advance(by: move) }
        copy.run(simulations: 20, with: &rollouts)
        #expect(violations(of: copy.tree) == [])
      }
    }
  }

  @Test func `an action that the tree does not know leaves an empty tree`() {
    var search = Search(ConnectFour(), interior: UCB1(), seed: 2)
    search.advance(by: 0)
    var rollouts = RandomRollouts<ConnectFour>()
    search.run(simulations: 10, with: &rollouts)
    #expect(search.simulations == 10)
    #expect(search.position.stoneCount == 1)
  }
}
