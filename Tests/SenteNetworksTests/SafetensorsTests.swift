import SenteCompute
import SentePrimitives
import Testing

@testable import SenteNetworks

@Suite struct SafetensorsTests {
  @Test func `arrays and text survive writing and reading`() throws {
    let file = SafetensorsFile.sample
    let read = try SafetensorsFile(bytes: file.bytes)
    #expect(read == file)
    #expect(
      read.entries["policy/weight"]?.floats?.map(\.bitPattern)
        == SafetensorsFile.sampleFloats.map(\.bitPattern))
    #expect(try read.floats(named: "scalar", shape: []) == [2.5])
    #expect(try read.floats(named: "empty", shape: [0, 3]) == [])
    #expect(try SafetensorsFile(bytes: SafetensorsFile().bytes) == SafetensorsFile())
  }

  @Test func `the data begins at a multiple of 8 and every array is aligned`() throws {
    let bytes = SafetensorsFile.sample.bytes
    let length = Int(bytes[0]) | Int(bytes[1]) << 8
    #expect(length % 8 == 0)
    let header = try JSON(parsing: Array(bytes[8..<8 + length]))
    for (name, entry) in SafetensorsFile.sample.entries {
      let begin = try #require(header[name]?["data_offsets"]?.array?[0].integer(Int.self))
      #expect(begin % entry.elementType.size == 0)
    }
  }

  @Test func `the array that is asked for must be there, in its type and shape`() throws {
    let file = SafetensorsFile.sample
    for (name, shape) in [("nothing", [1]), ("policy/weight", [3, 2]), ("type I64", [3])] {
      let error = #expect(throws: SafetensorsError.self) {
        try file.floats(named: name, shape: shape)
      }
      #expect(error?.description.contains("\"\(name)\"") == true)
    }
  }

  /// Headers over four bytes of data, and what the complaint must say.
  @Test(arguments: [
    (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,8]}}"#, "\"a\": needs 4 bytes"),
    (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#, "\"a\": ends at byte 8 of 4"),
    (#"{"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}"#, "end at byte 0 of 4"),
    (#"{"a":{"dtype":"U8","shape":[2],"data_offsets":[2,4]}}"#, "\"a\": begins at byte 2"),
    (#"{"a":{"dtype":"U8","shape":[1],"data_offsets":[4,3]}}"#, "no begin and end"),
    (#"{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4,4]}}"#, "no begin and end"),
    (#"{"a":{"dtype":"U8","shape":[4],"data_offsets":[-4,0]}}"#, "no begin and end"),
    (#"{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,1e1]}}"#, "no begin and end"),
    (#"{"a":{"dtype":"U8","shape":[4.0],"data_offsets":[0,4]}}"#, "list of integers"),
    (#"{"a":{"dtype":"U8","shape":[-4],"data_offsets":[0,4]}}"#, "list of integers"),
    (#"{"a":{"dtype":"U8","shape":4,"data_offsets":[0,4]}}"#, "list of integers"),
    (#"{"a":{"dtype":"U8","shape":[NaN],"data_offsets":[0,4]}}"#, "no value starts"),
    (#"{"a":{"dtype":"F31","shape":[1],"data_offsets":[0,4]}}"#, "unknown dtype; allowed are BOOL"),
    (#"{"a":{"dtype":7,"shape":[1],"data_offsets":[0,4]}}"#, "unknown dtype"),
    (#"{"a":{"dtype":"F32","shape":[1]}}"#, "needs exactly"),
    (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"more":1}}"#, "needs exactly"),
    (#"{"a":[]}"#, "needs exactly"),
    (
      #"{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,0]}}"#,
      "too large for any memory"
    ),
    (
      #"{"a":{"dtype":"U8","shape":[99999999999999999999],"data_offsets":[0,4]}}"#,
      "list of integers"
    ),
    (
      #"{"a":{"dtype":"U8","shape":[3],"data_offsets":[0,3]},"#
        + #""b":{"dtype":"U8","shape":[2],"data_offsets":[2,4]}}"#,
      "\"b\": begins at byte 2, where byte 3 is next"
    ),
    (
      #"{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"#
        + #""a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}"#,
      "the name \"a\" appears twice"
    ),
    (#"{"__metadata__":[]}"#, "is not an object"),
    (#"{"__metadata__":{"a":1}}"#, "is not a text"),
    (#"[]"#, "does not begin with '{'"),
    (#" {}"#, "does not begin with '{'"),
    (#"{} x"#, "more text follows"),
    (#"{"#, "name in quotes"),
    ("", "does not begin with '{'"),
  ])
  func `a wrong header is refused with its reason`(header: String, reason: String) {
    let bytes = SafetensorsFile.framed(header: header, data: [0, 0, 0, 0])
    let error = #expect(throws: SafetensorsError.self) { try SafetensorsFile(bytes: bytes) }
    #expect(error?.description.contains(reason) == true, "\(error?.description ?? "none")")
    #expect(error?.description.contains("\n") == false)
  }

  @Test func `a wrong length is refused`() {
    var bytes = SafetensorsFile.sample.bytes
    bytes[7] = 0xFF
    #expect(throws: SafetensorsError.self) { try SafetensorsFile(bytes: bytes) }
    #expect(throws: SafetensorsError.self) { try SafetensorsFile(bytes: [2, 0, 0, 0, 0, 0, 0]) }
    #expect(throws: SafetensorsError.self) { try SafetensorsFile(bytes: []) }
  }

  @Test func `a file cut anywhere is refused`() {
    let bytes = SafetensorsFile.sample.bytes
    for cut in 0..<bytes.count {
      #expect(throws: SafetensorsError.self) { try SafetensorsFile(bytes: Array(bytes[..<cut])) }
    }
  }
}

extension SafetensorsFile {
  /// Floats of every kind.
  static let sampleFloats: [Float] = [0, -0.0, 1.5, .infinity, .leastNonzeroMagnitude, .nan]

  /// A file with every element type, a scalar, an empty array and names that need escapes.
  static var sample: SafetensorsFile {
    var file = SafetensorsFile(metadata: ["format": "sente", "note": "先手 \"quoted\"\n"])
    file.entries["policy/weight"] = Entry(shape: [2, 3], floats: sampleFloats)
    file.entries["scalar"] = Entry(shape: [], floats: [2.5])
    file.entries["empty"] = Entry(shape: [0, 3], floats: [])
    for type in ElementType.allCases {
      let bytes = type == .boolean ? [0, 1, 1] : (0..<UInt8(3 * type.size)).map { $0 }
      file.entries["type \(type.rawValue)"] = Entry(elementType: type, shape: [3], bytes: bytes)
    }
    return file
  }

  /// A file made of any header, with its true length.
  static func framed(header: String, data: [UInt8]) -> [UInt8] {
    let count = UInt64(header.utf8.count)
    let length = stride(from: UInt64(0), to: 64, by: 8).map {
      UInt8(truncatingIfNeeded: count >> $0)
    }
    return length + Array(header.utf8) + data
  }
}

@Suite struct OptimizerFileTests {
  @Test(arguments: [2, 3])
  func `a file keeps every moment`(moments: Int) throws {
    let scope = Trace().weights()
    _ = scope.parameter("a", [2, 3])
    _ = scope.parameter("b", [5])
    var state = OptimizerState(scope.layout, moments: moments)
    state.updates = 7
    for moment in 0..<moments {
      for slice in state.layout.slices {
        for i in 0..<slice.shape.count {
          var values = state.mutableValues
          values[moment * scope.layout.count + slice.offset + i] = Float(100 * moment + i)
        }
      }
    }
    let file = try SafetensorsFile(bytes: state.file.bytes)
    #expect(file.entries.count == 2 * moments)
    let read = try OptimizerState(layout: scope.layout, file: file, moments: moments)
    #expect(read.updates == 7)
    for i in 0..<state.values.count { #expect(read.values[i] == state.values[i]) }
  }
}
