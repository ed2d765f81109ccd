import SenteGames
import SentePrimitives
import SenteSearch
import Testing

/// The made-up tree of `Scripts/mctx-oracle.py`: child a of position n is 3n + a + 1.
struct NumberedTree: Game {
  var number = 0
  private var depth: Int { [0, 3, 12, 39, 120].firstIndex { number <= $0 } ?? 5 }
  var playerCount: Int { 2 }
  var turn: Turn { depth == 5 ? .finished : .player(depth & 1) }
  /// The last move is the first player's.
  var outcome: [Double]? {
    guard depth == 5 else { return nil }
    let value = Double((number * 17) % 3 - 1)
    return [value, -value]
  }
  var logits: [Double] { (0..<3).map { Double((number * 7 + $0 * 5) % 11) / 5 } }
  /// Seen by the player to move.
  var value: Float { Float((number * 13) % 21 - 10) / 10 }

  func appendLegalActions(to actions: inout [Int]) {
    if depth < 5 { actions.append(contentsOf: 0..<3) }
  }
  func isLegal(_ action: Int) -> Bool { depth < 5 && (0..<3).contains(action) }
  mutating func apply(_ action: Int) { number = 3 * number + action + 1 }
  var actionCount: Int { 3 }
  func index(of action: Int) -> Int { action }
  func action(at index: Int) -> Int? { (0..<3).contains(index) ? index : nil }
  var text: String { "\(number)" }
  init() {}
  init(text: String) throws(NotationError) { throw NotationError(column: 1, reason: "no text") }
  func text(of action: Int) -> String { "\(action)" }
  func action(from text: String) throws(NotationError) -> Int { Int(text) ?? 0 }
}

@Suite struct MctxOracleTests {
  /// Simulations, visits, improved policy, root value and action, from mctx 0.0.71.
  static let searches: [(Int, [Int], [Float], Float, Int)] = [
    (8, [1, 4, 3], [0.00525, 0.98269, 0.01206], -0.12222, 1),
    (16, [7, 7, 2], [0.02612, 0.9651, 0.00878], 0.03529, 1),
    (50, [8, 21, 21], [0.0003, 0.99702, 0.00268], 0.28627, 1),
    (200, [33, 84, 83], [0.0, 1.0, 0.0], 0.39403, 1),
  ]

  @Test(arguments: searches)
  func `a Gumbel search makes the visits of mctx`(
    simulations: Int, visits: [Int], policy: [Float], value: Float, action: Int
  ) {
    var options = SearchOptions()
    options.carriesProofs = false
    var search = Search(
      NumberedTree(), root: GumbelRoot(consideredActions: 3, noise: 0),
      interior: GumbelInterior(), options: options, seed: 1)
    var evaluator = FunctionEvaluator<NumberedTree> { position in
      let own = position.value
      let weights = position.logits.map { Float(Elementary.exp($0)) }
      return (weights, position.turn == .player(0) ? [own, -own] : [-own, own])
    }
    search.run(simulations: simulations, with: &evaluator)
    let result = search.result
    let candidates = result.candidates.sorted { $0.action < $1.action }
    #expect(candidates.map(\.visits) == visits)
    for (candidate, weight) in zip(candidates, policy) {
      #expect(abs(candidate.weight - weight) < 1e-4)
    }
    #expect(abs(result.value - value) < 1e-4)
    #expect(result.best == action)
  }
}
