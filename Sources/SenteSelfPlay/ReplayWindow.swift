import SenteGames

/// One position of the window: a game, counted from the first there was, and a move.
struct ReplayEntry: Hashable, Sendable {
  var game: Int32
  var move: Int32
}

/// The latest games of self-play, from whose positions is learned.
struct ReplayWindow<Action: Hashable & Sendable>: Hashable, Sendable {
  /// The games, oldest first; those before `first` have left.
  private var games: [GameRecord<Action>] = []
  private var first = 0
  /// How many games have left altogether.
  private var left = 0
  private var entries: [ReplayEntry] = []
  private var firstEntry = 0
  /// The bytes that all games take.
  private(set) var footprint = 0

  /// Empty.
  init() {}

  /// How many games there are.
  var gameCount: Int { games.count - first }
  /// How many positions can be drawn, each as often as it counts.
  var count: Int { entries.count - firstEntry }

  /// Adds a game; the oldest leave until at most `capacity` positions remain, or this game's alone.
  mutating func append(_ game: GameRecord<Action>, capacity: Int) {
    let number = left + gameCount
    for move in 0..<game.actions.count {
      for _ in 0..<game.counts[move] {
        entries.append(
          ReplayEntry(
            game: Int32(truncatingIfNeeded: number), move: Int32(truncatingIfNeeded: move)))
      }
    }
    games.append(game)
    footprint += game.footprint
    while count > capacity, gameCount > 1 { removeOldest() }
    // What has left is given up when it is more than what stays.
    if first > games.count / 2 {
      games.removeFirst(first)
      first = 0
      entries.removeFirst(firstEntry)
      firstEntry = 0
    }
  }

  private mutating func removeOldest() {
    firstEntry += games[first].positions
    footprint -= games[first].footprint
    games[first] = GameRecord()
    first += 1
    left += 1
  }

  /// The game and the move of a position with a number below `count`.
  func position(_ number: Int) -> (game: GameRecord<Action>, move: Int) {
    let entry = entries[firstEntry + number]
    return (games[first + Int(entry.game) - left], Int(entry.move))
  }

  /// The window as bytes.
  func bytes<Position: Game>(start: Position) -> [UInt8] where Position.Action == Action {
    var writer = ByteWriter()
    writer.append(gameCount)
    for game in games[first...] { game.write(to: &writer, start: start) }
    return writer.bytes
  }

  /// Reads what `bytes` wrote.
  init<Position: Game>(_ bytes: [UInt8], start: Position) throws(ByteError)
  where Position.Action == Action {
    var reader = ByteReader(bytes)
    let count = try reader.count(bytesPerElement: 1)
    for _ in 0..<count {
      append(try GameRecord.read(from: &reader, start: start).0, capacity: Int.max)
    }
    guard reader.isAtEnd else { throw ByteError("more follows than its games") }
  }
}
