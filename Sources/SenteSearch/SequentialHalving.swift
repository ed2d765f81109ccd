/// Which visits the actions at a root get: halving the field again and again, everyone left has the
/// same number.
///
/// Source: Karnin, Koren, Somekh, "Almost optimal exploration in multi-armed bandits" (ICML 2013);
/// the rounding is that of mctx.
public enum SequentialHalving {
  /// For each simulation, how many visits the action that it goes to has had; among the actions
  /// with so many the one with the greatest score is taken.
  public static func visits(actions: Int, simulations: Int) -> [Int32] {
    precondition(actions >= 1 && simulations >= 0, "\(actions) actions, \(simulations) simulations")
    if actions == 1 { return (0..<Int32(simulations)).map { $0 } }
    let rounds = Int.bitWidth - (actions - 1).leadingZeroBitCount
    var plan: [Int32] = []
    plan.reserveCapacity(simulations)
    var given = [Int32](repeating: 0, count: actions)
    var left = actions
    while plan.count < simulations {
      for _ in 0..<max(1, simulations / (rounds * left)) {
        plan.append(contentsOf: given[..<left])
        for action in 0..<left { given[action] += 1 }
      }
      left = max(2, left / 2)
    }
    return Array(plan.prefix(simulations))
  }
}
