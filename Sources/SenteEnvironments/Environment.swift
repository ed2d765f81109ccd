public import SentePrimitives

/// How an episode stands after a step.
@frozen
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
@frozen
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

/// A world that an agent acts in: a value, so that copying it is taking a snapshot.
///
/// One value is one running episode. Randomness is an argument, so equal states with equal streams
/// continue equally. Time limits are not the world's business: whoever steps it counts. The laws
/// that every conformer keeps are checked by `checkEnvironment` in SenteTestSupport.
public protocol Environment: Sendable, Codable {
  /// What the agent chooses.
  associatedtype Action: SenteEnvironments.Action
  /// The observations that `observe` writes, flattened to `observationSpace.width` numbers.
  ///
  /// The same for every state of an environment.
  var observationSpace: Space { get }
  /// The actions that `step` accepts, flattened to `actionSpace.width` numbers.
  ///
  /// The same for every state of an environment.
  var actionSpace: Space { get }
  /// Begins a new episode.
  mutating func reset(using random: inout RandomStream)
  /// Acts once. Must not be called after an end before `reset`, nor with an action outside
  /// `actionSpace`.
  mutating func step(_ action: Action, using random: inout RandomStream) -> StepResult
  /// Writes the present observation, `observationSpace.width` numbers, starting at `offset`.
  func observe(into row: inout MutableSpan<Float>, at offset: Int)
}

/// An environment in which some choices are not allowed now.
///
/// Boxes have no choices and no flags. Whoever steps such an environment chooses legal numbers only;
/// batches and `env step` see to it.
public protocol MaskedEnvironment: Environment {
  /// Writes `actionSpace.choiceCount` flags starting at `offset`, ordered as `actionSpace.choices`: 1
  /// for a number that may be chosen now, 0 for one that may not.
  ///
  /// Every choice needs a legal number in every state that is not an end.
  func maskActions(into mask: inout MutableSpan<Float>, at offset: Int)
}

/// An environment whose whole state is a short list of numbers that can be read and set.
///
/// Where Gymnasium has the environment these are the simulator's own state variables in
/// Gymnasium's order, which is what lets the two be compared from the same state.
public protocol StatefulEnvironment: Environment {
  /// The names of the variables, in their order; their number is the number of variables.
  static var stateVariableNames: [String] { get }
  /// The variables.
  var stateVariables: [Double] { get }
  /// Puts the world into a state as if an episode had just begun there.
  ///
  /// Throws when the count is not that of `stateVariableNames`, or a value is not finite or not
  /// possible.
  mutating func setStateVariables(_ values: [Double]) throws(StateVariablesError)
}

/// State variables that no state has: what was wrong and what is allowed.
public struct StateVariablesError: Error, Hashable, Sendable, CustomStringConvertible {
  /// One line for a person.
  public let description: String

  /// An error with this explanation.
  public init(_ description: String) { self.description = description }
}

extension StatefulEnvironment {
  /// Throws unless there are as many values as variables, all of them finite.
  public static func validate(_ values: [Double]) throws(StateVariablesError) {
    let names = stateVariableNames
    guard values.count == names.count else {
      let list = names.joined(separator: ", ")
      throw StateVariablesError("a state has \(names.count) numbers (\(list)), not \(values.count)")
    }
    for (name, value) in zip(names, values) where !value.isFinite {
      throw StateVariablesError("\(name) must be finite, not \(value)")
    }
  }
}
