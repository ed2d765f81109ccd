import SentePrimitives

/// Environments by name: a value, so a program adds its own and hands the table on.
public struct EnvironmentCatalogue: Sendable {
  /// The entries, in the order of a list for people.
  public private(set) var entries: [EnvironmentSpecification]

  /// A table of these entries; the names must differ.
  public init(_ entries: [EnvironmentSpecification]) {
    self.entries = []
    for entry in entries { add(entry) }
  }

  /// Adds an entry; its name must be new.
  public mutating func add(_ entry: EnvironmentSpecification) {
    precondition(self[entry.id] == nil, "the catalogue has an environment '\(entry.id)' already")
    entries.append(entry)
  }

  /// The entry with a name, nil when there is none.
  public subscript(id: String) -> EnvironmentSpecification? { entries.first { $0.id == id } }

  /// All names, in order.
  public var ids: [String] { entries.map(\.id) }

  /// Everything that Sente brings along: classic control, toy text and the probes.
  public static var standard: EnvironmentCatalogue {
    EnvironmentCatalogue(classicControl + toyText + minAtar + probes)
  }

  /// Gymnasium's classic control, with its ids, limits and thresholds.
  private static var classicControl: [EnvironmentSpecification] {
    [
      EnvironmentSpecification(
        id: "CartPole-v1", summary: "Balance a pole on a cart by pushing it left or right.",
        maximumEpisodeSteps: 500, rewardThreshold: 475, make: { CartPole() }),
      EnvironmentSpecification(
        id: "MountainCar-v0", summary: "Rock a weak car out of a valley: left, nothing, right.",
        maximumEpisodeSteps: 200, rewardThreshold: -110, make: { MountainCar() }),
      EnvironmentSpecification(
        id: "MountainCarContinuous-v0", summary: "Rock a weak car out of a valley by throttle.",
        maximumEpisodeSteps: 999, rewardThreshold: 90, make: { MountainCarContinuous() }),
      EnvironmentSpecification(
        id: "Acrobot-v1", summary: "Swing a double pendulum above a line by its elbow.",
        maximumEpisodeSteps: 500, rewardThreshold: -100, make: { Acrobot() }),
      EnvironmentSpecification(
        id: "Pendulum-v1", summary: "Swing a pendulum up and hold it by torque.",
        maximumEpisodeSteps: 200, make: { Pendulum() }),
    ]
  }

  /// Gymnasium's toy text, with its ids, limits and thresholds.
  private static var toyText: [EnvironmentSpecification] {
    [
      EnvironmentSpecification(
        id: "FrozenLake-v1", summary: "Cross slippery ice without falling into a hole.",
        maximumEpisodeSteps: 100, rewardThreshold: 0.7, make: { FrozenLake() }),
      EnvironmentSpecification(
        id: "FrozenLake8x8-v1", summary: "Cross a larger lake.",
        maximumEpisodeSteps: 200, rewardThreshold: 0.85,
        make: { FrozenLake(map: FrozenLake.map8x8) }),
      EnvironmentSpecification(
        id: "CliffWalking-v1", summary: "Walk along a cliff to the other end.",
        maximumEpisodeSteps: nil, make: { CliffWalking() }),
      EnvironmentSpecification(
        id: "CliffWalkingSlippery-v1", summary: "Walk along a cliff that is slippery.",
        maximumEpisodeSteps: nil, make: { CliffWalking(isSlippery: true) }),
      EnvironmentSpecification(
        id: "Taxi-v4", summary: "Fetch a passenger and bring them where they want to go.",
        maximumEpisodeSteps: 200, rewardThreshold: 8, make: { Taxi() }),
      EnvironmentSpecification(
        id: "masked/Taxi-v4", summary: "Taxi-v4 without actions that would change nothing.",
        maximumEpisodeSteps: 200, rewardThreshold: 8, make: { MaskedTaxi() }),
      EnvironmentSpecification(
        id: "Blackjack-v1", summary: "Come closer to 21 than the dealer.",
        maximumEpisodeSteps: nil, make: { Blackjack() }),
    ]
  }

  /// MinAtar's games with the ids of its package: v1 with the actions that do something, v0 with all
  /// six.
  private static var minAtar: [EnvironmentSpecification] {
    minAtar(Asterix.self, "Asterix", "Gather gold and keep away from enemies.")
      + minAtar(Breakout.self, "Breakout", "Break bricks with a ball and a paddle.")
      + minAtar(Freeway.self, "Freeway", "Cross a road between cars.")
      + minAtar(Seaquest.self, "Seaquest", "Steer a submarine, shoot enemies and fetch divers.")
      + minAtar(SpaceInvaders.self, "SpaceInvaders", "Shoot aliens that come down.")
  }

