/// What is put around an environment, in settings: the `wrappers` of a run.
///
/// The order is fixed: actions stick, are repeated, rewards are clipped and scaled, observations
/// stacked.
public struct EnvironmentWrappers: Hashable, Sendable, Codable {
  /// How likely an action sticks (`StickyActions`); Machado et al. (2018) take 0.25.
  public var stickyActionProbability = 0.0
  /// How often each action is done (`ActionRepeat`).
  public var actionRepeat = 1
  /// The largest reward either way (`RewardClip`); nil for no limit. Evaluations take rewards as they
  /// are.
  public var rewardClip: Double?
  /// What rewards are multiplied by (`RewardScale`). Evaluations take rewards as they are.
  public var rewardScale = 1.0
  /// How many observations are shown together (`FrameStack`).
  public var frameStack = 1

  /// Nothing at all.
  public init() {}

  /// The first setting that is out of range, in words; nil when all are usable.
  public var problem: String? {
    if !(0..<1).contains(stickyActionProbability) {
      return "stickyActionProbability is \(stickyActionProbability), but must be at least 0 and "
        + "less than 1"
    }
    for (name, value) in [("actionRepeat", actionRepeat), ("frameStack", frameStack)]
    where !(1...64).contains(value) {
      return "\(name) is \(value), but must lie in 1...64"
    }
    if let rewardClip, !(rewardClip > 0 && rewardClip.isFinite) {
      return "rewardClip is \(rewardClip), but must be above 0 and finite, or none"
    }
    if !(rewardScale.isFinite && rewardScale != 0) {
      return "rewardScale is \(rewardScale), but must be finite and not 0"
    }
    return nil
  }

  /// The same without changes to rewards.
  public var withRawRewards: EnvironmentWrappers {
    var wrappers = self
    wrappers.rewardClip = nil
    wrappers.rewardScale = 1
    return wrappers
  }

  /// All wrappers around an environment: one type for all settings, so that a batch is specialised
  /// once.
  @usableFromInline
  typealias Wrapped<E: Environment> =
    FrameStack<RewardScale<RewardClip<ActionRepeat<StickyActions<E>>>>>

  /// An environment with these settings around it.
  @usableFromInline
  func around<E: Environment>(_ environment: E) -> Wrapped<E> {
    FrameStack(
      RewardScale(
        RewardClip(
          ActionRepeat(
            StickyActions(environment, probability: stickyActionProbability), count: actionRepeat),
          limit: rewardClip),
        factor: rewardScale),
      count: frameStack)
  }
}
