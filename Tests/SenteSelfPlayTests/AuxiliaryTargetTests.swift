import SenteCompute
import SenteGames
import SentePrimitives
import Testing

@testable import SenteSelfPlay

@Suite struct AuxiliaryTargetTests {
  private static let start = Go(size: 5)
  private static let encoding = GoEncoding(start)

  /// Black has two stones in a corner, White one in the opposite corner, and both pass; at each move the
  /// search was sure of what was played.
  private static func game(passes: Int = 2) -> (record: GameRecord<Int>, end: Go) {
    var record = GameRecord<Int>()
    var position = start
    for action in [0, 24, 1] + Array(repeating: start.pass, count: passes) {
      let policy: [Float] = position.legalActions.map { $0 == action ? 1 : 0 }
      record.append(action, policy: policy, value: 0, count: 1)
      position.apply(action)
    }
    record.outcome = -1
    return (record, position)
  }

  private static func hindsight(
    _ record: GameRecord<Int>, _ move: Int, _ symmetry: Int = 0
  ) -> Hindsight<GoEncoding> {
    var (plain, seen) = (start, encoding.transformed(start, by: symmetry))
    for action in record.actions[..<move] {
      plain.apply(action)
      seen.apply(encoding.transformed(action, in: seen, by: symmetry))
    }
    return Hindsight(of: record, after: move, plain, seen: seen, symmetry, encoding)
  }

  @Test func `the rest of a game tells who owned what and what was answered`() throws {
    let (record, end) = Self.game()
    #expect(end.turn == .finished)
    for symmetry in 0..<8 {
      func image(_ action: Int) -> Int {
        Self.encoding.transformed(action, in: Self.start, by: symmetry)
      }
      let later = Self.hindsight(record, 0, symmetry)
      let territory = try #require(later.territory)
      var owners = [Float](repeating: 0, count: 25)
      (owners[image(0)], owners[image(1)], owners[image(24)]) = (1, 1, -1)
      #expect(territory.owners == owners)
      #expect(territory.margin == Float(end.marginHalves) / 2)
      #expect(later.reply.filter { $0.weight > 0 }.map(\.index) == [image(24)])
    }
    #expect(Self.hindsight(record, record.actions.count - 1).reply.isEmpty)
  }

  @Test func `a game that was not played to its end tells nothing of areas`() {
    let (record, end) = Self.game(passes: 1)
    #expect(end.turn != .finished)
    #expect(Self.hindsight(record, 1).territory == nil)
  }

  @Test func `owners are the areas that are counted`() {
    var random = RandomStream(seed: 1, role: "test")
    var position = Go(size: 7)
    while position.turn != .finished {
      let actions = position.legalActions
      position.apply(actions[random.index(below: actions.count)])
      let owners = position.owners
      #expect(owners.count { $0 == 1 } == position.area.black)
      #expect(owners.count { $0 == -1 } == position.area.white)
      for point in 0..<49 {
        if let player = position.colour(at: point) {
          #expect(owners[point] == (player == 0 ? 1 : -1))
        }
      }
    }
  }

  @Test func `the heads learn it`() throws {
    var configuration = AlphaZeroConfiguration()
    configuration.batchSize = 16
    configuration.network.blocks = 1
    configuration.network.channels = 8
    configuration.network.predictsOwnership = true
    configuration.network.predictsScore = true
    configuration.network.predictsReply = true
    let names = ["loss/ownership", "loss/score", "loss/reply"]
    var window = ReplayWindow<Int>()
    window.append(Self.game().record, capacity: 100)
    var update = AlphaZeroUpdate(Self.encoding, configuration, nil)
    let evaluator = NetworkEvaluator(Self.encoding, configuration.network, seed: 1)
    #expect(evaluator.layout == update.layout)
    var weights = Weights(update.layout, seed: 1)
    var optimizer = OptimizerState(update.layout)
    var draws = RandomStream(seed: 1, role: "test")
    var losses: [[String: Double]] = []
    for _ in 0..<150 {
      update.fill(from: window, start: Self.start, configuration, using: &draws)
      update.run(&weights, &optimizer, rate: 1e-2)
      losses.append(Dictionary(uniqueKeysWithValues: update.losses.map { ($0.name, $0.value) }))
    }
    for name in names {
      let (first, last) = (try #require(losses.first?[name]), try #require(losses.last?[name]))
      #expect(last < first / 3, "\(name): \(first) to \(last)")
    }
  }
}
