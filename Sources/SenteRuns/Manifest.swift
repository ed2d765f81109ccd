import SentePrimitives

/// What a checkpoint must consist of: the step, and size and check of each file. The manifest holds
/// a check of itself, and only one text is valid for it, so no byte of it can change unseen.
struct Manifest: Equatable {
  static let name = "manifest.json"
  private static let format = "sente-checkpoint-1"

  var step: Int
  var files: [String: Entry]

  struct Entry: Equatable {
    var size: Int
    var check: UInt32
  }

  init(of checkpoint: Checkpoint) {
    step = checkpoint.step
    files = checkpoint.sections.mapValues { Entry(size: $0.count, check: CRC32C.of($0)) }
  }

  /// Reads a manifest; throws the reason why the bytes are none.
  init(bytes: [UInt8]) throws(Malformed) {
    let json: JSON
    do {
      json = try JSON(parsing: bytes)
    } catch {
      throw Malformed(reason: "is not JSON: \(error)")
    }
    guard json["format"]?.string == Self.format else {
      throw Malformed(reason: "is of an unknown format; this version reads \(Self.format)")
    }
    guard let step = json["step"]?.integer(Int.self), step >= 0,
      let files = json["files"]?.object
    else { throw Malformed(reason: "lacks its step or its files") }
    self.step = step
    self.files = [:]
    for (name, value) in files {
      guard Self.isPlain(name), let size = value["bytes"]?.integer(Int.self), size >= 0,
        let check = value["crc32c"]?.integer(UInt32.self)
      else { throw Malformed(reason: "has no valid entry for \(JSON.string(name))") }
      self.files[name] = Entry(size: size, check: check)
    }
    guard self.bytes == bytes else { throw Malformed(reason: "does not match its own checksum") }
  }

  /// Why bytes are no manifest.
  struct Malformed: Error {
    let reason: String
  }

  var bytes: [UInt8] {
    let files = files.mapValues { entry in
      JSON.object(["bytes": JSON(entry.size), "crc32c": JSON(entry.check)])
    }
    var members: [String: JSON] = [
      "format": .string(Self.format), "step": JSON(step), "files": .object(files),
    ]
    members["checksum"] = JSON(CRC32C.of(Array(JSON.object(members).pretty.utf8)))
    return Array(JSON.object(members).pretty.utf8)
  }

  /// Whether a name can only mean a file of its own right inside the folder.
  static func isPlain(_ name: String) -> Bool {
    !name.isEmpty && !name.hasPrefix(".") && name != Manifest.name
      && name.utf8.allSatisfy { $0 != UInt8(ascii: "/") && $0 != 0 }
  }
}
