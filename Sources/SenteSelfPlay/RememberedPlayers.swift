import SenteGames
import SenteSearch

/// A player of a game where the game comes with its past.
struct Forgetting<Base: Game>: Player {
  var inner: any Player<Base>

  var name: String { inner.name }
  mutating func startGame() { inner.startGame() }

  mutating func choose(
    in course: Course<Remembered<Base>>, limits: PlayerLimits<Base.Action>,
    deliberation: Deliberation<Base.Action>
  ) throws(PlayerFailure) -> Decision<Base.Action> {
    try inner.choose(
      in: Course(start: course.start.present, actions: course.actions), limits: limits,
      deliberation: deliberation)
  }
}

/// A player of a game with its past where the game comes without.
struct Remembering<Base: Game>: Player {
  var inner: any Player<Remembered<Base>>

  var name: String { inner.name }
  mutating func startGame() { inner.startGame() }

  mutating func choose(
    in course: Course<Base>, limits: PlayerLimits<Base.Action>,
    deliberation: Deliberation<Base.Action>
  ) throws(PlayerFailure) -> Decision<Base.Action> {
    try inner.choose(
      in: Course(start: Remembered(course.start), actions: course.actions), limits: limits,
      deliberation: deliberation)
  }
}

/// A game that comes with its past, whatever the game is.
protocol GameWithPast {
  /// The pool's players of the game, who need no past.
  func players(of pool: RatingPool, seed: UInt64) -> [Any]
  /// A player of this game as a player of the game without its past.
  func remembering(_ player: Any) -> Any?
}

extension Remembered: GameWithPast {
  func players(of pool: RatingPool, seed: UInt64) -> [Any] {
    pool.players(of: present, seed: seed).map { Forgetting(inner: $0) }
  }

  func remembering(_ player: Any) -> Any? {
    (player as? any Player<Remembered<Base>>).map { Remembering(inner: $0) }
  }
}
