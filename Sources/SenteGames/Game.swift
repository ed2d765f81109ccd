public import SentePrimitives

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

  /// What `outcome` holds for one player, nil before the end; games that planners visit often
  /// answer without making an array.
  func outcome(for player: Int) -> Double?
  /// Plays to the end, every action drawn evenly from the legal ones and every outcome of chance by
  /// its probability: a rollout. Games with a faster way than listing the actions have their own.
  mutating func rollOut(using random: inout RandomStream)

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

extension ChanceGame {
  /// Lists the legal actions or the outcomes of chance of each position and draws one.
  @inlinable
  public mutating func rollOut(using random: inout RandomStream) {
    var actions: [Action] = []
    var outcomes: [(action: Action, probability: Double)] = []
    while true {
      if turn == .chance {
        appendChanceOutcomes(to: &outcomes)
        var rest = random.uniform()
        var drawn = 0
        while drawn < outcomes.count - 1, rest >= outcomes[drawn].probability {
          rest -= outcomes[drawn].probability
          drawn += 1
        }
        apply(outcomes[drawn].action)
        outcomes.removeAll(keepingCapacity: true)
      } else {
        appendLegalActions(to: &actions)
        if actions.isEmpty { return }
        apply(actions[random.index(below: actions.count)])
        actions.removeAll(keepingCapacity: true)
      }
    }
  }
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
  /// The player's element of `outcome`.
  @inlinable
  public func outcome(for player: Int) -> Double? { outcome?[player] }

  /// Lists the legal actions of each position and draws one.
  @inlinable
  public mutating func rollOut(using random: inout RandomStream) {
    var actions: [Action] = []
    while true {
      appendLegalActions(to: &actions)
      if actions.isEmpty { return }
      apply(actions[random.index(below: actions.count)])
      actions.removeAll(keepingCapacity: true)
    }
  }

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
