import SenteGames
import SentePrimitives
public import SenteSearch

/// Checks the laws of an evaluator on positions of random games: values and priors are finite, the
/// priors of a position sum to 1, values of two players sum to 0 (`isZeroSum`), and the answer for
/// a position is the same to the bit alone, among others and in another order.
///
/// Returns what is violated, one line each; empty when everything holds.
public func checkEvaluator<E: Evaluator>(
  _ evaluator: inout E, start: E.Position, positions count: Int = 12, isZeroSum: Bool = true,
  seed: UInt64 = 1
) -> [String] {
  let positions = samplePositions(start, count: count, seed: seed)
  let streams = positions.indices.map {
    RandomStream(seed: seed, role: "evaluator", index: UInt64($0))
  }
  let all = answers(&evaluator, to: positions, streams, in: Array(positions.indices))
  let turned = answers(&evaluator, to: positions, streams, in: positions.indices.reversed())
  var violations: [String] = []
  for index in positions.indices {
    guard let answer = all[index],
      let alone = answers(&evaluator, to: positions, streams, in: [index])[index]
    else { continue }
    let name = positions[index].text
    if !answer.values.allSatisfy(\.isFinite) {
      violations.append("values of \(name): \(answer.values)")
    }
    if isZeroSum, abs(answer.values.reduce(0, +)) > 1e-5 {
      violations.append("the values of \(name) do not sum to 0: \(answer.values)")
    }
    if E.givesPriors,
      abs(answer.priors.reduce(0, +) - 1) > 1e-4 || answer.priors.contains(where: { !($0 >= 0) })
    {
      violations.append("the priors of \(name) are no probabilities: \(answer.priors)")
    }
    if alone != answer { violations.append("\(name) is valued differently alone") }
    if turned[index].map({ $0 != answer }) ?? true {
      violations.append("\(name) is valued differently in another order")
    }
  }
  return violations
}

private struct Answer: Equatable {
  var values: [Float]
  var priors: [Float]
}

/// What an evaluator says about some of the positions, by their numbers.
private func answers<E: Evaluator>(
  _ evaluator: inout E, to positions: [E.Position], _ streams: [RandomStream], in order: [Int]
) -> [Int: Answer] {
  let players = positions[0].playerCount
  var batch = EvaluationBatch<E.Position>(playerCount: players)
  for index in order {
    batch.append(positions[index], stream: streams[index], withActions: E.givesPriors)
  }
  evaluator.evaluate(&batch)
  var found: [Int: Answer] = [:]
  for (place, index) in order.enumerated() {
    var answer = Answer(values: [], priors: [])
    let range = batch.actionRange(of: place)
    do {
      let values = batch.values
      for player in 0..<players { answer.values.append(values[place * players + player]) }
    }
    let priors = batch.priors
    for action in range { answer.priors.append(priors[action]) }
    found[index] = answer
  }
  return found
}

/// Positions of random games in which a player is to move.
private func samplePositions<G: Game>(_ start: G, count: Int, seed: UInt64) -> [G] {
  var random = RandomStream(seed: seed, role: "positions")
  var positions: [G] = []
  var position = start
  while positions.count < count {
    if position.turn == .finished { position = start }
    if case .player = position.turn { positions.append(position) }
    for _ in 0...random.index(below: 3) {
      let actions = position.legalActions
      if actions.isEmpty { break }
      position.apply(actions[random.index(below: actions.count)])
    }
  }
  return positions
}
