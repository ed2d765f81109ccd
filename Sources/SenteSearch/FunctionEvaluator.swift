public import SenteGames

/// Values and priors from a function: for tests, and for evaluations that are written by hand.
public struct FunctionEvaluator<Position: Game>: Evaluator {
  /// What the function gives: one weight per legal action (of any sum, or none for equal ones), and
  /// the expected outcome of each player.
  public typealias Evaluation = (weights: [Float], values: [Float])
  @usableFromInline let function: (Position) -> Evaluation

  /// An evaluator that asks `function`, whose answer depends on the position alone.
  @inlinable
  public init(_ function: @escaping (Position) -> Evaluation) { self.function = function }

  /// It gives both.
  @inlinable public static var givesPriors: Bool { true }

  /// Asks the function about each position.
  @inlinable
  public mutating func evaluate(_ batch: inout EvaluationBatch<Position>) {
    for index in 0..<batch.count {
      let (weights, values) = function(batch.positionStorage[index])
      let range = batch.actionRange(of: index)
      precondition(
        values.count == batch.playerCount && (weights.isEmpty || weights.count == range.count),
        "\(values.count) values and \(weights.count) weights for \(batch.playerCount) players and"
          + " \(range.count) actions")
      for player in 0..<values.count {
        batch.valueStorage[index * batch.playerCount + player] = values[player]
      }
      let sum = weights.reduce(0, +)
      for (place, action) in range.enumerated() {
        batch.priorStorage[action] =
          weights.isEmpty ? 1 / Float(range.count) : weights[place] / sum
      }
    }
  }
}
