import ArgumentParser
import SenteComparison
import SentePictures
import SentePrimitives
import SenteRuns

/// `sente compare`.
struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Compare runs: a table and a picture, with intervals over seeds.",
    discussion: """
      sente compare runs/ppo-* runs/a2c-* --picture ladder.png

      A run's score is the mean return of its evaluation, or its last rating after self-play. A folder \
      that holds runs stands for all of them. Runs of one algorithm count together unless their settings \
      differ; then what differs is part of the name. Shown are the interquartile mean with the 95% \
      interval of a bootstrap over runs, performance profiles and probabilities of improvement (Agarwal \
      and others 2021).

      Where several environments are taken together, scores are scaled so that the lowest counts 0 and \
      the highest 1; --scale gives other marks, such as those of a random and of a good player.
      """)

  @Argument(help: ArgumentHelp("Folders of runs, or folders that hold them.", valueName: "run"))
  var folders: [String]

  @Option(
    name: .customLong("picture"),
    help: "Write the picture to this file, .png or .svg; may be repeated.")
  var pictures: [String] = []

  @Option(
    name: .customLong("scale"),
    help: "What counts as 0 and as 1 in an environment, as CartPole-v1=20:500; may be repeated.")
  var scales: [String] = []

  @Option(parsing: .unconditional, help: "How often runs are drawn again.")
  var resamples = 2000

  @Option(parsing: .unconditional, help: "The seed of what is drawn.")
  var seed: UInt64 = 1

  @Flag(help: "Print one JSON object for each algorithm and environment.")
  var json = false

  mutating func run() throws {
    try reporting {
      try check("resamples", resamples, in: 100...100_000)
      for path in pictures where !path.hasSuffix(".png") && !path.hasSuffix(".svg") {
        throw Failure(usage: "a picture is a .png or .svg file, not '\(path)'")
      }
      var marks: [String: ClosedRange<Double>] = [:]
      for text in scales {
        let (name, range) = try Self.scale(text)
        marks[name] = range
      }
      let runs = try folders.flatMap(Self.runs).map(ComparedRun.init(reading:))
      let report = ComparisonReport(
        try Comparison(runs, scales: marks), resamples: resamples, seed: seed)
      if json { printObjects(report) } else { printTable(report) }
      for path in pictures { try write(report.picture, to: path) }
    }
  }

  /// `CartPole-v1=20:500`.
  private static func scale(_ text: String) throws -> (String, ClosedRange<Double>) {
    let halves = text.split(separator: "=", maxSplits: 1)
    let marks = halves.last?.split(separator: ":").compactMap { Double($0) } ?? []
    guard halves.count == 2, marks.count == 2, marks[0] < marks[1] else {
      throw Failure(
        usage: "--scale \(text): a scale is written ENVIRONMENT=LOW:HIGH, as CartPole-v1=20:500")
    }
    return (String(halves[0]), marks[0]...marks[1])
  }

  /// The run in a folder, or all those right below it.
  private static func runs(in folder: String) throws -> [RunFolder] {
    do {
      return [try RunFolder(opening: folder)]
    } catch RunError.notARun {
      let inside = try RunFolder.runs(below: folder)
      guard !inside.isEmpty else {
        throw Failure(message: "\(folder) is no run and holds none")
      }
      return inside
    }
  }

  private func write(_ picture: Picture, to path: String) throws {
    let bytes = path.hasSuffix(".svg") ? Array(picture.svg.utf8) : picture.png()
    try Terminal.TextFile(path: path).append(bytes)
    Terminal.error("wrote \(path)")
  }

  // MARK: What is printed

  private func printTable(_ report: ComparisonReport) {
    let comparison = report.comparison
    for (column, environment) in comparison.environments.enumerated() {
      Terminal.output("\(environment)")
      var rows = [["", "runs", "IQM", "95% interval", "mean", "median", "range", "seconds"]]
      for (row, name) in comparison.algorithms.enumerated() {
        guard let cell = report.cells[row][column] else { continue }
        rows.append([
          name, "\(cell.runs)", text(cell.interquartileMean.value), interval(cell),
          text(cell.mean), text(cell.median), "\(text(cell.minimum)) to \(text(cell.maximum))",
          cell.seconds.map { text($0) } ?? "-",
        ])
      }
      printAligned(rows)
    }
    if comparison.environments.count > 1 {
      let scales = zip(comparison.environments, comparison.scales).map { environment, scale in
        "\(environment) \(text(scale.lowerBound)):\(text(scale.upperBound))"
      }
      Terminal.output("all environments, scaled (\(scales.joined(separator: ", ")))")
      var rows = [["", "IQM", "95% interval"]]
      for (name, estimate) in zip(comparison.algorithms, report.aggregates) {
        rows.append([name, text(estimate.value, 3), interval(estimate, 3)])
      }
      printAligned(rows)
    }
    printImprovements(report)
  }

  private func printImprovements(_ report: ComparisonReport) {
    let names = report.comparison.algorithms
    guard names.count > 1 else { return }
    Terminal.output("how probably a run of one scores more than one of another")
    var rows: [[String]] = []
    for first in names.indices {
      for second in names.indices where first < second {
        guard let estimate = report.improvements[first][second] else { continue }
        rows.append([
          "\(names[first]) over \(names[second])", text(estimate.value, 2), interval(estimate, 2),
        ])
      }
    }
    printAligned(rows)
  }

  private func text(_ value: Double, _ decimals: Int = 1) -> String { rounded(value, decimals) }

  private func interval(_ estimate: Statistics.Estimate, _ decimals: Int) -> String {
    "[\(text(estimate.low, decimals)), \(text(estimate.high, decimals))]"
  }

  /// One run says nothing about others.
  private func interval(_ cell: ComparisonReport.Cell) -> String {
    cell.runs == 1 ? "one run" : interval(cell.interquartileMean, 1)
  }

  /// Columns as wide as they must be, the first to the left and the others to the right.
  private func printAligned(_ rows: [[String]]) {
    guard let first = rows.first else { return }
    let widths = first.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    for row in rows {
      let cells = row.enumerated().map { column, cell in
        let padding = String(repeating: " ", count: widths[column] - cell.count)
        return column == 0 ? cell + padding : padding + cell
      }
      Terminal.output("  " + cells.joined(separator: "  "))
    }
  }

  private func printObjects(_ report: ComparisonReport) {
    for (row, name) in report.comparison.algorithms.enumerated() {
      for (column, environment) in report.comparison.environments.enumerated() {
        guard let cell = report.cells[row][column] else { continue }
        let object: JSON = .object([
          "algorithm": .string(name), "environment": .string(environment),
          "runs": JSON(cell.runs), "iqm": JSON(cell.interquartileMean.value),
          "iqmLow": JSON(cell.interquartileMean.low), "iqmHigh": JSON(cell.interquartileMean.high),
          "mean": JSON(cell.mean), "median": JSON(cell.median), "minimum": JSON(cell.minimum),
          "maximum": JSON(cell.maximum), "seconds": cell.seconds.map { JSON($0) } ?? .null,
          "scaledIqm": JSON(report.aggregates[row].value),
          "scaledIqmLow": JSON(report.aggregates[row].low),
          "scaledIqmHigh": JSON(report.aggregates[row].high),
        ])
        Terminal.output("\(object)")
      }
    }
  }
}
