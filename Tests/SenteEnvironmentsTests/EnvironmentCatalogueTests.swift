import SenteEnvironments
import SentePrimitives
import Testing

@Suite struct EnvironmentCatalogueTests {
  @Test func `classic control has Gymnasium's spaces, limits and thresholds`() throws {
    let rows: [(String, String, String, Int, Double?)] = [
      (
        "CartPole-v1", "Box([-4.8 -inf -0.41887903 -inf], [4.8 inf 0.41887903 inf], (4,), float32)",
        "Discrete(2)", 500, 475
      ),
      (
        "MountainCar-v0", "Box([-1.2 -0.07], [0.6 0.07], (2,), float32)", "Discrete(3)", 200, -110
      ),
      (
        "MountainCarContinuous-v0", "Box([-1.2 -0.07], [0.6 0.07], (2,), float32)",
        "Box(-1.0, 1.0, (1,), float32)", 999, 90
      ),
      (
        "Acrobot-v1",
        "Box([-1.0 -1.0 -1.0 -1.0 -12.566371 -28.274334], "
          + "[1.0 1.0 1.0 1.0 12.566371 28.274334], (6,), float32)", "Discrete(3)", 500, -100
      ),
      (
        "Pendulum-v1", "Box([-1.0 -1.0 -8.0], [1.0 1.0 8.0], (3,), float32)",
        "Box(-2.0, 2.0, (1,), float32)", 200, nil
      ),
    ]
    for (id, observations, actions, limit, threshold) in rows {
      let entry = try #require(EnvironmentCatalogue.standard[id])
      #expect(entry.observationSpace.description == observations)
      #expect(entry.actionSpace.description == actions)
      #expect(entry.maximumEpisodeSteps == limit && entry.rewardThreshold == threshold)
    }
  }

  @Test func `toy text has Gymnasium's spaces, limits and thresholds`() throws {
    let rows: [(String, String, String, Int?, Double?)] = [
      ("FrozenLake-v1", "Discrete(16)", "Discrete(4)", 100, 0.7),
      ("FrozenLake8x8-v1", "Discrete(64)", "Discrete(4)", 200, 0.85),
      ("CliffWalking-v1", "Discrete(48)", "Discrete(4)", nil, nil),
      ("CliffWalkingSlippery-v1", "Discrete(48)", "Discrete(4)", nil, nil),
      ("Taxi-v4", "Discrete(500)", "Discrete(6)", 200, 8),
      ("Blackjack-v1", "Tuple(Discrete(32), Discrete(11), Discrete(2))", "Discrete(2)", nil, nil),
    ]
    for (id, observations, actions, limit, threshold) in rows {
      let entry = try #require(EnvironmentCatalogue.standard[id])
      #expect(entry.observationSpace.description == observations)
      #expect(entry.actionSpace.description == actions)
      #expect(entry.maximumEpisodeSteps == limit && entry.rewardThreshold == threshold)
    }
  }

  @Test func `a program adds its own environments`() {
    var catalogue = EnvironmentCatalogue.standard
    #expect(catalogue["mine/cart"] == nil)
    catalogue.add(
      EnvironmentSpecification(
        id: "mine/cart", summary: "A cart of mine.", maximumEpisodeSteps: 10,
        make: { CartPole() }))
    #expect(catalogue["mine/cart"]?.maximumEpisodeSteps == 10)
    #expect(catalogue.ids.last == "mine/cart")
  }

  @Test func `a name that is taken traps`() async {
    await #expect(processExitsWith: .failure) {
      var catalogue = EnvironmentCatalogue.standard
      catalogue.add(catalogue.entries[0])
    }
  }

  @Test func `huge states do not hang an environment`() throws {
    for id in EnvironmentCatalogue.standard.ids {
      var environment = try #require(EnvironmentCatalogue.standard[id]).makeSingle(seed: 0)
      guard let names = environment.stateVariableNames else { continue }
      let action = [Float](repeating: 1, count: environment.actionSpace.width)
      for value in [1e5, 1e17, -1e300] {
        // Where states are numbered there is none so large.
        if (try? environment.reset(stateVariables: names.map { _ in value })) != nil {
          _ = environment.step(action)
        }
      }
    }
  }
}
