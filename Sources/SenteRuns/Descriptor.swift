#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// An open file or folder; closed when it goes out of scope.
struct Descriptor: ~Copyable {
  let path: String
  private let number: Int32

  /// How a file is opened.
  enum Mode {
    /// An existing file or folder, to read.
    case reading
    /// A file made or emptied, to write from its start.
    case replacing
    /// A file that must not exist yet, to append to.
    case creating
    /// A file made if missing, to append to.
    case appending

    fileprivate var flags: Int32 {
      switch self {
      case .reading: O_RDONLY
      case .replacing: O_WRONLY | O_CREAT | O_TRUNC
      case .creating: O_WRONLY | O_CREAT | O_EXCL | O_APPEND
      case .appending: O_WRONLY | O_CREAT | O_APPEND
      }
    }

    fileprivate var action: String {
      switch self {
      case .reading: "read"
      case .replacing, .appending: "write"
      case .creating: "create"
      }
    }
  }

  init(_ mode: Mode, _ path: String) throws(RunError) {
    let number = unsafe open(path, mode.flags | O_CLOEXEC, mode_t(0o666))
    guard number >= 0 else { throw RunError(errno, path: path, action: mode.action) }
    self.number = number
    self.path = path
  }

  deinit { _ = close(number) }

  /// Writes all of `bytes`, however many calls that takes.
  func write(_ bytes: [UInt8]) throws(RunError) {
    var done = 0
    while done < bytes.count {
      let start = done
      let written = unsafe bytes.withUnsafeBytes { buffer in
        unsafe systemWrite(
          number, buffer.baseAddress.map { unsafe $0 + start }, buffer.count - start)
      }
      if written < 0, errno == EINTR { continue }
      guard written > 0 else {
        throw RunError(written < 0 ? errno : ENOSPC, path: path, action: "write")
      }
      done += written
    }
  }

  /// Everything from `offset` to the end.
  func read(from offset: Int = 0) throws(RunError) -> [UInt8] {
    let size = try size()
    var bytes = [UInt8](repeating: 0, count: max(size - offset, 0))
    var done = 0
    while done < bytes.count {
      let start = done
      let count = unsafe bytes.withUnsafeMutableBytes { buffer in
        unsafe pread(
          number, buffer.baseAddress.map { unsafe $0 + start }, buffer.count - start,
          off_t(offset + start))
      }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw RunError(errno, path: path, action: "read") }
      if count == 0 { break }
      done += count
    }
    bytes.removeLast(bytes.count - done)
    return bytes
  }

  /// The size of the file in bytes; a folder is refused.
  func size() throws(RunError) -> Int {
    var status = stat()
    guard unsafe fstat(number, &status) == 0 else {
      throw RunError(errno, path: path, action: "read")
    }
    guard status.st_mode & S_IFMT != S_IFDIR else { throw .wrongKind(path: path, needed: "file") }
    return Int(status.st_size)
  }

  /// Cuts the file to `size` bytes.
  func truncate(to size: Int) throws(RunError) {
    guard ftruncate(number, off_t(size)) == 0 else {
      throw RunError(errno, path: path, action: "shorten")
    }
  }

  /// Returns when the content is on the device.
  func synchronize() throws(RunError) {
    guard fsync(number) == 0 else { throw RunError(errno, path: path, action: "write") }
  }

  /// Takes the advisory lock that lasts until this descriptor is closed; false if another has it.
  ///
  /// Tries for a fifth of a second: a child that is being started shares its parent's descriptors,
  /// and so a lock that was given up, for a moment.
  func lock() throws(RunError) -> Bool {
    for _ in 0..<20 {
      if flock(number, LOCK_EX | LOCK_NB) == 0 { return true }
      guard errno == EWOULDBLOCK else { throw RunError(errno, path: path, action: "lock") }
      usleep(10_000)
    }
    return false
  }
}

/// `write` of the system, under a name that the method of the same name does not hide.
private func systemWrite(_ number: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
  unsafe write(number, bytes, count)
}
