import SentePictures
import SentePrimitives
import SenteRuns
import Testing

@testable import SenteComparison

struct ComparisonTests {
  private func runs(
    _ algorithm: String, _ environment: String, _ scores: [Double],
    settings: [String: String] = [:]
  ) -> [ComparedRun] {
    scores.enumerated().map { seed, score in
      ComparedRun(
        algorithm: algorithm, environment: environment, seed: seed, score: score,
        settings: settings)
    }
  }

  @Test func `interquartile means leave a quarter out at each end`() {
    #expect(Statistics.interquartileMean([5]) == 5)
    #expect(Statistics.interquartileMean([9, 1, 2, 3]) == 2.5)
    #expect(Statistics.interquartileMean([100, 1, 2, 3, 4, 5, 6, -50]) == 3.5)
    #expect(Statistics.median([3, 1, 2]) == 2 && Statistics.median([4, 1, 2, 3]) == 2.5)
  }

  @Test func `profiles and probabilities count environments alike`() {
    let scores = [[0.0, 1.0], [0.5, 0.5, 0.5, 0.5]]
    #expect(Statistics.performanceProfile(scores, at: [-1, 0, 0.5, 1]) == [1, 0.75, 0.25, 0])
    #expect(Statistics.probabilityOfImprovement([[2, 3]], [[1, 2]]) == 0.875)
    #expect(Statistics.probabilityOfImprovement([[1], [0]], [[0], [1]]) == 0.5)
  }

  @Test func `intervals hold the mean of the whole about as often as they say`() {
    var random = RandomStream(seed: 4, role: "test")
    var hits = 0
    for _ in 0..<200 {
      let scores = (0..<30).map { _ in (0..<12).reduce(-6.0) { sum, _ in sum + random.uniform() } }
      let estimate = Statistics.bootstrap([scores], resamples: 400, using: &random) {
        Statistics.interquartileMean($0[0])
      }
      if estimate.low <= 0, estimate.high >= 0 { hits += 1 }
    }
    // 95% of 200, less what the percentile method is short by and three standard deviations.
    #expect(hits >= 175 && hits < 200)
  }

  @Test func `runs are told apart by the settings in which they differ`() throws {
    let plain = runs("dqn", "A", [1, 2], settings: ["double": "false", "steps": "10"])
    let double = runs("dqn", "A", [3, 4], settings: ["double": "true", "steps": "10"])
    let elsewhere = runs("dqn", "B", [5], settings: ["double": "true", "steps": "99"])
    let comparison = try Comparison(plain + double + elsewhere + runs("ppo", "A", [0, 9]))
    #expect(comparison.algorithms == ["dqn double=false", "dqn double=true", "ppo"])
    #expect(comparison.runs[1].map { $0.map(\.score) } == [[3, 4], [5]])
    #expect(comparison.scales == [0...9, 5...5])
    #expect(comparison.scaledScores(of: 0) == [[1.0 / 9, 2.0 / 9]])
  }

  @Test func `a run counts once, and a scale needs runs`() {
    let error = #expect(throws: ComparisonError.self) {
      try Comparison(runs("ppo", "A", [1]) + runs("ppo", "A", [1]))
    }
    #expect(error?.description.contains("the same run") == true)
    #expect(throws: ComparisonError.self) {
      try Comparison(runs("ppo", "A", [1]), scales: ["C": 0...1])
    }
  }

  @Test func `the report is the same for the same seed, and its picture shows every algorithm`()
    throws
  {
    let comparison = try Comparison(
      runs("ppo", "A", [1, 2, 3, 5]) + runs("a2c", "A", [0, 1, 1, 2]) + runs("a2c", "B", [7]))
    let report = ComparisonReport(comparison, resamples: 200, seed: 3)
    let again = ComparisonReport(comparison, resamples: 200, seed: 3)
    #expect(report.cells == again.cells)
    #expect(report.improvements == again.improvements)
    #expect(report.improvements[1][0]?.value == 0.84375)
    #expect(report.cells[1][1] == nil)
    let svg = report.picture.svg
    #expect(svg.contains(">ppo</text>") && svg.contains(">a2c</text>") && svg.contains(">B</text>"))
  }
}
