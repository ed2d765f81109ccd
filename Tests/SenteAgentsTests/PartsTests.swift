import SenteEnvironments
import SentePrimitives
import Testing

@testable import SenteAgents

/// The parts that learners share.
@Suite struct PartsTests {
  private let mixed = EnvironmentInterface(
    observationSpace: .tuple([
      .box(-1...1, width: 2), .image(height: 1, width: 2, channels: 1), .discrete(count: 3),
    ]),
    actionSpace: .tuple([.discrete(count: 3, start: 5), .box(0...4, width: 1)]),
    masksActions: true)

  @Test func `images are split off as bytes and only boxes are standardized`() {
    let layout = ObservationLayout(mixed.observationSpace)
    #expect(layout.isReal == [true, true, false])
    var rows = ObservationRows(layout, batch: 2)
    let row: [Float] = [0.5, -1, 255, 7, 2, 0, 1, 0, 128, 1]
    rows.take(row.span, layout)
    #expect(rows.numbers == [0.5, -1, 2, 0, 1, 1])
    #expect(rows.bytes == [255, 7, 0, 128])
    var statistics = RunningStandardization(width: 3)
    statistics.update(rows.numbers.span)
    rows.standardize(statistics, layout)
    #expect(rows.numbers[2] == 2 && rows.numbers[5] == 1)
    #expect(rows.numbers[0] != 0.5)
  }

  @Test func `sequences are taken apart time-major`() {
    let plan = NetworkPlan(mixed, ActorCriticConfiguration())
    let rollout = Rollout(plan, length: 4, environments: 3, sequenceLength: 2)
    let sequences: [Int32] = [1, 5]
    // Sequence 1: environment 1, steps 0 and 1; sequence 5: environment 2, steps 2 and 3.
    #expect(rollout.indices(ofSequences: sequences.span) == [1, 8, 4, 11])
  }

  @Test func `a head draws legal choices and numbers within bounds, and its modes are likely`() {
    var configuration = ActorCriticConfiguration()
    configuration.continuous = .beta
    let heads = ActionHead.heads(mixed.actionSpace, configuration.continuous)
    #expect(heads.map(\.outputs) == [0..<3, 3..<5])
    #expect(heads.map(\.flags) == [0..<3, 3..<3])
    // Log-probabilities with the second choice masked, then α and β.
    let parameters: [Float] = [-0.6931472, -1e30, -0.6931472, 3, 2]
    var random = RandomStream(seed: 1, role: "draws")
    var drawn: [Float] = [0, 0]
    var actions = drawn
    for _ in 0..<200 {
      var span = actions.mutableSpan
      for head in heads {
        _ = head.sample(
          parameters.span, at: 0, base: 0, into: &drawn, actions: &span, using: &random)
      }
      #expect(actions[0] == 5 || actions[0] == 7)
      #expect(actions[1] > 0 && actions[1] < 4)
    }
    var span = actions.mutableSpan
    for head in heads { head.mode(parameters.span, at: 0, base: 0, actions: &span) }
    #expect(actions[0] == 5)
    #expect(Swift.abs(actions[1] - 8.0 / 3) < 1e-5)
  }
}
