/// When to give a game up, and how often that would have been wrong.
///
/// A share of the games is played to the end whatever the search says. From the lowest value that each
/// player who did not lose saw there follows how often giving up at some value would have been wrong;
/// the threshold is the highest with few enough errors (Silver et al. 2017, methods).
public struct Resignation: Hashable, Sendable, Codable {
  /// The lowest values seen by players who did not lose, in the latest games that were played on.
  private var lowest: [Float] = []
  /// How many games have been played on.
  public private(set) var checkedGames = 0
  /// How many games have been given up.
  public private(set) var resignedGames = 0
  /// How many players of games that were played on saw a value below the threshold of that time.
  public private(set) var doubtful = 0
  /// How many of them did not lose.
  public private(set) var wrong = 0

  private static var memory: Int { 1000 }
  private static var leastChecks: Int { 100 }
  /// However sure, nothing above this is given up.
  private static var highest: Float { -0.5 }

  /// Nothing is known yet.
  public init() {}

  /// The value below which a game is given up; nil while too little is known.
  func threshold(errors: Double) -> Float? {
    guard lowest.count >= Resignation.leastChecks else { return nil }
    let sorted = lowest.sorted()
    return min(
      sorted[min(sorted.count - 1, Int(errors * Double(sorted.count)))], Resignation.highest)
  }

  /// The measured share of wrong resignations: of the players who would have given up in games that
  /// were played on, those who did not lose.
  public var falsePositiveRate: Double? {
    doubtful > 0 ? Double(wrong) / Double(doubtful) : nil
  }

  mutating func noteResignation() { resignedGames += 1 }

  /// Takes a game in that was played on: the lowest value that a player saw, and whether it lost.
  mutating func noteChecked(lowestValues: [Float], hasLost: [Bool], errors: Double) {
    let threshold = threshold(errors: errors)
    checkedGames += 1
    for (value, lost) in zip(lowestValues, hasLost) {
      if let threshold, value < threshold {
        doubtful += 1
        if !lost { wrong += 1 }
      }
      if lost { continue }
      lowest.append(value)
      if lowest.count > Resignation.memory { lowest.removeFirst() }
    }
  }
}
