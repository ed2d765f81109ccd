import SentePrimitives

/// The result of a match, and what it says about the difference in strength.
///
/// Games are counted in pairs that share an opening with colours exchanged, since the two games of
/// a pair are not independent: the variance is taken from the five possible scores of a pair
/// (the pentanomial model of M. Van den Bergh, 2018, "Normalized Elo").
public struct MatchScore: Hashable, Sendable {
  /// Games that the first player won.
  public private(set) var wins = 0
  /// Games that nobody won.
  public private(set) var draws = 0
  /// Games that the first player lost.
  public private(set) var losses = 0
  /// How many pairs of games gave the first player 0, ½, 1, 1½, 2 points.
  public private(set) var pairs = [0, 0, 0, 0, 0]
  private var openHalves: Int?

  /// No game yet.
  public init() {}

  /// Games that were counted.
  public var games: Int { wins + draws + losses }

  /// Counts a game; games that belong to one pair follow each other.
  ///
  /// - Parameter outcome: 1, 0 or -1 for the first player.
  public mutating func add(_ outcome: Double) {
    if outcome > 0 { wins += 1 } else if outcome < 0 { losses += 1 } else { draws += 1 }
    let halves = outcome > 0 ? 2 : outcome < 0 ? 0 : 1
    if let first = openHalves {
      pairs[first + halves] += 1
      openHalves = nil
    } else {
      openHalves = halves
    }
  }

  /// The mean score of a game, 0 to 1; ½ before the first.
  public var mean: Double {
    games == 0 ? 0.5 : (Double(wins) + 0.5 * Double(draws)) / Double(games)
  }

  /// The variance of a game's score as the pairs show it, half of which is what two games add; from
  /// single games where there is no pair.
  private var variance: Double {
    let count = pairs.reduce(0, +)
    guard count > 0 else {
      let square = (Double(wins) + 0.25 * Double(draws)) / Double(max(1, games))
      return square - mean * mean
    }
    var (sum, squares) = (0.0, 0.0)
    for (halves, number) in pairs.enumerated() {
      let score = Double(halves) / 4
      sum += score * Double(number)
      squares += score * score * Double(number)
    }
    let mean = sum / Double(count)
    return 2 * (squares / Double(count) - mean * mean)
  }

  /// An interval that holds the true mean score with a probability of 95%.
  ///
  /// Wilson's score interval (1927) for as many independent games as have the variance of the
  /// measured mean; where all pairs are alike, for the number of pairs.
  public var interval: (low: Double, high: Double) {
    guard games > 0 else { return (0, 1) }
    let spread = mean * (1 - mean)
    let alike = variance <= 1e-12
    let count =
      alike || spread == 0
      ? Double(max(1, games / 2)) : min(Double(games) * spread / variance, 2 * Double(games))
    let z = 1.959964
    let centre = (mean + z * z / (2 * count)) / (1 + z * z / count)
    let width =
      z / (1 + z * z / count) * (spread / count + z * z / (4 * count * count)).squareRoot()
    return (max(0, centre - width), min(1, centre + width))
  }

  /// The difference in Elo that belongs to a mean score; infinite for 0 and 1.
  public static func elo(_ mean: Double) -> Double {
    if mean <= 0 { return -.infinity }
    if mean >= 1 { return .infinity }
    return 400 / 2.302585092994046 * Elementary.log(mean / (1 - mean))
  }

  /// The mean score that belongs to a difference in Elo.
  public static func mean(elo: Double) -> Double {
    1 / (1 + Elementary.exp(-elo * 2.302585092994046 / 400))
  }

  /// The logarithm of the likelihood ratio of two differences in Elo, given the pairs so far.
  ///
  /// The approximation for close hypotheses, in which the mean of n pairs is normal:
  /// n · (s₁ - s₀) · (2·mean - s₀ - s₁) / (2 · variance of a pair). Each kind of pair counts a
  /// thousandth more, so that a match without variance yet decides nothing by dividing by zero.
  public func logLikelihoodRatio(elo0: Double, elo1: Double) -> Double {
    let counts = pairs.map { Double($0) + 0.001 }
    let total = counts.reduce(0, +)
    var (sum, squares) = (0.0, 0.0)
    for (halves, count) in counts.enumerated() {
      let score = Double(halves) / 4
      sum += score * count
      squares += score * score * count
    }
    let mean = sum / total
    let variance = squares / total - mean * mean
    let (low, high) = (Self.mean(elo: elo0), Self.mean(elo: elo1))
    return total * (high - low) * (2 * mean - low - high) / (2 * variance)
  }
}

/// Wald's sequential probability ratio test (1945) between two differences in Elo.
public struct SequentialTest: Hashable, Sendable {
  /// The difference at which the first player is no better.
  public var elo0: Double
  /// The difference that would count.
  public var elo1: Double
  /// The probability to take `elo1` for true when `elo0` is.
  public var alpha = 0.05
  /// The probability to take `elo0` for true when `elo1` is.
  public var beta = 0.05

  /// A test between two differences, the smaller first.
  public init(elo0: Double, elo1: Double) {
    self.elo0 = elo0
    self.elo1 = elo1
  }

  /// What the test says.
  public enum Verdict: String, Sendable {
    /// The difference is at most `elo0`.
    case accepted0 = "H0"
    /// The difference is at least `elo1`.
    case accepted1 = "H1"
    /// More games are needed.
    case open
  }

  /// The bounds of the logarithm of the likelihood ratio.
  public var bounds: (low: Double, high: Double) {
    (Elementary.log(beta / (1 - alpha)), Elementary.log((1 - beta) / alpha))
  }

  /// The verdict after some games.
  public func verdict(_ score: MatchScore) -> Verdict {
    let ratio = score.logLikelihoodRatio(elo0: elo0, elo1: elo1)
    return ratio >= bounds.high ? .accepted1 : ratio <= bounds.low ? .accepted0 : .open
  }
}
