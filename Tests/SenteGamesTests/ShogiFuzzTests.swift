import Foundation
import SentePrimitives
import Testing

@testable import SenteGames

/// Changes a text at random: characters replaced, removed, doubled or moved, pieces of other seeds
/// spliced in.
private func mutated(_ seeds: [String], _ alphabet: [Character], _ random: inout RandomStream)
  -> String
{
  var text = Array(seeds[random.index(below: seeds.count)])
  for _ in 0...random.index(below: 6) {
    let place = random.index(below: text.count + 1)
    let length = min(random.index(below: 8), text.count - place)
    switch random.index(below: 5) {
    case 0: text.insert(alphabet[random.index(below: alphabet.count)], at: place)
    case 1: text.removeSubrange(place..<(place + length))
    case 2: text.insert(contentsOf: text[place..<(place + length)], at: place)
    case 3 where place < text.count: text[place] = alphabet[random.index(below: alphabet.count)]
    default:
      let other = Array(seeds[random.index(below: seeds.count)])
      let start = random.index(below: other.count)
      text.insert(contentsOf: other[start..<min(other.count, start + 12)], at: place)
    }
  }
  return String(text)
}

/// How many inputs each reader gets; `SENTE_FUZZ_ITERATIONS` asks for more.
private let iterations =
  ProcessInfo.processInfo.environment["SENTE_FUZZ_ITERATIONS"].flatMap { Int($0) } ?? 2_000

@Suite struct ShogiFuzzTests {
  private static let positions = [
    "lnsgkgsnl/1r5b1/ppppppppp/9/9/9/PPPPPPPPP/1B5R1/LNSGKGSNL b - 1",
    "sfen 8l/1l+R2P3/p2pBG1pp/kps1p4/Nn1P2G2/P1P1P2PP/1PS6/1KSG3+r1/LN2+p3L w Sbgn3p 124",
    "startpos moves 7g7f 3c3d 8h2b+ 3a2b B*5e", "4k4/9/9/9/9/9/9/9/4K4 b 2RBGSNLP2b3g3s17p 1",
  ]

  @Test func `the reader of SFEN answers every mutation`() {
    let alphabet = Array("plnsgbrkPLNSGBRK+/123456789 bw-*moves0x歩é")
    var random = RandomStream(seed: 1, role: "fuzz SFEN")
    var accepted = 0
    for _ in 0..<iterations {
      let text = mutated(Self.positions, alphabet, &random)
      guard let game = try? Shogi(text: text) else { continue }
      accepted += 1
      // What was accepted is a sound position: it can be written, read and played.
      #expect((try? Shogi(text: game.text))?.text == game.text)
      #expect(game.legalActions.count <= 593)
    }
    #expect(accepted > 0 && accepted < iterations)
  }

  @Test func `the reader of USI moves answers every mutation`() {
    let alphabet = Array("123456789abcdefghiPLNSBRGK*+ x0歩")
    var random = RandomStream(seed: 2, role: "fuzz USI")
    let game = Shogi()
    for _ in 0..<iterations {
      let text = mutated(["7g7f", "2b3c+", "P*5e", "8h2b+"], alphabet, &random)
      if let move = try? game.action(from: text) { #expect(game.text(of: move) == text) }
    }
  }

  @Test func `the reader of KIF answers every mutation`() {
    let seeds = [
      ShogiNotationTests.kif,
      "手合割：二枚落ち\n上手：x\n   1 ６二銀(71)\n   2 ７六歩(77)\n   3 千日手\n変化：2手\n   2 ２六歩(27)\n",
      ShogiRecord(start: Shogi()).kif,
    ]
    let alphabet = Array("１２３４５６７８９一二三四五六七八九歩香桂銀金角飛玉と馬龍成不打同　 ()0123456789:/：手変化*#|+v・\n")
    var random = RandomStream(seed: 3, role: "fuzz KIF")
    for _ in 0..<iterations {
      let text = mutated(seeds, alphabet, &random)
      if let record = try? ShogiRecord(kif: text) {
        #expect((try? ShogiRecord(kif: record.kif))?.nodes == record.nodes, "\(text)")
      }
    }
  }

  @Test func `the reader of CSA answers every mutation`() throws {
    var record = ShogiRecord(start: try Shogi(text: Self.positions[1]))
    let node = try record.append(record.start.legalActions[0], to: 0)
    record[node].ending = .resignation
    let seeds = [
      "V2.2\nN+a\nN-b\n$EVENT:x\nPI\n+\n+7776FU\nT3\n-3334FU,T5\n'*c\n+8822UM\n-3122GI\n+0055KA\n%TORYO\n",
      record.csa, "P+59OU00FU\nP-51OU00AL\n-\n%CHUDAN\n/\nPI82HI\n-\n",
    ]
    let alphabet = Array("0123456789+-*PITFUKYEGAHOLNMRW%,'/$:V .\n")
    var random = RandomStream(seed: 4, role: "fuzz CSA")
    for _ in 0..<iterations {
      let text = mutated(seeds, alphabet, &random)
      if let records = try? ShogiRecord.records(csa: text) {
        for record in records {
          #expect((try? ShogiRecord(csa: record.csa))?.nodes == record.nodes, "\(text)")
        }
      }
    }
  }
}
