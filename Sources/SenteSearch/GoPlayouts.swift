public import SenteGames

/// Values positions of Go by one light playout each and reports its moves, as `RAVE` wants them.
public struct GoPlayouts: Evaluator, Sendable {
  /// How stones are played.
  public var policy: GoPlayoutPolicy
  private var actions: [UInt16] = []

  /// Playouts by a policy.
  public init(policy: GoPlayoutPolicy = GoPlayoutPolicy()) { self.policy = policy }

  /// It gives values alone.
  public static var givesPriors: Bool { false }

  /// Plays one game from each position.
  public mutating func evaluate(_ batch: inout EvaluationBatch<Go>) {
    for index in 0..<batch.count {
      guard case .player(let mover) = batch.positionStorage[index].turn else { continue }
      var random = batch.streamStorage[index]
      actions.removeAll(keepingCapacity: true)
      batch.positionStorage[index].playOut(policy, using: &random, actions: &actions)
      batch.report(actions, by: mover)
      let margin = batch.positionStorage[index].marginHalves
      batch.valueStorage[2 * index] = Float(margin.signum())
      batch.valueStorage[2 * index + 1] = Float(-margin.signum())
    }
  }
}
