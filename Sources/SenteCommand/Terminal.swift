#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif
import ArgumentParser
import SenteEngines
import Synchronization

/// Standard output, standard error, clocks and signals: the only place where the command meets them.
enum Terminal {
  /// Whether standard error is a terminal, on which a line may be rewritten.
  static let errorIsTerminal = isatty(STDERR_FILENO) == 1
  /// Whether standard output is a terminal.
  static let outputIsTerminal = isatty(STDOUT_FILENO) == 1

  /// Keeps files that are opened later from becoming standard output or standard error where the
  /// command was started with those closed, as `2>&-` does: messages would end up inside them.
  static func holdStandardDescriptors() {
    while case let number = unsafe open("/dev/null", O_RDWR), number >= 0 {
      if number > STDERR_FILENO {
        close(number)
        return
      }
    }
  }

  /// Writes a line to standard output at once; ends the command when that is not possible, as on a
  /// full disk: a result that nobody can read is not done.
  static func output(_ line: String) {
    guard !write(line + "\n", to: STDOUT_FILENO) else { return }
    // A reader that went away, as head does, needs no message.
    if errno != EPIPE, let reason = unsafe strerror(errno) {
      unsafe error("sente: cannot write to standard output: \(String(cString: reason))")
    }
    exit(1)
  }

  /// Writes a line to standard error at once.
  static func error(_ line: String) { write(line + "\n", to: STDERR_FILENO) }

  /// Writes text as it is; false, with `errno` set, when not all of it could be written.
  @discardableResult
  static func write(_ text: String, to descriptor: Int32) -> Bool {
    write(Array(text.utf8), to: descriptor)
  }

  static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let written = unsafe rest.withUnsafeBytes { buffer in
        #if canImport(Darwin)
          unsafe Darwin.write(descriptor, buffer.baseAddress, buffer.count)
        #elseif canImport(Glibc)
          unsafe Glibc.write(descriptor, buffer.baseAddress, buffer.count)
        #elseif canImport(Musl)
          unsafe Musl.write(descriptor, buffer.baseAddress, buffer.count)
        #endif
      }
      if written < 0 {
        if errno == EINTR { continue }
        return false
      }
      rest = rest.dropFirst(written)
    }
    return true
  }

  /// How many processors there are.
  static var processorCount: Int { max(Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))), 1) }

  /// Seconds since 1970.
  static func now() -> Double { read(CLOCK_REALTIME) }

  /// Seconds of processor time that this process has used, all threads together.
  static func processorTime() -> Double { read(CLOCK_PROCESS_CPUTIME_ID) }

  /// Seconds on a clock that only goes forward.
  @Sendable static func steadyTime() -> Double { read(CLOCK_MONOTONIC) }

  /// What external engines and searches need to know of the world.
  static var surroundings: EngineSurroundings {
    EngineSurroundings(now: steadyTime, isInterrupted: { Interruption.received != nil })
  }

  /// All bytes of a file of at most 64 MiB.
  static func readFile(_ path: String) throws -> [UInt8] {
    let descriptor = unsafe open(path, O_RDONLY)
    guard descriptor >= 0 else { throw FileFailure("read", path) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = unsafe chunk.withUnsafeMutableBytes { buffer in
        #if canImport(Darwin)
          unsafe Darwin.read(descriptor, buffer.baseAddress, buffer.count)
        #elseif canImport(Glibc)
          unsafe Glibc.read(descriptor, buffer.baseAddress, buffer.count)
        #elseif canImport(Musl)
          unsafe Musl.read(descriptor, buffer.baseAddress, buffer.count)
        #endif
      }
      if count < 0 {
        if errno == EINTR { continue }
        throw FileFailure("read", path)
      }
      if count == 0 { return bytes }
      bytes += chunk[0..<count]
      guard bytes.count <= 64 << 20 else {
        throw Failure(message: "\(path) is larger than 64 MiB")
      }
    }
  }

  /// A text file that is begun anew and grows.
  final class TextFile {
    private let path: String
    private let descriptor: Int32

    init(path: String) throws {
      self.path = path
      descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
      guard descriptor >= 0 else { throw FileFailure("write", path) }
    }

    deinit { close(descriptor) }

    func append(_ text: String) throws {
      guard Terminal.write(text, to: descriptor) else { throw FileFailure("write", path) }
    }

    func append(_ bytes: [UInt8]) throws {
      guard Terminal.write(bytes, to: descriptor) else { throw FileFailure("write", path) }
    }
  }

  private static func read(_ clock: clockid_t) -> Double {
    var time = timespec()
    unsafe clock_gettime(clock, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  /// Columns and rows of the terminal, 80 x 24 where there is none.
  static var size: (columns: Int, rows: Int) {
    var size = winsize()
    guard unsafe ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
      return (80, 24)
    }
    return (Int(size.ws_col), Int(size.ws_row))
  }

  /// Waits.
  static func sleep(seconds: Double) {
    guard seconds > 0 else { return }
    usleep(useconds_t(seconds * 1e6))
  }
}

/// A file that cannot be read or written, with the system's reason.
struct FileFailure: Error, CustomStringConvertible {
  let description: String

  init(_ action: String, _ path: String) {
    let reason = unsafe strerror(errno).map { unsafe String(cString: $0) } ?? "error \(errno)"
    description = "cannot \(action) \(path): \(reason)"
  }
}

/// The signal that asked the command to stop, 0 before one did.
private let stopSignal = Atomic<Int32>(0)

/// Asking to stop: the first SIGINT or SIGTERM is noted, a second one ends the process.
enum Interruption {
  /// Starts to note signals.
  static func watch() {
    // A write beyond the permitted file size is to fail with a message, not to end the process.
    _ = signal(SIGXFSZ, SIG_IGN)
    for number in [SIGINT, SIGTERM] {
      _ = signal(number) { received in
        stopSignal.store(received, ordering: .relaxed)
        _ = signal(received, SIG_DFL)
      }
    }
  }

  /// Signals end the process again, as they do where nobody watches.
  static func stopWatching() {
    for number in [SIGINT, SIGTERM] { _ = signal(number, SIG_DFL) }
  }

  /// The signal that was received; nil when none was.
  static var received: Int32? {
    let number = stopSignal.load(ordering: .relaxed)
    return number == 0 ? nil : number
  }

  /// The exit status that tells of a signal, as shells have it.
  static func status(_ signal: Int32) -> ExitCode { ExitCode(128 + signal) }
}

/// A line about work in progress on standard error: rewritten on a terminal, a plain line now and then
/// elsewhere.
struct ProgressLine {
  private let isQuiet: Bool
  private var last = -Double.infinity
  private var isOpen = false

  init(isQuiet: Bool) { self.isQuiet = isQuiet }

  /// Shows the line if the last one is old enough.
  mutating func show(_ text: @autoclosure () -> String) {
    let interval = Terminal.errorIsTerminal ? 0.1 : 10
    let now = Terminal.now()
    guard !isQuiet, now - last >= interval else { return }
    last = now
    if Terminal.errorIsTerminal {
      let line = String(text().prefix(max(20, Terminal.size.columns - 1)))
      Terminal.write("\r\u{1B}[K\(line)", to: STDERR_FILENO)
      isOpen = true
    } else {
      Terminal.error(text())
    }
  }

  /// Removes the line from a terminal.
  mutating func clear() {
    if isOpen { Terminal.write("\r\u{1B}[K", to: STDERR_FILENO) }
    isOpen = false
  }
}
