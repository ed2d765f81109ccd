import SentePrimitives

/// How likely each row of a replay is drawn: in proportion to a power of how far its value was off when
/// it was last learned from, and like the furthest so far while it never was.
///
/// Source: Schaul, Quan, Antonoglou and Silver, "Prioritized Experience Replay" (2016), algorithm 1,
/// proportional.
struct Priorities {
  private let exponent: Double
  private let sampledRows: Int
  private let length: Int
  private let period: Int
  /// A leaf for each row that can be drawn; their order does not depend on how long the rings are.
  private var tree: SumTree
  /// The leaves drawn last.
  private var leaves: [Int]
  /// The weight of what was never learned from.
  private var greatest = 1.0
  /// Rows of each environment that have a weight.
  private var written: [Int]
  /// Bytes that a row takes at most in the tree: two sums, and as much again for what fills its last level.
  static let bytesPerRow = 32
  /// How much each drawn transition counts, at most 1.
  private(set) var importance: [Float]

  /// No weights yet.
  ///
  /// - Parameters:
  ///   - length: Rows from one that is drawn on that must have been written.
  ///   - period: Only every so many rows can be drawn.
  init(
    _ layout: ReplayLayout, exponent: Double, batchSize: Int, length: Int = 1, period: Int = 1
  ) {
    (self.length, self.period) = (length, period)
    self.exponent = exponent
    sampledRows = layout.sampledRows
    tree = SumTree(count: layout.environments * layout.sampledRows)
    leaves = [Int](repeating: 0, count: batchSize)
    written = [Int](repeating: 0, count: layout.environments)
    importance = [Float](repeating: 1, count: batchSize)
  }

  /// Gives rows written since the last call their first weight, and takes that of those that left.
  mutating func follow(_ replay: borrowing Replay) {
    for environment in written.indices {
      for number in written[environment]..<replay.state.written[environment] {
        if number >= sampledRows { tree[leaf(environment, number)] = 0 }
        let first = number - length + 1
        if first >= 0, first.isMultiple(of: period) {
          // Nothing was done where an episode was cut off; a sequence can still begin there, and where
          // episodes are short perhaps nowhere else.
          let isIdle = length == 1 && replay.kind(replay.place(environment, first)) == .final
          tree[leaf(environment, first)] = isIdle ? 0 : greatest
        }
      }
      written[environment] = replay.state.written[environment]
    }
  }

  /// The leaf of a row, which is that of the row so many before it that has left.
  private func leaf(_ environment: Int, _ number: Int) -> Int {
    environment * sampledRows + number % sampledRows
  }

  /// The row of a leaf: the latest that it has been given.
  private func row(ofLeaf leaf: Int, _ replay: borrowing Replay) -> Int {
    let environment = leaf / sampledRows
    let last = replay.state.written[environment] - 1
    return replay.place(environment, last - (last - leaf % sampledRows) % sampledRows)
  }

  /// Draws one row from each of as many equal parts of the whole weight, with returns over `steps` steps.
  ///
  /// - Parameter correction: The power of the importance weights: 0 for none, 1 for all of it.
  mutating func draw(
    _ replay: borrowing Replay, into batch: inout ReplayBatch, steps: Int, discount: Float,
    correction: Double, using random: inout RandomStream
  ) {
    let part = tree.total / Double(batch.rows.count)
    var largest: Float = 0
    for i in batch.rows.indices {
      leaves[i] = tree.index(at: (Double(i) + random.uniform()) * part)
      let row = row(ofLeaf: leaves[i], replay)
      batch.take(i, row: row, replay.future(of: row, steps: steps, discount: discount))
      let probability = tree[leaves[i]] / tree.total
      importance[i] = Float(power(Double(replay.count) * probability, -correction))
      largest = max(largest, importance[i])
    }
    for i in importance.indices { importance[i] /= largest }
  }

  /// Weighs the rows drawn last by how far their values were off.
  mutating func update(_ batch: ReplayBatch, errors: Span<Float>) {
    for i in batch.rows.indices {
      let weight = power(Double(abs(errors[i])) + 1e-6, exponent)
      tree[leaves[i]] = weight
      greatest = max(greatest, weight)
    }
  }

  private func power(_ x: Double, _ exponent: Double) -> Double {
    exponent == 0 ? 1 : Elementary.exp(exponent * Elementary.log(x))
  }

  // MARK: State

  /// What the future depends on besides the weights.
  struct State: Hashable, Sendable, Codable {
    var greatest: Double
    var written: [Int]
  }

  /// The state; the weights are apart.
  var state: State { State(greatest: greatest, written: written) }

  /// The weights as bytes.
  var content: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(contentCount)
    for i in 0..<tree.count {
      let bits = tree[i].bitPattern
      for shift in stride(from: 0, to: 64, by: 8) {
        bytes.append(UInt8(truncatingIfNeeded: bits >> UInt64(shift)))
      }
    }
    return bytes
  }

  /// How many bytes the weights take.
  var contentCount: Int { 8 * tree.count }

  /// Whether a state and weights belong to priorities of this kind.
  func accepts(_ other: State, content: ArraySlice<UInt8>) -> Bool {
    other.written.count == written.count && content.count == contentCount
      && weights(content).allSatisfy { $0 >= 0 && $0.isFinite }
  }

  /// Puts back what is accepted.
  mutating func restore(_ other: State, content: ArraySlice<UInt8>) {
    (greatest, written) = (other.greatest, other.written)
    tree.replace(with: weights(content))
  }

  private func weights(_ content: ArraySlice<UInt8>) -> [Double] {
    stride(from: content.startIndex, to: content.endIndex, by: 8).map { start in
      Double(
        bitPattern: (0..<8).reduce(0) { $0 | UInt64(content[start + $1]) << UInt64(8 * $1) })
    }
  }
}
