import ArgumentParser
import SentePrimitives

/// `sente bench`.
struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench",
    abstract: "Fixed work, printed as figures and as one signature.",
    discussion: """
      Each figure is the median of seven pieces after a warm-up, in seconds of processor time, which \
      on an idle core equals the clock on the wall. The signature is a digest of the weights that \
      fixed trainings end with: a change that alters learning alters it.
      """)

  @Argument(help: "The works to do, as --list shows them (default: all).")
  var names: [String] = []

  @Flag(help: "List the works and do nothing.")
  var list = false

  @Flag(help: "Print one JSON object a figure.")
  var json = false

  mutating func run() throws {
    try reporting {
      if list {
        let width = Bench.works.map(\.name.count).max() ?? 0
        for work in Bench.works {
          let padding = String(repeating: " ", count: width - work.name.count + 2)
          Terminal.output(work.name + padding + work.summary)
        }
        return
      }
      let known = Bench.works.map(\.name)
      if let unknown = names.first(where: { !known.contains($0) }) {
        throw SenteCommand.unknown("work", unknown, among: known, list: "sente bench --list")
      }
      for work in Bench.works where names.isEmpty || names.contains(work.name) {
        for figure in try work.run() { Terminal.output(json ? figure.json : figure.text) }
      }
    }
  }
}

/// One measured figure.
struct Figure {
  let work: String
  let metric: String
  let value: Value
  let unit: String

  enum Value {
    case number(Double)
    case digest(Digest)
  }

  init(work: String, metric: String, value: Double, unit: String) {
    (self.work, self.metric, self.value, self.unit) = (work, metric, .number(value), unit)
  }

  init(work: String, metric: String, digest: Digest) {
    (self.work, self.metric, self.value, self.unit) = (work, metric, .digest(digest), "digest")
  }

  var text: String {
    switch value {
    case .number(let value):
      let name = work + String(repeating: " ", count: max(1, 52 - work.count))
      return name + significant(value) + " " + unit
    case .digest(let digest): return "\(work) \(digest)"
    }
  }

  var json: String {
    let value: JSON =
      switch value {
      case .number(let number): JSON(number)
      case .digest(let digest): .string("\(digest)")
      }
    let object: JSON = .object([
      "peer": .string("sente"), "work": .string(work), "metric": .string(metric),
      "value": value, "unit": .string(unit), "threads": JSON(1),
    ])
    return "\(object)"
  }

  private func significant(_ value: Double) -> String {
    if value >= 1000 { return grouped(Int(value.rounded())) }
    return rounded(value, value >= 100 ? 1 : value >= 1 ? 2 : 4)
  }
}

/// The works by name.
enum Bench {
  struct Work {
    let name: String
    let summary: String
    let run: () throws -> [Figure]
  }

  static var works: [Work] {
    kernelWorks + [overheadWork] + networkWorks + pixelWorks + boardWorks + recurrentWorks
      + environmentWorks
      + gameWorks
      + searchWorks + selfPlayWorks + replayWorks + trainingWorks
      + [signatureWork]
  }

  /// The median seconds of one call, over seven pieces of at least 60 ms after a warm-up.
  static func seconds(_ body: () throws -> Void) rethrows -> Double {
    var calls = 1
    while true {
      let start = Terminal.processorTime()
      for _ in 0..<calls { try body() }
      if Terminal.processorTime() - start > 0.06 { break }
      calls *= 2
    }
    var pieces: [Double] = []
    for _ in 0..<7 {
      let start = Terminal.processorTime()
      for _ in 0..<calls { try body() }
      pieces.append((Terminal.processorTime() - start) / Double(calls))
    }
    return pieces.sorted()[3]
  }
}
