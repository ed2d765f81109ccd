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

    /// The elements in row-major order; nil unless they are `float32`.
    public var floats: [Float]? {
      guard elementType == .float32 else { return nil }
      var floats = [Float](repeating: 0, count: bytes.count / 4)
      for i in 0..<floats.count {
        floats[i] = Float(
          bitPattern: UInt32(bytes[4 * i]) | UInt32(bytes[4 * i + 1]) << 8
            | UInt32(bytes[4 * i + 2]) << 16 | UInt32(bytes[4 * i + 3]) << 24)
      }
      return floats
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

  /// The `float32` array of this name; throws when it is missing, of another type or shape.
  public func floats(named name: String, shape: [Int]) throws(SafetensorsError) -> [Float] {
    guard let entry = entries[name] else { throw .tensor(name: name, reason: "is missing") }
    guard entry.shape == shape else {
      throw .tensor(name: name, reason: "has shape \(entry.shape) instead of \(shape)")
    }
    guard let floats = entry.floats else {
      throw .tensor(name: name, reason: "is stored as \(entry.elementType.rawValue), not as F32")
    }
    return floats
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
