import SenteAgents
import SenteEnvironments
import Testing

@Suite struct AgentMisuseTests {
  @Test func `settings that cannot be used trap with their name and value`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      var configuration = PPO.Configuration()
      configuration.minibatchSize = 0
      let interface = EnvironmentInterface(
        observationSpace: .box(0...1, width: 1), actionSpace: .discrete(count: 2))
      _ = PPO(configuration, for: interface, seed: 0)
    }
    #expect(message(result).contains("minibatchSize is 0"))
  }

  @Test func `arrays that do not fit each other trap`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      var (advantages, returns): ([Float], [Float]) = ([0], [0, 0])
      estimateAdvantages(
        rewards: [1, 2], values: [0, 0], continuations: [.running, .running], lastValues: [0],
        discount: 1, lambda: 1, advantages: &advantages, returns: &returns)
    }
    #expect(message(result).contains("[steps, environments]"))
  }

  private func message(_ result: ExitTest.Result?) -> String {
    String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
  }
}
