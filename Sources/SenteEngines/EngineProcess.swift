public import SenteSearch

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A program that runs beside this one and is spoken to over pipes.
///
/// It leads a process group of its own, so that whatever it starts ends with it, and a Ctrl-C on the
/// terminal reaches this program alone. `end` leaves neither a process nor a zombie.
public final class EngineProcess: LineChannel {
  /// The words of the command.
  public let command: [String]
  private let process: pid_t
  private let channel: DescriptorChannel
  private let descriptors: [Int32]
  private var status: Int32?

  /// Starts a program, looked for as a shell would, and in `/usr/games` too.
  ///
  /// - Parameter keepsErrors: whether its standard error is shown; otherwise it is dropped.
  public init(command: [String], keepsErrors: Bool = false) throws(PlayerFailure) {
    guard let program = command.first else { throw .crash("an empty command starts no engine") }
    self.command = command
    // Writing to a program that has died is to fail, not to end this one.
    _ = signal(SIGPIPE, SIG_IGN)
    let (childInput, input) = try Self.makePipe()
    let (output, childOutput) = try Self.makePipe()
    defer {
      close(childInput)
      close(childOutput)
    }
    var (process, error) = Self.spawn(
      program, command, input: childInput, output: childOutput, keepsErrors: keepsErrors)
    if error == ENOENT, !program.contains("/") {
      // Debian keeps games where the paths of some users do not lead.
      (process, error) = Self.spawn(
        "/usr/games/" + program, command, input: childInput, output: childOutput,
        keepsErrors: keepsErrors)
    }
    guard error == 0 else {
      close(input)
      close(output)
      let reason = unsafe strerror(error).map { unsafe String(cString: $0) } ?? "error \(error)"
      throw .crash("cannot start '\(program)': \(reason)")
    }
    // A pipe that is full must not stop this program for ever.
    _ = fcntl(input, F_SETFL, O_NONBLOCK)
    self.process = process
    channel = DescriptorChannel(input: output, output: input)
    descriptors = [input, output]
  }

  deinit { end() }

  /// The next line of its standard output.
  public func next(waiting seconds: Double) -> Arrival { channel.next(waiting: seconds) }

  /// Writes a line to its standard input.
  public func send(_ line: String) -> Bool { status == nil && channel.send(line) }

  /// How the program ended, in words; nil while it runs.
  public var ending: String? {
    if status == nil { reap(waiting: 0.05) }
    guard let status else { return nil }
    let signal = status & 0x7F
    return signal == 0 ? "ended with status \(status >> 8 & 0xFF)" : "was ended by signal \(signal)"
  }

  /// Ends the program: with a farewell and some patience where there is one, then by force.
  public func end(farewell: String? = nil) {
    guard descriptors[0] >= 0, !isEnded else { return }
    isEnded = true
    if status == nil, let farewell, channel.send(farewell) { reap(waiting: 1) }
    close(descriptors[0])
    if status == nil, farewell != nil { reap(waiting: 0.3) }
    // The group, since a program may have started others, even when it has ended itself.
    if status == nil {
      kill(-process, SIGTERM)
      reap(waiting: 0.3)
    }
    kill(-process, SIGKILL)
    if status == nil { reap(waiting: .infinity) }
    close(descriptors[1])
  }

  private var isEnded = false

  /// Takes the status of the program when it ends within some seconds.
  private func reap(waiting seconds: Double) {
    var number: Int32 = 0
    var waited = 0.0
    while status == nil {
      let result = unsafe waitpid(process, &number, seconds.isFinite ? WNOHANG : 0)
      if result == process || result < 0 && errno == ECHILD {
        status = number
      } else if waited >= seconds {
        return
      } else if result == 0 {
        usleep(5000)
        waited += 0.005
      }
    }
  }

  /// Both ends of a pipe, closed in programs that are started.
  private static func makePipe() throws(PlayerFailure) -> (read: Int32, write: Int32) {
    var ends: [Int32] = [0, 0]
    guard unsafe pipe(&ends) == 0 else { throw .crash("cannot make a pipe for an engine") }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return (ends[0], ends[1])
  }

  private static func spawn(
    _ program: String, _ words: [String], input: Int32, output: Int32, keepsErrors: Bool
  ) -> (pid_t, Int32) {
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
      var attributes: posix_spawnattr_t?
    #else
      var actions = unsafe posix_spawn_file_actions_t()
      var attributes = posix_spawnattr_t()
    #endif
    unsafe posix_spawn_file_actions_init(&actions)
    unsafe posix_spawnattr_init(&attributes)
    defer {
      unsafe posix_spawn_file_actions_destroy(&actions)
      unsafe posix_spawnattr_destroy(&attributes)
    }
    unsafe posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
    unsafe posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
    if !keepsErrors {
      unsafe posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
    }
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    unsafe posix_spawnattr_setsigmask(&attributes, &signals)
    for number in [SIGPIPE, SIGINT, SIGTERM, SIGXFSZ] { unsafe sigaddset(&signals, number) }
    unsafe posix_spawnattr_setsigdefault(&attributes, &signals)
    unsafe posix_spawnattr_setpgroup(&attributes, 0)
    let flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK
    unsafe posix_spawnattr_setflags(&attributes, Int16(flags))
    var arguments = unsafe words.map { unsafe strdup($0) }
    unsafe arguments.append(nil)
    defer { unsafe arguments.forEach { unsafe free($0) } }
    var process: pid_t = 0
    let error = unsafe posix_spawnp(
      &process, program, &actions, &attributes, arguments, environ)
    return (process, error)
  }
}
