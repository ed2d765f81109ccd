public import SentePrimitives

/// A game together with the positions that it came through, as far back as an encoding looks.
///
/// A search keeps no positions and plays again from its root, so what came before must be part of the
/// value that it plays on. A game with its past is such a value and itself a game; only encodings that
/// look back pay for it.
public struct Remembered<Base: Game>: Game {
  /// What a player chooses.
  public typealias Action = Base.Action

  /// The present position.
  public private(set) var present: Base
  /// The positions before it, the latest last; at most `depth`.
  public private(set) var past: [Base] = []
  /// How many earlier positions are kept.
  public let depth: Int

  /// A game whose first position this is.
  public init(_ position: Base, depth: Int = 7) {
    precondition(depth >= 0, "\(depth) earlier positions")
    present = position
    self.depth = depth
  }

  /// The position so many actions ago, 0 for the present one; nil when there was none or it is
  /// forgotten.
  func position(before count: Int) -> Base? {
    if count == 0 { return present }
    return count <= past.count ? past[past.count - count] : nil
  }

  /// As many as the game has.
  public var playerCount: Int { present.playerCount }
  /// Who moves.
  public var turn: Turn { present.turn }
  /// The present position's.
  public var outcome: [Double]? { present.outcome }
  /// The present position's.
  public func outcome(for player: Int) -> Double? { present.outcome(for: player) }

  /// Appends those of the present position.
  public func appendLegalActions(to actions: inout [Action]) {
    present.appendLegalActions(to: &actions)
  }
  /// Whether an action is legal in the present position.
  public func isLegal(_ action: Action) -> Bool { present.isLegal(action) }

  /// Plays a legal action and remembers the position before it.
  public mutating func apply(_ action: Action) {
    if depth > 0 {
      if past.count == depth { past.removeFirst() }
      past.append(present)
    }
    present.apply(action)
  }

  /// Plays to the end as the game does; what came before is left as it was.
  public mutating func rollOut(using random: inout RandomStream) {
    present.rollOut(using: &random)
  }

  /// As many as the game knows.
  public var actionCount: Int { present.actionCount }
  /// The game's number of an action.
  public func index(of action: Action) -> Int { present.index(of: action) }
  /// The game's action with a number.
  public func action(at index: Int) -> Action? { present.action(at: index) }

  /// The present position as text.
  public var text: String { present.text }
  /// Reads a position without a past.
  public init(text: String) throws(NotationError) { self.init(try Base(text: text)) }
  /// The game's text of an action.
  public func text(of action: Action) -> String { present.text(of: action) }
  /// Reads a legal action.
  public func action(from text: String) throws(NotationError) -> Action {
    try present.action(from: text)
  }
}

extension Remembered: SymmetricGame where Base: SymmetricGame {
  /// Those of the game.
  public var symmetryCount: Int { present.symmetryCount }
  /// The present position and those before it, seen through a symmetry.
  public func transformed(by symmetry: Int) -> Remembered {
    var image = self
    image.present = present.transformed(by: symmetry)
    image.past = past.map { $0.transformed(by: symmetry) }
    return image
  }
  /// The action seen through a symmetry.
  public func transformed(_ action: Action, by symmetry: Int) -> Action {
    present.transformed(action, by: symmetry)
  }
}
