import SenteGames
import SentePrimitives

import Testing

@testable import SenteSearch

/// One choice among arms with fixed values: the game is over at once.
struct Bandit: Game {
  var arms: [Double]
  var chosen: Int?
  /// Two players, so that a value is seen by both.
  var playerCount: Int { 2 }
  var turn: Turn { chosen == nil ? .player(0) : .finished }
  var outcome: [Double]? { chosen.map { [arms[$0], -arms[$0]] } }
  func appendLegalActions(to actions: inout [Int]) {
    if chosen == nil { actions.append(contentsOf: arms.indices) }
  }
  func isLegal(_ action: Int) -> Bool { chosen == nil && arms.indices.contains(action) }
  mutating func apply(_ action: Int) { chosen = action }
  var actionCount: Int { arms.count }
  func index(of action: Int) -> Int { action }
  func action(at index: Int) -> Int? { arms.indices.contains(index) ? index : nil }
  var text: String { "\(arms) \(chosen ?? -1)" }
  init(arms: [Double]) { self.arms = arms }
  init(text: String) throws(NotationError) { throw NotationError(column: 1, reason: "no text") }
  func text(of action: Int) -> String { "\(action)" }
  func action(from text: String) throws(NotationError) -> Int { Int(text) ?? 0 }
}

@Suite struct GumbelTests {
  /// What `get_sequence_of_considered_visits` of mctx 0.0.71 gives.
  @Test func `sequential halving visits as mctx does`() {
    #expect(SequentialHalving.visits(actions: 1, simulations: 4) == [0, 1, 2, 3])
    #expect(SequentialHalving.visits(actions: 4, simulations: 2) == [0, 0])
    #expect(
      SequentialHalving.visits(actions: 4, simulations: 16)
        == [0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5])
    #expect(
      SequentialHalving.visits(actions: 3, simulations: 9) == [0, 0, 0, 1, 1, 2, 2, 3, 3])
    // 16 actions and 50 simulations leave a remainder that goes to the last two.
    let plan = SequentialHalving.visits(actions: 16, simulations: 50)
    #expect(plan.count == 50)
    #expect(plan.prefix(16).allSatisfy { $0 == 0 })
    #expect(plan[16..<24].allSatisfy { $0 == 1 })
  }

  @Test(arguments: [2, 4, 8, 16])
  func `Gumbel search improves on its prior in expectation`(simulations: Int) {
    var random = RandomStream(seed: 7, role: "bandit")
    var (ofPolicy, ofAction) = (0.0, 0.0)
    for trial in 0..<300 {
      let arms = (0..<8).map { _ in random.uniform(-1, 1) }
      let weights = (0..<8).map { _ in Float(Elementary.exp(random.normal())) }
      let sum = weights.reduce(0, +)
      let before = zip(arms, weights).reduce(0) { $0 + $1.0 * Double($1.1 / sum) }
      var evaluator = FunctionEvaluator<Bandit> { _ in (weights, [Float(before), -Float(before)]) }
      var options = SearchOptions()
      options.carriesProofs = false
      var search = Search(
        Bandit(arms: arms), root: GumbelRoot(), interior: GumbelInterior(), options: options,
        seed: UInt64(trial))
      search.run(simulations: simulations, with: &evaluator)
      let result = search.result
      let after = result.candidates.reduce(0) { $0 + Double($1.weight) * arms[$1.action] }
      ofPolicy += after - before
      ofAction += arms[result.best] - before
    }
    #expect(ofPolicy / 300 > 0.1)
    #expect(ofAction / 300 > 0.1)
  }

  @Test func `completed values are those of the paper's equations`() {
    let priors: [Float] = [0.5, 0.3, 0.2]
    let visits: [Int32] = [3, 1, 0]
    let means: [Float] = [0.2, -0.4, 0]
    let proofs: [Proof] = [.unknown, .unknown, .unknown]
    let view = NodeView(
      visits: visits.span, means: means.span, bonuses: means.span, priors: priors.span,
      proofs: proofs.span, laterPlays: priors.span, laterSums: priors.span, visitedCount: 2,
      nodeVisits: 5, rawValue: 0.1, nodeMean: 0, visitedPrior: 0.8, low: 0, scale: 1)
    let plain = CompletedValues(visitOffset: 50, scale: 0.1, rescales: false)
    let line = plain.line(of: view, limit: 3)
    // (v + N · Σ p q / Σ p) / (1 + N) with N = 4 over the visited actions.
    let mixed: Float = (0.1 + 4 * (0.5 * 0.2 + 0.3 * -0.4) / 0.8) / 5
    #expect(abs(line.mixed - mixed) < 1e-6)
    // (c_visit + max n) · c_scale = 53 · 0.1.
    #expect(abs(line(0.2) - 5.3 * 0.2) < 1e-5)
    let policy = plain.policy(of: view)
    let weights = zip(priors, [Float(0.2), -0.4, mixed]).map { prior, value in
      Double(prior) * Elementary.exp(Double(5.3 * value))
    }
    let total = weights.reduce(0, +)
    for (found, weight) in zip(policy, weights) {
      #expect(abs(Double(found) - weight / total) < 1e-5)
    }
    // Rescaled, the lowest completed value is 0 and the highest 1.
    let rescaled = CompletedValues().line(of: view, limit: 3)
    #expect(abs(rescaled(-0.4)) < 1e-6)
    #expect(abs(rescaled(0.2) - 5.3) < 1e-4)
  }

  @Test func `without noise the best action is found in Connect Four`() throws {
    // Three in a row at the bottom, open on the right.
    let position = try ConnectFour(text: "......./......./......./......./ooo..../xxx....")
    var search = Search(
      position, root: GumbelRoot(noise: 0), interior: GumbelInterior(), seed: 1)
    var rollouts = RandomRollouts<ConnectFour>()
    search.run(simulations: 32, with: &rollouts)
    #expect(search.result.best == 3)
  }

  @Test func `every considered action gets its planned visits`() {
    var options = SearchOptions()
    options.carriesProofs = false
    var search = Search(
      ConnectFour(), root: GumbelRoot(consideredActions: 4), interior: GumbelInterior(),
      options: options, seed: 2)
    var rollouts = RandomRollouts<ConnectFour>()
    search.run(simulations: 16, with: &rollouts)
    let visits = search.result.candidates.map(\.visits).sorted(by: >)
    #expect(visits == [6, 6, 2, 2, 0, 0, 0])
  }
}
