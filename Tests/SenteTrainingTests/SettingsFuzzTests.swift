import Foundation
import SentePrimitives
import SenteTestSupport
import Testing

@testable import SenteTraining

/// SENTE_FUZZ_ITERATIONS sets how many inputs each reader gets, SENTE_FUZZ_SEED which ones.
@Suite struct SettingsFuzzTests {
  static let count =
    ProcessInfo.processInfo.environment["SENTE_FUZZ_ITERATIONS"].flatMap { Int($0) } ?? 400
  static let seed =
    ProcessInfo.processInfo.environment["SENTE_FUZZ_SEED"].flatMap { UInt64($0) } ?? 1

  @Test func `the reader of settings survives mutants`() throws {
    let start = RunConfiguration(environment: "CartPole-v1")
    let samples =
      start.settings.filter { !$0.hasPrefix("algorithm=") && !$0.hasPrefix("environment=") }
      + ["learningRate=3e-4", "activation=relu", "hiddenWidths=32,32", "maximumGradientNorm=none"]
    let known = Set(start.settings)
    let keys = start.settings.compactMap { $0.split(separator: "=").first.map(String.init) }
    var fuzzer = Fuzzer(
      samples: samples.map { Array($0.utf8) },
      words: keys + ["none", "true", "false", ",", ".", "=", "ppo.", "\n", "{}", "[]"],
      seed: Self.seed)
    let report = fuzzer.run(Self.count) { input in
      var configuration = start
      do {
        try configuration.set(String(decoding: input, as: UTF8.self))
      } catch {
        #expect(configuration == start, "a refused setting changed something")
        throw error
      }
      if configuration.problem?.contains("\n") == true { Issue.record("\(input)") }
      // What was set reads back from the configuration's own list.
      var again = start
      for setting in configuration.settings where !known.contains(setting) {
        try again.set(setting)
      }
      #expect(again == configuration, "\(String(decoding: input, as: UTF8.self))")
    }
    print("settings: \(report)")
    #expect(report.badComplaints == [] && report.slowest < 0.5)
    #expect(report.accepted >= min(Self.count, samples.count) && report.accepted < Self.count)
  }

  @Test func `the reader of configurations survives mutants`() throws {
    let start = RunConfiguration(environment: "Pendulum-v1")
    let keys = start.settings.compactMap {
      $0.split(separator: "=").first?.split(separator: ".").last.map { "\"\($0)\"" }
    }
    var fuzzer = Fuzzer(
      samples: [Array(try JSON(encoding: start).pretty.utf8)],
      words: keys + ["null", "{}", "[]", "\"\"", "true", ",", ":"], seed: Self.seed)
    let report = fuzzer.run(Self.count) { input in
      do {
        let read = try RunConfiguration(reading: JSON(parsing: input))
        #expect(read.problem == nil)
        #expect(try RunConfiguration(reading: JSON(encoding: read)) == read)
      } catch {
        throw SettingError(readable(error))
      }
    }
    print("configurations: \(report)")
    #expect(report.badComplaints == [] && report.slowest < 0.5)
    #expect(report.accepted >= 1 && report.accepted < Self.count)
  }

  @Test func `a key of any length is answered at once, on one line`() {
    var configuration = RunConfiguration(environment: "CartPole-v1")
    for key in [String(repeating: "learningRate", count: 10_000), "learning\nRate", "\u{1B}[2J"] {
      let error = #expect(throws: SettingError.self) { try configuration.set("\(key)=1") }
      #expect(error?.description.unicodeScalars.allSatisfy { $0.value >= 0x20 } == true)
    }
  }
}
