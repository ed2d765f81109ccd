/// Where the time of a run goes, in seconds by part; the parts add up to the time accounted for.
public struct TimeAccount: Hashable, Sendable, Codable {
  /// Stepping the environments.
  public var environment = 0.0
  /// Choosing actions.
  public var inference = 0.0
  /// Gradient steps, and what they need.
  public var learning = 0.0
  /// Metrics and checkpoints.
  public var recording = 0.0
  /// Playing fresh episodes.
  public var evaluation = 0.0

  /// Nothing so far.
  public init() {}

  /// All of it.
  public var total: Double { environment + inference + learning + recording + evaluation }

  /// The parts by name, in seconds.
  public var parts: [(name: String, seconds: Double)] {
    [
      ("environment", environment), ("inference", inference), ("learning", learning),
      ("recording", recording), ("evaluation", evaluation),
    ]
  }
}
