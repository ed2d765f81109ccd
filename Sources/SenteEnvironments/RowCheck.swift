/// Finds rows outside a space, fast enough to look at every action of every step.
struct RowCheck {
  private let low: [Float]
  private let high: [Float]
  private let whole: [Bool]

  init(_ space: Space) {
    (low, high) = space.bounds
    whole = space.wholeElements
  }

  /// The first row of `rows` [count, width] with a number that is not finite or not allowed.
  func firstRowOutside(_ rows: Span<Float>) -> Int? {
    firstElementOutside(rows).map { $0 / low.count }
  }

  /// The first element of `rows` [count, width] that is not finite or not allowed.
  func firstElementOutside(_ rows: Span<Float>) -> Int? {
    let width = low.count
    if width == 1, !mayLieOutside(rows, low[0], high[0]) { return nil }
    for start in stride(from: 0, to: rows.count, by: width) {
      for i in 0..<width where isOutside(rows[start + i], low[i], high[i], whole[i]) {
        return start + i
      }
    }
    return nil
  }

  /// What is allowed in an element of a row, in words.
  func allowed(inElement element: Int) -> String {
    whole[element]
      ? "a whole number in \(Int(low[element]))...\(Int(high[element]))"
      : "in \(low[element])...\(high[element])"
  }

  /// Whether a row of one number deserves a closer look: true for all that lie outside, and for -0.
  private func mayLieOutside(_ values: Span<Float>, _ low: Float, _ high: Float) -> Bool {
    // The sign bit of a sum of bit patterns instead of conditions, so that the loop becomes vector
    // code.
    var bits: UInt32 = 0
    let wholeNumbers: UInt32 = whole[0] ? .max : 0
    for i in 0..<values.count {
      let value = values[i]
      bits |= (value - low).bitPattern | (high - value).bitPattern
      bits |= nonFiniteSign(value)
      let fraction = ((value + 0x1.8p23) - 0x1.8p23 - value).bitPattern & wholeNumbers
      bits |= fraction | (0 &- fraction)
    }
    return bits & 0x8000_0000 != 0
  }

  private func isOutside(_ value: Float, _ low: Float, _ high: Float, _ whole: Bool) -> Bool {
    guard value.isFinite, value >= low, value <= high else { return true }
    return whole && value != value.rounded()
  }
}

/// Bits of which the highest is set for a number that is infinite or not a number.
@inline(__always)
private func nonFiniteSign(_ value: Float) -> UInt32 {
  // The exponent of such a number, and of no other, is all ones: adding one to it carries.
  (value.bitPattern & 0x7F80_0000) &+ 0x0080_0000
}

/// The position of the first number that is infinite or not a number.
@usableFromInline
func firstNonFinite(_ values: Span<Float>) -> Int? {
  var found: UInt32 = 0
  // Such a number less itself is no number, any other is zero.
  for i in 0..<values.count { found |= (values[i] - values[i]).bitPattern }
  if found == 0 { return nil }
  for i in 0..<values.count where !values[i].isFinite { return i }
  return nil
}
