import Foundation
import SenteGames
import SentePrimitives
import Testing

/// Random games of Fairy-Stockfish: texts, legal moves and ends of Gardner's chess and mini-shogi.
///
/// The games come from `Scripts/mini-oracle.py`; SENTE_ORACLE_DIRECTORY names others.
@Suite struct MiniOracleTests {
  /// Replays the games of a file and returns those that differ, in words.
  static func differences<G: Game>(
    _ name: String, _ start: G, ending: (G) -> String
  ) throws -> [String] {
    let own = URL(filePath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Fixtures/Boards").path()
    let folder = ProcessInfo.processInfo.environment["SENTE_ORACLE_DIRECTORY"] ?? own
    let text = try String(contentsOfFile: "\(folder)/\(name).txt", encoding: .utf8)
    let lines = text.split(separator: "\n").filter { !$0.hasPrefix("#") }
    #expect(!lines.isEmpty)
    var ends: [String: Int] = [:]
    let differences = try lines.compactMap { line -> String? in
      let fields = line.split(separator: ";", omittingEmptySubsequences: false).map(String.init)
      var position = try G(text: fields[0])
      var digest = Digest()
      combine(position, into: &digest)
      for move in fields[1].split(separator: " ") {
        guard let action = try? position.action(from: String(move)) else {
          return "\(move) is not legal in \(position.text)"
        }
        position.apply(action)
        combine(position, into: &digest)
      }
      ends[fields[3], default: 0] += 1
      if ending(position) != fields[3] {
        return "\(ending(position)) and not \(fields[3]) in \(position.text)"
      }
      if fields[3] != "none", position.outcome?[0] != Double(fields[4]) {
        return "another result in \(position.text)"
      }
      return String(digest.value, radix: 16) == fields[2].drop { $0 == "0" }
        ? nil : "other moves or texts in a game from \(fields[0]) to \(position.text)"
    }
    print("\(name): \(lines.count) games, \(ends.sorted { $0.key < $1.key }.map { "\($0) \($1)" })")
    return differences
  }

  private static func combine<G: Game>(_ position: G, into digest: inout Digest) {
    let moves = position.legalActions.map { position.text(of: $0) }.sorted()
    digest.combine(Array(([position.text] + moves).joined(separator: " ").utf8) + [10])
  }

  @Test func `Gardner's chess agrees with Fairy-Stockfish`() throws {
    let differences = try Self.differences("gardner", GardnerChess()) {
      $0.ending.map { "\($0)" } ?? "none"
    }
    #expect(differences == [])
  }

  @Test func `mini-shogi agrees with Fairy-Stockfish`() throws {
    let differences = try Self.differences("minishogi", MiniShogi()) {
      $0.ending.map { "\($0)" } ?? "none"
    }
    #expect(differences == [])
  }

  /// The counts of `go perft` of Fairy-Stockfish 11.1 and of pyffish 0.0.90.
  @Test func `paths are as many as Fairy-Stockfish counts`() {
    #expect((1...5).map { GardnerChess().countPaths(depth: $0) } == [7, 53, 506, 4775, 52_512])
    #expect((1...5).map { MiniShogi().countPaths(depth: $0) } == [14, 181, 2512, 35_401, 533_203])
  }
}
