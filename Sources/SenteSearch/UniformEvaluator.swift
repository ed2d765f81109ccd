public import SenteGames

/// Gives every position the value 0 and every action the same prior: the search alone.
public struct UniformEvaluator<Position: Game>: Evaluator, Sendable {
  /// Nothing to set.
  @inlinable
  public init() {}

  /// It gives values alone.
  @inlinable public static var givesPriors: Bool { false }

  /// Leaves all values at 0.
  @inlinable
  public mutating func evaluate(_ batch: inout EvaluationBatch<Position>) {}
}
