import SenteEnvironments
import SentePrimitives
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Single transitions and trajectories against those that Gymnasium made.
///
/// The committed file has 90 transitions of each environment; Scripts/gymnasium-transitions.py makes
/// longer ones, which the variable SENTE_GYMNASIUM_TRANSITIONS names. Toy text: `ToyTextTests`.
@Suite struct GymnasiumTransitionTests {
  private static let tolerance = 1e-6

  @Test func `transitions equal those of Gymnasium`() throws {
    var comparisons: [String: Comparison] = [:]
    for (id, options, lines) in try GymnasiumRecord.sections() where options == nil {
      var comparison = try Comparison(id)
      for line in lines { try comparison.compare(line) }
      comparisons[id] = comparison
    }
    #expect(comparisons.count == 5)
    for (id, comparison) in comparisons.sorted(by: { $0.key < $1.key }) {
      let worst = comparison.worst
      print("\(id): \(comparison.count) transitions, largest difference \(worst)")
      #expect(comparison.count >= 90)
      #expect(worst.state <= Self.tolerance && worst.observation <= Self.tolerance, "\(id)")
      #expect(worst.reward <= Self.tolerance && comparison.wrongEnds == 0, "\(id)")
    }
  }

  /// One environment beside its recorded twin.
  private struct Comparison {
    var environment: SingleEnvironment
    var count = 0
    var wrongEnds = 0
    var worst = (state: 0.0, observation: 0.0, reward: 0.0)

    init(_ id: String) throws {
      let specification = try #require(EnvironmentCatalogue.standard[id])
      environment = SingleEnvironment(specification.makeEnvironment(), seed: 0)
    }

    mutating func compare(_ json: JSON) throws {
      if let state = json["state"] { try environment.reset(stateVariables: state.doubles) }
      let action = try #require(json["action"])
      let result = environment.step(
        action.double.map { [Float($0)] } ?? action.doubles.map { Float($0) })
      for (ours, theirs) in zip(environment.observation, json["observation"]?.doubles ?? []) {
        // Both are single precision: an equal number has difference 0.
        worst.observation = max(worst.observation, Double(abs(ours - Float(theirs))))
      }
      for (ours, theirs) in zip(environment.stateVariables ?? [], json["next"]?.doubles ?? []) {
        worst.state = max(worst.state, abs(ours - theirs))
      }
      let reward = try #require(json["reward"]?.double)
      worst.reward = max(worst.reward, abs(result.reward - reward))
      if json["terminated"] != .boolean(result.end == .terminated) { wrongEnds += 1 }
      count += 1
    }
  }
}

/// What Scripts/gymnasium-transitions.py recorded.
enum GymnasiumRecord {
  /// The environments with their options, nil for classic control, and what was recorded of each.
  static func sections() throws -> [(id: String, options: JSON?, lines: [JSON])] {
    let fixture = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Fixtures/gymnasium-transitions.jsonl")
    let named = ProcessInfo.processInfo.environment["SENTE_GYMNASIUM_TRANSITIONS"]
    let text = try String(
      contentsOf: named.map { URL(filePath: $0) } ?? fixture, encoding: .utf8)
    var sections: [(id: String, options: JSON?, lines: [JSON])] = []
    for line in text.split(separator: "\n").dropFirst() {
      let json = try JSON(parsing: String(line))
      if let id = json["id"]?.string {
        sections.append((id, json["options"], []))
      } else {
        sections[sections.count - 1].lines.append(json)
      }
    }
    return sections
  }
}

extension JSON {
  /// The numbers of an array.
  var doubles: [Double] { array?.compactMap(\.double) ?? [] }
}
