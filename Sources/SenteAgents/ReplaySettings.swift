import SenteEnvironments
import SentePrimitives

/// How much an agent remembers, and how often it learns from it.
public struct ReplaySettings: Hashable, Sendable, Codable {
  /// Rows kept, over all environments; one for each transition, and one more for each episode that was
  /// cut off.
  public var capacity = 1_000_000
  /// Transitions of one gradient step.
  public var batchSize = 256
  /// Environment steps with random actions before the first gradient step.
  public var warmupSteps = 100
  /// Steps of each environment between two turns of learning.
  public var rolloutSteps = 1
  /// Gradient steps for each environment step after the warm-up, whatever the speed of either.
  public var updatesPerStep = 1.0
  /// Rewards that a return sums before it bootstraps.
  public var returnSteps = 1
  /// Whether observations are standardized by running statistics when they are drawn.
  public var normalizesObservations = false

  /// The defaults.
  public init() {}

  /// The defaults, changed.
  init(_ change: (inout ReplaySettings) -> Void) { change(&self) }

  /// Gradient steps that are due after so many environment steps since the start.
  func updatesDue(after steps: Int) -> Int {
    Int(Double(max(steps - warmupSteps, 0)) * updatesPerStep)
  }

  /// Where everything would lie in an environment, `memoryWidth` numbers that are remembered included.
  func layout(
    in environment: EnvironmentInterface, _ environments: Int, memoryWidth: Int = 0
  ) -> ReplayLayout {
    ReplayLayout(
      ObservationLayout(environment.observationSpace),
      actionWidth: environment.actionSpace.width,
      maskWidth: environment.masksActions ? environment.actionSpace.choiceCount : 0,
      memoryWidth: memoryWidth, capacity: capacity, environments: environments,
      frames: environment.frames)
  }

  /// The first setting that is out of range, in words; nil when all are usable.
  func problem(environments: Int) -> String? {
    if let problem =
      outside("replay.capacity is", capacity, 1...1_000_000_000)
      ?? outside("replay.batchSize is", batchSize, 1...65_536)
      ?? outside("replay.warmupSteps is", warmupSteps, 1...1_000_000_000)
      ?? outside("replay.rolloutSteps is", rolloutSteps, 1...65_536)
      ?? outside("replay.updatesPerStep is", updatesPerStep, 1e-6...1000)
      ?? outside("replay.returnSteps is", returnSteps, 1...1000)
    {
      return problem
    }
    if capacity < 2 * environments * (returnSteps + 1) {
      return "replay.capacity is \(capacity), but \(environments) environments with returns over "
        + "\(returnSteps) steps need at least \(2 * environments * (returnSteps + 1))"
    }
    if warmupSteps > capacity {
      return "replay.warmupSteps is \(warmupSteps), more than replay.capacity, \(capacity)"
    }
    return nil
  }
}

extension ReplayLayout {
  /// Why a replay of this layout cannot be, in words; nil when it can.
  var problem: String? { problem(besides: 0) }

  /// The same where so many bytes are kept besides for each row.
  func problem(besides bytesPerRow: Int) -> String? {
    // An eighth is left to everything else.
    let physical = MappedMemory.physicalByteCount / 8 * 7
    let byteCount = byteCount + environments * rows * bytesPerRow
    if environments * rows > Int(Int32.max) {
      return "replay.capacity makes \(environments * rows) rows, more than \(Int32.max)"
    }
    if byteCount <= physical { return nil }
    let each = max(byteCount / (environments * rows), 1)
    return "replay.capacity is \(sampledRows * environments), which takes \(gibibytes(byteCount)) "
      + "GiB, but this machine can spare \(gibibytes(physical)); at most \(physical / each) fit"
  }
}

/// A size with one decimal.
private func gibibytes(_ count: Int) -> String {
  let tenths = (count * 10 + (1 << 29)) >> 30
  return "\(tenths / 10).\(tenths % 10)"
}
