/// Who decides what happens next in a position.
public enum Turn: Hashable, Sendable {
  /// The player with this number, from 0.
  case player(Int)
  /// Nobody: an outcome of chance is drawn.
  case chance
  /// The game is over.
  case finished
}

/// The rules of a game, as a value: one value is one position with all the history its rules need.
///
/// Copying a position is taking a snapshot; a planner needs nothing more. Players are numbered from
/// 0 in the order of their first turns.
public protocol Game: Sendable, Hashable {
  /// What a player (or chance) chooses in a position.
  associatedtype Action: Sendable, Hashable

  /// How many players take part.
  var playerCount: Int { get }
  /// Who moves.
  var turn: Turn { get }
  /// One number per player when the game is over (1 win, 0 draw, -1 loss, or a score), else nil.
  var outcome: [Double]? { get }

  /// Appends every legal action, each once, in an order that depends on the position alone.
  func appendLegalActions(to actions: inout [Action])
  /// Whether an action is legal here.
  func isLegal(_ action: Action) -> Bool
  /// Plays a legal action.
  mutating func apply(_ action: Action)

  /// How many different actions the game knows; the length of a mask.
  var actionCount: Int { get }
  /// The number of an action, in 0..<actionCount.
  func index(of action: Action) -> Int
  /// The action with a number, whether legal here or not; nil when no action has it.
  func action(at index: Int) -> Action?

  /// The position as text, in the notation of the game's players where there is one.
  var text: String { get }
  /// Reads a position; throws with line, column and reason.
  init(text: String) throws(NotationError)
  /// An action as text, in the notation of the game's programs.
  func text(of action: Action) -> String
  /// Reads a legal action; throws with the reason.
  func action(from text: String) throws(NotationError) -> Action
}

/// A game some of whose turns belong to chance.
public protocol ChanceGame: Game {
  /// Appends every outcome of chance with its probability; they sum to 1. Only at `.chance`.
  func appendChanceOutcomes(to outcomes: inout [(action: Action, probability: Double)])
}

/// A game whose rules do not change under some symmetries of the board.
public protocol SymmetricGame: Game {
  /// How many symmetries there are, the identity (number 0) included.
  var symmetryCount: Int { get }
  /// The position seen through a symmetry.
  func transformed(by symmetry: Int) -> Self
  /// The action seen through a symmetry.
  func transformed(_ action: Action, by symmetry: Int) -> Action
}

extension Game {
  /// Every legal action, each once.
  public var legalActions: [Action] {
    var actions: [Action] = []
    appendLegalActions(to: &actions)
    return actions
  }

  /// One flag per action number: whether it is legal here.
  public var legalMask: [Bool] {
    var mask = [Bool](repeating: false, count: actionCount)
    for action in legalActions { mask[index(of: action)] = true }
    return mask
  }
}

/// Text that is not what a reader expected: where, and why.
public struct NotationError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The line, from 1.
  public var line: Int
  /// The column, in characters from 1.
  public var column: Int
  /// What was found and what is allowed there.
  public var reason: String

  /// An error at a place.
  public init(line: Int = 1, column: Int, reason: String) {
    self.line = line
    self.column = column
    self.reason = reason
  }

  /// `line 1, column 5: reason`.
  public var description: String { "line \(line), column \(column): \(reason)" }
}
