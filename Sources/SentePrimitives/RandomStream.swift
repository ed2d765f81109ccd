/// A splittable, counter-based source of random bits: Philox4x32-10.
///
/// A stream is named by (seed, role, index) and stands at a position. Two different names give
/// independent streams, so the randomness of one environment, worker or layer never depends on what
/// the others draw; the whole state is a few integers, so a checkpoint can keep it exactly.
///
/// Source: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3" (SC 2011).
public struct RandomStream: RandomNumberGenerator, Sendable, Hashable {
  /// The Philox key, mixed from the seed and the role.
  public let key: UInt64
  /// The upper half of the counter: which of the streams of one (seed, role) this is.
  public let index: UInt64
  /// How many 64-bit words have been drawn.
  public var position: UInt64 { words }
  @usableFromInline var words: UInt64 = 0
  /// The second word of the block at an odd position; derived, kept to draw it once.
  @usableFromInline var spare: UInt64 = 0

  /// The stream of one purpose (`role`) and one member (`index`) of a run with this seed.
  public init(seed: UInt64, role: String, index: UInt64 = 0) {
    self.init(key: RandomStream.mix(seed ^ RandomStream.mix(Digest(role.utf8).value)), index: index)
  }

  @inlinable
  init(key: UInt64, index: UInt64) {
    self.key = key
    self.index = index
  }

  /// An independent stream derived from this one's name (not from its position).
  public func split(_ role: String, _ index: UInt64 = 0) -> RandomStream {
    RandomStream(
      key: RandomStream.mix(
        key ^ RandomStream.mix(Digest(role.utf8).value ^ RandomStream.mix(self.index))),
      index: index)
  }

  /// The stream with the same seed and role and the next index, at its beginning.
  @inlinable @inline(__always)
  public var successor: RandomStream { RandomStream(key: key, index: index &+ 1) }

  /// The next 64 random bits.
  @inlinable @inline(__always)
  public mutating func next() -> UInt64 {
    defer { words &+= 1 }
    if words & 1 == 1 { return spare }
    let block = RandomStream.philox(counter: (words >> 1, index), key: key)
    spare = block.1
    return block.0
  }

  /// Moves to an absolute position, as when a checkpoint is restored.
  public mutating func seek(to position: UInt64) {
    words = position
    spare = RandomStream.philox(counter: (position >> 1, index), key: key).1
  }

  /// Ten rounds of Philox4x32 on a 128-bit counter.
  @inlinable @inline(__always)
  package static func philox(counter: (UInt64, UInt64), key: UInt64) -> (UInt64, UInt64) {
    var (c0, c1) = halves(counter.0)
    var (c2, c3) = halves(counter.1)
    var (k0, k1) = halves(key)
    for _ in 0..<10 {
      let p0 = UInt64(0xD251_1F53) &* UInt64(c0)
      let p1 = UInt64(0xCD9E_8D57) &* UInt64(c2)
      (c0, c1, c2, c3) = (
        UInt32(truncatingIfNeeded: p1 >> 32) ^ c1 ^ k0, UInt32(truncatingIfNeeded: p1),
        UInt32(truncatingIfNeeded: p0 >> 32) ^ c3 ^ k1, UInt32(truncatingIfNeeded: p0)
      )
      k0 &+= 0x9E37_79B9
      k1 &+= 0xBB67_AE85
    }
    return (UInt64(c1) << 32 | UInt64(c0), UInt64(c3) << 32 | UInt64(c2))
  }

  /// The lower and the upper 32 bits.
  @inlinable @inline(__always)
  static func halves(_ word: UInt64) -> (UInt32, UInt32) {
    (UInt32(truncatingIfNeeded: word), UInt32(truncatingIfNeeded: word >> 32))
  }

  /// The finalizer of SplitMix64: every input bit reaches every output bit.
  static func mix(_ x: UInt64) -> UInt64 {
    var z = x &+ 0x9E37_79B9_7F4A_7C15
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

extension RandomStream {
  /// A number in [0, 1) with 53 random bits.
  @inlinable @inline(__always)
  public mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// A number in [low, high).
  @inlinable @inline(__always)
  public mutating func uniform(_ low: Double, _ high: Double) -> Double {
    low + (high - low) * uniform()
  }

  /// An integer in 0..<count, without bias worth measuring (2⁻⁶⁴ · count).
  @inlinable @inline(__always)
  public mutating func index(below count: Int) -> Int {
    precondition(count > 0, "an index below \(count) does not exist")
    return Int(next().multipliedFullWidth(by: UInt64(count)).high)
  }

  /// A standard normal number, by the method of Box and Muller (two words a number).
  public mutating func normal() -> Double {
    let u = 1 - uniform()
    let v = uniform()
    return (-2 * Elementary.log(u)).squareRoot() * Elementary.cos(2 * Double.pi * v)
  }

  /// Reorders the elements so that every order is equally likely (Fisher and Yates).
  public mutating func shuffle(_ elements: inout [Int32]) {
    guard elements.count > 1 else { return }
    for i in stride(from: elements.count - 1, to: 0, by: -1) {
      elements.swapAt(i, index(below: i + 1))
    }
  }
}

extension RandomStream: Codable {
  private enum CodingKeys: String, CodingKey { case key, index, position }

  /// Reads the three integers that name the stream and its position.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      key: try values.decode(UInt64.self, forKey: .key),
      index: try values.decode(UInt64.self, forKey: .index))
    seek(to: try values.decode(UInt64.self, forKey: .position))
  }

  /// Writes the three integers that name the stream and its position.
  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(key, forKey: .key)
    try values.encode(index, forKey: .index)
    try values.encode(position, forKey: .position)
  }
}

extension RandomStream {
  /// A number of the gamma distribution with a shape and a scale of 1; needs a shape above 0.
  ///
  /// Source: Marsaglia and Tsang, "A simple method for generating gamma variables" (2000), with
  /// their power of a uniform number for shapes below 1.
  public mutating func gamma(shape: Double) -> Double {
    precondition(shape > 0, "a gamma distribution of shape \(shape)")
    if shape < 1 {
      let power = Elementary.exp(Elementary.log(1 - uniform()) / shape)
      return gamma(shape: shape + 1) * power
    }
    let d = shape - 1 / 3.0
    let c = 1 / (9 * d).squareRoot()
    while true {
      let x = normal()
      let root = 1 + c * x
      if root <= 0 { continue }
      let v = root * root * root
      let u = 1 - uniform()
      if Elementary.log(u) < 0.5 * x * x + d - d * v + d * Elementary.log(v) { return d * v }
    }
  }
}
