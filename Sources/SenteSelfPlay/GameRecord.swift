import SenteGames

/// A game of self-play as it is learned from.
///
/// A game is its actions: positions are played again when they are learned from, which costs less than
/// a position's planes would take in memory, and gives encodings all the history they want.
struct GameRecord<Action: Hashable & Sendable>: Hashable, Sendable {
  /// What was played from the first position.
  var actions: [Action] = []
  /// The search's policy at each move, over the legal actions in the order in which the game lists
  /// them, one move after the other; nothing where there is nothing to learn.
  var policy: [Float] = []
  /// Where the policy of each move ends.
  var policyEnds: [Int32] = []
  /// The search's value of each position, seen by the player to move; not a number without a search.
  var values: [Float] = []
  /// How often each position is in the window; 0 for those of fast searches.
  var counts: [UInt8] = []
  /// The outcome for player 0.
  var outcome: Float = 0

  /// A game that has not begun.
  init() {}

  /// The place of a move's policy.
  func policyRange(of move: Int) -> Range<Int> {
    (move == 0 ? 0 : Int(policyEnds[move - 1]))..<Int(policyEnds[move])
  }

  /// Notes what was found and played in a position.
  mutating func append(_ action: Action, policy target: [Float], value: Float, count: UInt8) {
    actions.append(action)
    policy.append(contentsOf: target)
    policyEnds.append(Int32(policy.count))
    values.append(value)
    counts.append(count)
  }

  /// The bytes that the record takes, its share of the window's list of positions included.
  var footprint: Int {
    let moves = actions.count * (MemoryLayout<Action>.stride + 4 + 4 + 1)
    return moves + policy.count * 4 + positions * MemoryLayout<ReplayEntry>.stride + 160
  }

  /// How many entries it has in the window.
  var positions: Int { counts.reduce(0) { $0 + Int($1) } }
}

extension GameRecord {
  /// Writes the record; actions by the numbers that they have in their positions.
  func write<Position: Game>(to bytes: inout ByteWriter, start: Position)
  where Position.Action == Action {
    var position = start
    var numbers: [Int32] = []
    for action in actions {
      numbers.append(Int32(truncatingIfNeeded: position.index(of: action)))
      position.apply(action)
    }
    bytes.append(numbers)
    bytes.append(policy)
    bytes.append(policyEnds)
    bytes.append(values)
    bytes.append(counts)
    bytes.append([outcome])
  }

  /// Reads a record and plays it; throws where it does not fit the game.
  ///
  /// - Returns: the record and the position that it leads to.
  static func read<Position: Game>(
    from bytes: inout ByteReader, start: Position
  ) throws(ByteError) -> (GameRecord, Position) where Position.Action == Action {
    var record = GameRecord()
    var position = start
    for index: Int32 in try bytes.array() {
      guard case .player = position.turn, let action = position.action(at: Int(index)),
        position.isLegal(action)
      else { throw ByteError("it holds a game that the rules do not allow") }
      record.actions.append(action)
      position.apply(action)
    }
    record.policy = try bytes.array()
    record.policyEnds = try bytes.array()
    record.values = try bytes.array()
    record.counts = try bytes.array()
    let moves = record.actions.count
    let outcome: [Float] = try bytes.array()
    guard
      [record.policyEnds.count, record.values.count, record.counts.count] == [moves, moves, moves],
      outcome.count == 1, Int(record.policyEnds.last ?? 0) == record.policy.count,
      zip(record.policyEnds, record.policyEnds.dropFirst()).allSatisfy({ $0 <= $1 }),
      (record.policyEnds.first ?? 0) >= 0
    else { throw ByteError("it holds a game whose parts differ in length") }
    record.outcome = outcome[0]
    return (record, position)
  }
}
