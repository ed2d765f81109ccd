import SentePrimitives

/// Named arrays of numbers in the safetensors format, as plain values.
///
/// The format: eight bytes with the length of a JSON header, the header, and the numbers without
/// holes, low byte first. Source: Hugging Face, "Safetensors", description of the format.
public struct SafetensorsFile: Hashable, Sendable {
  /// The arrays by name.
  public var entries: [String: Entry]
  /// Free text by name.
  public var metadata: [String: String]

  /// A file with these arrays and this text.
  public init(entries: [String: Entry] = [:], metadata: [String: String] = [:]) {
    self.entries = entries
    self.metadata = metadata
  }

  /// One array: its element type, its shape and its bytes in row-major order.
  public struct Entry: Hashable, Sendable {
    /// How an element is stored.
    public let elementType: ElementType
    /// The extent along each axis; a scalar has none.
    public let shape: [Int]
    /// The elements in row-major order, low byte first.
    public let bytes: [UInt8]

    /// An array of any element type, given by its bytes.
    public init(elementType: ElementType, shape: [Int], bytes: [UInt8]) {
      precondition(
        elementType.byteCount(of: shape) == bytes.count,
        "\(bytes.count) bytes do not fill shape \(shape) of \(elementType.rawValue)")
      self.elementType = elementType
      self.shape = shape
      self.bytes = bytes
    }

    /// An array of `float32`.
    public init(shape: [Int], floats: [Float]) {
      var bytes = [UInt8](repeating: 0, count: floats.count * 4)
      for i in 0..<floats.count {
        let bits = floats[i].bitPattern
        bytes[4 * i] = UInt8(truncatingIfNeeded: bits)
        bytes[4 * i + 1] = UInt8(truncatingIfNeeded: bits >> 8)
        bytes[4 * i + 2] = UInt8(truncatingIfNeeded: bits >> 16)
        bytes[4 * i + 3] = UInt8(truncatingIfNeeded: bits >> 24)
      }
      self.init(elementType: .float32, shape: shape, bytes: bytes)
    }

    /// The elements in row-major order; nil unless every number of the element type is a `float32`
    /// too: `F32`, `F16` and `BF16`.
    public var floats: [Float]? {
      func half(_ i: Int) -> UInt16 { UInt16(bytes[2 * i]) | UInt16(bytes[2 * i + 1]) << 8 }
      let count = bytes.count / elementType.size
      return switch elementType {
      case .float32:
        (0..<count).map { i in
          Float(bitPattern: UInt32(half(2 * i)) | UInt32(half(2 * i + 1)) << 16)
        }
      case .bfloat16: (0..<count).map { Float(bitPattern: UInt32(half($0)) << 16) }
      case .float16: (0..<count).map { Float(half: half($0)) }
      default: nil
      }
    }
  }

  /// How one element is stored; the raw value is the format's name.
  public enum ElementType: String, CaseIterable, Hashable, Sendable {
    /// One byte, 0 or 1.
    case boolean = "BOOL"
    /// An unsigned integer of 8 bits.
    case uint8 = "U8"
    /// A signed integer of 8 bits.
    case int8 = "I8"
    /// An unsigned integer of 16 bits.
    case uint16 = "U16"
    /// A signed integer of 16 bits.
    case int16 = "I16"
    /// An unsigned integer of 32 bits.
    case uint32 = "U32"
    /// A signed integer of 32 bits.
    case int32 = "I32"
    /// An unsigned integer of 64 bits.
    case uint64 = "U64"
    /// A signed integer of 64 bits.
    case int64 = "I64"
    /// The upper half of a `float32`.
    case bfloat16 = "BF16"
    /// IEEE 754 half precision.
    case float16 = "F16"
    /// IEEE 754 single precision.
    case float32 = "F32"
    /// IEEE 754 double precision.
    case float64 = "F64"

    /// The bytes of one element.
    public var size: Int {
      switch self {
      case .boolean, .uint8, .int8: 1
      case .uint16, .int16, .bfloat16, .float16: 2
      case .uint32, .int32, .float32: 4
      case .uint64, .int64, .float64: 8
      }
    }

