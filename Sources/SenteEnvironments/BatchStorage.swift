public import SentePrimitives

// The one file of this target that touches memory by address. Worker threads write disjoint ranges
// of shared buffers, which the language cannot express safely. The bound that makes every access
// true: a buffer holds `count * width` elements, a block b covers the copies
// b * blockSize ..< min((b + 1) * blockSize, count), and only that block's piece of work touches
// those rows while a job runs.

/// One copy of an environment with everything that belongs to its episodes.
@usableFromInline
struct EnvironmentCopy<E: Environment>: Codable, Sendable {
  @usableFromInline var environment: E
  @usableFromInline var stream: RandomStream
  /// Episodes begun so far, the present one included.
  @usableFromInline var episodes = 0
  @usableFromInline var steps = 0
  @usableFromInline var episodeReturn = 0.0

  @inlinable
  init(environment: E, stream: RandomStream) {
    self.environment = environment
    self.stream = stream
  }

  @inlinable @inline(__always)
  mutating func reset() {
    environment.reset(using: &stream)
    episodes &+= 1
    steps = 0
    episodeReturn = 0
  }

  /// Acts once and counts; an episode of `limit` steps that did not terminate is truncated.
  @inlinable @inline(__always)
  mutating func step(_ action: E.Action, limit: Int) -> StepResult {
    var result = environment.step(action, using: &stream)
    steps &+= 1
    episodeReturn += result.reward
    if steps >= limit, result.end == .running { result.end = .truncated }
    return result
  }
}

/// A fixed number of elements that worker threads may write at the same time, each in its own range.
@safe @usableFromInline
final class SharedBuffer<Element>: @unchecked Sendable {
  // Sendable without a lock: threads write only while a job runs, each the ranges of its own blocks.
  @usableFromInline let base: UnsafeMutablePointer<Element>
  @usableFromInline let count: Int

  @inlinable
  init(count: Int, _ element: (Int) -> Element) {
    self.count = count
    unsafe base = UnsafeMutablePointer<Element>.allocate(capacity: max(count, 1))
    for i in 0..<count { unsafe (base + i).initialize(to: element(i)) }
  }

  deinit {
    unsafe base.deinitialize(count: count)
    unsafe base.deallocate()
  }

  /// All elements, for reading while no job runs.
  @inlinable
  var span: Span<Element> {
    @_lifetime(borrow self)
    get {
      let span = unsafe Span(_unsafeStart: base, count: count)
      return unsafe _overrideLifetime(span, borrowing: self)
    }
  }

  /// All elements, lent by an object that keeps this buffer as long as it lives.
  @_lifetime(borrow owner)
  func span<Owner: AnyObject>(keptBy owner: borrowing Owner) -> Span<Element> {
    let span = unsafe Span(_unsafeStart: base, count: count)
    return unsafe _overrideLifetime(span, borrowing: owner)
  }

  /// The elements of a range, for the only one that writes there.
  @inlinable
  @_lifetime(borrow self)
  func rows(_ range: Range<Int>) -> MutableSpan<Element> {
    precondition(
      range.lowerBound >= 0 && range.upperBound <= count, "\(range) is not within 0..<\(count)")
    let span = unsafe MutableSpan(_unsafeStart: base + range.lowerBound, count: range.count)
    return unsafe _overrideLifetime(span, borrowing: self)
  }
}
