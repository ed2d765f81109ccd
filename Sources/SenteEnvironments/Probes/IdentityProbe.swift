public import SentePrimitives

/// Four steps, each showing one of three symbols to be repeated: does the policy depend on the
/// observation?
///
/// A right answer pays 1, a wrong one nothing; the best return is 4, chance gives 4/3.
public struct IdentityProbe: Environment {
  /// The symbol that is shown, 0 to 2.
  public var symbol = 0
  /// How many answers have been given.
  public var answers = 0

  static let symbols = 3
  static let steps = 4

  /// The first question, symbol 0.
  public init() {}

  /// The symbol, one-hot.
  public var observationSpace: Space { .box(0...1, width: IdentityProbe.symbols) }

  /// The symbol that was seen.
  public var actionSpace: Space { .discrete(count: IdentityProbe.symbols) }

  /// A first symbol.
  public mutating func reset(using random: inout RandomStream) {
    symbol = random.index(below: IdentityProbe.symbols)
    answers = 0
  }

  /// Pays 1 for the right symbol and shows the next.
  public mutating func step(_ action: Int, using random: inout RandomStream) -> StepResult {
    let reward = action == symbol ? 1.0 : 0.0
    symbol = random.index(below: IdentityProbe.symbols)
    answers += 1
    return StepResult(
      reward: reward, end: answers == IdentityProbe.steps ? .terminated : .running)
  }

  /// The symbol, one-hot.
  public func observe(into row: inout MutableSpan<Float>, at offset: Int) {
    for i in 0..<IdentityProbe.symbols { row[offset + i] = i == symbol ? 1 : 0 }
  }
}
