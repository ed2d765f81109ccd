import SenteEnvironments
import SentePrimitives

/// The laws of batches.
struct BatchCheck<E: Environment> {
  let start: E
  let limit: Int?
  let seed: UInt64
  let steps: Int
  /// More than one block of work, the last one not full.
  let count = 300

  init(_ start: E, limit: Int?, seed: UInt64, steps: Int) {
    self.start = start
    self.limit = limit
    self.seed = seed
    self.steps = steps
  }

  private func batch(count: Int, pool: ThreadPool? = nil) -> EnvironmentBatch {
    EnvironmentBatch(
      count: count, maximumEpisodeSteps: limit, seed: seed, pool: pool, make: { start })
  }

  /// Random actions, moved to what the masks of a batch allow.
  private func actions(_ step: Int, for batch: EnvironmentBatch) -> [Float] {
    let (choices, flags) = (start.actionSpace.choices, start.actionSpace.choiceCount)
    var masks: [Float]?
    if let rows = batch.actionMasks { masks = (0..<rows.count).map { rows[$0] } }
    let drawn = randomActions(
      start.actionSpace, count: batch.count, seed: seed &+ UInt64(step))
    return drawn.enumerated().flatMap { row, action in
      legal(action, choices, masks?[row * flags..<(row + 1) * flags].map { $0 })
    }
  }

  func rowsEqualSingles(_ broken: inout [String]) {
    let count = 3
    let batch = batch(count: count)
    do {
      try batch.reset()
      var players = (0..<count).map { Player(start, seed: seed, index: UInt64($0)) }
      var lengths = [Int](repeating: 0, count: count)
      for step in 0..<steps {
        let actions = actions(step, for: batch)
        try batch.step(actions: actions.span)
        for i in 0..<count {
          let width = batch.actionWidth
          let action = Array(actions[i * width..<(i + 1) * width])
          let fault = compare(batch, row: i, &players[i], action, &lengths[i])
          if let fault {
            broken.append("row \(i) of a batch at step \(step): \(fault)")
            return
          }
        }
      }
    } catch { broken.append("stepping a batch fails: \(error)") }
  }

  /// Steps a single copy as its row was stepped; what differs, nil when nothing does.
  private func compare(
    _ batch: EnvironmentBatch, row: Int, _ player: inout Player<E>, _ action: [Float],
    _ length: inout Int
  ) -> String? {
    let result = player.environment.step(
      E.Action(row: action.span, at: 0), using: &player.stream)
    length += 1
    let isCut = result.end == .running && limit.map { length >= $0 } == true
    let end = isCut ? EpisodeEnd.truncated : result.end
    let finished = batch.finishedEpisodes.first { $0.environment == row }
    if batch.ends[row] != end { return "its end is \(batch.ends[row]), not \(end)" }
    if batch.rewards[row] != Float(result.reward) { return "its reward differs" }
    if end != .running {
      if floats(batch.finalObservations, row) != player.observation {
        return "its final observation differs"
      }
      if finished?.length != length { return "its finished episode has another length" }
      player.environment.reset(using: &player.stream)
      length = 0
    } else if finished != nil {
      return "an episode is finished that goes on"
    }
    if let masks = batch.actionMasks,
      floats(masks, row, width: start.actionSpace.choiceCount) != player.mask
    {
      return "its mask differs"
    }
    return floats(batch.observations, row) == player.observation ? nil : "its observation differs"
  }

  private func floats(_ rows: Span<Float>, _ row: Int, width: Int? = nil) -> [Float] {
    let width = width ?? start.observationSpace.width
    return (row * width..<(row + 1) * width).map { rows[$0] }
  }

  /// Everything that can be read after each of some steps.
  private func play(_ batch: EnvironmentBatch, _ steps: Range<Int>) throws -> [UInt64] {
    var digests: [UInt64] = []
    for step in steps {
      try batch.step(actions: actions(step, for: batch).span)
      var digest = Digest()
      let (observations, rewards) = (batch.observations, batch.rewards)
      for i in 0..<observations.count { digest.combine(observations[i].bitPattern) }
      for i in 0..<rewards.count {
        digest.combine(rewards[i].bitPattern)
        digest.combine([batch.ends[i].rawValue])
      }
      for episode in batch.finishedEpisodes {
        digest.combine("\(episode)".utf8)
        for value in floats(batch.finalObservations, episode.environment) {
          digest.combine(value.bitPattern)
        }
      }
      digests.append(digest.value)
    }
    return digests
  }

  func threadsMakeNoDifference(_ broken: inout [String]) {
    do {
      let alone = batch(count: count)
      let shared = batch(count: count, pool: ThreadPool(threads: 2))
      try alone.reset()
      try shared.reset()
      let steps = 0..<min(steps, 30)
      if try play(alone, steps) != play(shared, steps) {
        broken.append("a batch on two threads gives other bits than on one")
      }
    } catch { broken.append("stepping a batch on threads fails: \(error)") }
  }

  func restoringIsExact(_ broken: inout [String]) {
    do {
      let original = batch(count: 5)
      try original.reset()
      _ = try play(original, 0..<11)
      let restored = batch(count: 5)
      try restored.restore(throughJSON(original.snapshot()))
      if try restored.snapshot() != original.snapshot() {
        broken.append("a restored batch has another state")
      }
      if try play(original, 11..<steps) != play(restored, 11..<steps) {
        broken.append("a restored batch continues differently")
      }
    } catch { broken.append("saving and restoring a batch fails: \(error)") }
  }
}
