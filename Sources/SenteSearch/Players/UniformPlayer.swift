public import SenteGames
public import SentePrimitives

/// Plays any legal action, all with the same probability.
public struct UniformPlayer<Position: Game>: Player {
  private var random: RandomStream

  /// A player that draws from a stream.
  public init(random: RandomStream) { self.random = random }

  /// `random`.
  public var name: String { "random" }

  /// Nothing is kept.
  public mutating func startGame() {}

  /// Draws one of the legal actions, or of those that the limits name.
  public mutating func choose(
    in course: Course<Position>, limits: PlayerLimits<Position.Action>,
    deliberation: Deliberation<Position.Action>
  ) throws(PlayerFailure) -> Decision<Position.Action> {
    let actions = limits.actions.isEmpty ? course.position.legalActions : limits.actions
    var analysis = Analysis<Position.Action>()
    let share = 1 / Double(actions.count)
    analysis.candidates = actions.map {
      Candidate(action: $0, value: 0, prior: share, principalVariation: [$0])
    }
    // The chosen one leads, as it does for players that have reasons.
    let chosen = random.index(below: actions.count)
    analysis.candidates.swapAt(0, chosen)
    analysis.nodes = actions.count
    return Decision(.play(actions[chosen]), analysis: analysis)
  }
}
