import SenteEnvironments
import SentePrimitives
import SenteTestSupport
import Testing

/// Shows and pays its time; a picture of 1 × 2 pixels with 2 channels beside a choice.
private struct Film: Environment {
  var time = 0
  var observationSpace: Space {
    .dictionary([
      "choice": .discrete(count: 100, start: 1),
      "picture": .image(height: 1, width: 2, channels: 2),
    ])
  }
  var actionSpace: Space { .discrete(count: 4) }
  mutating func reset(using random: inout RandomStream) { time = 0 }
  mutating func step(_ action: Int, using random: inout RandomStream) -> StepResult {
    time += 1
    return StepResult(reward: Double(time), end: time == 5 ? .terminated : .running)
  }
  func observe(into row: inout MutableSpan<Float>, at offset: Int) {
    row[offset] = Float(time + 1)
    for i in 0..<4 { row[offset + 1 + i] = Float(10 * time + i) }
  }
}

/// Allows only what it was not told last; pays what it was told.
private struct Fussy: MaskedEnvironment {
  var last = 0
  var observationSpace: Space { .discrete(count: 3) }
  var actionSpace: Space { .discrete(count: 3) }
  mutating func reset(using random: inout RandomStream) { last = 0 }
  mutating func step(_ action: Int, using random: inout RandomStream) -> StepResult {
    precondition(action != last)
    last = action
    return StepResult(reward: Double(action))
  }
  func observe(into row: inout MutableSpan<Float>, at offset: Int) { row[offset] = Float(last) }
  func maskActions(into mask: inout MutableSpan<Float>, at offset: Int) {
    for i in 0..<3 { mask[offset + i] = i == last ? 0 : 1 }
  }
}

@Suite struct WrapperTests {
  private func row(_ environment: some Environment) -> [Float] {
    var row = [Float](repeating: 0, count: environment.observationSpace.width)
    var span = row.mutableSpan
    environment.observe(into: &span, at: 0)
    return row
  }

