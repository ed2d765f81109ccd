public import SentePrimitives

/// Four steps, each showing four lamps to be set on switches: does a policy set every switch by
/// itself?
///
/// Each right switch pays 1/4. The best return is 4; three right and one by chance gives 3.5, chance 2.
public struct MultiBinaryProbe: Environment {
  /// The lamps that are lit, a bit for each.
  public var lamps: UInt8 = 0
  /// How many answers have been given.
  public var answers = 0

  static let count = 4
  static let steps = 4

  /// The first question, all lamps dark.
  public init() {}

  /// The lamps.
  public var observationSpace: Space { .multiBinary(count: MultiBinaryProbe.count) }

  /// The switches.
  public var actionSpace: Space { .multiBinary(count: MultiBinaryProbe.count) }

  private func lamp(_ i: Int) -> Int { Int(lamps >> UInt8(i) & 1) }

  /// First lamps.
  public mutating func reset(using random: inout RandomStream) {
    answers = 0
    lamps = UInt8(random.index(below: 1 << MultiBinaryProbe.count))
  }

  /// Pays 1/4 for each right switch and shows the next lamps.
  public mutating func step(
    _ action: ChoicesAction<4>, using random: inout RandomStream
  ) -> StepResult {
    var right = 0
    for i in 0..<MultiBinaryProbe.count where action.elements[i] == lamp(i) { right += 1 }
    answers += 1
    lamps = UInt8(random.index(below: 1 << MultiBinaryProbe.count))
    return StepResult(
      reward: Double(right) / Double(MultiBinaryProbe.count),
      end: answers == MultiBinaryProbe.steps ? .terminated : .running)
  }

  /// The lamps.
  public func observe(into row: inout MutableSpan<Float>, at offset: Int) {
    for i in 0..<MultiBinaryProbe.count { row[offset + i] = Float(lamp(i)) }
  }
}
