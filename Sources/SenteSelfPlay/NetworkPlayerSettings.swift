public import SenteCompute
import SenteGames
import SentePrimitives
import SenteSearch

/// How a network searches when it plays.
public struct NetworkPlayerSettings: Hashable, Sendable {
  /// Simulations for a move, where the limits of the decision say nothing.
  public var simulations: Int? = 600
  /// Seconds for a move, where the limits of the decision say nothing.
  public var seconds: Double?
  /// PUCT: c_init.
  public var exploration = 1.25
  /// Leaves of the tree that meet in one batch; more are faster and slightly worse.
  public var leaves = 1
  /// What the network's products round to; nil: as in the run, or float32 where the processor has no
  /// instruction for that.
  public var precision: Trace.Precision?
  /// The bytes that a tree may use.
  public var memory = 512 << 20

  /// 600 simulations.
  public init() {}

  /// A network with AlphaZero's search as a player, which goes on with its tree from move to move.
  func player<Encoding: PositionEncoding>(
    _ evaluator: NetworkEvaluator<Encoding>, name: String, seed: UInt64
  ) -> TreePlayer<Encoding.Position> {
    var options = SearchOptions()
    options.memoryLimit = memory
    options.leavesPerBatch = leaves
    let search = ContinuedSearch(
      interior: PUCT(initial: Float(exploration)), evaluator, options, seed: seed,
      stretch: max(16, leaves))
    return TreePlayer(
      name: name, defaults: PlayerLimits(simulations: simulations, seconds: seconds), search)
  }
}
