import SentePrimitives

/// Scores of several algorithms in several environments, a few runs of each.
///
/// Scores become comparable across environments by a scale for each: 0 for its low mark and 1 for its
/// high one.
///
/// Source: Agarwal, Schwarzer, Castro, Courville, Bellemare, "Deep reinforcement learning at the edge
/// of the statistical precipice" (2021).
public struct Comparison: Sendable {
  /// The names of what is compared, in order.
  public let algorithms: [String]
  /// The environments, in order.
  public let environments: [String]
  /// The runs, [algorithm][environment].
  public let runs: [[[ComparedRun]]]
  /// What counts as 0 and as 1 in each environment.
  public let scales: [ClosedRange<Double>]

  /// Sorts runs by algorithm and environment.
  ///
  /// Runs of one algorithm whose settings differ within an environment count as different algorithms,
  /// named by what differs. A scale that is not given reaches from the lowest to the highest score.
  ///
  /// - Throws: `ComparisonError` when there is no run, or two with the same seed.
  public init(
    _ all: [ComparedRun], scales given: [String: ClosedRange<Double>] = [:]
  ) throws(ComparisonError) {
    guard !all.isEmpty else { throw ComparisonError("there is no run to compare") }
    let environments = Array(Set(all.map(\.environment))).sorted()
    for name in given.keys where !environments.contains(name) {
      throw ComparisonError(
        "no run is in '\(name)'; these are: \(environments.joined(separator: ", "))")
    }
    let labels = Self.labels(all)
    let algorithms = Array(Set(labels)).sorted()
    var runs = algorithms.map { _ in environments.map { _ in [ComparedRun]() } }
    for (run, label) in zip(all, labels) {
      guard let row = algorithms.firstIndex(of: label),
        let column = environments.firstIndex(of: run.environment)
      else { continue }
      if let other = runs[row][column].first(where: { $0.seed == run.seed }) {
        throw ComparisonError(
          "\(other.path) and \(run.path) are the same run: \(label) in \(run.environment) with "
            + "seed \(run.seed)")
      }
      runs[row][column].append(run)
    }
    for row in runs.indices {
      for column in runs[row].indices { runs[row][column].sort { $0.seed < $1.seed } }
    }
    (self.algorithms, self.environments, self.runs) = (algorithms, environments, runs)
    scales = environments.map { environment in
      let scores = all.filter { $0.environment == environment }.map(\.score)
      let whole = (scores.min() ?? 0)...(scores.max() ?? 1)
      return given[environment] ?? whole
    }
  }

  /// The algorithm of each run, with the settings in which runs of one environment differ.
  private static func labels(_ runs: [ComparedRun]) -> [String] {
    var differing: [String: Set<String>] = [:]
    for group in Dictionary(grouping: runs, by: { "\($0.algorithm) \($0.environment)" }).values {
      let names = Set(group.flatMap(\.settings.keys))
      let different = names.filter { name in Set(group.map { $0.settings[name] }).count > 1 }
      differing[group[0].algorithm, default: []].formUnion(different)
    }
    return runs.map { run in
      let parts = (differing[run.algorithm] ?? []).sorted().map { name in
        "\(name)=\(run.settings[name] ?? "none")"
      }
      return ([run.algorithm] + parts).joined(separator: " ")
    }
  }

  /// The scores of an algorithm by environment, 0 at the low marks and 1 at the high ones; those
  /// where it has no run are left out.
  public func scaledScores(of algorithm: Int) -> [[Double]] {
    environments.indices.compactMap { environment in
      let scale = scales[environment]
      let width = scale.upperBound - scale.lowerBound
      let scores = runs[algorithm][environment].map { run in
        width > 0 ? (run.score - scale.lowerBound) / width : 1
      }
      return scores.isEmpty ? nil : scores
    }
  }
}