  @Test func `frames are stacked from the oldest to the newest, images along their channels`() {
    var random = RandomStream(seed: 1, role: "test")
    var film = FrameStack(Film(), count: 3)
    #expect(
      film.observationSpace.description
        == "Dict('choice': MultiDiscrete([100 100 100], start=[1 1 1]), "
        + "'picture': Box(0, 255, (1, 2, 6), uint8))")
    film.reset(using: &random)
    #expect(row(film) == [1, 1, 1, 0, 1, 0, 1, 0, 1, 2, 3, 2, 3, 2, 3])
    for _ in 0..<4 { _ = film.step(0, using: &random) }
    #expect(row(film) == [3, 4, 5, 20, 21, 30, 31, 40, 41, 22, 23, 32, 33, 42, 43])
    film.reset(using: &random)
    #expect(row(film) == [1, 1, 1, 0, 1, 0, 1, 0, 1, 2, 3, 2, 3, 2, 3])
    let cart = FrameStack(CartPole(), count: 2).observationSpace
    #expect(cart.width == 8 && cart.description.contains("(2, 4)"))
  }

  @Test func `a repeated action pays the sum and stops where the episode ends`() {
    var random = RandomStream(seed: 1, role: "test")
    var film = ActionRepeat(Film(), count: 4)
    film.reset(using: &random)
    #expect(film.step(0, using: &random) == StepResult(reward: 1 + 2 + 3 + 4))
    #expect(film.step(0, using: &random) == StepResult(reward: 5, end: .terminated))
  }

  @Test func `an action that becomes illegal is neither repeated nor sticky`() {
    var random = RandomStream(seed: 1, role: "test")
    var repeated = ActionRepeat(Fussy(), count: 3)
    #expect(repeated.step(2, using: &random).reward == 2)
    var sticky = StickyActions(Fussy(), probability: 1)
    for action in [1, 2, 0] {
      #expect(sticky.step(action, using: &random).reward == Double(action))
    }
  }

  @Test func `actions stick as often as asked, and never across episodes`() {
    var random = RandomStream(seed: 1, role: "test")
    var target = StickyActions(TargetProbe(), probability: 0.25)
    var stuck = 0
    for _ in 0..<4_000 {
      // Not reset in between, so that an action can stick; the target stays 0.
      _ = target.step(0, using: &random)
      if target.step(1, using: &random).reward == 1 { stuck += 1 }
    }
    // After 0 comes 1 unless it sticks; what stuck may have been the 1 before.
    #expect(abs(Double(stuck) / 4_000 - 0.25 * 0.8) < 0.03)
    target.episodeBegan()
    for _ in 0..<50 {
      target.episodeBegan()
      #expect(target.step(1, using: &random).reward == 0)
    }
  }

  @Test func `rewards are clipped and scaled`() {
    var random = RandomStream(seed: 1, role: "test")
    var film = RewardScale(RewardClip(Film(), limit: 2.5), factor: -2)
    let rewards = (0..<4).map { _ in film.step(0, using: &random).reward }
    #expect(rewards == [-2, -4, -5, -5])
  }

  @Test func `compositions keep the laws`() {
    #expect(checkEnvironment { FrameStack(StickyActions(CartPole()), count: 4) } == [])
    #expect(
      checkEnvironment {
        FrameStack(ActionRepeat(StickyActions(MaskedProbe()), count: 2), count: 2)
      } == [])
    #expect(checkEnvironment { StickyActions(FrameStack(PixelProbe(), count: 2)) } == [])
    #expect(checkEnvironment { StickyActions(ActionRepeat(HybridProbe(), count: 3)) } == [])
    #expect(
      checkEnvironment(maximumEpisodeSteps: 9) {
        RewardScale(RewardClip(StickyActions(BitFlipping(bits: 3)), limit: 0.5), factor: 3)
      } == [])
    #expect(checkEnvironment { FrameStack(Film(), count: 3) } == [])
  }

  @Test func `an entry is wrapped as its settings say and limited in its own steps`() throws {
    var wrappers = EnvironmentWrappers()
    wrappers.frameStack = 3
    wrappers.actionRepeat = 3
    wrappers.stickyActionProbability = 0.25
    wrappers.rewardClip = 1
    wrappers.rewardScale = 0.5
    let bare = try #require(EnvironmentCatalogue.standard["MountainCar-v0"])
    let entry = bare.wrapped(wrappers)
    #expect(entry.maximumEpisodeSteps == 67 && entry.observationSpace.width == 6)
    #expect(checkEnvironment(entry, steps: 40) == [])
    let batch = entry.makeBatch(count: 2, seed: 1)
    try batch.reset()
    try batch.step(actions: [0, 0].span)
    #expect(batch.rewards[0] == -0.5)
    let raw = entry.wrapped(entry.wrappers.withRawRewards).makeBatch(count: 2, seed: 1)
    try raw.reset()
    try raw.step(actions: [0, 0].span)
    #expect(raw.rewards[0] == -3 && raw.observations[5] == batch.observations[5])
    #expect(entry.wrapped(EnvironmentWrappers()).maximumEpisodeSteps == 200)
  }

  @Test func `wrappers that change nothing give the same bits`() throws {
    let bare = { EnvironmentBatch(count: 3, seed: 5) { Acrobot() } }()
    let wrapped = EnvironmentBatch(count: 3, seed: 5) {
      FrameStack(
        RewardScale(
          RewardClip(
            ActionRepeat(StickyActions(Acrobot(), probability: 0), count: 1), limit: nil),
          factor: 1), count: 1)
    }
    try bare.reset()
    try wrapped.reset()
    for step in 0..<100 {
      let actions = (0..<3).map { Float((step + $0) % 3) }
      try bare.step(actions: actions.span)
      try wrapped.step(actions: actions.span)
      for i in 0..<18 { #expect(bare.observations[i] == wrapped.observations[i]) }
    }
  }

  @Test func `a setting out of range is named`() {
    let wrong: [((inout EnvironmentWrappers) -> Void, String)] = [
      ({ $0.frameStack = 0 }, "frameStack is 0, but must lie in 1...64"),
      ({ $0.actionRepeat = 65 }, "actionRepeat is 65, but must lie in 1...64"),
      ({ $0.stickyActionProbability = 1 }, "stickyActionProbability is 1.0"),
      ({ $0.rewardClip = -1 }, "rewardClip is -1.0, but must be above 0"),
      ({ $0.rewardScale = .infinity }, "rewardScale is inf"),
    ]
    #expect(EnvironmentWrappers().problem == nil)
    for (change, problem) in wrong {
      var wrappers = EnvironmentWrappers()
      change(&wrappers)
      #expect(wrappers.problem?.contains(problem) == true)
    }
  }
}
