public import SentePrimitives

/// Shows the latest observations together, the oldest first: what moves can be seen without memory.
///
/// Images are stacked along their channels, boxes along a new first axis, choices as several choices;
/// each part of a dictionary or a tuple by itself. An episode begins with its first observation
/// repeated. A stack of one changes nothing.
///
/// Source: Mnih et al., "Human-level control through deep reinforcement learning" (2015).
public struct FrameStack<Inner: Environment>: EnvironmentWrapper {
  /// A part of an observation of which `unit` numbers of each frame lie side by side.
  @usableFromInline
  struct Part: Hashable, Sendable, Codable {
    @usableFromInline let range: Range<Int>
    @usableFromInline let unit: Int

    init(range: Range<Int>, unit: Int) {
      self.range = range
      self.unit = unit
    }
  }

  /// The environment inside.
  public var inner: Inner
  /// How many observations are shown.
  public let count: Int
  @usableFromInline let width: Int
  @usableFromInline let parts: [Part]
  /// The observations in a ring, [count, width].
  @usableFromInline var frames: [Float]
  @usableFromInline var newest = 0

  /// `inner` seen through its latest `count` observations.
  public init(_ inner: Inner, count: Int) {
    precondition(count > 0, "a stack of \(count) observations shows nothing")
    self.inner = inner
    self.count = count
    let space = inner.observationSpace
    width = space.width
    parts = space.leaves.map { leaf in
      if case .image(_, _, let channels) = leaf.space {
        return Part(range: leaf.range, unit: channels)
      }
      return Part(range: leaf.range, unit: leaf.width)
    }
    frames = count == 1 ? [] : [Float](repeating: 0, count: count * width)
    episodeBegan()
  }

  /// The stacked space.
  public var observationSpace: Space { inner.observationSpace.stacked(count) }

  /// Fills the stack with the present observation.
  @inlinable
  public mutating func episodeBegan() {
    guard count > 1 else { return }
    newest = 0
    record()
    for i in width..<frames.count { frames[i] = frames[i &- width] }
  }

  /// Puts the present observation in the newest place.
  @inlinable
  mutating func record() {
    // Taken out for the while, since writing into a part of `self` excludes reading the rest.
    var rows: [Float] = []
    swap(&rows, &frames)
    var span = rows.mutableSpan
    inner.observe(into: &span, at: newest &* width)
    swap(&rows, &frames)
  }

  /// Acts once and puts what is seen then in place of the oldest.
  @inlinable
  public mutating func step(_ action: Inner.Action, using random: inout RandomStream) -> StepResult
  {
    let result = inner.step(action, using: &random)
    if count > 1 {
      newest = newest &+ 1 == count ? 0 : newest &+ 1
      record()
    }
    return result
  }

  /// The observations from the oldest to the newest.
  @inlinable
  public func observe(into row: inout MutableSpan<Float>, at offset: Int) {
    guard count > 1 else {
      inner.observe(into: &row, at: offset)
      return
    }
    let frames = frames.span
    var target = offset
    for part in parts {
      for start in stride(from: part.range.lowerBound, to: part.range.upperBound, by: part.unit) {
        for age in 1...count {
          let slot = newest &+ age < count ? newest &+ age : newest &+ age &- count
          let source = slot &* width &+ start
          for i in 0..<part.unit { row[target &+ i] = frames[source &+ i] }
          target &+= part.unit
        }
      }
    }
  }
}

extension Space {
  /// The space of `count` values shown together.
  func stacked(_ count: Int) -> Space {
    let repeated = { (bounds: [Float]) in (0..<count).flatMap { _ in bounds } }
    let numbers = { (numbers: [Int]) in (0..<count).flatMap { _ in numbers } }
    guard count > 1 else { return self }
    return switch self {
    case .box(let low, let high, let shape):
      .box(low: repeated(low), high: repeated(high), shape: [count] + shape)
    case .image(let height, let width, let channels):
      .image(height: height, width: width, channels: channels * count)
    case .discrete(let choices, let start):
      .multiDiscrete(counts: numbers([choices]), starts: numbers([start]))
    case .multiDiscrete(let counts, let starts):
      .multiDiscrete(counts: numbers(counts), starts: numbers(starts))
    case .multiBinary(let switches): .multiBinary(count: switches * count)
    case .dictionary(let entries):
      .dictionary(entries.map { Entry($0.name, $0.space.stacked(count)) })
    case .tuple(let parts): .tuple(parts.map { $0.stacked(count) })
    }
  }
}

extension FrameStack: MaskedEnvironment where Inner: MaskedEnvironment {}
extension FrameStack: StatefulEnvironment where Inner: StatefulEnvironment {}
extension FrameStack: DrawableEnvironment where Inner: DrawableEnvironment {}
