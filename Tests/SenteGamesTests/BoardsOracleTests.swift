import Foundation
import SenteGames
import SentePrimitives
import Testing

/// Random games played by OpenSpiel: legal actions of every position, and returns, are the same.
///
/// The fixtures come from `Scripts/boards-oracle.py`; SENTE_ORACLE_DIRECTORY names other files.
@Suite struct BoardsOracleTests {
  /// One game of a file of `Scripts/boards-oracle.py`.
  struct Line {
    var actions: [Int]
    var digest: UInt64
    var returns: [Double]
  }

  static func lines(_ name: String) throws -> [Line] {
    let own = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Fixtures/Boards").path
    let folder = ProcessInfo.processInfo.environment["SENTE_ORACLE_DIRECTORY"] ?? own
    let text = try String(contentsOfFile: "\(folder)/\(name).txt", encoding: .utf8)
    return try text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { line in
      let parts = line.split(separator: ";")
      return Line(
        actions: try parts[0].split(separator: " ").map { try #require(Int($0)) },
        digest: try #require(UInt64(parts[1], radix: 16)),
        returns: try parts[2].split(separator: ",").map { try #require(Double($0)) })
    }
  }

  static func combine(_ numbers: [Int], into digest: inout Digest) {
    for number in numbers { digest.combine([UInt8(number & 255), UInt8(number >> 8)]) }
    digest.combine([255, 255])
  }

  /// How many games differ; `number` gives OpenSpiel's number of an action.
  static func differences<G: Game>(
    _ name: String, _ start: G, number: (G, G.Action) -> Int
  ) throws -> Int {
    let lines = try lines(name)
    #expect(!lines.isEmpty)
    return lines.count { line in
      var position = start
      var digest = Digest()
      for action in line.actions {
        let legal = position.legalActions
        let numbers = legal.map { number(position, $0) }
        combine(numbers.sorted(), into: &digest)
        guard let place = numbers.firstIndex(of: action) else { return true }
        position.apply(legal[place])
      }
      return digest.value != line.digest || position.outcome != line.returns
    }
  }

  @Test func `tic-tac-toe agrees with OpenSpiel`() throws {
    #expect(try Self.differences("tic-tac-toe", TicTacToe()) { $1 } == 0)
  }

  @Test func `Connect Four agrees with OpenSpiel`() throws {
    #expect(try Self.differences("connect-four", ConnectFour()) { $1 } == 0)
  }

  @Test func `Othello agrees with OpenSpiel`() throws {
    #expect(try Self.differences("othello", Othello()) { $1 } == 0)
  }

  @Test func `Hex agrees with OpenSpiel`() throws {
    #expect(try Self.differences("hex-11", Hex()) { $1 } == 0)
    #expect(try Self.differences("hex-5-swap", Hex(size: 5, swapRule: true)) { $1 } == 0)
  }

  @Test func `2048 agrees with OpenSpiel`() throws {
    for (name, target) in [("2048", 2048), ("2048-target-64", 64)] {
      let differences = try Self.differences(name, TwentyFortyEight(target: target)) {
        $0.turn == .chance ? $1 - 4 : $1
      }
      #expect(differences == 0, "\(name)")
    }
  }

  /// Every position in which a turn that begins with these dice can end, in the order of their texts.
  static func ends(_ rolled: Backgammon) -> [Backgammon] {
    guard case .player(let player) = rolled.turn else { return [rolled] }
    var (ends, open): (Set<Backgammon>, Set<Backgammon>) = ([], [rolled])
    while let position = open.popFirst() {
      for action in position.legalActions {
        var next = position
        next.apply(action)
        if next.turn == .player(player) { open.insert(next) } else { ends.insert(next) }
      }
    }
    return ends.sorted { $0.text < $1.text }
  }

  /// OpenSpiel plays two checkers with one action, so turns are compared by what they can lead to.
  @Test func `backgammon agrees with OpenSpiel`() throws {
    let own = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Fixtures/Boards").path
    let folder = ProcessInfo.processInfo.environment["SENTE_ORACLE_DIRECTORY"] ?? own
    let text = try String(contentsOfFile: "\(folder)/backgammon.txt", encoding: .utf8)
    let lines = text.split(separator: "\n").filter { !$0.hasPrefix("#") }
    #expect(!lines.isEmpty)
    var results: [[Double]: Int] = [:]
    let differences = try lines.count { line in
      let fields = line.split(separator: ";")
      var position = Backgammon()
      var digest = Digest()
      for word in fields[0].split(separator: " ") {
        let turn = word.split(separator: ":")
        position.apply(try position.action(from: String(turn[0])))
        let ends = Self.ends(position)
        for end in ends { digest.combine(Array((end.text + "\n").utf8)) }
        guard let choice = Int(turn[1]), ends.indices.contains(choice) else { return true }
        position = ends[choice]
      }
      let returns = try fields[2].split(separator: ",").map { try #require(Double($0)) }
      results[returns, default: 0] += 1
      return digest.value != UInt64(fields[1], radix: 16) || position.outcome != returns
    }
    #expect(differences == 0)
    print("backgammon: \(lines.count) games, results \(results)")
  }

  /// OpenSpiel counts rows from the bottom.
  static func number(_ game: Go, _ action: Int) -> Int {
    action == game.pass
      ? action : (game.size - 1 - action / game.size) * game.size + action % game.size
  }

  /// The rules differ by name in one point: OpenSpiel forbids simple ko only and ends a game as a
  /// draw when a position comes back. So legal moves are compared under simple ko, and a game that
  /// ended so is checked to have ended by a move that positional superko forbids.
  @Test(arguments: [("go-9", 9), ("go-5", 5)])
  func `Go agrees with OpenSpiel`(name: String, size: Int) throws {
    var rules = GoRules()
    rules.repetition = .simpleKo
    let simpleKo = Go(size: size, rules: rules)
    var repetitions = 0
    let lines = try Self.lines(name)
    let differences = lines.count { line in
      var position = simpleKo
      var strict = Go(size: size)
      var digest = Digest()
      for (turn, action) in line.actions.enumerated() {
        let legal = position.legalActions
        let numbers = legal.map { Self.number(position, $0) }
        Self.combine(numbers.sorted(), into: &digest)
        guard let place = numbers.firstIndex(of: action) else { return true }
        let ends = turn == line.actions.count - 1
        if !strict.isLegal(legal[place]) {
          repetitions += 1
          return !ends || digest.value != line.digest || line.returns != [0, 0]
        }
        position.apply(legal[place])
        strict.apply(legal[place])
      }
      return digest.value != line.digest || position.outcome != line.returns
        || strict.outcome != line.returns
    }
    #expect(differences == 0)
    print("\(name): \(lines.count) games, \(repetitions) ended by a repetition")
  }

  @Test func `counts of short lines are those of OpenSpiel`() {
    var rules = GoRules()
    rules.repetition = .simpleKo
    let go = Go(size: 5, rules: rules)
    #expect((1...3).map { ConnectFourTests.perft(go, depth: $0) } == [26, 651, 15_650])
    let hex = Hex(size: 5)
    #expect((1...3).map { ConnectFourTests.perft(hex, depth: $0) } == [25, 600, 13_800])
  }
}
