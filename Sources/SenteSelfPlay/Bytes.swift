/// Arrays of numbers as bytes, low byte first: a count, then the numbers.
struct ByteWriter {
  private(set) var bytes: [UInt8] = []

  mutating func append(_ number: Int) {
    var rest = UInt64(bitPattern: Int64(number))
    for _ in 0..<8 {
      bytes.append(UInt8(truncatingIfNeeded: rest))
      rest >>= 8
    }
  }

  mutating func append(_ numbers: [UInt8]) {
    append(numbers.count)
    bytes.append(contentsOf: numbers)
  }

  mutating func append(_ numbers: [Int32]) {
    append(numbers.count)
    bytes.reserveCapacity(bytes.count + 4 * numbers.count)
    for number in numbers {
      let word = UInt32(bitPattern: number)
      for shift in stride(from: 0 as UInt32, to: 32, by: 8) {
        bytes.append(UInt8(truncatingIfNeeded: word &>> shift))
      }
    }
  }

  mutating func append(_ numbers: [Float]) {
    append(numbers.map { Int32(bitPattern: $0.bitPattern) })
  }
}

/// Reads what `ByteWriter` wrote.
struct ByteReader {
  private let bytes: [UInt8]
  private var place = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var isAtEnd: Bool { place == bytes.count }

  mutating func number() throws(ByteError) -> Int {
    guard place + 8 <= bytes.count else { throw ByteError("it ends too early") }
    var word: UInt64 = 0
    for byte in 0..<8 { word |= UInt64(bytes[place + byte]) << UInt64(8 * byte) }
    place += 8
    return Int(Int64(bitPattern: word))
  }

  /// How many elements of some bytes follow; never more than there are bytes for.
  mutating func count(bytesPerElement: Int) throws(ByteError) -> Int {
    let count = try number()
    guard count >= 0, count <= (bytes.count - place) / bytesPerElement else {
      throw ByteError("it ends too early")
    }
    return count
  }

  mutating func array() throws(ByteError) -> [UInt8] {
    let count = try count(bytesPerElement: 1)
    defer { place += count }
    return Array(bytes[place..<place + count])
  }

  mutating func array() throws(ByteError) -> [Int32] {
    let count = try count(bytesPerElement: 4)
    var numbers: [Int32] = []
    numbers.reserveCapacity(count)
    for element in 0..<count {
      var word: UInt32 = 0
      for byte in 0..<4 { word |= UInt32(bytes[place + 4 * element + byte]) << UInt32(8 * byte) }
      numbers.append(Int32(bitPattern: word))
    }
    place += 4 * count
    return numbers
  }

  mutating func array() throws(ByteError) -> [Float] {
    let words: [Int32] = try array()
    return words.map { Float(bitPattern: UInt32(bitPattern: $0)) }
  }
}

/// Bytes of a checkpoint that are not what they should be.
public struct ByteError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong, in words.
  public let description: String

  init(_ description: String) { self.description = description }
}
