import SentePrimitives

/// What may follow an action.
@frozen
public struct Outcome: Hashable, Sendable {
  /// How likely it is.
  public var probability: Double
  /// The state that follows.
  public var state: Int
  /// What it pays.
  public var reward: Double
  /// Whether the episode ends with it.
  public var terminates: Bool

  /// An outcome with these parts.
  public init(probability: Double = 1, state: Int, reward: Double, terminates: Bool = false) {
    self.probability = probability
    self.state = state
    self.reward = reward
    self.terminates = terminates
  }
}

/// An environment with a few numbered states whose transition probabilities are known: Gymnasium's
/// `P`.
///
/// The state is what the agent sees and the only state variable, so that planners can be compared
/// with learners.
public protocol TabularEnvironment: StatefulEnvironment where Action == Int {
  /// How many states there are, numbered from 0.
  var stateCount: Int { get }
  /// The present state.
  var state: Int { get set }
  /// How many outcomes an action has in a state.
  func outcomeCount(of action: Int, in state: Int) -> Int
  /// One of the outcomes of an action in a state, in Gymnasium's order.
  func outcome(_ i: Int, of action: Int, in state: Int) -> Outcome
}

extension TabularEnvironment {
  /// The number of the state.
  public var observationSpace: Space { .discrete(count: stateCount) }

  /// All outcomes of an action in a state.
  public func outcomes(of action: Int, in state: Int) -> [Outcome] {
    (0..<outcomeCount(of: action, in: state)).map { outcome($0, of: action, in: state) }
  }

  /// Goes to one of the outcomes; only where there are several is a number drawn.
  mutating func takeOutcome(
    of action: Int, using random: inout RandomStream
  ) -> StepResult {
    var chosen = outcome(0, of: action, in: state)
    let count = outcomeCount(of: action, in: state)
    if count > 1 {
      let number = random.uniform()
      var sum = chosen.probability
      var i = 1
      while sum <= number, i < count {
        chosen = outcome(i, of: action, in: state)
        sum += chosen.probability
        i += 1
      }
    }
    state = chosen.state
    return StepResult(reward: chosen.reward, end: chosen.terminates ? .terminated : .running)
  }

  /// The number of the state.
  public func observe(into row: inout MutableSpan<Float>, at offset: Int) {
    row[offset] = Float(state)
  }

  /// The state alone.
  public static var stateVariableNames: [String] { ["state"] }

  /// The number of the state.
  public var stateVariables: [Double] { [Double(state)] }

  /// Goes to a state; it must be a whole number of one.
  public mutating func setStateVariables(_ values: [Double]) throws(StateVariablesError) {
    try Self.validate(values)
    guard values[0] == values[0].rounded(), (0..<Double(stateCount)).contains(values[0]) else {
      throw StateVariablesError(
        "state must be a whole number from 0 to \(stateCount - 1), not \(values[0])")
    }
    state = Int(values[0])
  }
}