    /// The bytes of an array; nil when an extent is negative or the product leaves the integers.
    func byteCount(of shape: [Int]) -> Int? {
      var count = size
      for extent in shape {
        let (product, overflow) = count.multipliedReportingOverflow(by: extent)
        guard extent >= 0, !overflow else { return nil }
        count = product
      }
      return count
    }
  }

  /// The array of this name as `float32`; throws when it is missing, of another shape, or of a type
  /// whose numbers `float32` cannot all hold.
  public func floats(named name: String, shape: [Int]) throws(SafetensorsError) -> [Float] {
    if let problem = problem(with: name, shape: shape) { throw problem }
    return entries[name]?.floats ?? []
  }

  /// Why the array of this name cannot be had as `float32` of a shape; nil when it can.
  private func problem(with name: String, shape: [Int]) -> SafetensorsError? {
    guard let entry = entries[name] else {
      return .tensor(name: name, reason: "is missing; \(shape) is expected")
    }
    guard entry.shape == shape else {
      let turned = shape.count == 2 && entry.shape == shape.reversed()
      return .tensor(
        name: name,
        reason: "has shape \(entry.shape) instead of \(shape)\(turned ? "; transpose it" : "")")
    }
    guard SafetensorsFile.exactTypes.contains(entry.elementType) else {
      return .tensor(
        name: name,
        reason: "is stored as \(entry.elementType.rawValue), which would be rounded or is no real "
          + "number; F32, F16 and BF16 are read")
    }
    return nil
  }

  /// The element types all of whose numbers `float32` holds.
  private static let exactTypes: Set<ElementType> = [.float32, .float16, .bfloat16]

  /// Throws unless the file holds exactly the arrays of these names and shapes, in types that
  /// `float32` can hold. The message tells the first that is wrong, in the order of `expected`, and
  /// how many others are.
  func check(holds expected: [(name: String, shape: [Int])]) throws(SafetensorsError) {
    let known = Set(expected.map(\.name))
    let extra = entries.keys.filter { !known.contains($0) }.sorted()
    var problems = expected.compactMap { problem(with: $0.name, shape: $0.shape) }
    // A name that is missing and one too many are often the same array under another name.
    if let name = extra.first {
      problems.append(
        .tensor(
          name: name,
          reason: "has shape \(entries[name]?.shape ?? []), but belongs to no parameter here"))
    }
    guard case .tensor(let name, var reason)? = problems.first else { return }
    if entries[name] == nil, !extra.isEmpty {
      reason += suggestion(for: name, among: extra)
    }
    let others = problems.count + max(0, extra.count - 1) - 1
    if others > 0 { reason += " (and \(others) more do not fit)" }
    throw .tensor(name: name, reason: reason)
  }
}

extension Float {
  /// The value of an IEEE 754 half-precision number, exactly.
  init(half bits: UInt16) {
    let sign = UInt32(bits & 0x8000) << 16
    let magnitude = UInt32(bits & 0x7FFF)
    switch magnitude {
    case 0x7C00...:  // infinite, or not a number with its payload
      self.init(bitPattern: sign | 0x7F80_0000 | (magnitude & 0x3FF) << 13)
    case 0x0400...:
      self.init(bitPattern: sign | (magnitude << 13) + (112 << 23))
    default:  // zero and the subnormal: a multiple of 2^-24
      let value = Float(magnitude) * 0x1p-24
      self = sign == 0 ? value : -value
    }
  }
}

/// Why bytes are not a safetensors file, or not the one that is needed.
public enum SafetensorsError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The frame around the arrays is wrong.
  case header(reason: String)
  /// One array is wrong.
  case tensor(name: String, reason: String)

  /// One line naming the array, if it is one, and the reason.
  public var description: String {
    switch self {
    case .header(let reason): "safetensors header: \(reason)"
    case .tensor(let name, let reason): "safetensors tensor \(name.debugDescription): \(reason)"
    }
  }
}
