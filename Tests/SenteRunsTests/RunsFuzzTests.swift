import Foundation
import SentePrimitives
import SenteTestSupport
import Testing

@testable import SenteRuns

/// SENTE_FUZZ_ITERATIONS sets how many inputs each reader gets, SENTE_FUZZ_SEED which ones.
@Suite struct RunsFuzzTests {
  static let count =
    ProcessInfo.processInfo.environment["SENTE_FUZZ_ITERATIONS"].flatMap { Int($0) } ?? 5000
  static let seed =
    ProcessInfo.processInfo.environment["SENTE_FUZZ_SEED"].flatMap { UInt64($0) } ?? 1

  @Test func `the reader of manifests survives mutants`() {
    let manifest = Manifest(of: .sample(step: 1_234_567)).bytes
    let words = ["\"bytes\"", "\"crc32c\"", "../", "/", ".", "\"step\": ", "\"files\": {"]
    var fuzzer = Fuzzer(samples: [manifest], words: words, seed: Self.seed)
    let report = fuzzer.run(Self.count) { input in
      do {
        let read = try Manifest(bytes: input)
        #expect(read.bytes == input)
      } catch let error as Manifest.Malformed {
        throw Complaint(description: error.reason)
      }
    }
    print("manifest: \(report)")
    #expect(report.badComplaints == [] && report.slowest < 0.5)
    // A change anywhere contradicts the manifest's check of itself; few mutants change nothing.
    #expect(report.accepted >= 1 && report.accepted < max(10, Self.count / 20))
  }

  @Test func `a name with a line break is quoted on one line`() throws {
    let text = """
      {"format": "sente-checkpoint-1", "step": 1, "files": {"a\\nb": {"bytes": -1, "crc32c": 0}}}
      """
    let error = #expect(throws: Manifest.Malformed.self) { try Manifest(bytes: Array(text.utf8)) }
    #expect(error?.reason == #"has no valid entry for "a\nb""#)
  }

  /// A mutant with a check of its own, so that what lies behind the check is reached too.
  @Test func `the reader of manifests survives mutants that pass the check`() throws {
    let text = String(decoding: Manifest(of: .sample(step: 77)).bytes, as: UTF8.self)
    let words = ["\"bytes\"", "\"crc32c\"", "../", "/", ".", "\"step\": ", "\"files\": {"]
    var fuzzer = Fuzzer(samples: [Array(text.utf8)], words: words, seed: Self.seed + 1)
    let report = fuzzer.run(Self.count) { input in
      guard case .object(var members) = try JSON(parsing: input) else { return }
      members["checksum"] = nil
      members["checksum"] = JSON(CRC32C.of(Array(JSON.object(members).pretty.utf8)))
      let bytes = Array(JSON.object(members).pretty.utf8)
      do {
        let read = try Manifest(bytes: bytes)
        #expect(read.bytes == bytes && read.step >= 0)
        #expect(read.files.keys.allSatisfy { !$0.contains("/") && $0 != ".." && $0 != "" })
      } catch let error as Manifest.Malformed {
        throw Complaint(description: error.reason)
      }
    }
    print("manifest with its check: \(report)")
    #expect(report.badComplaints == [] && report.slowest < 0.5 && report.accepted > 1)
  }

  @Test func `the reader of event files survives mutants`() throws {
    let folder = try TemporaryFolder()
    let run = try RunFolder.sample(in: folder)
    var writer = try EventWriter.begin(in: run, wallTime: 1)
    for step in 0..<3 { try writer.record([.init("loss", 1)], step: step, wallTime: 1) }
    try writer.flush()
    let path = folder.file("events")
    let messages = EventTests.goldenEvents.map(\.message)
    var fuzzer = Fuzzer(samples: messages, seed: Self.seed)
    let report = fuzzer.run(Self.count) { input in _ = Event(message: input) }
    // Each of these costs a file.
    var files = Fuzzer(samples: [try FileSystem.read(writer.path)], seed: Self.seed)
    let read = files.run(max(10, Self.count / 100)) { input in
      try Descriptor(.replacing, path).write(input)
      var reader = EventReader(path: path)
      _ = try reader.read()
    }
    print("event messages: \(report)\nevent files: \(read)")
    #expect(report.slowest < 0.5 && read.slowest < 0.5 && read.badComplaints == [])
  }

  private struct Complaint: Error, CustomStringConvertible { let description: String }
}
