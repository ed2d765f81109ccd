import Foundation
import SenteGames
import Testing

/// Random games played by python-chess: see Scripts/chess-oracle.py, which also tells the format.
struct ChessOracleTests {
  /// The fixture, or the files named in SENTE_CHESS_GAMES, separated by colons.
  static var files: [String] {
    if let named = ProcessInfo.processInfo.environment["SENTE_CHESS_GAMES"] {
      return named.split(separator: ":").map(String.init)
    }
    return [
      URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../Fixtures/chess-random-games.txt").path
    ]
  }

  @Test(arguments: files)
  func `random games are those of python-chess`(file: String) throws {
    var replay = Replay()
    let text = try String(contentsOfFile: file, encoding: .utf8)
    for line in text.utf8.split(separator: UInt8(ascii: "\n")) {
      try replay.read(String(decoding: line, as: UTF8.self))
      if !replay.differences.isEmpty { break }
    }
    #expect(replay.differences.isEmpty, "\(replay.differences)")
    #expect(replay.games > 0)
    print("\(replay.games) games, \(replay.moves) moves agree; endings \(replay.endings)")
  }

  /// Plays a file of games line by line and collects what is different.
  struct Replay {
    var game = Chess()
    var games = 0
    var moves = 0
    var endings: [String: Int] = [:]
    var differences: [String] = []

    mutating func read(_ line: String) throws {
      let words = line.split(separator: " ").map(String.init)
      switch words[0] {
      case "game":
        let rules = ChessRules(
          drawsWithoutClaim: words[2] == "claimed", chess960: words[1] == "chess960")
        let fen = words[3...].joined(separator: " ")
        game = Chess(position: try ChessPosition(fen: fen), rules: rules)
        compare("start", game.text, fen)
      case "end":
        let result = game.outcome.map { $0[0] > 0 ? "1-0" : $0[0] < 0 ? "0-1" : "1/2-1/2" }
        let reason = game.ending.map { "\($0)" } ?? "none"
        compare("result", result ?? "none", words[1])
        compare("reason", reason, words[2])
        #expect(game.legalActions.isEmpty && game.turn == .finished)
        endings[reason, default: 0] += 1
        games += 1
      default:
        let legal = game.legalActions.map { game.text(of: $0) }.sorted()
        compare("moves \(legal)", crc32(legal.joined(separator: " ")), words[2])
        let move = try game.action(from: words[0])
        compare("number", game.action(at: game.index(of: move)).map(game.text(of:)), words[0])
        compare("san", game.position.san(of: move), words[1])
        compare("san read", try game.position.move(san: words[1]), move)
        game.apply(move)
        compare("position", crc32(game.text), words[3])
        moves += 1
      }
    }

    private mutating func compare<T: Equatable>(_ what: String, _ ours: T, _ theirs: T) {
      guard ours != theirs else { return }
      differences.append("game \(games) \(what): \(ours), not \(theirs); now \(game.text)")
    }

    private static let table: [UInt32] = (0..<256).map { (byte: UInt32) in
      (0..<8).reduce(byte) { rest, _ in rest >> 1 ^ (rest & 1 == 1 ? 0xEDB8_8320 : 0) }
    }

    /// The checksum of zlib, in eight hexadecimal digits.
    private func crc32(_ text: String) -> String {
      let sum = text.utf8.reduce(~UInt32(0)) { sum, byte in
        Replay.table[Int((sum ^ UInt32(byte)) & 0xFF)] ^ sum >> 8
      }
      let digits = String(~sum, radix: 16)
      return String(repeating: "0", count: 8 - digits.count) + digits
    }
  }
}
