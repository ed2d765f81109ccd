import SenteAgents
import Testing

@Suite struct AdvantagesTests {
  /// Three steps of one environment, worked out by hand with discount 0.5 and λ 0.5.
  @Test func `a running episode is estimated as by hand`() {
    let (advantages, returns) = estimate([.running, .running, .running])
    // δ = [1 + 1 - 1, 2 + 1.5 - 2, 3 + 2 - 3] = [1, 1.5, 2], A = δ + A' / 4.
    let expected: [Float] = [1.5, 2, 2]
    #expect(advantages == expected)
    let sums: [Float] = [2.5, 4, 5]
    #expect(returns == sums)
  }

  @Test func `nothing follows a termination`() {
    let (advantages, _) = estimate([.running, .terminated, .running])
    #expect(advantages[1] == 0)
    #expect(advantages[0] == 1)
    #expect(advantages[2] == 2)
  }

  @Test func `a truncation bootstraps from its own final observation`() {
    let (advantages, _) = estimate([.running, .truncated(finalValue: 10), .running])
    #expect(advantages[1] == 5)
    #expect(advantages[0] == 2.25)
  }

  private func estimate(_ continuations: [Continuation]) -> ([Float], [Float]) {
    var advantages: [Float] = [0, 0, 0]
    var returns = advantages
    estimateAdvantages(
      rewards: [1, 2, 3], values: [1, 2, 3], continuations: continuations, lastValues: [4],
      discount: 0.5, lambda: 0.5, advantages: &advantages, returns: &returns)
    return (advantages, returns)
  }
}
