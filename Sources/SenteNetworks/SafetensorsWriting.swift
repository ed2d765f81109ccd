import SentePrimitives

extension SafetensorsFile {
  /// The file as bytes; equal values give equal bytes.
  ///
  /// The data begins at a multiple of 8 bytes, and larger elements come first, then names in
  /// order, so that every array is aligned to its elements.
  public var bytes: [UInt8] {
    let ordered = entries.sorted {
      ($1.value.elementType.size, $0.key) < ($0.value.elementType.size, $1.key)
    }
    var members: [String: JSON] = [:]
    var end = 0
    for (name, entry) in ordered {
      precondition(name != Self.metadataName, "\(name) is reserved and cannot name an array")
      let begin = end
      end += entry.bytes.count
      members[name] = .object([
        "dtype": .string(entry.elementType.rawValue),
        "shape": .array(entry.shape.map { JSON($0) }),
        "data_offsets": .array([JSON(begin), JSON(end)]),
      ])
    }
    if !metadata.isEmpty {
      members[Self.metadataName] = .object(metadata.mapValues { .string($0) })
    }
    var header = Array(JSON.object(members).description.utf8)
    header += [UInt8](repeating: UInt8(ascii: " "), count: (8 - header.count % 8) % 8)

    var bytes: [UInt8] = []
    bytes.reserveCapacity(8 + header.count + end)
    for shift in stride(from: UInt64(0), to: 64, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: UInt64(header.count) >> shift))
    }
    bytes += header
    for (_, entry) in ordered { bytes += entry.bytes }
    return bytes
  }
}
