import Foundation
import SenteGames
import SentePrimitives
import Testing

/// Mutated texts: a reader answers with a value or an error, and a value comes back from its text.
/// SENTE_FUZZ_ITERATIONS sets how many texts each reader gets.
@Suite struct BoardsFuzzTests {
  static let iterations =
    ProcessInfo.processInfo.environment["SENTE_FUZZ_ITERATIONS"].flatMap { Int($0) } ?? 2000

  /// A seed text with one to eight bytes changed, removed, doubled, or taken from another seed.
  static func mutant(_ seeds: [[UInt8]], _ random: inout RandomStream) -> [UInt8] {
    var bytes = seeds[random.index(below: seeds.count)]
    for _ in 0...random.index(below: 8) {
      let place = random.index(below: bytes.count + 1)
      switch random.index(below: 6) {
      case 0: bytes.insert(UInt8(random.index(below: 256)), at: place)
      case 1: bytes.insert(UInt8(32 + random.index(below: 95)), at: place)
      case 2 where place < bytes.count: bytes.remove(at: place)
      case 3 where place < bytes.count: bytes[place] = UInt8(32 + random.index(below: 95))
      case 4:
        let end = Swift.min(bytes.count, place + random.index(below: 12))
        bytes.insert(contentsOf: bytes[place..<end], at: random.index(below: bytes.count + 1))
      default:
        let other = seeds[random.index(below: seeds.count)]
        let start = random.index(below: other.count + 1)
        let end = Swift.min(other.count, start + random.index(below: 12))
        bytes.insert(contentsOf: other[start..<end], at: place)
      }
    }
    return bytes
  }

  static func fuzz<G: Game>(_ name: String, _ seeds: [G]) {
    let texts = seeds.map { Array($0.text.utf8) }
    var random = RandomStream(seed: 11, role: name)
    var accepted = 0
    for _ in 0..<iterations {
      let text = String(decoding: mutant(texts, &random), as: UTF8.self)
      guard let position = try? G(text: text) else { continue }
      accepted += 1
      let again = try? G(text: position.text)
      #expect(again == position, "\(name): \(text)")
      var actions: [G.Action] = []
      position.appendLegalActions(to: &actions)
      #expect(actions.isEmpty == (position.turn == .finished), "\(name): \(text)")
    }
    print("\(name): \(accepted) of \(iterations) mutants are positions")
  }

  /// Positions along one random game.
  static func positions<G: Game>(_ start: G) -> [G] {
    var random = RandomStream(seed: 3, role: "seeds")
    var (position, positions) = (start, [start])
    while positions.count < 60, position.turn != .finished {
      let actions = position.legalActions
      position.apply(actions[random.index(below: actions.count)])
      positions.append(position)
    }
    return positions
  }

  @Test func `readers of positions survive mutants`() {
    Self.fuzz("tic-tac-toe", Self.positions(TicTacToe()))
    Self.fuzz("Connect Four", Self.positions(ConnectFour()))
    Self.fuzz("Othello", Self.positions(Othello(size: 6)) + Self.positions(Othello()))
    Self.fuzz("Hex", Self.positions(Hex(size: 5, swapRule: true)) + Self.positions(Hex(size: 3)))
    Self.fuzz("2048", Self.positions(TwentyFortyEight()))
    Self.fuzz("backgammon", Self.positions(Backgammon()))
  }

  @Test func `readers of small chess and shogi survive mutants`() {
    Self.fuzz("Gardner's chess", Self.positions(GardnerChess()))
    Self.fuzz("mini-shogi", Self.positions(MiniShogi()))
  }

  @Test func `the reader of SGF survives mutants`() {
    let records = [
      "(;FF[4]GM[1]SZ[9]KM[6.5]AB[aa:bb][ee]AW[ii]PL[W]C[a \\] b]\n;W[dd](;B[cc];W[])(;B[ff]))",
      "(;GM[1]FF[4]CA[UTF-8]SZ[5]RU[Chinese]HA[2]AB[bd][db];W[cc];B[dd];W[];B[])(;SZ[7:7])",
      Self.positions(Go(size: 5))[40].text,
    ]
    var random = RandomStream(seed: 12, role: "SGF")
    var (parsed, games) = (0, 0)
    for _ in 0..<Self.iterations {
      let bytes = Self.mutant(records.map { Array($0.utf8) }, &random)
      guard let collection = try? SGFCollection(bytes: bytes) else { continue }
      parsed += 1
      let again = try? SGFCollection(text: collection.text)
      #expect(again == collection, "\(String(decoding: bytes, as: UTF8.self))")
      for record in collection.games {
        guard let game = try? Go(record: record) else { continue }
        games += 1
        let read = try? Go(text: game.text)
        #expect(read == game, "\(String(decoding: bytes, as: UTF8.self))")
      }
    }
    print("SGF: \(parsed) of \(Self.iterations) mutants are SGF, \(games) games of Go")
  }
}
