import Foundation
import Testing

@testable import SenteGames

/// CRC-32 (ISO 3309, as in zlib), chained.
private struct Checksum {
  private static let table: [UInt32] = (0..<256).map { start in
    (0..<8).reduce(UInt32(start)) { value, _ in
      value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1
    }
  }
  private(set) var value: UInt32 = 0

  mutating func add(_ text: String) {
    var crc = ~value
    for byte in text.utf8 {
      crc = Self.table[Int(UInt8(truncatingIfNeeded: crc) ^ byte)] ^ crc >> 8
    }
    value = ~crc
  }
}

/// Plays one line of Scripts/shogi-oracle.py and says what differs; nil when nothing does.
private func difference(_ line: Substring, limit: Int) -> String? {
  let halves = line.split(separator: "\t", omittingEmptySubsequences: false)
  let head = halves[0].split(separator: " ", maxSplits: 3)
  let moves = halves[1].split(separator: " ")
  do {
    var game = try Shogi(text: String(head[3]), rules: ShogiRules(maximumMoves: limit))
    var checksum = Checksum()
    for ply in 0...moves.count {
      let legal = game.legalActions.map { game.text(of: $0) }.sorted()
      checksum.add(game.text + " " + legal.joined(separator: " ") + "\n")
      if ply < moves.count {
        if game.turn == .finished { return "ended after \(ply) of \(moves.count) moves" }
        game.apply(try game.action(from: String(moves[ply])))
      }
    }
    let names: [ShogiEnding: String] = [
      .mate: "mate", .repetition: "repetition", .perpetualCheckByMover: "mover-perpetual",
      .perpetualCheckByOpponent: "opponent-perpetual", .declaration: "declaration",
      .maximumMoves: "limit",
    ]
    let ending = game.ending.flatMap { names[$0] } ?? "nothing"
    if ending != head[0] { return "ended by \(ending), expected \(head[0])" }
    if checksum.value != UInt32(head[2], radix: 16) { return "positions or legal moves differ" }
    return nil
  } catch {
    return "\(error)"
  }
}

@Suite struct ShogiOracleTests {
  @Test func `random games agree with an independent implementation`() {
    let lines = shogiOracleGames.split(separator: "\n")
    #expect(lines.count == 40)
    for (number, line) in lines.enumerated() {
      #expect(difference(line, limit: 300) == nil, "game \(number)")
    }
  }

  @Test(.enabled(if: ProcessInfo.processInfo.environment["SENTE_SHOGI_ORACLE"] != nil))
  func `every game of a file made by the oracle agrees`() throws {
    let path = try #require(ProcessInfo.processInfo.environment["SENTE_SHOGI_ORACLE"])
    let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
    var faults = 0
    for (number, line) in lines.enumerated() {
      guard let fault = difference(line, limit: 1000) else { continue }
      faults += 1
      if faults <= 10 { Issue.record("game \(number): \(fault)") }
    }
    print("\(lines.count) games compared, \(faults) differ")
    #expect(faults == 0)
  }
}
