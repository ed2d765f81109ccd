import Foundation
import SentePrimitives
import SenteTestSupport
import Testing

/// SENTE_FUZZ_ITERATIONS sets how many inputs each reader gets, SENTE_FUZZ_SEED which ones.
@Suite struct JSONFuzzTests {
  @Test func `the reader of JSON survives mutants`() {
    let environment = ProcessInfo.processInfo.environment
    let count = environment["SENTE_FUZZ_ITERATIONS"].flatMap { Int($0) } ?? 5000
    let seed = environment["SENTE_FUZZ_SEED"].flatMap { UInt64($0) } ?? 1
    let deep = String(repeating: "[", count: 60) + "1" + String(repeating: "]", count: 60)
    let samples = [
      #"{"a":[1,-2.5e-3,true,false,null],"先手":{"\u00e9\ud83d\ude00\n":"\\\"/\b\f\r\t"},"":[]}"#,
      #"[[],{},[{}],0,-0,1e5,123456789012345678901234567890,"x"]"#, "  \t\r\n 7 ", deep,
      #"{"é":1,"e\u0301":2}"#,
    ]
    let words = ["\\u", "\\ud800", "\\n", "\"", "{", "}", "[", "]", ",", ":", "true", "null", deep]
    var fuzzer = Fuzzer(samples: samples.map { Array($0.utf8) }, words: words, seed: seed)
    let report = fuzzer.run(count) { input in
      let json = try JSON(parsing: input)
      #expect(try JSON(parsing: json.description) == json, "\(input)")
      #expect(try JSON(parsing: json.pretty) == json, "\(input)")
    }
    print("JSON: \(report)")
    #expect(report.badComplaints == [] && report.slowest < 0.5)
    #expect(report.accepted > count / 50 && report.accepted < count)
  }
}
