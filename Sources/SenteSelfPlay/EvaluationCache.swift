import SenteGames

/// What a network has said of positions, so that it is asked once: the search of the next move begins
/// among positions that the last one saw, and games meet in their openings.
///
/// A row of a network does not depend on its neighbours, so an answer that is remembered is the one that
/// would be given: only time depends on the cache. It is of use while positions are small.
struct EvaluationCache<Position: Game> {
  private struct Slot {
    var position: Position
    var isUsed = false
  }

  private var slots: [Slot] = []
  /// The value and the logits of each slot, side by side.
  private var numbers: [Float] = []
  private let width: Int
  private let capacity: Int

  private static var bytes: Int { 32 << 20 }
  private static var widestEntry: Int { 1024 }

  /// An empty cache for policies of so many actions; it keeps nothing where an entry would be large.
  init(policyCount: Int, isOff: Bool = false) {
    width = policyCount + 1
    let entry = MemoryLayout<Slot>.stride + 4 * width
    let count = Self.bytes / entry
    capacity =
      isOff || entry > Self.widestEntry ? 0 : 1 << (Int.bitWidth - 1 - count.leadingZeroBitCount)
  }

  /// Forgets everything, as the weights have changed.
  mutating func removeAll() {
    for place in slots.indices { slots[place].isUsed = false }
  }

  private func place(of position: Position) -> Int {
    Int(truncatingIfNeeded: UInt(bitPattern: position.hashValue) & UInt(capacity - 1))
  }

  /// The place where a position's answer lies in `numbers`; nil when it is not there.
  func find(_ position: Position) -> Int? {
    guard !slots.isEmpty else { return nil }
    let place = place(of: position)
    return slots[place].isUsed && slots[place].position == position ? place : nil
  }

  /// Lends what is kept at a place: the value, then the logits.
  func answer(_ place: Int) -> ArraySlice<Float> {
    numbers[place * width..<(place + 1) * width]
  }

  /// Keeps an answer in place of another.
  mutating func keep(_ position: Position, value: Float, logits: ArraySlice<Float>) {
    guard capacity > 0 else { return }
    if slots.isEmpty {
      slots = Array(repeating: Slot(position: position), count: capacity)
      numbers = Array(repeating: 0, count: capacity * width)
    }
    let place = place(of: position)
    slots[place] = Slot(position: position, isUsed: true)
    numbers[place * width] = value
    for (offset, logit) in logits.enumerated() { numbers[place * width + 1 + offset] = logit }
  }
}
