import Foundation
import SenteGames
import SentePrimitives
import Testing

/// Readers against damaged input: they answer with a value or an error, never with a crash.
///
/// SENTE_FUZZ_ITERATIONS sets the number of inputs for each reader.
struct ChessFuzzTests {
  static var iterations: Int {
    #if DEBUG
      let usual = 2000
    #else
      let usual = 50_000
    #endif
    let named = ProcessInfo.processInfo.environment["SENTE_FUZZ_ITERATIONS"]
    return named.flatMap { Int($0) } ?? usual
  }

  /// Changes, inserts, deletes, repeats or exchanges up to four pieces of a text.
  static func damaged(
    _ seeds: [[UInt8]], _ alphabet: [UInt8], _ random: inout RandomStream
  ) -> [UInt8] {
    var bytes = seeds[random.index(below: seeds.count)]
    for _ in 0...random.index(below: 4) {
      let place = random.index(below: bytes.count + 1)
      let length = min(random.index(below: 9), bytes.count - place)
      let byte =
        random.index(below: 16) == 0
        ? UInt8(random.index(below: 256)) : alphabet[random.index(below: alphabet.count)]
      switch random.index(below: 5) {
      case 0 where place < bytes.count: bytes[place] = byte
      case 1: bytes.removeSubrange(place..<place + length)
      case 2: bytes.insert(contentsOf: bytes[place..<place + length], at: place)
      case 3:
        let other = seeds[random.index(below: seeds.count)]
        bytes.replaceSubrange(place..., with: other.suffix(random.index(below: other.count + 1)))
      default: bytes.insert(byte, at: place)
      }
    }
    return bytes
  }

  @Test func `no text makes the reader of FEN crash, and what it reads it writes`() throws {
    var random = RandomStream(seed: 2026, role: "fuzz FEN")
    let seeds = [
      "rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR w KQkq - 0 1",
      "r3k2r/p1ppqpb1/bn2pnp1/3PN3/1p2P3/2N2Q1p/PPPBBPPP/R3K2R w KQkq - 0 1",
      "8/2p5/3p4/KP5r/1R3pPk/8/4P3/8 b - g3 0 1",
      "bbqnnrkr/pppppppp/8/8/8/8/PPPPPPPP/BBQNNRKR w HFhf - 12 34",
    ].map { Array($0.utf8) }
    let alphabet = Array("pnbrqkPNBRQK12345678/ -wbABCDEFGHabcdefgh09".utf8)
    var accepted = 0
    for _ in 0..<ChessFuzzTests.iterations {
      let bytes = ChessFuzzTests.damaged(seeds, alphabet, &random)
      let text = String(decoding: bytes, as: UTF8.self)
      guard let position = try? ChessPosition(fen: text) else { continue }
      accepted += 1
      for shredder in [false, true] {
        let again = try ChessPosition(fen: position.fen(shredder: shredder))
        if again != position { Issue.record("\(text) becomes \(again.fen)") }
      }
      if position.legalMoveCount != position.legalMoves.count { Issue.record("\(text): moves") }
    }
    print("FEN: \(accepted) of \(ChessFuzzTests.iterations) inputs were positions")
    #expect(accepted > 0)
  }

  @Test func `no text makes the reader of PGN crash, and what it reads it writes`() throws {
    var random = RandomStream(seed: 2026, role: "fuzz PGN")
    let seeds = [
      ChessNotationTests.annotated,
      "[SetUp \"1\"]\n[FEN \"4k3/P7/8/8/8/8/8/4K2R w K - 0 1\"]\n\n1. a8=Q+ Kd7 2. O-O $3 1/2-1/2",
      "[Variant \"Chess960\"]\n[FEN \"bbqnnrkr/pppppppp/8/8/8/8/PPPPPPPP/BBQNNRKR w HFhf - 0 1\"]\n\n*",
      "1. e4 e5 (1... c5 (1... e6) (1... d5 {x} 2. exd5 Qxd5)) 2. Nf3 Nc6 3. Bb5 0-1",
    ].map { Array($0.utf8) }
    let alphabet = Array("()[]{};%$*.\"\\ \n\r!?+#=-xOo0123456789abcdefghNBRQKPe1".utf8)
    var accepted = 0
    for _ in 0..<ChessFuzzTests.iterations {
      let bytes = ChessFuzzTests.damaged(seeds, alphabet, &random)
      var reader = ChessRecordReader(bytes: bytes)
      for _ in 0..<4 {
        do {
          guard let record = try reader.nextRecord() else { break }
          accepted += 1
          let again = try ChessRecord.readAll(record.pgn)
          if again != [record] {
            Issue.record("\(String(decoding: bytes, as: UTF8.self)) becomes \(record.pgn)")
          }
        } catch {
          reader.skipGame()
        }
      }
    }
    print("PGN: \(accepted) games in \(ChessFuzzTests.iterations) inputs")
    #expect(accepted > 0)
  }
}
