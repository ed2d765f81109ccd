import Testing

@testable import SenteEnvironments

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

@Suite struct JSONValueTests {
  private struct Sample: Codable, Equatable {
    enum Kind: String, Codable { case plain, odd }
    var real = -0.0
    var small = Double.leastNonzeroMagnitude
    var single: Float = 0.1
    var large = UInt64.max
    var negative = Int8.min
    var text = "a \"b\"\n\u{1F600}\u{1}"
    var flag = true
    var kind = Kind.odd
    var nothing: Int?
    var some: Int? = 3
    var list = [1.5, -.infinity]
    var nested = ["x": [1, 2]]
    var empty: [Int] = []
  }

  @Test func `a value written and read is the same, also through JSON text`() throws {
    let sample = Sample()
    let tree = try JSONValue(encoding: sample)
    let copy = try tree.decoded(as: Sample.self)
    #expect(copy == sample && copy.real.sign == .minus)
    let data = try JSONEncoder().encode(tree)
    let read = try JSONDecoder().decode(JSONValue.self, from: data)
    let again = try read.decoded(as: Sample.self)
    #expect(again == sample && again.real.sign == .minus)
    #expect(try JSONValue(parsing: tree.description).decoded(as: Sample.self) == sample)
  }

  @Test func `a wrong or missing member is named`() throws {
    let tree = try JSONValue(parsing: #"{"real":"x"}"#)
    #expect(throws: DecodingError.self) { try tree.decoded(as: Sample.self) }
    #expect(throws: DecodingError.self) { try JSONValue.integer(300).decoded(as: UInt8.self) }
  }

  @Test(arguments: [
    "01", "1.", "-", "1e", "nul", "\"", "\"\\x\"", "\"\\u12\"", "\"\\ud800\"", "[1,]", "{\"a\"}",
    "{\"a\":1,}", "{1:2}", "1 2", "+1", ".5", "\"\t\"", "\"\\ud800\\u0041\"",
  ])
  func `text that is not JSON is refused`(text: String) {
    #expect(throws: JSONValue.SyntaxError.self) { try JSONValue(parsing: text) }
  }

  @Test func `escapes and numbers are read`() throws {
    #expect(try JSONValue(parsing: #""\u00e9\ud83d\ude00\/\n""#) == .string("é😀/\n"))
    #expect(try JSONValue(parsing: "-0").double?.sign == .minus)
    #expect(
      try JSONValue(parsing: " [1, -2.5e1 ,18446744073709551615] ")
        == .array([.integer(1), .number(-25), .unsigned(.max)]))
  }
}
