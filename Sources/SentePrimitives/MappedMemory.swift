#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A stretch of mapped memory that holds values of one type.
public struct MappedColumn<Value: BitwiseCopyable>: Hashable, Sendable {
  @usableFromInline let offset: Int
  /// How many values there are.
  public let count: Int

  /// `count` values from the first multiple of 64 bytes at or after `end`, which moves behind them.
  public init(_ count: Int, after end: inout Int) {
    offset = (end + 63) / 64 * 64
    self.count = count
    end = offset + count * MemoryLayout<Value>.stride
  }
}

/// Memory in whole pages, all zeros at first: of the process alone, or the content of a file that
/// outlives it, however it ends.
///
/// Pages cost nothing before they are written. Owned once; unmapped at its end.
@safe
public struct MappedMemory: ~Copyable {
  @usableFromInline let base: UnsafeMutableRawPointer
  /// Its size in bytes.
  public let byteCount: Int
  /// Whether a file holds it.
  public let isFile: Bool

  /// Memory of the process.
  public init(byteCount: Int) throws(MappingError) {
    self.byteCount = byteCount
    isFile = false
    unsafe base = try map(byteCount, MAP_PRIVATE | MAP_ANON, file: -1, path: nil)
  }

  /// The content of a file, which is made or grown to `byteCount` bytes; room on the device is taken
  /// at once, so that no later write can find it full.
  public init(byteCount: Int, file path: String) throws(MappingError) {
    self.byteCount = byteCount
    isFile = true
    unsafe base = try map(byteCount, contentOf: path)
  }

  deinit { unsafe munmap(base, Swift.max(byteCount, 1)) }

  /// The values of a column, to read.
  @inlinable
  @_lifetime(borrow self)
  public borrowing func values<Value>(_ column: MappedColumn<Value>) -> Span<Value> {
    let start = unsafe (base + column.offset).assumingMemoryBound(to: Value.self)
    let span = unsafe Span(_unsafeStart: start, count: column.count)
    return unsafe _overrideLifetime(span, borrowing: self)
  }

  /// The values of a column, to change.
  @inlinable
  @_lifetime(&self)
  public mutating func mutableValues<Value>(
    _ column: MappedColumn<Value>
  ) -> MutableSpan<Value> {
    let start = unsafe (base + column.offset).assumingMemoryBound(to: Value.self)
    let span = unsafe MutableSpan(_unsafeStart: start, count: column.count)
    return unsafe _overrideLifetime(span, mutating: &self)
  }

  /// Returns when a file's content is on the device.
  public func synchronize() throws(MappingError) {
    guard isFile, unsafe msync(base, byteCount, MS_SYNC) != 0 else { return }
    throw MappingError(nil, errno)
  }

  /// The memory of the machine in bytes.
  public static var physicalByteCount: Int {
    Int(sysconf(Int32(_SC_PHYS_PAGES))) * Int(sysconf(Int32(_SC_PAGESIZE)))
  }
}

/// Memory that could not be mapped.
public struct MappingError: Error, Hashable, Sendable, CustomStringConvertible {
  /// One line for a person.
  public let description: String

  fileprivate init(_ path: String?, _ number: Int32) {
    let reason = unsafe String(cString: strerror(number))
    description = "cannot map \(path ?? "memory"): \(reason.lowercased())"
  }
}

private func map(
  _ byteCount: Int, contentOf path: String
) throws(MappingError) -> UnsafeMutableRawPointer {
  let file = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, mode_t(0o666))
  guard file >= 0 else { throw MappingError(path, errno) }
  defer { _ = close(file) }
  let problem = reserve(file, byteCount)
  guard problem == 0 else { throw MappingError(path, problem) }
  return unsafe try map(byteCount, MAP_SHARED, file: file, path: path)
}

private func map(
  _ byteCount: Int, _ flags: Int32, file: Int32, path: String?
) throws(MappingError) -> UnsafeMutableRawPointer {
  // At least one byte, since nothing cannot be mapped.
  let place = unsafe mmap(nil, max(byteCount, 1), PROT_READ | PROT_WRITE, flags, file, 0)
  guard let place = unsafe place, unsafe place != MAP_FAILED else {
    throw MappingError(path, errno)
  }
  return unsafe place
}

/// Grows a file to a size and takes the room for it; 0 or an error's number.
private func reserve(_ file: Int32, _ byteCount: Int) -> Int32 {
  #if canImport(Darwin)
    var room = fstore_t(
      fst_flags: UInt32(F_ALLOCATEALL), fst_posmode: F_PEOFPOSMODE, fst_offset: 0,
      fst_length: off_t(byteCount), fst_bytesalloc: 0)
    guard unsafe fcntl(file, F_PREALLOCATE, &room) == 0 else { return errno }
    return ftruncate(file, off_t(byteCount)) == 0 ? 0 : errno
  #else
    return posix_fallocate(file, 0, off_t(max(byteCount, 1)))
  #endif
}
