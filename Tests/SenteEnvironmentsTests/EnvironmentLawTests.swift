import Foundation
import SenteEnvironments
import SentePrimitives
import SenteTestSupport
import Synchronization
import Testing

@Suite struct EnvironmentLawTests {
  @Test(arguments: EnvironmentCatalogue.standard.ids)
  func `every environment of the catalogue keeps the laws`(id: String) throws {
    let specification = try #require(EnvironmentCatalogue.standard[id])
    #expect(checkEnvironment(specification) == [])
  }

  /// Finds the conformances in the sources, so that a new environment cannot be left out: each is in the
  /// catalogue, and each wrapper, which has none of its own, is named by the tests of wrappers.
  @Test func `every type that is an environment is enrolled`() throws {
    let tests = URL(filePath: #filePath).deletingLastPathComponent()
    let sources = tests.appending(path: "../../Sources/SenteEnvironments").standardizedFileURL
    let files = try #require(
      FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil))
    let conformance =
      /(?:struct|class|enum)\s+(\w+)(<[^{]*?>)?\s*:[^{]*\b(?:\w*Environment|EnvironmentWrapper)\b[^{]*\{/
    var (worlds, wrappers): (Set<String>, Set<String>) = ([], [])
    for case let file as URL in files where file.pathExtension == "swift" {
      let text = try String(contentsOf: file, encoding: .utf8)
      for match in text.matches(of: conformance) {
        if match.2 != nil && match.0.contains("EnvironmentWrapper") {
          wrappers.insert(String(match.1))
        } else {
          worlds.insert(String(match.1))
        }
      }
    }
    let catalogue = EnvironmentCatalogue.standard.entries
    // A world with a parameter, `MinAtar<Breakout>`, is enrolled by its name alone.
    let enrolled = catalogue.map { entry in
      String("\(type(of: entry.makeEnvironment()))".prefix { $0 != "<" })
    }
    #expect(worlds == Set(enrolled))
    let checks = try String(
      contentsOf: tests.appending(path: "WrapperTests.swift"), encoding: .utf8)
    #expect(wrappers.count >= 5)
    #expect(wrappers.filter { !checks.contains("\($0)(") } == [])
  }

  @Test func `the law checker sees broken laws`() {
    #expect(checkEnvironment { Forgetful() }.contains { $0.contains("unwritten") })
    #expect(checkEnvironment { Stranger() }.contains { $0.contains("outside its space") })
    #expect(checkEnvironment { Amnesiac() }.contains { $0.contains("decoded after") })
    #expect(checkEnvironment { Sharer() }.contains { $0.contains("changes its copy") })
    #expect(checkEnvironment { Prison() }.contains { $0.contains("no legal action of 2") })
    #expect(checkEnvironment { Boaster() }.contains { $0.contains("its goals are worth 0.0") })
  }
}

/// Writes one of its two numbers.
private struct Forgetful: Environment {
  var observationSpace: Space { .box(0...1, width: 2) }
  var actionSpace: Space { .discrete(count: 2) }
  mutating func reset(using random: inout RandomStream) {}
  mutating func step(_ action: Int, using random: inout RandomStream) -> StepResult {
    StepResult(reward: 0, end: .terminated)
  }
  func observe(into row: inout MutableSpan<Float>, at offset: Int) { row[offset] = 0 }
}

/// Leaves its space after some steps.
private struct Stranger: Environment {
  var position: Float = 0
  var observationSpace: Space { .box(0...10, width: 1) }
  var actionSpace: Space { .discrete(count: 2) }
  mutating func reset(using random: inout RandomStream) { position = 0 }
  mutating func step(_ action: Int, using random: inout RandomStream) -> StepResult {
    position += 1
    return StepResult(reward: 0)
  }
  func observe(into row: inout MutableSpan<Float>, at offset: Int) { row[offset] = position }
}

/// Does not encode all of its state.
private struct Amnesiac: Environment {
  var clock = 0
  private enum CodingKeys: CodingKey {}
  var observationSpace: Space { .box(0...10, width: 1) }
  var actionSpace: Space { .discrete(count: 2) }
  mutating func reset(using random: inout RandomStream) { clock = 0 }
  mutating func step(_ action: Int, using random: inout RandomStream) -> StepResult {
    clock += 1
    return StepResult(reward: 0, end: clock == 5 ? .terminated : .running)
  }
  func observe(into row: inout MutableSpan<Float>, at offset: Int) { row[offset] = Float(clock) }
}

/// Keeps its state where copies share it.
private struct Sharer: Environment {
  private final class Counter: Sendable, Codable {
    private let value = Mutex(0)
    init() {}
    init(from decoder: any Decoder) throws {}
    func encode(to encoder: any Encoder) throws {}
    var count: Int { value.withLock { $0 } }
    func add() { value.withLock { $0 += 1 } }
  }
  private let counter = Counter()
  private enum CodingKeys: CodingKey {}
  var observationSpace: Space { .box(0...1e6, width: 1) }
  var actionSpace: Space { .discrete(count: 2) }
  mutating func reset(using random: inout RandomStream) {}
  mutating func step(_ action: Int, using random: inout RandomStream) -> StepResult {
    counter.add()
    return StepResult(reward: 0)
  }
  func observe(into row: inout MutableSpan<Float>, at offset: Int) {
    row[offset] = Float(counter.count)
  }
}

/// Forbids everything after some steps.
private struct Prison: MaskedEnvironment {
  var clock = 0
  var observationSpace: Space { .box(0...1000, width: 1) }
  var actionSpace: Space { .discrete(count: 2) }
  mutating func reset(using random: inout RandomStream) { clock = 0 }
  mutating func step(_ action: Int, using random: inout RandomStream) -> StepResult {
    clock += 1
    return StepResult(reward: 0)
  }
  func observe(into row: inout MutableSpan<Float>, at offset: Int) { row[offset] = Float(clock) }
  func maskActions(into mask: inout MutableSpan<Float>, at offset: Int) {
    for i in 0..<2 { mask[offset + i] = clock < 9 ? 1 : 0 }
  }
}

/// Pays for goals that it has not reached.
private struct Boaster: GoalEnvironment {
  var observationSpace: Space { .goal(.discrete(count: 2), .discrete(count: 2)) }
  var actionSpace: Space { .discrete(count: 2) }
  mutating func reset(using random: inout RandomStream) {}
  mutating func step(_ action: Int, using random: inout RandomStream) -> StepResult {
    StepResult(reward: 1, end: .terminated)
  }
  func observe(into row: inout MutableSpan<Float>, at offset: Int) {
    for i in 0..<3 { row[offset + i] = i == 1 ? 1 : 0 }
  }
  func reward(achieved: Span<Float>, desired: Span<Float>) -> Double {
    achieved[0] == desired[0] ? 1 : 0
  }
}
