public import SenteGames
import SentePrimitives

/// A game of two players that alpha-beta can judge without playing it out.
public protocol EvaluatedGame: Game {
  /// The worth of a position that is not over, in hundredths of a pawn for the player to move; below
  /// `Evaluation.bound` in magnitude.
  var staticScore: Int { get }
  /// Equal for positions that are equal but for their past.
  var searchKey: UInt64 { get }
  /// Whether the position was on the board before, which the search takes for a draw.
  var isRepeated: Bool { get }
  /// Whether the player to move must answer a threat, so that a judgement at rest makes no sense.
  var isUnderAttack: Bool { get }
  /// What an action takes or promotes at once, in hundredths of a pawn; 0 for quiet actions.
  func gain(of action: Action) -> Int
  /// A number in 0..<`historySlots` that similar actions of different positions share.
  func historySlot(of action: Action) -> Int
  /// How many such numbers there are.
  static var historySlots: Int { get }
}

extension EvaluatedGame {
  /// Games that repeat nothing, or end by themselves when they do.
  public var isRepeated: Bool { false }
  /// Games without threats to a king.
  public var isUnderAttack: Bool { false }
  /// Games in which nothing is taken.
  public func gain(of action: Action) -> Int { 0 }
}

/// The scale of evaluations.
public enum Evaluation {
  /// What no evaluation reaches; wins lie above.
  public static let bound = 20_000
  /// A win at once; each half-move that it takes costs 1.
  static let win = 30_000

  /// The expected outcome, -1 to 1, of a score in hundredths of a pawn: the logistic curve of Elo
  /// ratings, on which 100 Elo stand for a pawn.
  public static func value(centipawns: Int) -> Double {
    2 / (1 + Elementary.exp(-Double(centipawns) * (2.302585092994046 / 400))) - 1
  }

  /// A search's score as programs state it.
  static func score(_ points: Int) -> Score {
    if points > bound { return .mate(halfMoves: win - points) }
    if points < -bound { return .mate(halfMoves: -(win + points)) }
    return .centipawns(points)
  }

  /// A search's score as an expected outcome.
  static func value(_ points: Int) -> Double {
    if abs(points) > bound { return points > 0 ? 1 : -1 }
    return value(centipawns: points)
  }
}
