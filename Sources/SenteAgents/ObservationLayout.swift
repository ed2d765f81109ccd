public import SenteEnvironments

/// How observations of a space are kept: images as bytes, everything else as numbers.
public struct ObservationLayout: Hashable, Sendable {
  /// A leaf of the space, and where it begins among the numbers or the bytes.
  struct Part: Hashable, Sendable {
    let leaf: Space.Leaf
    let offset: Int
    let isImage: Bool
  }

  let parts: [Part]
  /// Numbers of an observation as environments write it.
  let width: Int
  /// Numbers of an observation outside images.
  let numberWidth: Int
  /// Bytes of an observation's images.
  let byteWidth: Int
  /// Which of the numbers are elements of a box, which alone can be standardized.
  let isReal: [Bool]

  /// The layout of a space's observations.
  public init(_ space: Space) {
    var parts: [Part] = []
    var isReal: [Bool] = []
    var bytes = 0
    for leaf in space.leaves {
      if case .image = leaf.space {
        parts.append(Part(leaf: leaf, offset: bytes, isImage: true))
        bytes += leaf.width
      } else {
        parts.append(Part(leaf: leaf, offset: isReal.count, isImage: false))
        let isBox = if case .box = leaf.space { true } else { false }
        isReal += [Bool](repeating: isBox, count: leaf.width)
      }
    }
    self.parts = parts
    self.isReal = isReal
    width = space.width
    numberWidth = isReal.count
    byteWidth = bytes
  }
}

/// A batch of observations as a network takes them.
struct ObservationRows: Hashable, Sendable {
  /// [batch, numberWidth].
  var numbers: [Float]
  /// [batch, byteWidth].
  var bytes: [UInt8]

  /// Room for a batch.
  init(_ layout: ObservationLayout, batch: Int) {
    numbers = [Float](repeating: 0, count: batch * layout.numberWidth)
    bytes = [UInt8](repeating: 0, count: batch * layout.byteWidth)
  }

  /// Takes over rows [batch, width] as an environment wrote them.
  mutating func take(_ rows: Span<Float>, _ layout: ObservationLayout) {
    if layout.byteWidth == 0 {
      for i in 0..<rows.count { numbers[i] = rows[i] }
      return
    }
    for row in 0..<rows.count / layout.width {
      for part in layout.parts {
        let source = row * layout.width + part.leaf.offset
        if part.isImage {
          let target = row * layout.byteWidth + part.offset
          for i in 0..<part.leaf.width { bytes[target + i] = UInt8(rows[source + i]) }
        } else {
          let target = row * layout.numberWidth + part.offset
          for i in 0..<part.leaf.width { numbers[target + i] = rows[source + i] }
        }
      }
    }
  }

  /// Copies all rows of others to the rows from `start` on.
  mutating func copy(_ other: ObservationRows, to start: Int, rows count: Int) {
    let first = start * other.numbers.count / count
    for i in other.numbers.indices { numbers[first + i] = other.numbers[i] }
    let firstByte = start * other.bytes.count / count
    for i in other.bytes.indices { bytes[firstByte + i] = other.bytes[i] }
  }

  /// Standardizes the numbers that belong to boxes.
  mutating func standardize(_ statistics: RunningStandardization, _ layout: ObservationLayout) {
    let width = layout.numberWidth
    for i in numbers.indices where layout.isReal[i % width] {
      numbers[i] = statistics.standardized(numbers[i], i % width)
    }
  }
}
