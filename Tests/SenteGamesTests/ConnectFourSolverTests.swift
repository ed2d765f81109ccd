import Foundation
import SenteGames
import SentePrimitives
import Testing

@Suite struct ConnectFourSolverTests {
  /// The exact score by plain alpha-beta over the rules alone.
  static func plain(_ position: ConnectFour, _ low: Int, _ high: Int) -> Int {
    let cells = position.columns * position.rows
    if let outcome = position.outcome {
      return outcome[0] == 0 ? 0 : -(cells + 2 - position.stoneCount) / 2
    }
    var best = low
    for action in position.legalActions {
      var next = position
      next.apply(action)
      best = max(best, -plain(next, -high, -best))
      if best >= high { break }
    }
    return best
  }

  static func randomPosition(
    _ start: ConnectFour, stones: Int, _ random: inout RandomStream
  ) -> ConnectFour {
    while true {
      var position = start
      while position.stoneCount < stones, position.turn != .finished {
        let actions = position.legalActions
        position.apply(actions[random.index(below: actions.count)])
      }
      if position.turn != .finished { return position }
    }
  }

  @Test(arguments: [(7, 6, 32), (7, 6, 34), (4, 4, 5), (5, 4, 11), (6, 5, 20), (8, 4, 22)])
  func `scores are those of plain search`(columns: Int, rows: Int, stones: Int) {
    var solver = ConnectFourSolver(columns: columns, rows: rows, tableBits: 16)
    var random = RandomStream(seed: 5, role: "solver")
    for _ in 0..<8 {
      let position = Self.randomPosition(
        ConnectFour(columns: columns, rows: rows), stones: stones, &random)
      #expect(solver.score(of: position) == Self.plain(position, -50, 50), "\(position.text)")
    }
  }

  @Test func `the best columns win, and full ones have no score`() throws {
    var solver = ConnectFourSolver(tableBits: 12)
    #expect(solver.score(of: try ConnectFour(moves: "112233")) == 18)
    var small = ConnectFourSolver(columns: 5, rows: 4, tableBits: 12)
    let position = try ConnectFour(moves: "223344", columns: 5, rows: 4)
    #expect(small.bestMoves(in: position) == [0, 4])
    let full = try ConnectFour(moves: "11115", columns: 5, rows: 4)
    #expect(small.scores(of: full)[0] == nil)
  }

  @Test func `an endgame has one score, whatever was solved before`() throws {
    var random = RandomStream(seed: 6, role: "solver")
    let positions = (0..<10).map { _ in Self.randomPosition(ConnectFour(), stones: 29, &random) }
    var shared = ConnectFourSolver(tableBits: 10)
    for position in positions {
      var fresh = ConnectFourSolver(tableBits: 14)
      #expect(shared.score(of: position) == fresh.score(of: position), "\(position.text)")
    }
  }

  /// Files of `MOVES SCORE` lines, as P. Pons publishes them, divided by colons.
  static let files =
    ProcessInfo.processInfo.environment["SENTE_CONNECT_FOUR"]?
    .split(separator: ":").map(String.init) ?? []

  @Test(.serialized, .enabled(if: !files.isEmpty), arguments: files)
  func `every score of a published set is exact`(file: String) throws {
    let lines = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n")
    var solver = ConnectFourSolver()
    var wrong = 0
    let time = try ContinuousClock().measure {
      for line in lines {
        let fields = line.split(separator: " ")
        let position = try ConnectFour(moves: fields[0])
        if solver.score(of: position) != Int(fields[1]) { wrong += 1 }
      }
    }
    #expect(wrong == 0)
    let rate = Double(lines.count) / (time / .seconds(1))
    print("\(file): \(lines.count) positions, \(rate) a second")
  }
}
