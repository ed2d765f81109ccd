import SentePrimitives
import Testing

@Suite struct JSONCodingTests {
  private struct Inner: Codable, Equatable {
    var name: String
    var numbers: [Float]
    var nothing: Int?
  }
  private enum Kind: String, Codable { case plain, odd }
  private struct Outer: Codable, Equatable {
    var flag: Bool
    var kind: Kind
    var least: Int8
    var lists: [String: [[Int]]]
    var json: JSON
    var seed: UInt64
    var exact: Double
    var edge: [Double]
    var inner: [String: Inner]
    var schedule: Schedule
    var stream: RandomStream
  }

  @Test func `values come back with all their bits`() throws {
    var stream = RandomStream(seed: 5, role: "x", index: 3)
    _ = stream.next()
    let value = Outer(
      flag: true, kind: .odd, least: .min, lists: ["x": [[1, 2], []]], json: .object(["a": .null]),
      seed: .max, exact: 0.1 + 0.2,
      edge: [.infinity, -.infinity, -0.0, Double.leastNonzeroMagnitude],
      inner: ["a": Inner(name: "\u{1F600}\"\n", numbers: [0.1, 3], nothing: nil)],
      schedule: .linear(from: 1, to: 0), stream: stream)
    let text = try JSON(encoding: value).description
    let back = try JSON(parsing: text).decoded(as: Outer.self)
    #expect(back == value)
    #expect(back.edge[2].sign == .minus)
  }

  @Test func `a missing or wrong member is named`() throws {
    let json = try JSON(parsing: #"{"name": "x", "numbers": ["y"]}"#)
    #expect(throws: DecodingError.self) { try json.decoded(as: Inner.self) }
    let missing = try JSON(parsing: #"{"name": "x"}"#)
    #expect(throws: DecodingError.self) { try missing.decoded(as: Inner.self) }
    #expect(throws: DecodingError.self) { try JSON(300).decoded(as: UInt8.self) }
  }
}
