public import SentePrimitives

/// An environment around another one that changes some of what it does and passes on the rest.
///
/// Wrappers are values and compose: `FrameStack(StickyActions(Game(), probability: 0.25), count: 4)`.
/// Masks, state variables and drawings of the inner environment stay what they are.
public protocol EnvironmentWrapper: Environment where Action == Inner.Action {
  /// What is wrapped.
  associatedtype Inner: Environment
  /// The environment inside.
  var inner: Inner { get set }
  /// Forgets what belongs to the last episode; the inner one has just begun another.
  mutating func episodeBegan()
}

extension EnvironmentWrapper {
  /// Nothing to forget.
  @inlinable public mutating func episodeBegan() {}

  /// That of the inner environment.
  public var observationSpace: Space { inner.observationSpace }

  /// That of the inner environment.
  public var actionSpace: Space { inner.actionSpace }

  /// Begins an episode of the inner environment.
  @inlinable
  public mutating func reset(using random: inout RandomStream) {
    inner.reset(using: &random)
    episodeBegan()
  }

  /// The observation of the inner environment.
  @inlinable
  public func observe(into row: inout MutableSpan<Float>, at offset: Int) {
    inner.observe(into: &row, at: offset)
  }
}

extension EnvironmentWrapper where Inner: MaskedEnvironment {
  /// The mask of the inner environment.
  @inlinable
  public func maskActions(into mask: inout MutableSpan<Float>, at offset: Int) {
    inner.maskActions(into: &mask, at: offset)
  }
}

extension EnvironmentWrapper where Inner: StatefulEnvironment {
  /// The names of the inner environment's variables.
  public static var stateVariableNames: [String] { Inner.stateVariableNames }

  /// The inner environment's variables.
  public var stateVariables: [Double] { inner.stateVariables }

  /// Puts the inner environment into a state, as if an episode had just begun there.
  public mutating func setStateVariables(_ values: [Double]) throws(StateVariablesError) {
    try inner.setStateVariables(values)
    episodeBegan()
  }
}

extension EnvironmentWrapper where Inner: DrawableEnvironment {
  /// The drawing of the inner environment.
  public func draw(on canvas: inout Canvas) { inner.draw(on: &canvas) }
}

extension Environment {
  /// Whether a mask forbids an action now.
  ///
  /// For wrappers, which take actions that were legal a step ago.
  @inlinable @inline(never)
  func forbids(_ action: Action) -> Bool {
    guard let masked = self as? any MaskedEnvironment else { return false }
    let space = masked.actionSpace
    var flags = [Float](repeating: 0, count: space.choiceCount)
    var mask = flags.mutableSpan
    masked.maskActions(into: &mask, at: 0)
    var numbers = [Float](repeating: 0, count: space.width)
    var row = numbers.mutableSpan
    action.write(into: &row, at: 0)
    return space.choices.contains {
      flags[$0.maskOffset + Int(numbers[$0.element]) - $0.start] == 0
    }
  }
}
