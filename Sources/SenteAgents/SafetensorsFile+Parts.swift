import SenteNetworks

extension SafetensorsFile {
  /// Adds the entries and metadata of another file below a name.
  mutating func add(_ other: SafetensorsFile, as name: String) {
    for (key, entry) in other.entries { entries["\(name).\(key)"] = entry }
    for (key, value) in other.metadata { metadata["\(name).\(key)"] = value }
  }

  /// What was added below a name.
  func part(_ name: String) -> SafetensorsFile {
    let prefix = name + "."
    var file = SafetensorsFile()
    for (key, entry) in entries where key.hasPrefix(prefix) {
      file.entries[String(key.dropFirst(prefix.count))] = entry
    }
    for (key, value) in metadata where key.hasPrefix(prefix) {
      file.metadata[String(key.dropFirst(prefix.count))] = value
    }
    return file
  }
}
