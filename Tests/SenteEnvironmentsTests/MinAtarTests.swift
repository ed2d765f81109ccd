import SenteEnvironments
import SentePrimitives
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

@Suite struct MinAtarTests {
  /// The committed file has 250 steps of each game by a random and by an able player;
  /// Scripts/minatar-transitions.py makes longer ones, which SENTE_MINATAR_TRANSITIONS names.
  @Test func `games with the package's draws go as the package's`() throws {
    let fixture = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Fixtures/minatar-transitions.jsonl")
    let named = ProcessInfo.processInfo.environment["SENTE_MINATAR_TRANSITIONS"]
    let text = try String(
      contentsOf: named.map { URL(filePath: $0) } ?? fixture, encoding: .utf8)
    var steps: [String: Int] = [:]
    var game: Twin?
    for line in text.split(separator: "\n").dropFirst() {
      let json = try JSON(parsing: String(line))
      if json["id"] != nil {
        game = try Twin(json)
      } else {
        let id = try #require(game?.id)
        let count = try game?.play(json) ?? 0
        steps[id, default: 0] += count
      }
    }
    #expect(steps.count == 5)
    for (id, count) in steps.sorted(by: { $0.key < $1.key }) {
      print("\(id): \(count) steps as in the package")
      #expect(count >= 500)
    }
  }

  /// One game beside its recorded twin.
  private struct Twin {
    let id: String
    private var game: any Environment
    private var random: RandomStream

    init(_ json: JSON) throws {
      id = try #require(json["id"]?.string)
      game = try #require(EnvironmentCatalogue.standard[id]).makeEnvironment()
      let key = try #require(json["key"])
      random = try JSON.object(["key": key, "index": JSON(0), "position": JSON(0)])
        .decoded(as: RandomStream.self)
    }

    /// Plays an episode and returns its steps; stops at the first that differs.
    mutating func play(_ json: JSON) throws -> Int {
      try Twin.play(json, &game, &random, id)
    }

    private static func play<E: Environment>(
      _ json: JSON, _ game: inout E, _ random: inout RandomStream, _ id: String
    ) throws -> Int {
      let actions = try #require(json["actions"]?.string).utf8.map { [Float($0) - 48] }
      let states = Array(try #require(json["states"]?.string))
      var pixels = [Float](repeating: 0, count: game.observationSpace.width)
      var digest = Digest()
      game.reset(using: &random)
      combine(game, &pixels, &digest)
      for (i, action) in actions.enumerated() {
        let result = game.step(E.Action(row: action.span, at: 0), using: &random)
        combine(game, &pixels, &digest)
        let isLast = i == actions.count - 1 && json["terminated"] == .boolean(true)
        let isEqual =
          String("\(digest)".suffix(4)) == String(states[4 * i..<4 * i + 4])
          && result.reward == json["rewards"]?["\(i)"]?.double ?? 0
          && result.end == (isLast ? .terminated : .running)
        try #require(isEqual, "\(id), step \(i) of \(actions.count): \(result)")
      }
      return actions.count
    }

    private static func combine(
      _ game: some Environment, _ pixels: inout [Float], _ digest: inout Digest
    ) {
      var row = pixels.mutableSpan
      game.observe(into: &row, at: 0)
      for i in 0..<row.count where row[i] != 0 {
        digest.combine([UInt8(truncatingIfNeeded: i), UInt8(truncatingIfNeeded: i >> 8)])
      }
    }
  }

  @Test func `an action sticks with its probability`() {
    var random = RandomStream(seed: 1, role: "test")
    for (stickiness, range) in [(0.0, 0...0), (0.1, 60...140), (1.0, 1000...1000)] {
      var game = MinAtar<Freeway>(stickiness: stickiness)
      game.reset(using: &random)
      var stuck = 0
      for i in 0..<1000 {
        let before = game.lastAction
        _ = game.step(before == .up ? 2 : 1, using: &random)
        if game.lastAction == before { stuck += 1 }
        if i == 0 && stickiness == 1 { #expect(game.lastAction == .none) }
      }
      #expect(range.contains(stuck), "\(stickiness): \(stuck)")
    }
  }

  @Test func `difficulty rises only where it may`() {
    var random = RandomStream(seed: 1, role: "test")
    for ramps in [true, false] {
      var asterix = Asterix(rampsDifficulty: ramps)
      asterix.reset(using: &random)
      for _ in 0..<500 { _ = asterix.step(.none, using: &random) }
      #expect(asterix.spawnInterval == (ramps ? 6 : 10))
      #expect(asterix.moveInterval == (ramps ? 3 : 5))
    }
  }

  @Test func `v1 has the actions that do something and v0 all six`() throws {
    let counts = ["Asterix": 5, "Breakout": 3, "Freeway": 3, "Seaquest": 6, "SpaceInvaders": 4]
    for (name, count) in counts {
      let catalogue = EnvironmentCatalogue.standard
      let (minimal, full) = (catalogue["MinAtar/\(name)-v1"], catalogue["MinAtar/\(name)-v0"])
      #expect(try #require(minimal).actionSpace == .discrete(count: count))
      #expect(try #require(full).actionSpace == .discrete(count: 6))
    }
  }
}
