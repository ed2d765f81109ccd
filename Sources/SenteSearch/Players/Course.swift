public import SenteGames
public import SentePrimitives

/// A game from its first position to the present one.
public struct Course<Position: Game>: Sendable {
  /// The first position.
  public let start: Position
  /// What was done since.
  public private(set) var actions: [Position.Action] = []
  /// The present position.
  public private(set) var position: Position

  /// A game that begins in a position.
  public init(start: Position) {
    self.start = start
    position = start
  }

  /// A game that begins in a position and goes on with legal actions.
  public init(start: Position, actions: [Position.Action]) {
    self.init(start: start)
    for action in actions { play(action) }
  }

  /// Plays a legal action.
  public mutating func play(_ action: Position.Action) {
    position.apply(action)
    actions.append(action)
  }

  /// Takes the last action back; false when there is none.
  public mutating func undo() -> Bool {
    guard !actions.isEmpty else { return false }
    self = Course(start: start, actions: Array(actions.dropLast()))
    return true
  }

  /// The player to move; nil for chance and when the game is over.
  public var mover: Int? {
    if case .player(let player) = position.turn { return player }
    return nil
  }
}

extension Course {
  /// Plays actions drawn uniformly, at most so many, and stops before one that would end the game.
  public mutating func playAtRandom(_ count: Int, using random: inout RandomStream) {
    for _ in 0..<count {
      let actions = position.legalActions
      guard mover != nil, !actions.isEmpty else { return }
      var next = self
      next.play(actions[random.index(below: actions.count)])
      if next.mover == nil { return }
      self = next
    }
  }
}
