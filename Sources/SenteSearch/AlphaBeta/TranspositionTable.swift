/// What is known about positions that were searched: a fixed block of entries found by key.
struct TranspositionTable<Action: Hashable & Sendable>: Sendable {
  /// Which side of the true value a stored score is on.
  enum Bound: UInt8, Sendable { case none, upper, lower, exact }

  struct Entry: Sendable {
    var key: UInt64 = 0
    var action: Action?
    var score: Int16 = 0
    var depth: Int8 = 0
    var bound = Bound.none
    /// Which search wrote it, so that old entries give way.
    var generation: UInt8 = 0
  }

  private(set) var entries: [Entry]
  private let mask: UInt64
  private var generation: UInt8 = 0

  /// A table of the greatest power of two of entries that fits into some bytes.
  init(bytes: Int) {
    var count = 1024
    while 2 * count * MemoryLayout<Entry>.stride <= bytes { count *= 2 }
    entries = [Entry](repeating: Entry(), count: count)
    mask = UInt64(count - 1)
  }

  /// Begins another search; its entries replace older ones.
  mutating func startSearch() { generation &+= 1 }

  mutating func clear() {
    for index in entries.indices { entries[index] = Entry() }
  }

  /// The entry of a position, or one without a bound.
  @inline(__always)
  subscript(key: UInt64) -> Entry {
    let entry = entries[Int(truncatingIfNeeded: key & mask)]
    return entry.key == key ? entry : Entry()
  }

  /// Remembers a result unless a deeper one of the same search would be lost for it.
  @inline(__always)
  mutating func store(
    _ key: UInt64, _ action: Action?, score: Int, depth: Int, bound: Bound
  ) {
    let index = Int(truncatingIfNeeded: key & mask)
    let old = entries[index]
    if old.key != key, old.generation == generation, Int(old.depth) > depth + 2 { return }
    entries[index] = Entry(
      key: key, action: action ?? (old.key == key ? old.action : nil), score: Int16(score),
      depth: Int8(clamping: depth), bound: bound, generation: generation)
  }

  /// The share of entries that this search has written, judged by the first thousand.
  var use: Double {
    let sample = entries.prefix(1000)
    let used = sample.count { $0.bound != .none && $0.generation == generation }
    return Double(used) / Double(sample.count)
  }
}
