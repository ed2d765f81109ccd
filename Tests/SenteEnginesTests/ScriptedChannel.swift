import SenteEngines

/// A channel whose other side is a list of lines.
final class ScriptedChannel: LineChannel {
  private var lines: [String]
  /// How often somebody asks in vain before a line that begins with a tilde comes.
  private var patience = 0
  private(set) var answers: [String] = []

  init(_ lines: [String]) { self.lines = lines }

  func next(waiting seconds: Double) -> Arrival {
    guard let line = lines.first else { return .end }
    // A tilde marks a line that is sent while the engine thinks.
    if line.hasPrefix("~"), seconds == 0, patience < 20 {
      patience += 1
      return .nothing
    }
    // Everything else is sent when the engine waits, as programs do that wait for answers.
    if !line.hasPrefix("~"), seconds == 0 { return .nothing }
    patience = 0
    lines.removeFirst()
    return .line(line.hasPrefix("~") ? String(line.dropFirst()) : line)
  }

  func send(_ line: String) -> Bool {
    answers.append(line)
    return true
  }
}
