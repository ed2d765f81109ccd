public import SenteCompute
import SenteGames
import SentePrimitives
import SenteSearch

/// A network with AlphaZero's search as a player; each decision begins a tree of its own.
struct NetworkPlayer<Position: Game>: Player {
  typealias Thought = (
    Course<Position>, PlayerLimits<Position.Action>, _ simulations: Int,
    Deliberation<Position.Action>
  ) -> Analysis<Position.Action>

  let name: String
  private let settings: NetworkPlayerSettings
  /// The search; made where the encoding is known, so that the compiler specializes it.
  private let think: Thought

  init<Encoding: PositionEncoding>(
    _ evaluator: NetworkEvaluator<Encoding>, name: String, settings: NetworkPlayerSettings,
    seed: UInt64
  ) where Encoding.Position == Position {
    self.name = name
    self.settings = settings
    think = { course, limits, simulations, deliberation in
      networkAnalysis(
        of: course, by: evaluator, settings, seed: seed, limits, simulations: simulations,
        deliberation)
    }
  }

  /// Nothing is kept from earlier games.
  mutating func startGame() {}

  /// Searches until the limits are reached; the player's own count where there are none.
  mutating func choose(
    in course: Course<Position>, limits: PlayerLimits<Position.Action>,
    deliberation: Deliberation<Position.Action>
  ) throws(PlayerFailure) -> Decision<Position.Action> {
    var target = limits.simulations
    var seconds =
      limits.seconds
      ?? limits.clock.flatMap { clock in course.mover.map { clock.budget(player: $0) } }
    if target == nil, seconds == nil, !limits.isInfinite, !limits.savesTime {
      target = settings.simulations
      seconds = settings.seconds
    }
    // The one action there is needs no thought where the clock runs.
    if limits.savesTime, course.position.legalActions.count == 1 { target = 1 }
    let analysis = think(
      course, limits, target ?? Int.max, deliberation.limited(toSeconds: seconds))
    guard let best = analysis.candidates.first else {
      throw .crash("there is nothing to choose from")
    }
    return Decision(.play(best.action), analysis: analysis)
  }
}

/// Searches the last position of a course until the simulations are made or the deliberation ends.
private func networkAnalysis<Encoding: PositionEncoding>(
  of course: Course<Encoding.Position>, by network: NetworkEvaluator<Encoding>,
  _ settings: NetworkPlayerSettings, seed: UInt64,
  _ limits: PlayerLimits<Encoding.Position.Action>, simulations target: Int,
  _ deliberation: Deliberation<Encoding.Position.Action>
) -> Analysis<Encoding.Position.Action> {
  var options = SearchOptions()
  options.memoryLimit = settings.memory
  options.leavesPerBatch = settings.leaves
  var tree = Search(
    course.position, interior: PUCT(initial: Float(settings.exploration)), options: options,
    seed: seed, index: UInt64(course.actions.count))
  var evaluator = network
  var made = 0
  var reported = deliberation.now()
  // The clock is looked at between stretches.
  let stretch = max(16, settings.leaves)
  while made < target {
    let count = min(stretch, target - made)
    let end = tree.run(simulations: count, with: &evaluator)
    made += count
    if end == .proven || deliberation.isOver { break }
    if let report = deliberation.report, deliberation.now() - reported >= 0.1 {
      reported = deliberation.now()
      report(analysis(of: tree.result, limits))
    }
  }
  return analysis(of: tree.result, limits)
}

/// What a search has found, among the actions that the limits allow.
private func analysis<Action: Hashable & Sendable>(
  of result: SearchResult<Action>, _ limits: PlayerLimits<Action>
) -> Analysis<Action> {
  var analysis = Analysis<Action>()
  analysis.candidates = result.candidates.map { candidate in
    Candidate(
      action: candidate.action, visits: candidate.visits,
      value: Double(candidate.value ?? result.value), prior: Double(candidate.prior),
      principalVariation: candidate.principalVariation)
  }
  if !limits.actions.isEmpty {
    analysis.candidates.removeAll { !limits.actions.contains($0.action) }
  }
  analysis.nodes = result.simulations
  analysis.depth = analysis.candidates.first?.principalVariation.count ?? 0
  analysis.greatestDepth = analysis.depth
  if result.isFull {
    analysis.note = "the tree is full with \(result.nodeCount) positions and grows no more"
  }
  return analysis
}

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
}
