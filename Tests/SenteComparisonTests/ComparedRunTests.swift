import Foundation
import SentePrimitives
import SenteRuns
import Testing

@testable import SenteComparison

struct ComparedRunTests {
  @Test func `runs of self-play are compared by their ratings`() throws {
    let path = FileManager.default.temporaryDirectory.appending(
      path: "sente-comparison-\(ProcessInfo.processInfo.globallyUniqueString)"
    ).path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let configuration = #"{"algorithm": "alphazero", "game": "hex-7", "seed": 2, "positions": 9}"#
    let folder = try RunFolder.create(at: path, configuration: Array(configuration.utf8))
    #expect(throws: ComparisonError.self) { try ComparedRun(reading: folder) }
    let ratings = [(nil, 0), (4, 100), (5, 123.5)] as [(Int?, Double)]
    let table = ratings.map { positions, rating in
      JSON.object(["positions": positions.map { JSON($0) } ?? .null, "rating": JSON(rating)])
    }
    try folder.appendEvaluation(
      .object(["step": JSON(5), "rating": JSON(123.5), "ratings": .array(table)]))
    let run = try ComparedRun(reading: folder)
    #expect(run.environment == "hex-7" && run.isSelfPlay && run.score == 123.5 && run.seed == 2)
    #expect(run.curve.map(\.step) == [4, 5] && run.curve.map(\.value) == [100, 123.5])
    #expect(run.settings == ["positions": "9"])
  }
}
