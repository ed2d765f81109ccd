public import SenteGames

/// What tells a search how good positions are: a network, rollouts, or a function.
///
/// A search hands over a batch of positions in which a player is to move and is told where the
/// answers lie; it never knows where they come from. The answers for one position must depend on
/// that position and its random stream alone, not on its neighbours, so that searches repeat
/// whatever else meets in the batch (`checkEvaluator` in `SenteTestSupport` checks it).
public protocol Evaluator<Position> {
  /// The game that it knows.
  associatedtype Position: Game
  /// Whether it writes priors. Without them all actions are taken to be equally likely, and a
  /// search lists the actions of a position only when it comes there a second time.
  static var givesPriors: Bool { get }
  /// Writes values, and priors if it gives them, for every position of a batch.
  mutating func evaluate(_ batch: inout EvaluationBatch<Position>)
}
