public import SentePrimitives

/// Four steps, each showing a symbol and a lever in a dictionary: does the policy read all parts of an
/// observation?
///
/// Right is the symbol itself while the lever is down, the next one (after the last the first) while
/// it is up. The best return is 4, reading the symbol alone gives 2, chance 4/3.
public struct DictionaryProbe: Environment {
  /// The symbol that is shown, 0 to 2.
  public var symbol = 0
  /// Whether the lever is up, 0 or 1.
  public var lever = 0
  /// How many answers have been given.
  public var answers = 0

  static let symbols = 3
  static let steps = 4

  /// The first question, symbol 0 and the lever down.
  public init() {}

  /// The lever, a number from -1 (down) to 1 (up), and the symbol.
  public var observationSpace: Space {
    .dictionary([
      "lever": .box(-1...1, width: 1), "symbol": .discrete(count: DictionaryProbe.symbols),
    ])
  }

  /// A symbol.
  public var actionSpace: Space { .discrete(count: DictionaryProbe.symbols) }

  /// A first question.
  public mutating func reset(using random: inout RandomStream) {
    answers = 0
    ask(using: &random)
  }

  private mutating func ask(using random: inout RandomStream) {
    symbol = random.index(below: DictionaryProbe.symbols)
    lever = random.index(below: 2)
  }

  /// Pays 1 for the right symbol and asks the next question.
  public mutating func step(_ action: Int, using random: inout RandomStream) -> StepResult {
    let reward = action == (symbol + lever) % DictionaryProbe.symbols ? 1.0 : 0.0
    answers += 1
    ask(using: &random)
    return StepResult(
      reward: reward, end: answers == DictionaryProbe.steps ? .terminated : .running)
  }

  /// The lever, then the symbol.
  public func observe(into row: inout MutableSpan<Float>, at offset: Int) {
    row[offset] = lever == 1 ? 1 : -1
    row[offset + 1] = Float(symbol)
  }
}
