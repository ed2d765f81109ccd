#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Lines over two file descriptors, such as standard input and output, or the pipes of a process.
public final class DescriptorChannel: LineChannel {
  /// The longest line that is taken, in bytes.
  public static let longestLine = 1 << 20
  /// How long a reader may leave what was sent unread before it counts as stuck, in seconds.
  private static let patience = 5.0

  private let input: Int32
  private let output: Int32
  private var buffer: [UInt8] = []
  /// Where the first line that was not yet taken begins.
  private var start = 0
  /// Up to where no end of a line was found.
  private var searched = 0
  private var isClosed = false

  /// A channel over descriptors that the caller keeps open as long as the channel lives.
  public init(input: Int32, output: Int32) {
    self.input = input
    self.output = output
  }

  /// The next line; bytes that are no UTF-8 are replaced, a carriage return before the end is dropped.
  public func next(waiting seconds: Double) -> Arrival {
    while true {
      if let line = takeLine() { return .line(line) }
      if buffer.count - start > Self.longestLine { return .flood }
      if isClosed { return lastLine() }
      guard waitUntilReady(input, Int16(POLLIN), seconds: seconds) else { return .nothing }
      readMore()
    }
  }

  private func takeLine() -> String? {
    guard let end = buffer[searched...].firstIndex(of: 10) else {
      searched = buffer.count
      return nil
    }
    var line = buffer[start..<end]
    if line.last == 13 { line = line.dropLast() }
    start = end + 1
    searched = start
    defer {
      if start > 1 << 16 || start == buffer.count {
        buffer.removeSubrange(0..<start)
        start = 0
        searched = 0
      }
    }
    return String(decoding: line, as: UTF8.self)
  }

  /// A last line that nobody ended counts as one.
  private func lastLine() -> Arrival {
    guard start < buffer.count else { return .end }
    let line = String(decoding: buffer[start...], as: UTF8.self)
    buffer = []
    start = 0
    searched = 0
    return .line(line)
  }

  private func readMore() {
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    let count = unsafe chunk.withUnsafeMutableBytes { unsafe read(input, $0.baseAddress, $0.count) }
    if count > 0 {
      buffer += chunk[0..<count]
    } else if count == 0 || errno != EINTR && errno != EAGAIN {
      isClosed = true
    }
  }

  /// Sends a line; false when the reader is gone or has not read for some seconds.
  public func send(_ line: String) -> Bool {
    var rest = Array((line + "\n").utf8)[...]
    while !rest.isEmpty {
      guard waitUntilReady(output, Int16(POLLOUT), seconds: Self.patience) else { return false }
      let written = unsafe rest.withUnsafeBytes {
        unsafe write(output, $0.baseAddress, min($0.count, 4096))
      }
      if written < 0 {
        if errno == EINTR || errno == EAGAIN { continue }
        return false
      }
      rest = rest.dropFirst(written)
    }
    return true
  }

  /// Waits for a descriptor; a signal ends the wait early, so that an interrupted command notices.
  private func waitUntilReady(_ descriptor: Int32, _ events: Int16, seconds: Double) -> Bool {
    var request = pollfd(fd: descriptor, events: events, revents: 0)
    let milliseconds = seconds >= 2_000_000 ? -1 : Int32(max(0, (seconds * 1000).rounded(.up)))
    return unsafe poll(&request, 1, milliseconds) > 0
  }
}
