public import SenteGames
public import SentePrimitives

/// Values positions by playing them to the end at random.
public struct RandomRollouts<Position: Game>: Evaluator, Sendable {
  /// How many games are played from a position; their mean is its value.
  public let count: Int
  @usableFromInline let pool: ThreadPool?

  /// `count` games a position; the positions of a batch are shared among the threads of `pool`.
  @inlinable
  public init(count: Int = 1, pool: ThreadPool? = nil) {
    precondition(count >= 1, "a position is valued by at least one game, not \(count)")
    self.count = count
    self.pool = pool
  }

  /// It gives values alone.
  @inlinable public static var givesPriors: Bool { false }

  /// Plays the games.
  @inlinable
  public mutating func evaluate(_ batch: inout EvaluationBatch<Position>) {
    guard let pool, batch.count > 1 else {
      for index in 0..<batch.count { play(&batch, index) }
      return
    }
    batch.withValueRows { positions, streams, write in
      pool.forEach(positions.count) { index in
        var random = streams[index]
        var values = [Float](repeating: 0, count: positions[index].playerCount)
        for _ in 0..<count { add(positions[index], &random, to: &values) }
        write(index, values)
      }
    }
  }

  @inlinable @inline(__always)
  func play(_ batch: inout EvaluationBatch<Position>, _ index: Int) {
    var random = batch.streamStorage[index]
    let row = index * batch.playerCount
    for _ in 1..<count {
      var game = batch.positionStorage[index]
      game.rollOut(using: &random)
      for player in 0..<batch.playerCount {
        batch.valueStorage[row + player] += Float(game.outcome(for: player) ?? 0)
      }
    }
    // The last game needs no copy: the batch is the evaluator's.
    batch.positionStorage[index].rollOut(using: &random)
    for player in 0..<batch.playerCount {
      let outcome = Float(batch.positionStorage[index].outcome(for: player) ?? 0)
      batch.valueStorage[row + player] =
        (batch.valueStorage[row + player] + outcome) / Float(count)
    }
  }

  @inlinable
  func add(_ position: Position, _ random: inout RandomStream, to values: inout [Float]) {
    var game = position
    game.rollOut(using: &random)
    for player in 0..<values.count {
      values[player] += Float(game.outcome(for: player) ?? 0) / Float(count)
    }
  }
}
