import SenteGames
import SentePrimitives
import SenteTestSupport
import Testing

@testable import SenteSearch

@Suite struct SearchTests {
  @Test func `rollouts find the square that wins at once`() throws {
    let position = try TicTacToe(text: "xx./oo./...")
    var search = Search(position, interior: UCB1(), seed: 1)
    var rollouts = RandomRollouts<TicTacToe>()
    let end = search.run(simulations: 500, with: &rollouts)
    #expect(end == .proven)
    #expect(search.result.best == 2)
    #expect(search.result.proof == .win)
  }

  @Test func `the visits of a node are those of its edges`() {
    var search = Search(ConnectFour(), interior: PUCT(), seed: 3)
    var rollouts = RandomRollouts<ConnectFour>()
    search.run(simulations: 2_000, with: &rollouts)
    let result = search.result
    #expect(result.simulations == 2_000)
    #expect(result.candidates.map(\.visits).reduce(0, +) == 2_000)
    #expect(abs(result.candidates.map(\.weight).reduce(0, +) - 1) < 1e-5)
    #expect(violations(of: search.tree) == [])
    #expect(result.candidates[0].principalVariation.count > 2)
  }

  @Test func `the middle column is best in Connect Four`() {
    var search = Search(ConnectFour(), interior: UCB1(), seed: 1)
    var rollouts = RandomRollouts<ConnectFour>()
    search.run(simulations: 20_000, with: &rollouts)
    #expect(search.result.best == 3)
  }

  @Test func `a tree at its memory limit stops growing and goes on searching`() {
    var options = SearchOptions()
    options.memoryLimit = 100_000
    var search = Search(ConnectFour(), interior: UCB1(), options: options, seed: 1)
    var rollouts = RandomRollouts<ConnectFour>()
    search.run(simulations: 2_000, with: &rollouts)
    let early = search.result
    search.run(simulations: 18_000, with: &rollouts)
    let late = search.result
    #expect(early.isFull && late.isFull)
    #expect(early.edgeCount == late.edgeCount)
    #expect(late.edgeCount * SearchTree<Int>.bytesPerEdge <= 100_000)
    #expect(late.simulations == 20_000)
    #expect(late.best == 3)
  }

  @Test func `a search stops when its caller says so`() {
    var search = Search(ConnectFour(), interior: UCB1(), seed: 1)
    var rollouts = RandomRollouts<ConnectFour>()
    var asked = 0
    let end = search.run(simulations: 1_000, with: &rollouts) {
      asked += 1
      return asked > 100
    }
    #expect(end == .stopped)
    #expect(search.simulations == 100)
  }

  @Test(arguments: [1, 4, 16])
  func `leaves gathered together leave no trace of their virtual losses`(leaves: Int) {
    var options = SearchOptions()
    options.leavesPerBatch = leaves
    options.carriesProofs = false
    var search = Search(ConnectFour(), interior: PUCT(), options: options, seed: 1)
    var constant = FunctionEvaluator<ConnectFour> { position in
      position.turn == .player(0) ? ([], [0.5, -0.5]) : ([], [0.5, -0.5])
    }
    search.run(simulations: 500, with: &constant)
    let result = search.result
    #expect(result.simulations == 500)
    #expect(violations(of: search.tree) == [])
    // Player 0 moves; without wins in sight every value is 0.5.
    #expect(abs(result.value - 0.5) < 0.05)
  }
}

/// What is wrong with the counts of a tree: edges against nodes, means against sums.
func violations<Action>(of tree: SearchTree<Action>) -> [String] {
  var found: [String] = []
  for edge in 0..<tree.edgeCount {
    let isOpen =
      edge == 0
      || (0..<tree.nodeCount).contains { node in
        (Int(tree.firstEdges[node])..<Int(tree.firstEdges[node] + tree.openCounts[node]))
          .contains(edge)
      }
    guard isOpen, tree.visits[edge] > 0 else { continue }
    let mean = Float(tree.sums[edge] / Double(tree.visits[edge]))
    if mean != tree.means[edge] { found.append("edge \(edge): mean \(tree.means[edge])") }
    guard tree.nodes[edge] >= 0 else { continue }
    let node = Int(tree.nodes[edge])
    let first = Int(tree.firstEdges[node])
    let below = (first..<first + Int(tree.openCounts[node])).reduce(0) { $0 + Int(tree.visits[$1]) }
    let own = Int(tree.visits[edge])
    if tree.proofs[edge] == .unknown, edge > 0, below != own - 1 {
      found.append("edge \(edge) has \(own) visits, but those below have \(below)")
    }
  }
  return found
}
