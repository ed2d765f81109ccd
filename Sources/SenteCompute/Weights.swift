public import SentePrimitives
import Synchronization

/// Fills a new parameter: shape, its own stream of random numbers, the numbers to write.
public struct Initializer: Sendable {
  /// Writes `shape.count` numbers at the start of the span.
  public let fill: @Sendable (Shape, inout RandomStream, inout MutableSpan<Float>) -> Void

  /// An initializer that works as the closure says.
  public init(
    _ fill: @escaping @Sendable (Shape, inout RandomStream, inout MutableSpan<Float>) -> Void
  ) {
    self.fill = fill
  }

  /// The same number everywhere.
  public static func constant(_ value: Float) -> Initializer {
    Initializer { shape, _, numbers in
      for i in 0..<shape.count { numbers[i] = value }
    }
  }

  /// All zeros.
  public static let zeros = constant(0)
}

/// Where the named parameters of a model lie in one flat buffer.
///
/// A slice starts at a multiple of 16 floats and the whole is a multiple of 32, so that one loop over
/// the buffer serves every parameter; the gaps hold zeros.
public struct Layout: Sendable, Equatable {
  /// One parameter.
  public struct Slice: Sendable, Equatable {
    /// Its name: the path of scopes, joined by dots.
    public let name: String
    /// Its extents.
    public let shape: Shape
    /// Where it starts, in floats.
    public let offset: Int
    /// Whether optimizers change it; else it is state, such as a running mean, that a program assigns.
    public let isTrained: Bool
    let initializer: Initializer

    /// Equal names, extents and places; how they are filled does not matter.
    public static func == (a: Slice, b: Slice) -> Bool {
      a.name == b.name && a.shape == b.shape && a.offset == b.offset
    }
  }

  /// The parameters in the order of their first use.
  public private(set) var slices: [Slice] = []
  private var indices: [String: Int] = [:]
  /// A digest of all names, extents and places, so that comparing layouts costs each run nothing.
  private var fingerprint = Digest()

  /// Equal parameters in equal places.
  public static func == (a: Layout, b: Layout) -> Bool {
    a.slices.count == b.slices.count && a.fingerprint == b.fingerprint
  }

  /// Floats in the buffer, the gaps included; a multiple of 32.
  public var count: Int { (end + 31) / 32 * 32 }
  /// Floats in the parameters themselves.
  public var parameterCount: Int { slices.reduce(0) { $0 + $1.shape.count } }
  private var end: Int { slices.last.map { $0.offset + ($0.shape.count + 15) / 16 * 16 } ?? 0 }

  /// The parameter with a name.
  public subscript(name: String) -> Slice? { indices[name].map { slices[$0] } }

  mutating func slice(
    _ name: String, _ shape: Shape, _ initializer: Initializer, isTrained: Bool
  ) -> Slice {
    if let known = self[name] {
      guard known.shape == shape else {
        fatalError("parameter \(name) is \(known.shape), but asked for as \(shape)")
      }
      precondition(known.isTrained == isTrained, "\(name) is both a parameter and state")
      return known
    }
    let slice = Slice(
      name: name, shape: shape, offset: end, isTrained: isTrained, initializer: initializer)
    indices[name] = slices.count
    slices.append(slice)
    fingerprint.combine("\(name) \(shape) \(slice.offset) ".utf8)
    return slice
  }
}

/// The numbers of a model: a value in one flat buffer.
public struct Weights: ~Copyable {
  /// Where each parameter lies.
  public let layout: Layout
  var storage: Storage
  /// Names the present numbers: no other state of any weights has the same.
  private(set) var version = Weights.nextVersion()

  private static let versions = Atomic<UInt64>(0)

  private static func nextVersion() -> UInt64 {
    versions.wrappingAdd(1, ordering: .relaxed).newValue
  }

  /// To be called when the numbers change.
  mutating func touch() { version = Weights.nextVersion() }

  /// Fresh weights; each parameter draws from a stream of its own, named after it.
  public init(_ layout: Layout, seed: UInt64) {
    self.layout = layout
    storage = Storage(count: layout.count)
    for slice in layout.slices {
      var random = RandomStream(seed: seed, role: "weights").split(slice.name)
      var numbers = storage.mutableSpan
      var part = numbers._mutatingExtracting(
        slice.offset..<(slice.offset + slice.shape.count))
      slice.initializer.fill(slice.shape, &random, &part)
    }
  }

  /// All numbers, gaps included.
  public var values: Span<Float> {
    @_lifetime(borrow self) borrowing get { storage.span }
  }

  /// All numbers, gaps included. The gaps must stay zero.
  public var mutableValues: MutableSpan<Float> {
    @_lifetime(&self) mutating get {
      touch()
      return storage.mutableSpan
    }
  }

  /// Takes over the numbers of weights with the same layout.
  public mutating func assign(_ other: borrowing Weights) {
    precondition(layout == other.layout, "weights of different layouts cannot be assigned")
    touch()
    var to = storage.mutableSpan
    let from = other.storage.span
    for i in 0..<from.count { to[i] = from[i] }
  }

  /// Moves every number towards those of weights with the same layout: w + part · (other - w).
  ///
  /// Target networks (Polyak averaging) and exponential moving averages: `part` is 1 minus the decay.
  public mutating func move(toward other: borrowing Weights, by part: Float) {
    precondition(layout == other.layout, "weights of different layouts cannot be averaged")
    touch()
    var to = storage.mutableSpan
    let from = other.storage.span
    for i in 0..<from.count { to[i] += part * (from[i] - to[i]) }
  }

  /// The numbers of one parameter.
  public func copy(_ slice: Layout.Slice) -> [Float] {
    let values = storage.span
    return (slice.offset..<(slice.offset + slice.shape.count)).map { values[$0] }
  }

  /// Replaces the numbers of one parameter.
  public mutating func replace(_ slice: Layout.Slice, with numbers: [Float]) {
    precondition(
      numbers.count == slice.shape.count,
      "\(slice.name) takes \(slice.shape.count) numbers, not \(numbers.count)")
    touch()
    var values = storage.mutableSpan
    for (i, number) in numbers.enumerated() { values[slice.offset + i] = number }
  }

  /// Replaces the numbers of one parameter by those of one of other weights.
  public mutating func replace(
    _ slice: Layout.Slice, with other: borrowing Weights, _ source: Layout.Slice
  ) {
    precondition(
      slice.shape == source.shape,
      "\(slice.name) is \(slice.shape), but \(source.name) is \(source.shape)")
    touch()
    var to = storage.mutableSpan
    let from = other.storage.span
    for i in 0..<slice.shape.count { to[slice.offset + i] = from[source.offset + i] }
  }

  /// A digest of every parameter's bits, in order: equal weights have equal digests.
  public var digest: Digest {
    var digest = Digest()
    let values = storage.span
    for slice in layout.slices {
      for i in slice.offset..<(slice.offset + slice.shape.count) {
        digest.combine(values[i].bitPattern)
      }
    }
    return digest
  }
}
