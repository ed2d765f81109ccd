import SenteEnvironments
import SentePrimitives
import Testing

/// Counts its steps and ends when told to; its numbers can be spoilt.
private struct Clock: Environment, Equatable {
  var time = 0
  var ending = Int.max
  /// Steps of all episodes.
  var age = 0
  var spoiltReward = Int.max
  var spoiltObservation = Int.max
  var observationSpace: Space { .box(-1e6...1e6, width: 2) }
  var actionSpace: Space { .discrete(count: 3, start: 1) }
  mutating func reset(using random: inout RandomStream) { time = 0 }
  mutating func step(_ action: Int, using random: inout RandomStream) -> StepResult {
    time += 1
    age += 1
    return StepResult(
      reward: age == spoiltReward ? .nan : Double(action),
      end: time == ending ? .terminated : .running)
  }
  func observe(into row: inout MutableSpan<Float>, at offset: Int) {
    row[offset] = Float(time)
    row[offset + 1] = time == spoiltObservation ? .infinity : 0
  }
}

/// Allows what the time says; its mask and its observation can be wrong.
private struct Gate: MaskedEnvironment {
  var time = 0
  var closing = Int.max
  var shown: [Float] = [0, 1]
  var observationSpace: Space {
    .dictionary(["door": .discrete(count: 2), "light": .box(0...1, width: 1)])
  }
  var actionSpace: Space { .tuple([.box(0...1, width: 1), .discrete(count: 3, start: 1)]) }
  mutating func reset(using random: inout RandomStream) { time = 0 }
  mutating func step(
    _ action: PairAction<Float, Int>, using random: inout RandomStream
  ) -> StepResult {
    time += 1
    return StepResult(reward: 0)
  }
  func observe(into row: inout MutableSpan<Float>, at offset: Int) {
    for i in shown.indices { row[offset + i] = shown[i] }
  }
  func maskActions(into mask: inout MutableSpan<Float>, at offset: Int) {
    for i in 0..<3 { mask[offset + i] = time < closing && i != time % 3 ? 1 : 0 }
  }
}

@Suite struct EnvironmentBatchTests {
  private func ends(_ batch: EnvironmentBatch) -> [EpisodeEnd] {
    (0..<batch.count).map { batch.ends[$0] }
  }

