/// Backgammon without a doubling cube; a won game counts 1, a gammon 2 and a backgammon 3.
///
/// Chance rolls the dice; the player to move then plays them one checker at a time, and an action is
/// one checker moved by one die. As many dice must be played as can be, and the greater where only
/// one can; where none can, the turn passes at once. The opening roll, which is never a double, is
/// player 0's. Points are numbered by the player to move from 1 to 24, checkers moving down; 25 is
/// the bar, and 0 stands for checkers borne off.
///
/// The value holds no references.
public struct Backgammon: ChanceGame {
  /// A checker moved by a die, or a roll.
  public typealias Action = Int

  /// Checkers of player 0 at its points 1 to 24 and on its bar (25), then those of player 1, which are
  /// 32 further on, seen by player 1.
  var checkers = SIMD64<Int8>()
  /// Who plays, or for whom the dice are rolled.
  var mover: UInt8 = 0
  /// How many dice of each number from 1 to 6 are still to be played; none while chance rolls.
  var dice = SIMD8<UInt8>()
  /// Whether the next roll begins the game.
  var isOpening = true

  /// How many checkers each player has.
  static let checkerCount = 15
  /// The rolls, the greater die first; the number of an action is 150 more than the place here.
  static let rolls: [(high: Int, low: Int)] = (1...6).flatMap { high in
    (1...high).map { (high, $0) }
  }

  /// The usual start; chance makes the opening roll.
  public init() {
    for player in 0..<2 {
      for (point, count) in [(6, 5), (8, 3), (13, 5), (24, 2)] {
        checkers[player * 32 + point] = Int8(count)
      }
    }
  }

  /// A board without checkers.
  init(mover: Int) {
    self.mover = UInt8(mover)
    isOpening = false
  }

  /// How many checkers a player has on one of its points, or on the bar (25).
  public func count(of player: Int, at point: Int) -> Int { Int(checkers[player * 32 + point]) }

  /// How many checkers a player has borne off.
  public func borneOff(by player: Int) -> Int {
    (1...25).reduce(Self.checkerCount) { $0 - count(of: player, at: $1) }
  }

  /// Both players.
  public var playerCount: Int { 2 }

  /// Chance while dice are to be rolled.
  public var turn: Turn {
    if winner != nil { return .finished }
    return dice == SIMD8() ? .chance : .player(Int(mover))
  }

  /// Who has borne off all checkers.
  private var winner: Int? { (0..<2).first { borneOff(by: $0) == Self.checkerCount } }

  /// 1 for the winner, 2 where the loser has borne off none, 3 where it also has a checker on the bar
  /// or in the winner's home; the loser gets the same negated.
  public var outcome: [Double]? {
    guard let winner else { return nil }
    let loser = 1 - winner
    let isGammon = borneOff(by: loser) == 0
    let isFar = (19...25).contains { count(of: loser, at: $0) > 0 }
    let value: Double = isGammon ? (isFar ? 3 : 2) : 1
    return winner == 0 ? [value, -value] : [-value, value]
  }

  /// Appends the checkers that may move, from the bar downwards, each by every die; or the rolls.
  public func appendLegalActions(to actions: inout [Int]) {
    switch turn {
    case .finished: return
    case .chance:
      for (place, roll) in Self.rolls.enumerated() where !isOpening || roll.high != roll.low {
        actions.append(150 + place)
      }
    case .player: appendMoves(to: &actions)
    }
  }

  /// Appends every roll; the dice differ in the opening roll.
  public func appendChanceOutcomes(
    to outcomes: inout [(action: Int, probability: Double)]
  ) {
    guard turn == .chance else { return }
    for (place, roll) in Self.rolls.enumerated() {
      if roll.high != roll.low {
        outcomes.append((150 + place, isOpening ? 1.0 / 15 : 1.0 / 18))
      } else if !isOpening {
        outcomes.append((150 + place, 1.0 / 36))
      }
    }
  }

  /// Whether a checker may be moved so, or the dice fall so.
  public func isLegal(_ action: Int) -> Bool { legalActions.contains(action) }

  /// Moves a checker, or rolls the dice.
  public mutating func apply(_ action: Int) {
    precondition(isLegal(action), "\(self.text(of: action)) cannot be played in \(text)")
    if action >= 150 {
      let roll = Self.rolls[action - 150]
      dice[roll.high] += 1
      dice[roll.low] += 1
      if roll.high == roll.low { dice[roll.high] = 4 }
      isOpening = false
    } else {
      move(from: action / 6 + 1, by: action % 6 + 1)
    }
    var moves: [Int] = []
    if winner == nil { appendMoves(to: &moves) }
    if moves.isEmpty {
      dice = SIMD8()
      mover ^= 1
    }
  }

  /// A checker moved by a die: (point - 1) · 6 + die - 1, the bar being point 25; and 21 rolls from 150.
  public var actionCount: Int { 171 }
  /// The action itself.
  public func index(of action: Int) -> Int { action }
  /// The action itself.
  public func action(at index: Int) -> Int? { (0..<171).contains(index) ? index : nil }
}
