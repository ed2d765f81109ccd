import Foundation
import SenteGames
import SenteSearch
import Testing

@Suite struct ConnectFourMistakesTests {
  /// Files of positions with their scores, divided by ':'; the sets that P. Pons publishes.
  static let files =
    ProcessInfo.processInfo.environment["SENTE_CONNECT_FOUR"]?
    .split(separator: ":").map(String.init) ?? []

  /// A mistake turns a win into less, or a draw into a loss.
  @Test(.enabled(if: !files.isEmpty), arguments: files)
  func `UCT's mistakes on a published set are counted`(file: String) throws {
    let lines = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n").prefix(100)
    var solver = ConnectFourSolver()
    var mistakes = 0
    for (number, line) in lines.enumerated() {
      let fields = line.split(separator: " ")
      let position = try ConnectFour(moves: fields[0])
      let best = try #require(Int(fields[1])).signum()
      var search = Search(position, interior: UCB1(), seed: UInt64(number))
      var rollouts = RandomRollouts<ConnectFour>()
      search.run(simulations: 10_000, with: &rollouts)
      var next = position
      next.apply(search.result.best)
      let reached =
        next.outcome(for: position.stoneCount & 1).map { Int($0) }
        ?? -solver.score(of: next).signum()
      #expect(reached <= best)
      if reached < best { mistakes += 1 }
    }
    print("\(file.split(separator: "/").last ?? ""): \(mistakes) of \(lines.count)")
    #expect(mistakes < lines.count / 2)
  }

  @Test func `UCT makes few mistakes late in the game`() throws {
    var solver = ConnectFourSolver(tableBits: 16)
    var mistakes = 0
    // Positions after 28 moves of one fixed line per seed, none of them over.
    for seed in 0..<20 as Range<UInt64> {
      var search = Search(ConnectFour(), interior: UCB1(), seed: seed)
      var rollouts = RandomRollouts<ConnectFour>()
      var position = ConnectFour()
      while position.turn != .finished {
        search.reset(to: position)
        search.run(simulations: position.stoneCount < 26 ? 60 : 3_000, with: &rollouts)
        let action = search.result.best
        if position.stoneCount >= 26 {
          let best = solver.score(of: position).signum()
          var next = position
          next.apply(action)
          let reached =
            next.outcome(for: position.stoneCount & 1).map { Int($0) }
            ?? -solver.score(of: next).signum()
          if reached < best { mistakes += 1 }
        }
        position.apply(action)
      }
    }
    #expect(mistakes <= 1)
  }
}
