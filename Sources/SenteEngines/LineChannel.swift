/// What a read from a channel brings.
public enum Arrival: Hashable, Sendable {
  /// A line, without its end.
  case line(String)
  /// Nothing in the time allowed.
  case nothing
  /// The other side has closed the channel; nothing will come any more.
  case end
  /// More than a line can hold, without an end.
  case flood
}

/// Lines to and from another program, or a script of a test.
///
/// An engine thinks and reads in one thread: searches ask for new lines where they look at the
/// clock, so `stop` or `isready` are answered at once and nothing needs a lock.
public protocol LineChannel: AnyObject {
  /// The next line, waited for at most so many seconds (infinity waits for ever).
  func next(waiting seconds: Double) -> Arrival
  /// Sends a line; false when the other side does not take it.
  func send(_ line: String) -> Bool
}
