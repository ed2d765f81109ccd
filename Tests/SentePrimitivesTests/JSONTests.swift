import Testing

@testable import SentePrimitives

@Suite struct JSONTests {
  @Test func `a value survives writing and reading`() throws {
    let value = JSON.object([
      "seed": JSON(UInt64.max), "least": JSON(Int64.min), "none": .null, "yes": .boolean(true),
      "text": .string("line\nquote\" back\\ slash/ \u{1} 先手 🂡"), "empty": .array([]),
      "list": .array([JSON(0.1), JSON(-1e-300), .object([:])]),
    ])
    #expect(try JSON(parsing: value.description) == value)
    #expect(try JSON(parsing: value.pretty) == value)
    #expect(value["seed"]?.integer(UInt64.self) == .max)
    #expect(value["list"]?.array?[0].double == 0.1)
  }

  @Test func `names are sorted and lines are indented`() {
    let value = JSON.object(["b": JSON(1), "a": .array([JSON(2.5), .null])])
    #expect(value.description == #"{"a":[2.5,null],"b":1}"#)
    #expect(value.pretty == "{\n  \"a\": [\n    2.5,\n    null\n  ],\n  \"b\": 1\n}\n")
  }

  @Test func `doubles read back to the same bits`() throws {
    var random = RandomStream(seed: 1, role: "json")
    for _ in 0..<2_000 {
      let value = Double(bitPattern: random.next())
      guard value.isFinite else { continue }
      #expect(try JSON(parsing: JSON(value).description).double == value)
    }
    #expect(try JSON(parsing: "-0").double?.sign == .minus)
    #expect(JSON(Double.nan) == .null)
    #expect(JSON(-Double.infinity) == .null)
  }

  @Test(arguments: [
    (#""\u00e9\u0041\n""#, "éA\n"), (#""\ud83c\udca1""#, "🂡"), (#""\/\b\f""#, "/\u{8}\u{C}"),
  ])
  func `escapes are resolved`(text: String, expected: String) throws {
    #expect(try JSON(parsing: text) == .string(expected))
  }

  @Test(arguments: [
    ("", 0), (" ", 1), ("nul", 0), ("NaN", 0), ("Infinity", 0), ("[1,]", 3), ("{\"a\":1,}", 7),
    ("{a:1}", 1), ("01", 1), ("1.", 2), (".5", 0), ("+1", 0), ("-", 1), ("1e", 2), ("1e999", 0),
    ("\"\u{1}\"", 1), ("\"abc", 0), ("\"\\x\"", 2), ("\"\\ud800\"", 3), ("\"\\udc00\"", 3),
    ("\"\\u12g4\"", 5), ("{\"a\":1,\"a\":2}", 7), ("1 2", 2), ("[1 2]", 3), ("{\"a\" 1}", 5),
    ("// no\n1", 0), ("{\"a\"}", 4), ("{1:2}", 1), ("\"\t\"", 1), ("\"\\ud800\\u0041\"", 3),
    ("\u{FEFF}1", 0),
  ])
  func `anything else is refused at its place`(text: String, offset: Int) {
    let error = #expect(throws: JSONError.self) { try JSON(parsing: text) }
    #expect(error?.offset == offset)
  }

  @Test func `text that is not UTF-8 is refused`() {
    #expect(throws: JSONError.self) { try JSON(parsing: [0x22, 0xFF, 0x22]) }
    #expect(throws: JSONError.self) { try JSON(parsing: [0x22, 0xC0, 0x80, 0x22]) }
  }

  @Test(arguments: ["[", "{\"a\":"])
  func `deep nesting is refused without harm`(opening: String) {
    let text = String(repeating: opening, count: 1_000_000)
    #expect(throws: JSONError.self) { try JSON(parsing: text) }
  }
}
