import SentePrimitives

/// Everything that a comparison says, worked out once.
public struct ComparisonReport: Sendable {
  /// What is compared.
  public let comparison: Comparison
  /// By algorithm and environment; nil where there is no run. In the environment's own returns.
  public let cells: [[Cell?]]
  /// The interquartile mean over all scaled scores, by algorithm.
  public let aggregates: [Statistics.Estimate]
  /// Marks of the performance profiles, and by algorithm the share of runs above them.
  public let marks: [Double]
  /// By algorithm and mark.
  public let profiles: [[Statistics.Estimate]]
  /// By algorithm and algorithm: how probably a run of the first beats one of the second; nil for
  /// an algorithm and itself, and where two share no environment.
  public let improvements: [[Statistics.Estimate?]]

  /// The scores of one algorithm in one environment.
  public struct Cell: Hashable, Sendable {
    /// How many runs there are.
    public var runs: Int
    /// The interquartile mean of their scores.
    public var interquartileMean: Statistics.Estimate
    /// Other numbers of the same scores.
    public var mean, median, minimum, maximum: Double
    /// Mean seconds of training; nil where unknown.
    public var seconds: Double?
  }

  /// Works everything out; the seed decides what is drawn again.
  public init(_ comparison: Comparison, resamples: Int = 2000, seed: UInt64 = 1) {
    self.comparison = comparison
    var random = RandomStream(seed: seed, role: "bootstrap")
    var cells: [[Cell?]] = []
    for row in comparison.runs {
      var line: [Cell?] = []
      for runs in row { line.append(Self.cell(runs, resamples, &random)) }
      cells.append(line)
    }
    self.cells = cells
    let scores = comparison.algorithms.indices.map { comparison.scaledScores(of: $0) }
    var aggregates: [Statistics.Estimate] = []
    for own in scores {
      aggregates.append(
        Statistics.bootstrap(own, resamples: resamples, using: &random) {
          Statistics.interquartileMean($0.flatMap(\.self))
        })
    }
    self.aggregates = aggregates
    let top = max(1, scores.joined().joined().max() ?? 1)
    let bottom = min(0, scores.joined().joined().min() ?? 0)
    let marks = (0...60).map { bottom + (top - bottom) * Double($0) / 60 }
    self.marks = marks
    var profiles: [[Statistics.Estimate]] = []
    for own in scores {
      profiles.append(
        Statistics.bootstrap(own, resamples: resamples, using: &random) {
          Statistics.performanceProfile($0, at: marks)
        })
    }
    self.profiles = profiles
    var improvements: [[Statistics.Estimate?]] = []
    for first in comparison.algorithms.indices {
      var line: [Statistics.Estimate?] = []
      for second in comparison.algorithms.indices {
        line.append(Self.improvement(comparison, first, second, resamples, &random))
      }
      improvements.append(line)
    }
    self.improvements = improvements
  }

  private static func cell(
    _ runs: [ComparedRun], _ resamples: Int, _ random: inout RandomStream
  ) -> Cell? {
    if runs.isEmpty { return nil }
    let scores = runs.map(\.score)
    let seconds = runs.compactMap(\.seconds)
    return Cell(
      runs: runs.count,
      interquartileMean: Statistics.bootstrap([scores], resamples: resamples, using: &random) {
        Statistics.interquartileMean($0[0])
      },
      mean: scores.reduce(0, +) / Double(scores.count), median: Statistics.median(scores),
      minimum: scores.min() ?? 0, maximum: scores.max() ?? 0,
      seconds: seconds.isEmpty ? nil : seconds.reduce(0, +) / Double(seconds.count))
  }

  private static func improvement(
    _ comparison: Comparison, _ first: Int, _ second: Int, _ resamples: Int,
    _ random: inout RandomStream
  ) -> Statistics.Estimate? {
    if first == second { return nil }
    let shared = comparison.environments.indices.filter { environment in
      !comparison.runs[first][environment].isEmpty && !comparison.runs[second][environment].isEmpty
    }
    if shared.isEmpty { return nil }
    return Statistics.bootstrap(
      shared.map { comparison.runs[first][$0].map(\.score) },
      shared.map { comparison.runs[second][$0].map(\.score) }, resamples: resamples,
      using: &random, Statistics.probabilityOfImprovement)
  }
}
