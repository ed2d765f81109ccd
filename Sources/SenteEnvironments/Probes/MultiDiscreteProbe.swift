public import SentePrimitives

/// Four steps, each showing two symbols to be repeated at once: does a policy make several choices in
/// one action?
///
/// Each right choice pays 1/2. The best return is 4; one right and the other by chance gives at most
/// 3, chance 5/3.
public struct MultiDiscreteProbe: Environment {
  /// The first symbol, 0 to 2.
  public var first = 0
  /// The second symbol, 1 or 2.
  public var second = 1
  /// How many answers have been given.
  public var answers = 0

  static let steps = 4

  /// The first question, symbols 0 and 1.
  public init() {}

  /// Both symbols.
  public var observationSpace: Space { .multiDiscrete(counts: [3, 2], starts: [0, 1]) }

  /// Both symbols.
  public var actionSpace: Space { .multiDiscrete(counts: [3, 2], starts: [0, 1]) }

  /// A first question.
  public mutating func reset(using random: inout RandomStream) {
    answers = 0
    ask(using: &random)
  }

  private mutating func ask(using random: inout RandomStream) {
    first = random.index(below: 3)
    second = 1 + random.index(below: 2)
  }

  /// Pays 1/2 for each right symbol and shows the next ones.
  public mutating func step(
    _ action: ChoicesAction<2>, using random: inout RandomStream
  ) -> StepResult {
    let reward =
      (action.elements[0] == first ? 0.5 : 0) + (action.elements[1] == second ? 0.5 : 0)
    answers += 1
    ask(using: &random)
    return StepResult(
      reward: reward, end: answers == MultiDiscreteProbe.steps ? .terminated : .running)
  }

  /// Both symbols.
  public func observe(into row: inout MutableSpan<Float>, at offset: Int) {
    row[offset] = Float(first)
    row[offset + 1] = Float(second)
  }
}
