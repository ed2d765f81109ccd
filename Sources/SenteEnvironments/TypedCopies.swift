public import SentePrimitives

/// The rows that a batch and its copies share.
@usableFromInline
struct BatchRows {
  @usableFromInline let count: Int
  @usableFromInline let observationWidth: Int
  @usableFromInline let actionWidth: Int
  /// Flags of a mask; 0 where the environment forbids nothing.
  @usableFromInline let maskWidth: Int
  @usableFromInline let actions: SharedBuffer<Float>
  @usableFromInline let observations: SharedBuffer<Float>
  @usableFromInline let finalObservations: SharedBuffer<Float>
  @usableFromInline let rewards: SharedBuffer<Float>
  @usableFromInline let ends: SharedBuffer<EpisodeEnd>
  @usableFromInline let masks: SharedBuffer<Float>
  /// The episodes that ended, those of a block from the block's first row on.
  @usableFromInline let finished: SharedBuffer<FinishedEpisode>
  /// How many episodes ended in each block.
  @usableFromInline let finishedCounts: SharedBuffer<Int>
  /// Whether an observation of each block has a number that is not finite.
  @usableFromInline let spoilt: SharedBuffer<Bool>

  @usableFromInline
  init(count: Int, observationWidth: Int, actionWidth: Int, maskWidth: Int) {
    self.count = count
    self.observationWidth = observationWidth
    self.actionWidth = actionWidth
    self.maskWidth = maskWidth
    let blocks = (count + EnvironmentBatch.blockSize - 1) / EnvironmentBatch.blockSize
    actions = SharedBuffer(count: count * actionWidth) { _ in 0 }
    observations = SharedBuffer(count: count * observationWidth) { _ in 0 }
    finalObservations = SharedBuffer(count: count * observationWidth) { _ in 0 }
    rewards = SharedBuffer(count: count) { _ in 0 }
    ends = SharedBuffer(count: count) { _ in .running }
    masks = SharedBuffer(count: count * maskWidth) { _ in 1 }
    finished = SharedBuffer(count: count) { _ in
      FinishedEpisode(environment: 0, episodeReturn: 0, length: 0)
    }
    finishedCounts = SharedBuffer(count: blocks) { _ in 0 }
    spoilt = SharedBuffer(count: blocks) { _ in false }
  }

  /// Keeps a copy of the actions that all threads can read.
  func takeActions(_ source: Span<Float>) {
    var target = actions.rows(0..<actions.count)
    for i in 0..<source.count { target[i] = source[i] }
  }
}

/// What a batch does with its copies, once their type is out of sight.
@usableFromInline
struct ErasedCopies {
  let reset: (Int) -> Void
  let step: (Int) -> Void
  /// Writes the masks of a block; nil where the environment forbids nothing.
  let mask: ((Int) -> Void)?
  /// Which episode a copy is in, counted from 1, and how many steps it has taken.
  let episode: (Int) -> (number: Int, steps: Int)
  /// Writes the first observation that copy 0 will have into a row between margins.
  let observeAmidst: (_ row: inout [Float], _ margin: Int) -> Void
  let capture: () throws -> JSON
  let restore: (JSON) throws -> Void

  @usableFromInline
  init(
    reset: @escaping (Int) -> Void, step: @escaping (Int) -> Void, mask: ((Int) -> Void)?,
    episode: @escaping (Int) -> (number: Int, steps: Int),
    observeAmidst: @escaping (inout [Float], Int) -> Void,
    capture: @escaping () throws -> JSON, restore: @escaping (JSON) throws -> Void
  ) {
    self.reset = reset
    self.step = step
    self.mask = mask
    self.episode = episode
    self.observeAmidst = observeAmidst
    self.capture = capture
    self.restore = restore
  }
}

/// The copies of one environment and the loops over them, inlinable so that a package with an
/// environment of its own gets loops specialised for it.
@usableFromInline
struct TypedCopies<E: Environment> {
  @usableFromInline let rows: BatchRows
  @usableFromInline let limit: Int
  @usableFromInline let copies: SharedBuffer<EnvironmentCopy<E>>

  @inlinable
  init(rows: BatchRows, limit: Int, copies: SharedBuffer<EnvironmentCopy<E>>) {
    self.rows = rows
    self.limit = limit
    self.copies = copies
  }

  @inlinable
  func range(of block: Int) -> Range<Int> {
    let start = block * EnvironmentBatch.blockSize
    return start..<min(start + EnvironmentBatch.blockSize, rows.count)
  }

  @inlinable
  func reset(block: Int) {
    let range = range(of: block)
    var copies = copies.rows(range)
    for i in 0..<copies.count { copies[i].reset() }
    writeObservations(range)
  }

