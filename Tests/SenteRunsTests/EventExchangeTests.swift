import SentePrimitives
import Testing

@testable import SenteRuns

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Writes a resumed run for TensorBoard itself to read: `Scripts/check-tensorboard.py` does, and
/// `Scripts/test` runs both over the folder in SENTE_EXCHANGE.
@Suite(.enabled(if: exchangeFolder != nil)) struct EventExchangeTests {
  @Test func `a run for TensorBoard is written`() throws {
    let folder = try #require(exchangeFolder)
    try FileSystem.remove(folder + "/run")
    let run = try RunFolder.create(at: folder + "/run", configuration: Array("{}\n".utf8))
    do {
      var writer = try EventWriter.begin(in: run, wallTime: 1_700_000_000)
      for step in 0..<2_000 { try record(step, &writer, session: 1) }
      try writer.flush()
      // A killed session leaves a record cut off at its end.
      try Descriptor(.appending, writer.path).write([24, 0, 0, 0, 0])
    }
    do {
      var writer = try EventWriter.begin(in: run, wallTime: 1_700_000_100, resumedAt: 1_500)
      for step in 1_501..<3_000 { try record(step, &writer, session: 2) }
    }
    let curves = try run.scalars().curves
    #expect(curves.mapValues(\.count) == ["train/loss": 3_000, "evaluation/returnMean": 30])
    let expected = JSON.object(
      curves.mapValues { points in
        .array(
          points.map { point in
            let value: JSON =
              point.value.isFinite ? JSON(Double(point.value)) : .string("\(point.value)")
            return .array([JSON(point.step), JSON(point.wallTime), value])
          })
      })
    try FileSystem.write(Array(expected.description.utf8), to: folder + "/scalars.json")
  }

  private func record(_ step: Int, _ writer: inout EventWriter, session: Float) throws {
    let time = 1_700_000_000 + Double(step) * 0.125
    let loss = step == 700 ? .nan : step == 800 ? -.infinity : session / Float(step + 1)
    try writer.record([.init("train/loss", loss)], step: step, wallTime: time)
    guard step % 100 == 0 else { return }
    try writer.record([.init("evaluation/returnMean", session)], step: step, wallTime: time)
  }
}

/// The folder where Swift and Python meet; nil when these tests run on their own.
private let exchangeFolder = unsafe getenv("SENTE_EXCHANGE").map { unsafe String(cString: $0) }
