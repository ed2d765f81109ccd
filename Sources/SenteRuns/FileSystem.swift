#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The few operations on paths that a run needs; every failure names its path.
enum FileSystem {
  enum Kind { case file, folder, nothing }

  /// What is at `path`, following links. Nothing can be beneath a file.
  static func kind(of path: String) throws(RunError) -> Kind {
    var status = stat()
    if unsafe stat(path, &status) == 0 {
      return status.st_mode & S_IFMT == S_IFDIR ? .folder : .file
    }
    if errno == ENOENT || errno == ENOTDIR { return .nothing }
    throw RunError(errno, path: path, action: "read")
  }

  /// Makes one folder, whose parent must exist.
  static func makeFolder(_ path: String) throws(RunError) {
    guard unsafe mkdir(path, mode_t(0o777)) == 0 else {
      throw RunError(errno, path: path, action: "create")
    }
  }

  /// Makes the folders above `path` that are missing.
  static func makeParents(of path: String) throws(RunError) {
    let parent = parent(of: path)
    switch try kind(of: parent) {
    case .folder: return
    case .file: throw .wrongKind(path: parent, needed: "folder")
    case .nothing:
      try makeParents(of: parent)
      do { try makeFolder(parent) } catch RunError.exists { return }
    }
  }

  /// The folder that holds `path`.
  static func parent(of path: String) -> String {
    let trimmed = path.trimmingSlashes
    guard let slash = trimmed.lastIndex(of: "/") else { return "." }
    return slash == trimmed.startIndex ? "/" : String(trimmed[..<slash])
  }

  /// The sorted names in a folder, without `.` and `..`.
  static func names(in folder: String) throws(RunError) -> [String] {
    guard let stream = unsafe opendir(folder) else {
      throw RunError(errno, path: folder, action: "read")
    }
    defer { unsafe closedir(stream) }
    var names: [String] = []
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { tuple in
        unsafe tuple.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  static func read(_ path: String) throws(RunError) -> [UInt8] {
    let file = try Descriptor(.reading, path)
    return try file.read()
  }

  /// Writes a file and waits until it is on the device.
  static func write(_ bytes: [UInt8], to path: String) throws(RunError) {
    let file = try Descriptor(.replacing, path)
    try file.write(bytes)
    try file.synchronize()
  }

  /// Puts a file in place as a whole: at any moment the path holds the old bytes or the new ones.
  static func replace(_ path: String, with bytes: [UInt8]) throws(RunError) {
    let temporary = path + ".partial"
    do {
      try write(bytes, to: temporary)
      try rename(temporary, to: path)
    } catch {
      try? remove(temporary)
      throw error
    }
    try synchronizeFolder(parent(of: path))
  }

  static func rename(_ path: String, to target: String) throws(RunError) {
    guard systemRename(path, target) == 0 else {
      throw RunError(errno, path: target, action: "write")
    }
  }

  /// Waits until the names in a folder are on the device.
  static func synchronizeFolder(_ path: String) throws(RunError) {
    let folder = try Descriptor(.reading, path)
    try folder.synchronize()
  }

  /// Removes a file, or a folder with all that it holds; nothing there is fine too. Links are
  /// removed, never followed.
  static func remove(_ path: String) throws(RunError) {
    var status = stat()
    guard unsafe lstat(path, &status) == 0 else {
      if errno == ENOENT { return }
      throw RunError(errno, path: path, action: "remove")
    }
    let isFolder = status.st_mode & S_IFMT == S_IFDIR
    if isFolder {
      for name in try names(in: path) { try remove(path + "/" + name) }
    }
    guard unsafe (isFolder ? rmdir(path) : unlink(path)) == 0 || errno == ENOENT else {
      throw RunError(errno, path: path, action: "remove")
    }
  }
}

/// `rename` of the system, under a name that the method of the same name does not hide.
private func systemRename(_ path: String, _ target: String) -> Int32 {
  unsafe rename(path, target)
}

extension String {
  /// The path without slashes at its end, unless it is the root.
  var trimmingSlashes: String {
    var path = self
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    return path
  }
}

extension Int {
  /// A non-negative number with leading zeros up to `width` digits.
  func padded(to width: Int) -> String {
    let digits = String(self)
    return String(repeating: "0", count: Swift.max(width - digits.count, 0)) + digits
  }
}
