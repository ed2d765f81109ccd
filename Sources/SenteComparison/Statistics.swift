public import SentePrimitives

/// Aggregates that a few runs can carry, and how sure they are.
///
/// Source: Agarwal and others (2021), see `Comparison`.
public enum Statistics {
  /// A number and the interval in which it lies in 95% of resamplings.
  public struct Estimate: Hashable, Sendable {
    /// What was measured.
    public var value: Double
    /// The interval; equal to the value where no run could be drawn otherwise.
    public var low, high: Double
  }

  /// The mean of the middle half: a quarter of the numbers, rounded down, is left out at each end.
  public static func interquartileMean(_ numbers: [Double]) -> Double {
    let sorted = numbers.sorted()
    let middle = sorted.dropFirst(sorted.count / 4).dropLast(sorted.count / 4)
    return middle.reduce(0, +) / Double(max(1, middle.count))
  }

  /// The number in the middle, or the mean of the two.
  public static func median(_ numbers: [Double]) -> Double {
    let sorted = numbers.sorted()
    if sorted.isEmpty { return 0 }
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }

  /// The share of runs above each mark, environments counting alike.
  public static func performanceProfile(_ scores: [[Double]], at marks: [Double]) -> [Double] {
    marks.map { mark in
      scores.reduce(0) { sum, runs in
        sum + Double(runs.count { $0 > mark }) / Double(max(1, runs.count))
      } / Double(max(1, scores.count))
    }
  }

  /// How probably a run of the first scores more than one of the second in the same environment,
  /// averaged over environments; equal scores count half (Mann and Whitney 1947).
  public static func probabilityOfImprovement(_ first: [[Double]], _ second: [[Double]]) -> Double {
    var sum = 0.0
    for (a, b) in zip(first, second) {
      var wins = 0.0
      for x in a { for y in b { wins += x > y ? 1 : x == y ? 0.5 : 0 } }
      sum += wins / Double(max(1, a.count * b.count))
    }
    return sum / Double(max(1, min(first.count, second.count)))
  }

  /// A number computed from scores by environment, with its interval: runs are drawn anew within
  /// each environment, with replacement, `resamples` times, and the middle 95% kept (the stratified
  /// percentile bootstrap).
  public static func bootstrap(
    _ scores: [[Double]], resamples: Int = 2000, using random: inout RandomStream,
    _ measure: ([[Double]]) -> Double
  ) -> Estimate {
    bootstrap(scores, resamples: resamples, using: &random) { [measure($0)] }[0]
  }

  /// The same for several numbers, computed from the same drawings.
  public static func bootstrap(
    _ scores: [[Double]], resamples: Int = 2000, using random: inout RandomStream,
    _ measure: ([[Double]]) -> [Double]
  ) -> [Estimate] {
    var results: [[Double]] = []
    for _ in 0..<resamples { results.append(measure(resampled(scores, using: &random))) }
    return measure(scores).enumerated().map { place, value in
      estimate(value, results.map { $0[place] })
    }
  }

  /// The same for a number computed from two algorithms.
  public static func bootstrap(
    _ first: [[Double]], _ second: [[Double]], resamples: Int = 2000,
    using random: inout RandomStream, _ measure: ([[Double]], [[Double]]) -> Double
  ) -> Estimate {
    var results: [Double] = []
    for _ in 0..<resamples {
      let drawn = resampled(first, using: &random)
      results.append(measure(drawn, resampled(second, using: &random)))
    }
    return estimate(measure(first, second), results)
  }

  private static func resampled(
    _ scores: [[Double]], using random: inout RandomStream
  ) -> [[Double]] {
    var drawn = scores
    for environment in scores.indices {
      for run in scores[environment].indices {
        drawn[environment][run] =
          scores[environment][random.index(below: scores[environment].count)]
      }
    }
    return drawn
  }

  private static func estimate(_ value: Double, _ results: [Double]) -> Estimate {
    let sorted = results.sorted()
    guard !sorted.isEmpty else { return Estimate(value: value, low: value, high: value) }
    // Linear between neighbours, as quantiles usually are.
    func quantile(_ share: Double) -> Double {
      let place = share * Double(sorted.count - 1)
      let below = Int(place)
      let above = min(below + 1, sorted.count - 1)
      return sorted[below] + (place - Double(below)) * (sorted[above] - sorted[below])
    }
    return Estimate(value: value, low: quantile(0.025), high: quantile(0.975))
  }
}
