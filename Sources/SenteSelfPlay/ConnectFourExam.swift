public import SenteGames
import SentePrimitives
import SenteSearch

/// A position of Connect Four whose outcome is known.
public struct SolvedPosition: Hashable, Sendable {
  /// The position.
  public let position: ConnectFour
  /// 1 when the player to move wins, -1 when it loses, else 0.
  public let sign: Int

  /// Reads a line of the sets that P. Pons publishes: columns from 1, a space, and the score.
  public init(line: some StringProtocol) throws(NotationError) {
    let fields = line.split(separator: " ")
    guard fields.count == 2, let score = Int(fields[1]) else {
      throw NotationError(column: 1, reason: "expected columns and a score, as '4455 2'")
    }
    position = try ConnectFour(moves: fields[0])
    guard position.turn != .finished else {
      throw NotationError(column: 1, reason: "the game is over there")
    }
    sign = score.signum()
  }
}

/// How often a network's search turns a win into less or a draw into a loss.
struct ConnectFourExam {
  let simulations: Int
  let settings: NetworkPlayerSettings
  let pool: ThreadPool?

  /// How many searches meet in one batch.
  private static var group: Int { 64 }

  /// The number of mistakes in some positions; exact, by the solver.
  func mistakes(
    of network: NetworkEvaluator<ConnectFourEncoding>, in positions: [SolvedPosition],
    _ progress: (Int) -> Void
  ) -> Int {
    var solver = ConnectFourSolver(tableBits: 24)
    var evaluator = network
    var mistakes = 0
    for start in stride(from: 0, to: positions.count, by: Self.group) {
      let group = positions[start..<min(positions.count, start + Self.group)]
      let trees = group.enumerated().map { number, solved in
        Search(
          solved.position, interior: PUCT(initial: Float(settings.exploration)), seed: 1,
          index: UInt64(start + number))
      }
      var batch = SearchBatch(trees, pool: pool)
      batch.run(simulations: simulations, with: &evaluator)
      for (solved, tree) in zip(group, batch.searches) where solved.sign > -1 {
        var next = solved.position
        next.apply(tree.result.best)
        let reached =
          next.outcome(for: solved.position.stoneCount & 1).map { Int($0) }
          ?? -solver.sign(of: next)
        if reached < solved.sign { mistakes += 1 }
      }
      progress(group.endIndex)
    }
    return mistakes
  }
}
