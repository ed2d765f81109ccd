public import SentePrimitives

extension Space {
  /// Draws a value for each row of `rows` [count, width]: choices and bounded elements uniformly,
  /// elements with one bound at a distance from it, elements without bounds normally (as Gymnasium
  /// samples them, except that the distance is half normal).
  public func sample(into rows: inout MutableSpan<Float>, using random: inout RandomStream) {
    if case .discrete(let count, let start) = self {
      Space.sampleChoices(into: &rows, count, from: start, using: &random)
      return
    }
    let (low, high) = bounds
    let whole = wholeElements
    let width = width
    precondition(
      rows.count.isMultiple(of: width), "\(rows.count) numbers are no rows of width \(width)")
    for start in stride(from: 0, to: rows.count, by: width) {
      for i in 0..<width {
        rows[start + i] =
          whole[i]
          ? low[i] + Float(random.index(below: Int(high[i] - low[i]) + 1))
          : Space.sample(between: low[i], and: high[i], using: &random)
      }
    }
  }

  /// Draws a value for each row as without masks, choices uniformly among the legal ones only.
  ///
  /// - Parameter masks: Flags [count, choiceCount], 1 for legal and 0 for not; nil when all are
  ///   legal. Each choice needs a legal number.
  public func sample(
    into rows: inout MutableSpan<Float>, masks: Span<Float>?, using random: inout RandomStream
  ) {
    sample(into: &rows, using: &random)
    guard let masks else { return }
    let (choices, width, flags) = (choices, width, choiceCount)
    precondition(
      masks.count * width == rows.count * flags,
      "\(masks.count) flags are no masks for \(rows.count / width) rows")
    for row in 0..<rows.count / width {
      for choice in choices {
        let first = row * flags + choice.maskOffset
        rows[row * width + choice.element] = Float(
          choice.start + Space.sampleLegal(masks, first..<first + choice.count, using: &random))
      }
    }
  }

  /// The position of one of the flags that are set, each as likely.
  private static func sampleLegal(
    _ masks: Span<Float>, _ flags: Range<Int>, using random: inout RandomStream
  ) -> Int {
    var legal = 0
    for i in flags where masks[i] != 0 { legal += 1 }
    precondition(legal > 0, "a mask has no legal choice among \(flags.count)")
    var left = random.index(below: legal)
    for i in flags where masks[i] != 0 {
      if left == 0 { return i - flags.lowerBound }
      left -= 1
    }
    return 0
  }

  /// Uniform choices, two for each word of the stream (bias 2⁻³² · count).
  private static func sampleChoices(
    into rows: inout MutableSpan<Float>, _ count: Int, from start: Int,
    using random: inout RandomStream
  ) {
    precondition(
      count > 0 && count < 1 << 22, "\(count) choices cannot be told apart in a row of Floats")
    let (scale, first) = (UInt64(count), Float(start))
    var stream = random
    var i = 0
    while i < rows.count {
      let word = stream.next()
      rows[i] = first + Float(Int32(truncatingIfNeeded: ((word & 0xFFFF_FFFF) &* scale) >> 32))
      if i + 1 < rows.count {
        rows[i + 1] = first + Float(Int32(truncatingIfNeeded: ((word >> 32) &* scale) >> 32))
      }
      i += 2
    }
    random = stream
  }

  private static func sample(
    between low: Float, and high: Float, using random: inout RandomStream
  ) -> Float {
    switch (low.isFinite, high.isFinite) {
    case (true, true): min(Float(random.uniform(Double(low), Double(high))), high)
    case (true, false): low + Float(abs(random.normal()))
    case (false, true): high - Float(abs(random.normal()))
    case (false, false): Float(random.normal())
    }
  }
}
