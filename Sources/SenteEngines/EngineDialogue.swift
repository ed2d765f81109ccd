import SenteSearch

/// What surrounds external engines: the clock, patience, and whether somebody wants to stop.
public struct EngineSurroundings: Sendable {
  /// Seconds on a clock that only goes forward.
  public var now: @Sendable () -> Double
  /// Whether all waiting is to end at once.
  public var isInterrupted: @Sendable () -> Bool
  /// Seconds that a program may take to start and to answer what needs no thought.
  public var patience = 60.0
  /// Whether the standard error of programs is shown.
  public var showsErrors = false

  /// Surroundings with a clock.
  public init(
    now: @escaping @Sendable () -> Double,
    isInterrupted: @escaping @Sendable () -> Bool = { false }
  ) {
    self.now = now
    self.isInterrupted = isInterrupted
  }
}

/// Questions to an external engine and its answers: the program is started when it is first needed,
/// and ended when it fails, so that the next question meets a fresh one.
final class EngineDialogue {
  /// The most lines that a program may say before it answers.
  private static let mostLines = 200_000

  let command: [String]
  let surroundings: EngineSurroundings
  private let farewell: String
  private var process: EngineProcess?

  init(command: [String], farewell: String, surroundings: EngineSurroundings) {
    self.command = command
    self.farewell = farewell
    self.surroundings = surroundings
  }

  deinit { close() }

  var program: String { command.first ?? "" }
  var isOpen: Bool { process != nil }

  func open() throws(PlayerFailure) {
    process = try EngineProcess(command: command, keepsErrors: surroundings.showsErrors)
  }

  func close() {
    process?.end(farewell: farewell)
    process = nil
  }

  /// Ends the program by force and throws.
  func fail(_ failure: PlayerFailure) throws(PlayerFailure) -> Never {
    process?.end()
    process = nil
    throw failure
  }

  func send(_ line: String) throws(PlayerFailure) {
    guard let process else { throw .crash("\(program) is not running") }
    if !process.send(line) { try fail(.crash(ended("does not read '\(line.prefix(40))'"))) }
  }

  /// Waits for the first line that `answer` makes something of.
  func receive<Answer>(
    within seconds: Double, to question: String, _ answer: (String) -> Answer?
  ) throws(PlayerFailure) -> Answer {
    guard let process else { throw .crash("\(program) is not running") }
    let deadline = surroundings.now() + seconds
    for _ in 0..<Self.mostLines {
      let line = try nextLine(process, until: deadline, question)
      if let answer = answer(line) { return answer }
    }
    try fail(
      .crash("\(program) floods: \(Self.mostLines) lines without an answer to '\(question)'"))
  }

  private func nextLine(
    _ process: EngineProcess, until deadline: Double, _ question: String
  ) throws(PlayerFailure) -> String {
    while true {
      if surroundings.isInterrupted() { try fail(.crash("interrupted")) }
      let left = deadline - surroundings.now()
      // In slices, so that an interruption is noticed.
      switch process.next(waiting: max(0, min(left, 0.1))) {
      case .line(let line): return line
      case .nothing:
        if left <= 0 { try fail(.timeout("\(program) did not answer '\(question)' in time")) }
      case .end: try fail(.crash(ended("has closed its output")))
      case .flood:
        try fail(
          .crash("\(program) floods: a line of more than \(DescriptorChannel.longestLine) bytes"))
      }
    }
  }

  private func ended(_ otherwise: String) -> String {
    "\(program) \(process?.ending ?? otherwise)"
  }
}
