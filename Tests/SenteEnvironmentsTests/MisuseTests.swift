import SenteEnvironments
import SentePrimitives
import Testing

/// Mistakes of a programmer with worlds, and what the trap must say of each.
enum EnvironmentMisuse: String, CaseIterable, Codable, Sendable {
  case emptyBatch, earlyStep, fewActions, foreignAction, maskedAction, noTime, doubleName
  case uselessSpace, stack, repetition, probability, reward

  var complaint: String {
    switch self {
    case .emptyBatch: "a batch needs at least one environment, not 0"
    case .earlyStep: "reset a batch before its first step"
    case .fewActions: "1 numbers are not 2 actions of 1"
    case .foreignAction: "action [2.0] for environment 1 is not in"
    case .maskedAction: "is masked; legal are"
    case .noTime: "an episode cannot be limited to 0 steps"
    case .doubleName: "the catalogue has an environment 'CartPole-v1' already"
    case .uselessSpace: "space cannot be used: "
    case .stack: "a stack of 0 observations shows nothing"
    case .repetition: "an action cannot be done 0 times"
    case .probability: "a probability of 1.5 is none"
    case .reward: "rewards cannot be multiplied by inf"
    }
  }

  func commit() throws {
    switch self {
    case .emptyBatch: _ = EnvironmentBatch(count: 0, seed: 0) { CartPole() }
    case .earlyStep: try step([1], reset: false)
    case .fewActions: try step([1], count: 2)
    case .foreignAction: try step([1, 2], count: 2)
    case .maskedAction: try playMasked()
    case .noTime: _ = EnvironmentBatch(count: 1, maximumEpisodeSteps: 0, seed: 0) { CartPole() }
    case .doubleName:
      let entry = try #require(EnvironmentCatalogue.standard["CartPole-v1"])
      _ = EnvironmentCatalogue([entry, entry])
    case .uselessSpace: _ = EnvironmentBatch(count: 1, seed: 0) { Unseen() }
    case .stack: _ = FrameStack(CartPole(), count: 0)
    case .repetition: _ = ActionRepeat(CartPole(), count: 0)
    case .probability: _ = StickyActions(CartPole(), probability: 1.5)
    case .reward: _ = RewardScale(CartPole(), factor: .infinity)
    }
  }

  private func step(_ actions: [Float], count: Int = 1, reset: Bool = true) throws {
    let batch = EnvironmentBatch(count: count, seed: 0) { CartPole() }
    if reset { try batch.reset() }
    try batch.step(actions: actions.span)
  }

  /// Chooses each action in turn: one of them is masked.
  private func playMasked() throws {
    let specification = try #require(EnvironmentCatalogue.standard["probe/masked"])
    for action in 0..<specification.actionSpace.width + 8 {
      let batch = specification.makeBatch(count: 1, seed: 0)
      try batch.reset()
      try batch.step(actions: [Float(action)].span)
    }
  }
}

/// Shows a choice among no things at all.
private struct Unseen: Environment {
  var observationSpace: Space { .discrete(count: 0) }
  var actionSpace: Space { .discrete(count: 2) }
  mutating func reset(using random: inout RandomStream) {}
  mutating func step(_ action: Int, using random: inout RandomStream) -> StepResult {
    StepResult(reward: 0, end: .terminated)
  }
  func observe(into row: inout MutableSpan<Float>, at offset: Int) {}
}

@Suite struct EnvironmentMisuseTests {
  @Test(arguments: EnvironmentMisuse.allCases)
  func `a mistake traps with the values`(misuse: EnvironmentMisuse) async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { [misuse] in try misuse.commit() }
    let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(message.contains(misuse.complaint), "\(message.prefix(200))")
  }
}
