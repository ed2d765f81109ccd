import Foundation
import SentePrimitives
import SenteTestSupport
import Testing

@testable import SenteNetworks

/// SENTE_FUZZ_ITERATIONS sets how many inputs the reader gets, SENTE_FUZZ_SEED which ones.
@Suite struct SafetensorsFuzzTests {
  static let count =
    ProcessInfo.processInfo.environment["SENTE_FUZZ_ITERATIONS"].flatMap { Int($0) } ?? 2000
  static let seed =
    ProcessInfo.processInfo.environment["SENTE_FUZZ_SEED"].flatMap { UInt64($0) } ?? 1

  private static let words =
    SafetensorsFile.ElementType.allCases.map { "\"\($0.rawValue)\"" }
    + [
      #""dtype":"#, #""shape":["#, #""data_offsets":["#, #""__metadata__":{"#, "[0,0]", "{", "}",
      "\\u0000", "\"scalar\"",
    ]

  @Test func `the reader of safetensors survives mutants`() throws {
    let samples = [
      SafetensorsFile.sample.bytes, SafetensorsFile().bytes,
      SafetensorsFile(entries: ["a": .init(shape: [2, 2], floats: [1, 2, 3, 4])]).bytes,
    ]
    var fuzzer = Fuzzer(samples: samples, words: Self.words, seed: Self.seed)
    let report = fuzzer.run(Self.count) { input in
      let file = try SafetensorsFile(bytes: input)
      #expect(try SafetensorsFile(bytes: file.bytes) == file, "\(input)")
      #expect(file.entries.values.reduce(0) { $0 + $1.bytes.count } <= input.count)
    }
    print("safetensors: \(report)")
    #expect(report.badComplaints == [] && report.slowest < 0.5)
    #expect(report.accepted >= samples.count && report.accepted < Self.count / 2)
  }

  /// Mutants of the header alone, under their true length: more of them reach what lies behind it.
  @Test func `the reader of safetensors survives mutants of the header`() throws {
    let bytes = SafetensorsFile.sample.bytes
    let length = bytes[..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
    let header = Array(bytes[8..<8 + length])
    var fuzzer = Fuzzer(samples: [header], words: Self.words, seed: Self.seed + 1)
    let report = fuzzer.run(Self.count) { input in
      let text = String(decoding: input, as: UTF8.self)
      let framed = SafetensorsFile.framed(header: text, data: Array(bytes[(8 + length)...]))
      let file = try SafetensorsFile(bytes: framed)
      #expect(try SafetensorsFile(bytes: file.bytes) == file, "\(text)")
    }
    print("safetensors header: \(report)")
    #expect(report.badComplaints == [] && report.slowest < 0.5)
    #expect(report.accepted > 1 && report.accepted < Self.count / 2)
  }

  #if os(Linux)
    @Test func `claims of terabytes are refused without taking memory`() async {
      await #expect(processExitsWith: .success) {
        let before = try peakKibibytes()
        let tera = "1099511627776"
        let headers = [
          #"{"a":{"dtype":"F32","shape":[\#(tera)],"data_offsets":[0,4398046511104]}}"#,
          #"{"a":{"dtype":"U8","shape":[\#(tera),0],"data_offsets":[0,0]}}"#,
          #"{"a":{"dtype":"U8","shape":[0,\#(tera)],"data_offsets":[0,4]}}"#,
          #"{"a":{"dtype":"F64","shape":[1],"data_offsets":[\#(tera),1099511627784]}}"#,
        ]
        for header in headers {
          let bytes = SafetensorsFile.framed(header: header, data: [0, 0, 0, 0])
          #expect(throws: SafetensorsError.self) { try SafetensorsFile(bytes: bytes) }
        }
        var long = SafetensorsFile.sample.bytes
        (long[5], long[6]) = (0xFF, 0x0F)
        #expect(throws: SafetensorsError.self) { try SafetensorsFile(bytes: long) }
        #expect(try peakKibibytes() - before < 32 * 1024)
      }
    }
  #endif
}

#if os(Linux)
  /// The most memory that this process has had.
  private func peakKibibytes() throws -> Int {
    let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") })
    return try #require(Int(line.split { !$0.isNumber }.joined()))
  }
#endif
