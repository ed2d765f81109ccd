import SenteEnvironments
import SentePrimitives

/// Actions made of bounded numbers, which networks see in -1...1.
struct BoxActions: Hashable, Sendable {
  private let low: [Float]
  private let high: [Float]

  /// The actions of a space that is no `problem`.
  init(_ space: Space) {
    if let problem = BoxActions.problem(space) { preconditionFailure(problem) }
    var (low, high): ([Float], [Float]) = ([], [])
    for leaf in space.leaves {
      guard case .box(let from, let to, _) = leaf.space else { continue }
      low += from
      high += to
    }
    (self.low, self.high) = (low, high)
  }

  /// Why a space is not made of bounded boxes, in words; nil when it is.
  static func problem(_ space: Space) -> String? {
    for leaf in space.leaves {
      let name = leaf.name.isEmpty ? "the action" : "action.\(leaf.name)"
      guard case .box(let low, let high, _) = leaf.space else {
        return "\(name) is \(leaf.space), but must be numbers within bounds"
      }
      guard (low + high).allSatisfy(\.isFinite) else {
        return "\(name) is \(leaf.space), but must have bounds"
      }
    }
    return nil
  }

  /// Numbers of an action.
  var width: Int { low.count }

  /// Writes actions [batch, width] as the environment takes them.
  func write(_ actions: [Float], into target: inout MutableSpan<Float>) {
    for i in actions.indices {
      let (low, high) = (low[i % width], high[i % width])
      target[i] = min(max(low + (high - low) * 0.5 * (1 + actions[i]), low), high)
    }
  }

  /// Draws actions uniformly, [batch, width], a stream for each row.
  func drawUniform(into actions: inout [Float], using streams: inout [RandomStream]) {
    for i in actions.indices { actions[i] = Float(streams[i / width].uniform(-1, 1)) }
  }
}
