public import SentePrimitives

/// A handle on bytes that the caller fills before a run.
public struct ByteInput: Hashable, Sendable {
  let index: Int
  /// The extents of the tensor.
  public let shape: Shape
}

/// A handle on integers that the caller fills before a run.
public struct IndexInput: Hashable, Sendable {
  let index: Int
  /// The extents of the tensor.
  public let shape: Shape
}

/// A handle on the randomness of a run, which the caller names before it.
public struct RandomInput: Hashable, Sendable {
  let index: Int
}

extension Trace {
  /// Bytes that the caller fills before each run, as numbers from 0 to 255, and their handle.
  ///
  /// Pixels: a quarter of the memory, and turned to numbers where they are first calculated with.
  public func bytes(_ shape: Shape) -> (tensor: Tensor, handle: ByteInput) {
    let leaf = graph.add(.bytes(inputs.count), [], shape: shape)
    inputs.append(leaf)
    return (unary(.copy, leaf), ByteInput(index: inputs.count - 1, shape: shape))
  }

  /// Integers that the caller fills before each run, and their handle.
  public func indices(_ shape: Shape) -> (indices: Indices, handle: IndexInput) {
    integerInputs.insert(inputs.count)
    let (tensor, handle) = input(shape)
    return (Indices(tensor), IndexInput(index: handle.index, shape: shape))
  }

  /// Randomness that the caller names before each run, and its handle.
  public func random() -> (source: RandomSource, handle: RandomInput) {
    integerInputs.insert(inputs.count)
    let (tensor, handle) = input([4])
    return (RandomSource(trace: self, key: tensor), RandomInput(index: handle.index))
  }
}

/// Where a program draws random numbers from: equal names give equal numbers.
public struct RandomSource {
  let trace: Trace
  let key: Tensor

  /// Numbers in [0, 1), multiples of 2⁻²⁴; each call is a draw of its own.
  public func uniform(_ shape: Shape) -> Tensor {
    trace.draws += 1
    return key.graph.add(.random(draw: trace.draws, shape), [key])
  }

  /// Standard normal numbers, by the inverse of their distribution, within ±5.4.
  ///
  /// Source: Giles, "Approximating the erfinv function" (GPU Computing Gems 2, 2011), single precision.
  public func normal(_ shape: Shape) -> Tensor {
    let x = uniform(shape) * 2 - (1 - 0x1p-24)  // within ±(1 - 2⁻²⁴), never an end
    let w = -log((1 - x) * (1 + x))
    let near = RandomSource.polynomial(
      w - 2.5,
      [
        2.81022636e-08, 3.43273939e-07, -3.5233877e-06, -4.39150654e-06, 0.00021858087,
        -0.00125372503, -0.00417768164, 0.246640727, 1.50140941,
      ])
    let far = RandomSource.polynomial(
      sqrt(w) - 3,
      [
        -0.000200214257, 0.000100950558, 0.00134934322, -0.00367342844, 0.00573950773,
        -0.0076224613, 0.00943887047, 1.00167406, 2.83297682,
      ])
    return select(w .> 5, far, near) * x * Float(2).squareRoot()
  }

  /// A polynomial by Horner's rule, the highest power first.
  private static func polynomial(_ x: Tensor, _ coefficients: [Float]) -> Tensor {
    coefficients.dropFirst().reduce(x.graph.constant(coefficients[0])) { $0 * x + $1 }
  }
}

extension Program {
  /// An input's bytes, to be filled in place.
  @_lifetime(&self)
  public mutating func input(_ handle: ByteInput) -> MutableSpan<UInt8> {
    bytes(handle.index, as: UInt8.self)
  }

  /// An input's integers, to be filled in place.
  @_lifetime(&self)
  public mutating func input(_ handle: IndexInput) -> MutableSpan<Int32> {
    bytes(handle.index, as: Int32.self)
  }

  /// Names the randomness of the next run by the next two words of a stream.
  public mutating func draw(_ handle: RandomInput, from stream: inout RandomStream) {
    let (first, second) = (stream.next(), stream.next())
    var words = bytes(handle.index, as: UInt32.self)
    for (i, word) in [first, first >> 32, second, second >> 32].enumerated() {
      words[i] = UInt32(truncatingIfNeeded: word)
    }
  }
}
