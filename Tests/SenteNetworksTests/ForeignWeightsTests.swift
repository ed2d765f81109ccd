import SenteCompute
import Testing

@testable import SenteNetworks

/// Files of weights that another program has written, for a network with a matrix and a bias.
@Suite struct ForeignWeightsTests {
  private let weight: [Float] = [1, 2, 3, 4, 5, 6]

  private func layout() -> Layout {
    let trace = Trace()
    let scope = trace.weights()
    _ = dense(trace.input([1, 2]).tensor, 3, scope["policy"])
    return scope.layout
  }

  private func file() -> SafetensorsFile {
    SafetensorsFile(entries: [
      "policy.weight": .init(shape: [2, 3], floats: weight),
      "policy.bias": .init(shape: [3], floats: [7, 8, 9]),
    ])
  }

  @Test func `a file that fits is taken`() throws {
    let read = try Weights(layout: layout(), file: file())
    #expect(read.file == file())
  }

  /// What is put in the place of what is right, by name, and what the complaint must say.
  @Test(
    arguments: [
      (
        "policy.weight", .some([3, 2]), "F32",
        #""policy.weight": has shape [3, 2] instead of [2, 3]; transpose it"#
      ),
      ("policy.weight", [6], "F32", #""policy.weight": has shape [6] instead of [2, 3]"#),
      ("policy.bias", [3, 1], "F32", #""policy.bias": has shape [3, 1] instead of [3]"#),
      ("policy.bias", nil, "F32", #""policy.bias": is missing; [3] is expected"#),
      ("value.bias", [1], "F32", #""value.bias": has shape [1], but belongs to no parameter"#),
      ("policy.bias", [3], "F64", #""policy.bias": is stored as F64, which would be rounded"#),
      ("policy.bias", [3], "I64", #""policy.bias": is stored as I64"#),
      ("policy.bias", [3], "BOOL", #"F32, F16 and BF16 are read"#),
    ] as [(String, [Int]?, String, String)])
  func `what does not fit is named with both shapes`(
    name: String, shape: [Int]?, type: String, complaint: String
  ) throws {
    var wrong = file()
    let elementType = try #require(SafetensorsFile.ElementType(rawValue: type))
    wrong.entries[name] = shape.map {
      let count = elementType.size * $0.reduce(1, *)
      return .init(elementType: elementType, shape: $0, bytes: .init(repeating: 0, count: count))
    }
    let error = #expect(throws: SafetensorsError.self) {
      _ = try Weights(layout: layout(), file: wrong)
    }
    let line = error?.description ?? ""
    #expect(line.contains(complaint) && !line.contains("\n"), "\(line)")
  }

  @Test func `an array under another name is pointed at, and the others are counted`() throws {
    var renamed = file()
    renamed.entries["policy.weights"] = renamed.entries.removeValue(forKey: "policy.weight")
    renamed.entries["policy.bias"] = .init(shape: [4], floats: [1, 2, 3, 4])
    let error = #expect(throws: SafetensorsError.self) {
      _ = try Weights(layout: layout(), file: renamed)
    }
    #expect(
      error?.description == "safetensors tensor \"policy.weight\": is missing; [2, 3] is expected"
        + "; did you mean 'policy.weights'? (and 2 more do not fit)")
  }

  @Test func `half precision and bfloat16 are converted without loss`() throws {
    var file = file()
    // 1.5, -2 and the smallest subnormal of half precision; then 1, -0.5 and infinity.
    file.entries["policy.bias"] = .init(
      elementType: .float16, shape: [3], bytes: [0x00, 0x3E, 0x00, 0xC0, 0x01, 0x00])
    file.entries["policy.weight"] = .init(
      elementType: .bfloat16, shape: [2, 3],
      bytes: [0x80, 0x3F, 0x00, 0xBF, 0x80, 0x7F, 0, 0, 0, 0x80, 0x80, 0x3F])
    let read = try Weights(layout: layout(), file: file).file
    #expect(read.entries["policy.bias"]?.floats == [1.5, -2, 0x1p-24])
    #expect(read.entries["policy.weight"]?.floats == [1, -0.5, .infinity, 0, -0.0, 1])
  }

  #if !(os(macOS) && arch(x86_64))
    @Test func `every number of half precision has its value`() {
      for bits in UInt16.min...UInt16.max {
        let (own, known) = (Float(half: bits), Float(Float16(bitPattern: bits)))
        let isEqual = own.bitPattern == known.bitPattern || (own.isNaN && known.isNaN)
        if !isEqual { Issue.record("\(bits): \(own), not \(known)") }
      }
    }
  #endif

  @Test func `an optimizer's state from elsewhere is checked as a whole`() throws {
    let state = OptimizerState(layout())
    var file = state.file
    file.entries["second.policy.bias"] = .init(shape: [2], floats: [0, 0])
    let error = #expect(throws: SafetensorsError.self) {
      _ = try OptimizerState(layout: layout(), file: file)
    }
    #expect(error?.description.contains("has shape [2] instead of [3]") == true)
    file = state.file
    file.entries["third.policy.bias"] = .init(shape: [3], floats: [0, 0, 0])
    #expect(throws: SafetensorsError.self) {
      _ = try OptimizerState(layout: layout(), file: file)
    }
  }
}
