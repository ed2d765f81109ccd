public import SentePictures
import SenteRuns

extension ComparisonReport {
  private static var margin: Double { 70 }
  private static var panel: (width: Double, height: Double) { (300, 210) }
  private static var gap: (width: Double, height: Double) { (76, 84) }

  /// The comparison as a picture: aggregates with intervals, performance profiles, probabilities of
  /// improvement, and learning curves, one panel for each environment.
  public var picture: Picture {
    let columns = 3
    let rows = 1 + (comparison.environments.count + columns - 1) / columns
    let legend = 22 * Double(comparison.algorithms.count) + 16
    let width =
      2 * Self.margin + Double(columns) * Self.panel.width + Double(columns - 1) * Self.gap.width
    let height =
      40 + Double(rows) * Self.panel.height + Double(rows - 1) * Self.gap.height + 60 + legend
    var picture = Picture(width: width, height: height)
    drawAggregates(in: &picture, axes(column: 0, row: 0, x: aggregateRange, y: rowRange))
    let marks = (self.marks.first ?? 0)...(self.marks.last ?? 1)
    drawProfiles(in: &picture, axes(column: 1, row: 0, x: marks, y: 0...1))
    drawImprovements(in: &picture, axes(column: 2, row: 0, x: 0...1, y: rowRange))
    for environment in comparison.environments.indices {
      drawCurves(
        of: environment, in: &picture, column: environment % columns,
        row: 1 + environment / columns)
    }
    for (number, name) in comparison.algorithms.enumerated() {
      let y = height - legend + 22 * Double(number)
      picture.line(
        [Place(Self.margin, y), Place(Self.margin + 24, y)], .series(number), width: 3)
      picture.words(name, at: Place(Self.margin + 34, y + 4), size: 12)
    }
    return picture
  }

  private var rowRange: ClosedRange<Double> { 0...Double(comparison.algorithms.count) }

  private var aggregateRange: ClosedRange<Double> {
    let low = aggregates.map(\.low).min() ?? 0
    let high = aggregates.map(\.high).max() ?? 1
    return min(0, low)...max(1, high)
  }

  private func axes(
    column: Int, row: Int, x: ClosedRange<Double>, y: ClosedRange<Double>
  ) -> Axes {
    let left = Self.margin + Double(column) * (Self.panel.width + Self.gap.width)
    let top = 40 + Double(row) * (Self.panel.height + Self.gap.height)
    return Axes(
      left: left, top: top, right: left + Self.panel.width, bottom: top + Self.panel.height, x: x,
      y: y)
  }

  /// The middle of an algorithm's row; the first is on top.
  private func height(of algorithm: Int) -> Double {
    Double(comparison.algorithms.count - algorithm) - 0.5
  }

  private func drawInterval(
    _ estimate: Statistics.Estimate, at y: Double, _ ink: Ink, in picture: inout Picture,
    _ axes: Axes
  ) {
    picture.line(
      [axes.place(estimate.low, y), axes.place(estimate.high, y)], ink.faded(to: 0.4), width: 9)
    picture.disc(at: axes.place(estimate.value, y), radius: 4.5, ink)
  }

  private func drawAggregates(in picture: inout Picture, _ axes: Axes) {
    axes.draw(
      in: &picture, title: "Interquartile mean", xName: "scaled score", showsYNumbers: false)
    for (number, estimate) in aggregates.enumerated() {
      drawInterval(estimate, at: height(of: number), .series(number), in: &picture, axes)
    }
  }

  private func drawProfiles(in picture: inout Picture, _ axes: Axes) {
    axes.draw(
      in: &picture, title: "Performance profiles", xName: "scaled score τ",
      yName: "share of runs above τ")
    for (number, profile) in profiles.enumerated() {
      let ink = Ink.series(number)
      let upper = zip(marks, profile).map { axes.place($0, $1.high) }
      let lower = zip(marks, profile).map { axes.place($0, $1.low) }
      picture.area(upper + lower.reversed(), ink.faded(to: 0.15))
      picture.line(zip(marks, profile).map { axes.place($0, $1.value) }, ink, width: 2)
    }
  }

