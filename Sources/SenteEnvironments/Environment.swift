public import SentePrimitives

/// How an episode stands after a step.
public enum EpisodeEnd: UInt8, Hashable, Sendable, Codable {
  /// The episode goes on.
  case running
  /// The task itself ended: nothing follows, the value of what comes next is zero.
  case terminated
  /// The episode was cut off (a time limit): the task would have gone on, so learners bootstrap from
  /// the final observation.
  case truncated
}

/// What one step of an environment gives.
public struct StepResult: Hashable, Sendable {
  /// The reward of this step.
  public var reward: Double
  /// Whether, and how, the episode ended with this step.
  public var end: EpisodeEnd

  /// A result with these parts.
  @inlinable public init(reward: Double, end: EpisodeEnd = .running) {
    self.reward = reward
    self.end = end
  }
}

/// An action that can be read from a row of numbers, the form in which agents write actions.
public protocol Action: Sendable {
  /// How many numbers one action takes.
  static var width: Int { get }
  /// Reads an action from `width` numbers starting at `offset`.
  init(row: Span<Float>, at offset: Int)
}

/// A world that an agent acts in: a value, so that copying it is taking a snapshot.
///
/// One value is one running episode. Randomness is an argument, so equal states with equal streams
/// continue equally.
public protocol Environment: Sendable, Codable {
  /// What the agent chooses.
  associatedtype Action: SenteEnvironments.Action
  /// The observations that `observe` writes, flattened to `observationSpace.width` numbers.
  var observationSpace: Space { get }
  /// The actions that `step` accepts, flattened to `actionSpace.width` numbers.
  var actionSpace: Space { get }
  /// Begins a new episode.
  mutating func reset(using random: inout RandomStream)
  /// Acts once. Must not be called after an end before `reset`.
  mutating func step(_ action: Action, using random: inout RandomStream) -> StepResult
  /// Writes the present observation, `observationSpace.width` numbers, starting at `offset`.
  func observe(into row: inout MutableSpan<Float>, at offset: Int)
}
