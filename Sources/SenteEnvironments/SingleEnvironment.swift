import SentePrimitives

/// One running environment of a type that is known only at run time, with its time limit.
///
/// For commands that step a single copy; whoever steps many takes `EnvironmentBatch`.
public struct SingleEnvironment: Sendable {
  /// What the agent sees.
  public let observationSpace: Space
  /// What the agent may do.
  public let actionSpace: Space
  /// After how many steps an episode is truncated; nil for never.
  public let maximumEpisodeSteps: Int?
  /// How many steps the present episode has taken.
  public private(set) var episodeSteps = 0
  /// How the present episode stands.
  public private(set) var end = EpisodeEnd.running
  private var environment: any Environment
  private var stream: RandomStream

  /// An environment that draws from `RandomStream(seed: seed, role: "environment", index: 0)`; to be
  /// reset before its first step.
  public init(_ environment: any Environment, maximumEpisodeSteps: Int? = nil, seed: UInt64) {
    self.environment = environment
    self.maximumEpisodeSteps = maximumEpisodeSteps
    observationSpace = environment.observationSpace
    actionSpace = environment.actionSpace
    stream = SingleEnvironment.stream(seed)
  }

  private static func stream(_ seed: UInt64) -> RandomStream {
    RandomStream(seed: seed, role: "environment", index: 0)
  }

  /// Begins the next episode.
  public mutating func reset() {
    environment.reset(using: &stream)
    episodeSteps = 0
    end = .running
  }

  /// Begins the first episode of another seed.
  public mutating func reset(seed: UInt64) {
    stream = SingleEnvironment.stream(seed)
    reset()
  }

  /// Acts once; the action must belong to the space and the episode be running.
  ///
  /// An episode that reaches the limit without terminating is truncated.
  public mutating func step(_ action: [Float]) -> StepResult {
    precondition(end == .running, "the episode has ended (\(end)): reset first")
    precondition(actionSpace.contains(action), "action \(action) is not in \(actionSpace)")
    precondition(maskedChoice(in: action) == nil, "action \(action) is masked")
    var result = SingleEnvironment.step(&environment, action, &stream)
    episodeSteps += 1
    if hasReachedLimit, result.end == .running { result.end = .truncated }
    end = result.end
    return result
  }

  /// Whether the present episode has taken all the steps it may.
  public var hasReachedLimit: Bool { maximumEpisodeSteps.map { episodeSteps >= $0 } ?? false }

  private static func step<E: Environment>(
    _ environment: inout E, _ action: [Float], _ stream: inout RandomStream
  ) -> StepResult {
    environment.step(E.Action(row: action.span, at: 0), using: &stream)
  }

  /// The present observation.
  public var observation: [Float] {
    var row = [Float](repeating: 0, count: observationSpace.width)
    var span = row.mutableSpan
    environment.observe(into: &span, at: 0)
    return row
  }

  /// What may be chosen now, `actionSpace.choiceCount` flags, 1 for legal and 0 for not; nil when the
  /// environment forbids nothing.
  public var actionMask: [Float]? {
    (environment as? any MaskedEnvironment).map { masked in
      var flags = [Float](repeating: 0, count: actionSpace.choiceCount)
      var span = flags.mutableSpan
      masked.maskActions(into: &span, at: 0)
      return flags
    }
  }

  /// The first choice of an action that its mask forbids, with the numbers that are legal there; nil
  /// when all are legal.
  public func maskedChoice(in action: [Float]) -> (choice: Space.Choice, legal: [Int])? {
    guard let mask = actionMask else { return nil }
    for choice in actionSpace.choices {
      let legal = choice.flags.filter { mask[$0] != 0 }
        .map { $0 - choice.maskOffset + choice.start }
      if !legal.contains(Int(action[choice.element])) { return (choice, legal) }
    }
    return nil
  }

  /// The names of the state variables; nil when the environment's state cannot be set.
  public var stateVariableNames: [String]? {
    (environment as? any StatefulEnvironment).map { type(of: $0).stateVariableNames }
  }

  /// The simulator's own state variables; nil when they cannot be read.
  public var stateVariables: [Double]? {
    (environment as? any StatefulEnvironment)?.stateVariables
  }

  /// Begins an episode in a given state; throws, and changes nothing, when there is no such state.
  public mutating func reset(stateVariables: [Double]) throws(StateVariablesError) {
    guard var stateful = environment as? any StatefulEnvironment else {
      throw StateVariablesError("the state of this environment cannot be set; reset with a seed")
    }
    try stateful.setStateVariables(stateVariables)
    environment = stateful
    episodeSteps = 0
    end = .running
  }

  /// Whether the environment can show itself.
  public var isDrawable: Bool { environment is any DrawableEnvironment }

  /// Draws the present state, when the environment can show itself.
  public func draw(on canvas: inout Canvas) {
    (environment as? any DrawableEnvironment)?.draw(on: &canvas)
  }
}
