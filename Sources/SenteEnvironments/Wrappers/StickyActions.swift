public import SentePrimitives

/// Does the action of the step before instead of the present one with some probability, so that a
/// deterministic game cannot be learned by heart.
///
/// What was done, not what was asked for, may stick again. An action that has become illegal does not
/// stick.
///
/// Source: Machado et al., "Revisiting the Arcade Learning Environment" (2018), section 5; they take
/// 0.25.
public struct StickyActions<Inner: Environment>: EnvironmentWrapper {
  /// The environment inside.
  public var inner: Inner
  /// How likely the last action sticks.
  public let probability: Double
  /// What was done in the last step; nil before the first.
  @usableFromInline var previous: Inner.Action?
  @usableFromInline let isMasked: Bool

  /// `inner` with actions that stick.
  public init(_ inner: Inner, probability: Double = 0.25) {
    precondition((0...1).contains(probability), "a probability of \(probability) is none")
    self.inner = inner
    self.probability = probability
    isMasked = inner is any MaskedEnvironment
  }

  /// Forgets the last action.
  @inlinable public mutating func episodeBegan() { previous = nil }

  /// Acts, perhaps as in the step before.
  @inlinable
  public mutating func step(_ action: Inner.Action, using random: inout RandomStream) -> StepResult
  {
    guard probability > 0 else { return inner.step(action, using: &random) }
    var done = action
    if let previous, random.uniform() < probability, !(isMasked && inner.forbids(previous)) {
      done = previous
    }
    previous = done
    return inner.step(done, using: &random)
  }
}

extension StickyActions: Codable {
  private enum CodingKeys: CodingKey {
    case inner, probability, previous, isMasked
  }

  /// Reads what `encode` wrote.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    inner = try container.decode(Inner.self, forKey: .inner)
    probability = try container.decode(Double.self, forKey: .probability)
    isMasked = try container.decode(Bool.self, forKey: .isMasked)
    guard let row = try container.decodeIfPresent([Float].self, forKey: .previous) else { return }
    guard row.count == Inner.Action.width else {
      throw DecodingError.dataCorruptedError(
        forKey: .previous, in: container,
        debugDescription: "\(row.count) numbers are no action of \(Inner.Action.width)")
    }
    previous = Inner.Action(row: row.span, at: 0)
  }

  /// Writes the last action as its row.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(inner, forKey: .inner)
    try container.encode(probability, forKey: .probability)
    try container.encode(isMasked, forKey: .isMasked)
    guard let previous else { return }
    var numbers = [Float](repeating: 0, count: Inner.Action.width)
    var row = numbers.mutableSpan
    previous.write(into: &row, at: 0)
    try container.encode(numbers, forKey: .previous)
  }
}

extension StickyActions: MaskedEnvironment where Inner: MaskedEnvironment {}
extension StickyActions: StatefulEnvironment where Inner: StatefulEnvironment {}
extension StickyActions: DrawableEnvironment where Inner: DrawableEnvironment {}

extension StickyActions: GoalEnvironment where Inner: GoalEnvironment {
  /// That of the inner environment.
  public func reward(achieved: Span<Float>, desired: Span<Float>) -> Double {
    inner.reward(achieved: achieved, desired: desired)
  }
}
