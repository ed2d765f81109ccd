import SenteCompute
import SentePrimitives
import Testing

@testable import SenteNetworks

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The half of the exchange with Python's safetensors package that runs in Swift; the other half is
/// `Scripts/check-safetensors.py`, and `Scripts/test` runs both over the folder in SENTE_EXCHANGE.
@Suite(.enabled(if: exchangeFolder != nil)) struct SafetensorsExchangeTests {
  @Test func `what Python wrote is read`() throws {
    let folder = try #require(exchangeFolder)
    let file = try SafetensorsFile(bytes: read("\(folder)/from-python.safetensors"))
    #expect(try JSON(parsing: read("\(folder)/from-python.json")) == contents(of: file))
    #expect(file.metadata == ["made by": "safetensors", "先手": "first\nmove"])
    #expect(try file.floats(named: "array/float32", shape: [2, 3]) == [0, 1, 2, 3, 4, 5])
  }

  /// Weights that Python wrote for one dense layer; the metadata names the culprit of a wrong file.
  @Test(arguments: ["right", "half", "missing", "extra", "misshapen", "double", "integer"])
  func `weights that Python wrote are taken or their fault is named`(name: String) throws {
    let folder = try #require(exchangeFolder)
    let file = try SafetensorsFile(bytes: read("\(folder)/weights-\(name).safetensors"))
    let trace = Trace()
    let scope = trace.weights()
    _ = dense(trace.input([1, 2]).tensor, 3, scope["policy"])
    let culprit = try #require(file.metadata["culprit"])
    if culprit.isEmpty {
      let read = try Weights(layout: scope.layout, file: file).file
      #expect(read.entries["policy.weight"]?.floats == [0, 1, 2, 3, 4, 5])
      #expect(read.entries["policy.bias"]?.floats == [1, 2, 3])
    } else {
      let error = #expect(throws: SafetensorsError.self) {
        _ = try Weights(layout: scope.layout, file: file)
      }
      #expect(error?.description.hasPrefix("safetensors tensor \"\(culprit)\": ") == true)
    }
  }

  @Test func `a file for Python is written`() throws {
    let folder = try #require(exchangeFolder)
    let file = SafetensorsFile.sample
    try Data(file.bytes).write(to: URL(filePath: "\(folder)/from-sente.safetensors"))
    let text = contents(of: file).pretty
    try Data(text.utf8).write(to: URL(filePath: "\(folder)/from-sente.json"))
  }

  private func read(_ path: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(filePath: path)))
  }

  private func contents(of file: SafetensorsFile) -> JSON {
    .object(
      file.entries.mapValues { entry in
        .object([
          "dtype": .string(entry.elementType.rawValue),
          "shape": .array(entry.shape.map { JSON($0) }),
          "bytes": .string(
            entry.bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()),
        ])
      })
  }
}

/// The folder where Swift and Python meet; nil when these tests run on their own.
private let exchangeFolder = ProcessInfo.processInfo.environment["SENTE_EXCHANGE"]
