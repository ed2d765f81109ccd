public import SentePrimitives

/// Four steps in which three of six numbers are legal, the highest of them pays: does the policy keep
/// to its mask?
///
/// The observation tells nothing, so the mask alone decides which number is the best legal one. The
/// best return is 4; choosing among the legal ones by chance gives 4/3. An illegal number traps.
public struct MaskedProbe: MaskedEnvironment {
  /// The legal numbers, a bit for each.
  public var legal: UInt8 = 0b111
  /// How many numbers have been chosen.
  public var choices = 0

  static let numbers = 6
  static let legalNumbers = 3
  static let steps = 4

  /// The first step, with 0, 1 and 2 legal.
  public init() {}

  /// Always 1.
  public var observationSpace: Space { .box(0...1, width: 1) }

  /// A number.
  public var actionSpace: Space { .discrete(count: MaskedProbe.numbers) }

  /// The first legal numbers.
  public mutating func reset(using random: inout RandomStream) {
    choices = 0
    draw(using: &random)
  }

  private mutating func draw(using random: inout RandomStream) {
    legal = 0
    while legal.nonzeroBitCount < MaskedProbe.legalNumbers {
      legal |= 1 << UInt8(random.index(below: MaskedProbe.numbers))
    }
  }

  /// Pays 1 for the highest legal number and shows the next ones.
  public mutating func step(_ action: Int, using random: inout RandomStream) -> StepResult {
    precondition(
      legal >> UInt8(action) & 1 == 1,
      "number \(action) is illegal; legal is \(String(legal, radix: 2)), a bit for each from the right"
    )
    let best = legal >> UInt8(action) == 1
    choices += 1
    draw(using: &random)
    return StepResult(
      reward: best ? 1 : 0, end: choices == MaskedProbe.steps ? .terminated : .running)
  }

  /// Nothing worth seeing.
  public func observe(into row: inout MutableSpan<Float>, at offset: Int) { row[offset] = 1 }

  /// The legal numbers.
  public func maskActions(into mask: inout MutableSpan<Float>, at offset: Int) {
    for i in 0..<MaskedProbe.numbers { mask[offset + i] = Float(legal >> UInt8(i) & 1) }
  }
}
