@testable import SenteAgents
import SenteEnvironments
import Testing

/// What follows the newest transition, which is told to `learn` alone.
@Suite struct MaskTests {
  /// The loss of one gradient step on two transitions, after which these actions are legal.
  private func loss(_ configuration: any AgentConfiguration, legal: [Float]) throws -> Double {
    let interface = EnvironmentInterface(
      observationSpace: .box(-1...1, width: 2), actionSpace: .discrete(count: 2),
      masksActions: true)
    var agent = configuration.makeAgent(for: interface, seed: 1, pool: nil)
    var action: [Float] = [0]
    let (everything, rewards, ends): ([Float], [Float], [EpisodeEnd]) = ([1, 1], [0.5], [.running])
    for observation in [[1, 0], [0.5, 0.5]] as [[Float]] {
      var span = action.mutableSpan
      agent.act(observation.span, masks: everything.span, actions: &span)
      agent.observe(rewards: rewards.span, ends: ends.span, finalObservations: observation.span)
    }
    let present: [Float] = [0, 1]
    let metrics = try agent.learn(
      present.span, masks: legal.span, progress: 0)
    return try #require(metrics["loss/value"] ?? metrics["loss/critic"])
  }

  private static let learners: [any AgentConfiguration] = {
    var settings: [any AgentConfiguration] = []
    func add<Settings: ValueRule>(_ configuration: Settings, isDouble: Bool = false) {
      settings.append(
        smallValues(configuration) {
          $0.environments = 1
          $0.replay.warmupSteps = 1
          $0.replay.rolloutSteps = 2
          $0.replay.updatesPerStep = 1
          $0.learning.isDouble = isDouble
        })
    }
    add(DQN.Configuration())
    add(DQN.Configuration(), isDouble: true)
    add(C51.Configuration())
    add(QRDQN.Configuration())
    var pqn = PQN.Configuration()
    (pqn.environments, pqn.rolloutSteps, pqn.minibatchSize, pqn.epochs) = (1, 2, 2, 1)
    settings.append(pqn)
    return settings
  }()

  @Test(arguments: learners)
  func `an action that is illegal after the newest step is no goal, be its value the largest`(
    configuration: any AgentConfiguration
  ) throws {
    let (first, second) = (
      try loss(configuration, legal: [1, 0]), try loss(configuration, legal: [0, 1])
    )
    let all = try loss(configuration, legal: [1, 1])
    // One of the two actions has the larger value, which is the goal only while it is legal.
    #expect(first != second)
    #expect(all == first || all == second)
  }

  @Test func `a policy for choices expects nothing of an action that is illegal then`() throws {
    var configuration = DiscreteSAC.Configuration()
    configuration.network.hiddenWidths = [8]
    configuration.replay = ReplaySettings {
      ($0.capacity, $0.batchSize, $0.warmupSteps) = (60, 32, 1)
      ($0.rolloutSteps, $0.updatesPerStep) = (2, 1)
    }
    let losses = try [[1, 0], [0, 1], [1, 1]].map { try loss(configuration, legal: $0) }
    #expect(Set(losses).count == 3)
  }
}
