import SenteEnvironments
import SentePrimitives

/// The numbers of one choice, as algorithms that learn the value of each need them.
struct DiscreteActions: Hashable, Sendable {
  /// How many there are.
  let count: Int
  /// The first.
  let start: Int

  /// The numbers of a space without `problem`.
  init(_ space: Space) {
    guard case .discrete(let count, let start) = space else {
      preconditionFailure(DiscreteActions.problem(space) ?? "")
    }
    (self.count, self.start) = (count, start)
  }

  /// Why a space has no value for each action, in words; nil when it has.
  static func problem(_ space: Space) -> String? {
    if case .discrete = space { return nil }
    return "actions are \(space), but values are learned for the numbers of one Discrete choice; "
      + "ppo, a2c and reinforce take every space"
  }

  /// The best of a row of values among legal numbers; of equal ones the first.
  func best(of values: Span<Float>, row: Int, masks: Span<Float>?) -> Int {
    var (best, value) = (-1, -Float.infinity)
    for i in 0..<count {
      if let masks, masks[row * count + i] == 0 { continue }
      if best < 0 || values[row * count + i] > value {
        (best, value) = (i, values[row * count + i])
      }
    }
    return best
  }

  /// A legal number, each as likely.
  func drawUniform(row: Int, masks: Span<Float>?, using random: inout RandomStream) -> Int {
    guard let masks else { return random.index(below: count) }
    var legal = 0
    for i in 0..<count where masks[row * count + i] != 0 { legal += 1 }
    var nth = random.index(below: legal)
    for i in 0..<count where masks[row * count + i] != 0 {
      if nth == 0 { return i }
      nth -= 1
    }
    preconditionFailure("no legal action in row \(row)")
  }
}