  private static func minAtar<Game: MinAtarGame>(
    _ game: Game.Type, _ name: String, _ summary: String
  ) -> [EnvironmentSpecification] {
    [
      EnvironmentSpecification(
        id: "MinAtar/\(name)-v1", summary: summary,
        maximumEpisodeSteps: minAtarLimit, make: { MinAtar<Game>() }),
      EnvironmentSpecification(
        id: "MinAtar/\(name)-v0", summary: "\(name)-v1 with all six actions.",
        maximumEpisodeSteps: minAtarLimit,
        make: { MinAtar<Game>(usesMinimalActions: false) }),
    ]
  }

  /// The limit of Atari's games (Machado et al. 2018). The package has none, and a submarine that stays
  /// at the surface never sinks.
  private static let minAtarLimit = 27_000

  /// Tiny worlds that each test one ability of a learner; a threshold is what a learner that has it
  /// surpasses.
  private static var probes: [EnvironmentSpecification] {
    [
      EnvironmentSpecification(
        id: "probe/constant-value", summary: "One step that pays 1: fit a constant value.",
        maximumEpisodeSteps: nil, make: { ConstantValueProbe() }),
      EnvironmentSpecification(
        id: "probe/observed-value", summary: "One step that pays what is seen: fit a value.",
        maximumEpisodeSteps: nil, make: { ObservedValueProbe() }),
      EnvironmentSpecification(
        id: "probe/discounting", summary: "Two steps, the second pays: discount a value.",
        maximumEpisodeSteps: nil, make: { DiscountingProbe() }),
      EnvironmentSpecification(
        id: "probe/bandit", summary: "One step, one good action: follow the reward.",
        maximumEpisodeSteps: nil, rewardThreshold: 0.9, make: { BanditProbe() }),
      EnvironmentSpecification(
        id: "probe/identity", summary: "Repeat the symbol that is shown: look before acting.",
        maximumEpisodeSteps: nil, rewardThreshold: 3.8, make: { IdentityProbe() }),
      EnvironmentSpecification(
        id: "probe/target", summary: "Hit the target that is shown with a continuous action.",
        maximumEpisodeSteps: nil, rewardThreshold: 0.97, make: { TargetProbe() }),
      EnvironmentSpecification(
        id: "probe/truncation", summary: "Stay for ever or leave: bootstrap where time is cut.",
        maximumEpisodeSteps: 1, make: { TruncationProbe() }),
      EnvironmentSpecification(
        id: "probe/delayed-reward", summary: "The first action decides, the second step pays.",
        maximumEpisodeSteps: nil, rewardThreshold: 0.9, make: { DelayedRewardProbe() }),
      EnvironmentSpecification(
        id: "probe/memory", summary: "Turn as a sign said that is out of sight: remember.",
        maximumEpisodeSteps: nil, rewardThreshold: 0.9, make: { MemoryProbe() }),
      EnvironmentSpecification(
        id: "probe/masked", summary: "Choose the highest legal number: keep to a mask.",
        maximumEpisodeSteps: nil, rewardThreshold: 3.8, make: { MaskedProbe() }),
      EnvironmentSpecification(
        id: "probe/dictionary", summary: "Name a symbol that a lever shifts: read every part.",
        maximumEpisodeSteps: nil, rewardThreshold: 3.8, make: { DictionaryProbe() }),
      EnvironmentSpecification(
        id: "probe/pixels", summary: "Name the quarter with a bright block: read pixels.",
        maximumEpisodeSteps: nil, rewardThreshold: 3.8, make: { PixelProbe() }),
      EnvironmentSpecification(
        id: "probe/multi-discrete", summary: "Repeat two symbols: choose twice at once.",
        maximumEpisodeSteps: nil, rewardThreshold: 3.8, make: { MultiDiscreteProbe() }),
      EnvironmentSpecification(
        id: "probe/multi-binary", summary: "Set four switches as four lamps show.",
        maximumEpisodeSteps: nil, rewardThreshold: 3.8, make: { MultiBinaryProbe() }),
      EnvironmentSpecification(
        id: "probe/hybrid", summary: "Press the right button as hard as shown: choose and measure.",
        maximumEpisodeSteps: nil, rewardThreshold: 0.95, make: { HybridProbe() }),
      EnvironmentSpecification(
        id: "probe/bounded", summary: "Hit a target between bounds far from zero.",
        maximumEpisodeSteps: nil, rewardThreshold: 0.95, make: { BoundedProbe() }),
      EnvironmentSpecification(
        id: "probe/goal", summary: "Flip four bits to the goal that is shown: heed a goal.",
        maximumEpisodeSteps: 8, rewardThreshold: -1.5, make: { BitFlipping(bits: 4) }),
    ]
  }
}