  /// How probably each algorithm beats the others, taken together.
  private func drawImprovements(in picture: inout Picture, _ axes: Axes) {
    axes.draw(
      in: &picture, title: "Probability of improvement", xName: "over each of the others",
      showsYNumbers: false)
    picture.line([axes.place(0.5, 0), axes.place(0.5, axes.y.upperBound)], .grey)
    let others = max(1, comparison.algorithms.count - 1)
    for first in comparison.algorithms.indices {
      var slot = 0.0
      for (second, estimate) in improvements[first].enumerated() where second != first {
        slot += 1
        guard let estimate else { continue }
        let y = height(of: first) + 0.5 - slot / Double(others + 1)
        picture.line(
          [axes.place(estimate.low, y), axes.place(estimate.high, y)],
          Ink.series(first).faded(to: 0.4), width: max(3, min(9, 60 / Double(others))))
        picture.disc(at: axes.place(estimate.value, y), radius: 4, .series(second))
      }
    }
  }

  /// Means over seeds of the returns while learning, between the lowest and the highest.
  private func drawCurves(
    of environment: Int, in picture: inout Picture, column: Int, row: Int
  ) {
    let curves = comparison.algorithms.indices.map { algorithm in
      Self.band(comparison.runs[algorithm][environment].map(\.curve))
    }
    let points = curves.joined()
    let steps = 0...max(1, points.map(\.step).max() ?? 1)
    let scores = comparison.runs.flatMap { $0[environment].map(\.score) }
    let lows = points.map(\.low) + scores
    let highs = points.map(\.high) + scores
    let axes = axes(
      column: column, row: row, x: steps, y: (lows.min() ?? 0)...(highs.max() ?? 1))
    let isSelfPlay = comparison.runs.contains { $0[environment].contains(where: \.isSelfPlay) }
    axes.draw(
      in: &picture, title: comparison.environments[environment],
      xName: isSelfPlay ? "positions" : "environment steps",
      yName: isSelfPlay ? "rating" : "return")
    for (number, curve) in curves.enumerated() {
      let ink = Ink.series(number)
      picture.area(
        curve.map { axes.place($0.step, $0.high) }
          + curve.reversed().map { axes.place($0.step, $0.low) }, ink.faded(to: 0.15))
      picture.line(curve.map { axes.place($0.step, $0.mean) }, ink, width: 2)
    }
  }

  private struct BandPoint {
    var step, mean, low, high: Double
  }

  /// The curves of several seeds as one, at 120 steps that all have reached.
  private static func band(_ curves: [[ScalarPoint]]) -> [BandPoint] {
    let curves = curves.filter { !$0.isEmpty }
    let first = curves.compactMap(\.first?.step).max() ?? 0
    let last = curves.compactMap(\.last?.step).min() ?? 0
    guard !curves.isEmpty, first < last else { return [] }
    return (0...120).map { number in
      let step = Double(first) + Double(last - first) * Double(number) / 120
      let values = curves.map { value(of: $0, at: step) }
      return BandPoint(
        step: step, mean: values.reduce(0, +) / Double(values.count), low: values.min() ?? 0,
        high: values.max() ?? 0)
    }
  }

  private static func value(of curve: [ScalarPoint], at step: Double) -> Double {
    guard let next = curve.firstIndex(where: { Double($0.step) >= step }) else {
      return Double(curve.last?.value ?? 0)
    }
    if next == 0 { return Double(curve[0].value) }
    let (a, b) = (curve[next - 1], curve[next])
    let share = (step - Double(a.step)) / Double(max(1, b.step - a.step))
    return Double(a.value) + share * Double(b.value - a.value)
  }
}
