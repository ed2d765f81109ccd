/// When to give a game up, and how often that would have been wrong.
///
/// A share of the games is played to the end whatever the search says. The lowest value that each player
/// saw there, and whether the player lost, tell how often giving up at some value would have been wrong; the
/// threshold is the highest with few enough errors (Silver et al. 2017, methods).
public struct Resignation: Hashable, Sendable, Codable {
  /// What a player went through in a game that was played on.
  private struct Fate: Hashable, Codable {
    var lowestValue: Float
    var hasLost: Bool
  }

  /// Of the latest games that were played on.
  private var fates: [Fate] = []
  /// The value below which a game is given up; nil while too little is known.
  private(set) var threshold: Float?
  /// How many games have been played on.
  public private(set) var checkedGames = 0
  /// How many games have been given up.
  public private(set) var resignedGames = 0
  /// How many players of games that were played on saw a value below the threshold of that time.
  public private(set) var doubtful = 0
  /// How many of them did not lose.
  public private(set) var wrong = 0

  private static var memory: Int { 2000 }
  private static var leastChecks: Int { 100 }
  /// However sure, nothing above this is given up.
  private static var highest: Float { -0.5 }

  /// Nothing is known yet.
  public init() {}

  /// The measured share of wrong resignations: of the players who would have given up in games that
  /// were played on, those who did not lose.
  public var falsePositiveRate: Double? {
    doubtful > 0 ? Double(wrong) / Double(doubtful) : nil
  }

  mutating func noteResignation() { resignedGames += 1 }

  /// Takes a game in that was played on, and finds the threshold anew.
  ///
  /// - Parameters:
  ///   - lowestValues: the lowest value that each player saw.
  ///   - hasLost: whether each player lost.
  ///   - errors: the greatest share of wrong resignations.
  mutating func noteChecked(lowestValues: [Float], hasLost: [Bool], errors: Double) {
    checkedGames += 1
    for (value, lost) in zip(lowestValues, hasLost) {
      if let threshold, value < threshold {
        doubtful += 1
        if !lost { wrong += 1 }
      }
      fates.append(Fate(lowestValue: value, hasLost: lost))
    }
    fates.removeFirst(max(0, fates.count - Resignation.memory))
    if checkedGames >= Resignation.leastChecks { threshold = highestThreshold(errors: errors) }
  }

  /// The highest value such that of the players who saw a lower one few enough did not lose.
  private func highestThreshold(errors: Double) -> Float {
    let low = fates.filter { $0.lowestValue < Resignation.highest }
      .sorted { $0.lowestValue < $1.lowestValue }
    var best = low.first?.lowestValue ?? Resignation.highest
    var wrong = 0
    for (i, fate) in low.enumerated() {
      if !fate.hasLost { wrong += 1 }
      // Players who saw the same value give up together.
      let next = i + 1 < low.count ? low[i + 1].lowestValue : Resignation.highest
      if next > fate.lowestValue, Double(wrong) <= errors * Double(i + 1) { best = next }
    }
    return best
  }
}
