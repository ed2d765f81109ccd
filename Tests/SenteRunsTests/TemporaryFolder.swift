#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

@testable import SenteRuns

/// A folder for one test; removed when dropped.
struct TemporaryFolder: ~Copyable {
  let path: String

  init() throws {
    var random = SystemRandomNumberGenerator()
    let base = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? "/tmp"
    path = base.trimmingSlashes + "/sente-tests-" + String(random.next(), radix: 36)
    try FileSystem.makeFolder(path)
  }

  deinit { try? FileSystem.remove(path) }

  func file(_ name: String) -> String { path + "/" + name }
}

extension RunFolder {
  /// A new run for a test.
  static func sample(in folder: borrowing TemporaryFolder) throws -> RunFolder {
    try RunFolder.create(at: folder.file("run"), configuration: Array("{}\n".utf8))
  }
}

/// A file system of 64 KiB or less in memory, where the user may mount one.
struct TinyFileSystem: ~Copyable {
  let path: String

  /// Whether this process may mount file systems.
  static let isPossible: Bool = {
    #if os(Linux)
      guard geteuid() == 0, let folder = try? TemporaryFolder() else { return false }
      return (try? TinyFileSystem(at: folder.path)) != nil
    #else
      return false
    #endif
  }()

  init(at path: String) throws {
    self.path = path
    #if os(Linux)
      guard unsafe mount("tmpfs", path, "tmpfs", 0, "size=64k") == 0 else {
        throw RunError(errno, path: path, action: "mount")
      }
    #endif
  }

  /// Lets nothing more be written.
  func makeReadOnly() throws {
    #if os(Linux)
      let flags = UInt(MS_REMOUNT | MS_RDONLY)
      guard unsafe mount("tmpfs", path, "tmpfs", flags, "size=64k") == 0 else {
        throw RunError(errno, path: path, action: "remount")
      }
    #endif
  }

  deinit {
    #if os(Linux)
      _ = unsafe umount2(path, Int32(MNT_DETACH))
    #endif
  }
}
