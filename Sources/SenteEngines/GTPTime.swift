import SenteGames

/// The time of a game as GTP announces it: a main time, then periods of some stones.
struct GTPTime {
  private var main: Double?
  private var period = 0.0
  private var stones = 0
  /// What each player has left, and for how many stones (0 in the main time).
  private var left: [(seconds: Double, stones: Int)?] = [nil, nil]

  /// Gives both players what the settings say.
  mutating func restart() {
    guard let main else { return }
    left = Array(repeating: main > 0 ? (main, 0) : (period, stones), count: 2)
  }

  /// Reads `time_settings`, `kgs-time_settings` or `time_left`.
  mutating func read(_ command: GTPCommand, in game: some Game) throws {
    switch command.name {
    case "time_left":
      let player = try command.player(0, in: game)
      left[player] = (
        Double(try command.integer(1, "seconds")), try command.integer(2, "a number of stones")
      )
    case "kgs-time_settings":
      switch try command.word(0, "none, absolute, byoyomi or canadian") {
      case "none": set(main: nil, period: 0, stones: 0)
      case "absolute":
        set(main: Double(try command.integer(1, "seconds")), period: 0, stones: 0)
      case "byoyomi":
        // Every period is for one stone; the further ones are a reserve that nobody plans with.
        set(
          main: Double(try command.integer(1, "seconds")),
          period: Double(try command.integer(2, "seconds")), stones: 1)
      case "canadian":
        set(
          main: Double(try command.integer(1, "seconds")),
          period: Double(try command.integer(2, "seconds")),
          stones: try command.integer(3, "a number of stones"))
      case let word:
        throw EngineFault("'\(word)' is none of none, absolute, byoyomi, canadian")
      }
    default:
      let (main, period) = (try command.integer(0, "seconds"), try command.integer(1, "seconds"))
      let stones = try command.integer(2, "a number of stones")
      guard main >= 0, period >= 0, stones >= 0 else { throw EngineFault("a time is negative") }
      // A period without stones stands for no limit.
      set(
        main: period > 0 && stones == 0 ? nil : Double(main), period: Double(period),
        stones: stones)
    }
  }

  private mutating func set(main: Double?, period: Double, stones: Int) {
    (self.main, self.period, self.stones) = (main, period, stones)
    left = [nil, nil]
    restart()
  }

  /// Seconds for one move; nil where there is no limit.
  func budget(player: Int, moves: Int) -> Double? {
    guard let (seconds, stones) = left[player] else { return nil }
    if stones > 0 { return max(0.005, 0.9 * seconds / Double(stones) - 0.05) }
    var share = seconds / Double(moves)
    if period > 0, self.stones > 0 { share = max(share, period / Double(self.stones)) }
    return max(0.005, min(share, 0.5 * seconds + (self.stones > 0 ? period : 0)) - 0.05)
  }

  /// Takes what a move took off a player's time, until the other side announces it.
  mutating func spend(_ seconds: Double, player: Int) {
    guard let old = left[player] else { return }
    var (rest, stones) = (old.seconds - seconds, old.stones)
    if stones > 0 {
      stones -= 1
      if stones == 0 { (rest, stones) = (period, self.stones) }
    } else if rest <= 0, self.stones > 0 {
      (rest, stones) = (period, self.stones)
    }
    left[player] = (max(0, rest), stones)
  }
}
