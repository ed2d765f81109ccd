public import SenteGames
public import SentePrimitives

/// Looks one action ahead: a win if there is one, else the best value at once, else anything that
/// does not lose; equals are drawn from.
///
/// Where the game has an evaluation (`EvaluatedGame`) it decides; Go is counted as the board stands;
/// in other games only wins and losses are seen.
public struct GreedyPlayer<Position: Game>: Player {
  private var random: RandomStream

  /// A player that breaks ties with a stream.
  public init(random: RandomStream) { self.random = random }

  /// `greedy`.
  public var name: String { "greedy" }

  /// Nothing is kept.
  public mutating func startGame() {}

  /// Plays each action and compares what comes of it.
  public mutating func choose(
    in course: Course<Position>, limits: PlayerLimits<Position.Action>,
    deliberation: Deliberation<Position.Action>
  ) throws(PlayerFailure) -> Decision<Position.Action> {
    let actions = limits.actions.isEmpty ? course.position.legalActions : limits.actions
    let player = course.mover ?? 0
    var analysis = Analysis<Position.Action>()
    var order: [(score: Double, tie: Double, candidate: Candidate<Position.Action>)] = []
    for action in actions {
      var next = course.position
      next.apply(action)
      let value = Self.value(of: next, for: player)
      order.append(
        (
          value, random.uniform(),
          Candidate(action: action, value: max(-1, min(1, value)), principalVariation: [action])
        ))
    }
    order.sort { ($0.score, $0.tie) > ($1.score, $1.tie) }
    analysis.candidates = order.map(\.candidate)
    analysis.nodes = actions.count
    return Decision(.play(order[0].candidate.action), analysis: analysis)
  }

  /// The outcome, or an estimate strictly between -1 and 1.
  private static func value(of position: Position, for player: Int) -> Double {
    if let outcome = position.outcome { return outcome[player] }
    if let go = position as? Go {
      let margin = Double(go.marginHalves) / Double(2 * go.pointCount)
      return (player == 0 ? margin : -margin) / 10
    }
    guard let evaluated = position as? any EvaluatedGame else { return 0 }
    let value = Evaluation.value(centipawns: evaluated.staticScore)
    return position.turn == .player(player) ? value : -value
  }
}