  @Test func `an episode is truncated at the limit and its last observation kept`() throws {
    let batch = EnvironmentBatch(count: 2, maximumEpisodeSteps: 3, seed: 0) { Clock() }
    let actions: [Float] = [1, 3]
    try batch.reset()
    for _ in 0..<2 {
      try batch.step(actions: actions.span)
      #expect(ends(batch) == [.running, .running] && batch.finishedEpisodes.isEmpty)
    }
    #expect(batch.episodeSteps(of: 1) == 2)
    try batch.step(actions: actions.span)
    #expect(ends(batch) == [.truncated, .truncated])
    #expect(batch.finalObservations[0] == 3 && batch.observations[0] == 0)
    #expect(
      batch.finishedEpisodes == [
        FinishedEpisode(environment: 0, episodeReturn: 3, length: 3),
        FinishedEpisode(environment: 1, episodeReturn: 9, length: 3),
      ])
    #expect(batch.rewards[1] == 3 && batch.episodeSteps(of: 1) == 0)
  }

  @Test func `an episode that terminates at the limit is terminated`() throws {
    let batch = EnvironmentBatch(count: 1, maximumEpisodeSteps: 3, seed: 0) { Clock(ending: 3) }
    let actions: [Float] = [2]
    try batch.reset()
    for _ in 0..<3 { try batch.step(actions: actions.span) }
    #expect(ends(batch) == [.terminated])
  }

  @Test func `masks follow the state through steps and restored states`() throws {
    let batch = EnvironmentBatch(count: 2, maximumEpisodeSteps: 2, seed: 0) { Gate() }
    #expect(batch.actionSpace.choiceCount == 3)
    let masks = { (batch: EnvironmentBatch) -> [Float] in
      guard let masks = batch.actionMasks else { return [] }
      return (0..<masks.count).map { masks[$0] }
    }
    try batch.reset()
    #expect(masks(batch) == [0, 1, 1, 0, 1, 1])
    try batch.step(actions: [0, 2, 1, 3].span)
    #expect(masks(batch) == [1, 0, 1, 1, 0, 1])
    let restored = EnvironmentBatch(count: 2, seed: 0) { Gate() }
    try restored.restore(batch.snapshot())
    #expect(masks(restored) == masks(batch))
    try batch.step(actions: [0, 1, 1, 3].span)
    #expect(masks(batch) == [0, 1, 1, 0, 1, 1])
    #expect(masks(EnvironmentBatch(count: 2, seed: 0) { Clock() }).isEmpty)
  }

  @Test func `a mask with nothing legal is named with its copy and step`() throws {
    let batch = EnvironmentBatch(count: 2, seed: 0) { Gate(closing: 1) }
    try batch.reset()
    let error = #expect(throws: EnvironmentFault.self) {
      try batch.step(actions: [0, 2, 1, 3].span)
    }
    #expect(
      error?.description
        == "the mask of environment 0 leaves no legal action.1 of 3 after 1 steps of episode 1")
  }

  @Test func `a masked action traps`() async {
    await #expect(processExitsWith: .failure) {
      let batch = EnvironmentBatch(count: 1, seed: 0) { Gate() }
      try batch.reset()
      try batch.step(actions: [0, 1].span)
    }
  }

  @Test(
    arguments: [
      (
        [0],
        "observe leaves observation.light[0] of environment 0 unwritten after 0 steps of episode 1: "
          + "its space has 2 numbers"
      ),
      (
        [0, 1, 1],
        "observe of environment 0 writes outside the 2 numbers of its space after 0 steps of episode 1"
      ),
      (
        [2, 1],
        "observation.door of environment 0 is 2.0 after 0 steps of episode 1, but its space allows "
          + "a whole number in 0...1"
      ),
      (
        [1, 1.5],
        "observation.light[0] of environment 0 is 1.5 after 0 steps of episode 1, but its space "
          + "allows in 0.0...1.0"
      ),
    ] as [([Float], String)])
  func `an observation that contradicts its space is named at the first reset`(
    shown: [Float], reason: String
  ) {
    let batch = EnvironmentBatch(count: 1, seed: 0) { Gate(shown: shown) }
    let error = #expect(throws: EnvironmentFault.self) { try batch.reset() }
    #expect(error?.description == reason)
  }

  @Test func `a space that contradicts itself traps`() async {
    await #expect(processExitsWith: .failure) {
      struct Empty: Environment {
        var observationSpace: Space { .box(low: [1], high: [0]) }
        var actionSpace: Space { .discrete(count: 1) }
        mutating func reset(using random: inout RandomStream) {}
        mutating func step(_ action: Int, using random: inout RandomStream) -> StepResult {
          StepResult(reward: 0)
        }
        func observe(into row: inout MutableSpan<Float>, at offset: Int) {}
      }
      _ = EnvironmentBatch(count: 1, seed: 0) { Empty() }
    }
  }

  @Test func `a reward that is not finite is named`() throws {
    let batch = EnvironmentBatch(count: 600, seed: 0) { Clock() }
    let spoilt = EnvironmentBatch(count: 3, seed: 0) { Clock(spoiltReward: 2) }
    let actions = [Float](repeating: 1, count: 600)
    try batch.reset()
    try batch.step(actions: actions.span)
    try spoilt.reset()
    try spoilt.step(actions: actions.span.extracting(first: 3))
    let error = #expect(throws: EnvironmentFault.self) {
      try spoilt.step(actions: actions.span.extracting(first: 3))
    }
    #expect(error?.environment == 0 && error?.episode == 1 && error?.episodeStep == 2)
    #expect(error?.description == "the reward of environment 0 is nan after 2 steps of episode 1")
  }

  @Test(arguments: [(4, 2, 2), (5, 3, 1)])
  func `a fault names the episode of its copy, even one that it ends, and so after a restore`(
    age: Int, episode: Int, step: Int
  ) throws {
    let clocks = {
      EnvironmentBatch(count: 1, seed: 0) { Clock(ending: 2, spoiltReward: age) }
    }
    let actions: [Float] = [1]
    let batch = clocks()
    try batch.reset()
    for _ in 1..<age { try batch.step(actions: actions.span) }
    let restored = clocks()
    try restored.restore(batch.snapshot())
    for batch in [batch, restored] {
      let error = #expect(throws: EnvironmentFault.self) { try batch.step(actions: actions.span) }
      #expect(
        error?.description
          == "the reward of environment 0 is nan after \(step) steps of episode \(episode)")
    }
  }

  @Test(arguments: [2, Int.max])
  func `an observation that is not finite is named, even one that ends an episode`(
    ending: Int
  ) throws {
    let batch = EnvironmentBatch(count: 2, seed: 0) { Clock(ending: ending, spoiltObservation: 2) }
    let actions: [Float] = [1, 1]
    try batch.reset()
    try batch.step(actions: actions.span)
    let error = #expect(throws: EnvironmentFault.self) { try batch.step(actions: actions.span) }
    #expect(
      error
        == EnvironmentFault(
          environment: 0, episode: 1, episodeStep: 2,
          reason: .observationNotFinite(element: "observation[1]", value: .infinity)))
  }

  @Test func `a state of other environments is refused and changes nothing`() throws {
    let batch = EnvironmentBatch(count: 2, seed: 0) { Clock() }
    let actions: [Float] = [1, 1]
    try batch.reset()
    try batch.step(actions: actions.span)
    let before = try batch.snapshot()
    let larger = EnvironmentBatch(count: 3, seed: 0) { Clock() }
    let other = EnvironmentBatch(count: 2, seed: 0) { CartPole() }
    #expect(throws: EnvironmentBatch.RestoreError.self) { try batch.restore(larger.snapshot()) }
    #expect(throws: EnvironmentBatch.RestoreError.self) { try batch.restore(other.snapshot()) }
    #expect(try batch.snapshot() == before)
  }

  @Test func `copies depend on the seed and their index alone`() throws {
    let small = try #require(EnvironmentCatalogue.standard["CartPole-v1"]).makeBatch(
      count: 2, seed: 9)
    let large = try #require(EnvironmentCatalogue.standard["CartPole-v1"]).makeBatch(
      count: 600, seed: 9)
    try small.reset()
    try large.reset()
    for i in 0..<8 { #expect(small.observations[i] == large.observations[i]) }
    #expect(small.observations[0] != small.observations[4])
  }

  // Bit patterns, since exit tests hand their values over as JSON.
  @Test(arguments: [Float(0), 4, 1.5, .nan].map(\.bitPattern))
  func `an action outside the space traps`(action: UInt32) async {
    await #expect(processExitsWith: .failure) { [action] in
      let batch = EnvironmentBatch(count: 2, seed: 0) { Clock() }
      let actions: [Float] = [1, Float(bitPattern: action)]
      try batch.reset()
      try batch.step(actions: actions.span)
    }
  }

  @Test func `a step before the first reset traps`() async {
    await #expect(processExitsWith: .failure) {
      let actions: [Float] = [1]
      try EnvironmentBatch(count: 1, seed: 0) { Clock() }.step(actions: actions.span)
    }
  }

  @Test func `a wrong number of actions traps`() async {
    await #expect(processExitsWith: .failure) {
      let batch = EnvironmentBatch(count: 2, seed: 0) { Clock() }
      let actions: [Float] = [1]
      try batch.reset()
      try batch.step(actions: actions.span)
    }
  }

  @Test(arguments: [1.01, -Float.infinity].map(\.bitPattern))
  func `a continuous action outside its bounds or infinite traps`(action: UInt32) async {
    await #expect(processExitsWith: .failure) { [action] in
      let batch = EnvironmentBatch(count: 1, seed: 0) { MountainCarContinuous() }
      let actions: [Float] = [Float(bitPattern: action)]
      try batch.reset()
      try batch.step(actions: actions.span)
    }
  }
}
