/// Finds rows outside a space, fast enough to look at every action of every step.
struct RowCheck {
  private let low: [Float]
  private let high: [Float]
  private let discrete: Bool

  init(_ space: Space) {
    (low, high) = space.bounds
    discrete = space.isDiscrete
    // Rows are single precision and the test for whole numbers below needs one bit to spare.
    if discrete {
      precondition(
        low[0] > -0x1p22 && high[0] < 0x1p22, "\(space) has choices that no Float row can tell apart")
    }
  }

  /// The first row of `rows` [count, width] with a number that is not finite or not allowed.
  func firstRowOutside(_ rows: Span<Float>) -> Int? {
    let width = low.count
    if width == 1, !anyOutside(rows, low[0], high[0]) { return nil }
    for start in stride(from: 0, to: rows.count, by: width) {
      for i in 0..<width where isOutside(rows[start + i], low[i], high[i]) {
        return start / width
      }
    }
    return nil
  }

  /// The same for rows of one number, without branches in the loop.
  private func anyOutside(_ values: Span<Float>, _ low: Float, _ high: Float) -> Bool {
    var outside = false
    for i in 0..<values.count {
      let value = values[i]
      // Infinity minus itself is not a number, so only finite values are inside.
      let inside = (value >= low) && (value <= high) && (value - value == 0)
      let whole = (value + 0x1.8p23) - 0x1.8p23 == value
      outside = outside || !inside || (discrete && !whole)
    }
    return outside
  }

  private func isOutside(_ value: Float, _ low: Float, _ high: Float) -> Bool {
    guard value.isFinite, value >= low, value <= high else { return true }
    return discrete && value != value.rounded()
  }
}

/// The position of the first number that is infinite or not a number.
func firstNonFinite(_ values: Span<Float>) -> Int? {
  var found: UInt32 = 0
  for i in 0..<values.count {
    // The exponent of such a number, and of no other, is all ones: adding one to it carries.
    found |= (values[i].bitPattern & 0x7F80_0000) &+ 0x0080_0000
  }
  guard found & 0x8000_0000 != 0 else { return nil }
  for i in 0..<values.count where !values[i].isFinite { return i }
  return nil
}
