import SentePrimitives

extension SafetensorsFile {
  /// The longest header that is read, as in the reference implementation.
  private static let maximumHeaderSize = 100_000_000

  /// Reads a whole file. Every byte must belong to the header or to exactly one array; anything
  /// else throws, and no input traps.
  public init(bytes: [UInt8]) throws(SafetensorsError) {
    guard bytes.count >= 8 else {
      throw .header(reason: "the file has \(bytes.count) bytes, fewer than the 8 of the length")
    }
    let length = bytes[..<8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length <= UInt64(min(bytes.count - 8, Self.maximumHeaderSize)) else {
      throw .header(reason: "it claims \(length) bytes, \(bytes.count - 8) follow the length")
    }
    let dataStart = 8 + Int(length)
    let header = Array(bytes[8..<dataStart])
    guard header.first == UInt8(ascii: "{") else {
      throw .header(reason: "it does not begin with '{'")
    }
    let members: [String: JSON]
    do {
      members = try JSON(parsing: header).object ?? [:]
    } catch {
      throw .header(reason: "\(error)")
    }
    self.init(metadata: try Self.metadata(members[Self.metadataName]))
    var places: [Place] = []
    for (name, member) in members.sorted(by: { $0.key < $1.key }) where name != Self.metadataName {
      places.append(try Place(name, member))
    }
    try Self.checkTiling(&places, dataSize: bytes.count - dataStart)
    for place in places {
      let range = dataStart + place.begin..<dataStart + place.end
      entries[place.name] = Entry(
        elementType: place.elementType, shape: place.shape, bytes: Array(bytes[range]))
    }
  }

  /// The name in the header that holds text instead of an array.
  static let metadataName = "__metadata__"

  private static func metadata(_ member: JSON?) throws(SafetensorsError) -> [String: String] {
    guard let member else { return [:] }
    guard let texts = member.object else {
      throw .header(reason: "\(metadataName) is not an object")
    }
    var metadata: [String: String] = [:]
    for (name, text) in texts.sorted(by: { $0.key < $1.key }) {
      guard let text = text.string else {
        throw .header(reason: "\(name.debugDescription) in \(metadataName) is not a text")
      }
      metadata[name] = text
    }
    return metadata
  }

  /// Sorts arrays by place and checks that they follow one another without overlap or hole.
  private static func checkTiling(
    _ places: inout [Place], dataSize: Int
  ) throws(SafetensorsError) {
    places.sort { ($0.begin, $0.end) < ($1.begin, $1.end) }
    var end = 0
    for place in places {
      guard place.end <= dataSize else {
        throw .tensor(
          name: place.name,
          reason: "ends at byte \(place.end) of \(dataSize) bytes of data")
      }
      guard place.begin == end else {
        throw .tensor(
          name: place.name,
          reason: "begins at byte \(place.begin), where byte \(end) is next")
      }
      end = place.end
    }
    guard end == dataSize else {
      throw .header(reason: "the arrays end at byte \(end) of \(dataSize) bytes of data")
    }
  }
}

/// What the header says of one array.
private struct Place {
  let name: String
  let elementType: SafetensorsFile.ElementType
  let shape: [Int]
  let begin: Int
  let end: Int

  init(_ name: String, _ member: JSON) throws(SafetensorsError) {
    self.name = name
    guard let names = member.object?.keys, Set(names) == ["dtype", "shape", "data_offsets"] else {
      throw .tensor(name: name, reason: "needs exactly dtype, shape and data_offsets")
    }
    guard let type = member["dtype"]?.string,
      let elementType = SafetensorsFile.ElementType(rawValue: type)
    else {
      let allowed = SafetensorsFile.ElementType.allCases.map(\.rawValue).joined(separator: ", ")
      throw .tensor(name: name, reason: "has an unknown dtype; allowed are \(allowed)")
    }
    self.elementType = elementType
    guard let shape = Place.integers(member["shape"]) else {
      throw .tensor(name: name, reason: "has a shape that is no list of integers from 0")
    }
    self.shape = shape
    guard let offsets = Place.integers(member["data_offsets"]), offsets.count == 2,
      offsets[0] <= offsets[1]
    else { throw .tensor(name: name, reason: "has data_offsets that are no begin and end") }
    begin = offsets[0]
    end = offsets[1]
    guard let size = elementType.byteCount(of: shape) else {
      throw .tensor(name: name, reason: "has a shape too large for any memory")
    }
    guard size == end - begin else {
      throw .tensor(
        name: name,
        reason: "needs \(size) bytes for its shape, its data_offsets span \(end - begin)")
    }
  }

  /// A list of integers from 0; nil for anything else.
  private static func integers(_ value: JSON?) -> [Int]? {
    guard let elements = value?.array else { return nil }
    let integers = elements.compactMap { $0.integer(Int.self) }
    return integers.count == elements.count && integers.allSatisfy { $0 >= 0 } ? integers : nil
  }
}