  /// Writes the observations of some copies, and that no step has been taken.
  @inlinable
  func writeObservations(_ range: Range<Int>) {
    let width = rows.observationWidth
    let copies = copies.rows(range)
    var observations = rows.observations.rows(range.lowerBound * width..<range.upperBound * width)
    var rewards = rows.rewards.rows(range)
    var ends = rows.ends.rows(range)
    for i in 0..<range.count {
      copies[i].environment.observe(into: &observations, at: i &* width)
      rewards[i] = 0
      ends[i] = .running
    }
  }

  @inlinable
  func step(block: Int) {
    let range = range(of: block)
    let (width, actionWidth) = (rows.observationWidth, rows.actionWidth)
    let actions = rows.actions.span.extracting(
      range.lowerBound * actionWidth..<range.upperBound * actionWidth)
    var copies = copies.rows(range)
    var observations = rows.observations.rows(range.lowerBound * width..<range.upperBound * width)
    var rewards = rows.rewards.rows(range)
    var ends = rows.ends.rows(range)
    var (finished, checked, isSpoilt) = (0, 0, false)
    for i in 0..<range.count {
      let action = E.Action(row: actions, at: i &* actionWidth)
      let result = copies[i].step(action, limit: limit)
      rewards[i] = Float(result.reward)
      ends[i] = result.end
      if result.end != .running {
        finish(&copies[i], range.lowerBound + i, slot: range.lowerBound + finished)
        finished += 1
      }
      copies[i].environment.observe(into: &observations, at: i &* width)
      // Numbers are looked at while they are in the nearest cache.
      let end = (i &+ 1) &* width
      if end &- checked >= 2048 || i &+ 1 == range.count {
        if firstNonFinite(observations.span.extracting(checked..<end)) != nil { isSpoilt = true }
        checked = end
      }
    }
    var counts = rows.finishedCounts.rows(block..<block + 1)
    counts[0] = finished
    var spoilt = rows.spoilt.rows(block..<block + 1)
    spoilt[0] = isSpoilt
  }

  /// Keeps what an ended episode leaves and begins the next one.
  @inlinable @inline(never)
  func finish(_ copy: inout EnvironmentCopy<E>, _ environment: Int, slot: Int) {
    let width = rows.observationWidth
    var final = rows.finalObservations.rows(environment * width..<(environment + 1) * width)
    copy.environment.observe(into: &final, at: 0)
    var finished = rows.finished.rows(slot..<slot + 1)
    finished[0] = FinishedEpisode(
      environment: environment, episodeReturn: copy.episodeReturn, length: copy.steps)
    copy.reset()
  }

  /// Writes the masks of a block's copies; nil where the environment forbids nothing.
  @inlinable
  func makeMasker() -> ((Int) -> Void)? {
    guard let masked = E.self as? any MaskedEnvironment.Type else { return nil }
    return makeMasker(masked)
  }

  /// `Masked` is `E`, with the knowledge that it has masks.
  @inlinable
  func makeMasker<Masked: MaskedEnvironment>(_ type: Masked.Type) -> ((Int) -> Void)? {
    // By way of AnyObject, since the compiler takes the two types for unrelated.
    let object = copies as AnyObject
    guard let copies = object as? SharedBuffer<EnvironmentCopy<Masked>> else { return nil }
    let (rows, width) = (rows, rows.maskWidth)
    let range = range(of:)
    return { block in
      let range = range(block)
      let copies = copies.rows(range)
      var masks = rows.masks.rows(range.lowerBound * width..<range.upperBound * width)
      for i in 0..<copies.count {
        copies[i].environment.maskActions(into: &masks, at: i &* width)
      }
    }
  }

  /// Writes the first observation that copy 0 will have into a row between margins.
  @inlinable
  func observeAmidst(_ row: inout [Float], margin: Int) {
    var copy = copies.span[0]
    copy.reset()
    var span = row.mutableSpan
    copy.environment.observe(into: &span, at: margin)
  }

  @inlinable
  func episode(of environment: Int) -> (number: Int, steps: Int) {
    let copy = copies.span[environment]
    return (copy.episodes, copy.steps)
  }

  @inlinable
  func capture() throws -> JSON {
    let span = copies.span
    var values: [EnvironmentCopy<E>] = []
    for i in 0..<span.count { values.append(span[i]) }
    return try JSON(encoding: values)
  }

  /// Puts every copy into its state; `state` is an array of as many as there are copies.
  @inlinable
  func restore(_ state: JSON) throws {
    let values = try state.decoded(as: [EnvironmentCopy<E>].self)
    var target = copies.rows(0..<rows.count)
    for i in 0..<rows.count { target[i] = values[i] }
    writeObservations(0..<rows.count)
  }
}
