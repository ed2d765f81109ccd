import SenteEnvironments
import SentePrimitives

/// What an agent that learns from replay has gone through, and when it is to learn from it.
struct Experience: ~Copyable {
  let settings: ReplaySettings
  private(set) var replay: Replay
  /// The present observations, as networks take them.
  private(set) var rows: ObservationRows
  private var finals: ObservationRows
  /// Transitions drawn last.
  private(set) var batch: ReplayBatch
  private(set) var state: State
  /// Where the file is that keeps the replay, if one does.
  private var path = ""

  /// Everything that the future depends on besides weights and the replay's content.
  struct State: Hashable, Sendable, Codable {
    /// Environment steps so far.
    var steps = 0
    /// Gradient steps so far.
    var updates = 0
    /// Steps of each environment since the last turn of learning.
    var turnSteps = 0
    /// What batches are drawn from.
    var sampling: RandomStream
    /// What actions are drawn from, for each environment.
    var acting: [RandomStream]
    var replay: Replay.State
  }

  /// The replay must have no `problem`.
  init(_ settings: ReplaySettings, _ layout: ReplayLayout, seed: UInt64) {
    self.settings = settings
    do {
      replay = try Replay(layout, standardizes: settings.normalizesObservations)
    } catch {
      fatalError("\(error)")
    }
    rows = ObservationRows(layout.observations, batch: layout.environments)
    finals = rows
    batch = ReplayBatch(count: settings.batchSize)
    state = State(
      sampling: RandomStream(seed: seed, role: "replay"),
      acting: (0..<layout.environments).map {
        RandomStream(seed: seed, role: "action", index: UInt64($0))
      },
      replay: replay.state)
  }

  /// How many environments there are.
  var environments: Int { replay.layout.environments }
  /// Whether actions are still random, because nothing is learned yet.
  var isWarmup: Bool { state.steps < settings.warmupSteps }
  /// Whether a turn's steps have been taken.
  var isReadyToLearn: Bool { state.turnSteps >= settings.rolloutSteps }
  /// Gradient steps that are due now.
  var updatesDue: Int { settings.updatesDue(after: state.steps) - state.updates }

  /// Takes over the present observations [environments, width]; `rows` are then standardized if
  /// observations are.
  ///
  /// - Parameter isNew: Whether they count for the statistics; those seen before learning are seen again
  ///   before the next action.
  mutating func see(_ observations: Span<Float>, masks: Span<Float>?, isNew: Bool = true) {
    let layout = replay.layout.observations
    rows.take(observations, layout)
    replay.see(rows, masks: masks, isNew: isNew)
    if let statistics = replay.state.standardization { rows.standardize(statistics, layout) }
  }

  /// Keeps what the network remembers before the present observations, [environments, memory].
  mutating func keep(memory: [Float]) {
    for i in 0..<environments {
      replay.writeMemory(memory, of: i, to: replay.presentRow(of: i))
    }
  }

  /// The same before the final observations of episodes that are about to be cut off.
  mutating func keepFinal(memory: [Float], _ ends: Span<EpisodeEnd>) {
    for i in 0..<environments where ends[i] == .truncated {
      replay.writeMemory(memory, of: i, to: replay.successor(replay.presentRow(of: i)))
    }
  }

  /// Takes in what was done at the present observations and what the environments answered.
  mutating func remember(
    actions: [Float], _ rewards: Span<Float>, _ ends: Span<EpisodeEnd>,
    _ finalObservations: Span<Float>
  ) {
    var isTruncated = false
    for i in 0..<ends.count where ends[i] == .truncated { isTruncated = true }
    if isTruncated { finals.take(finalObservations, replay.layout.observations) }
    replay.remember(actions: actions, rewards: rewards, ends: ends, finals: finals)
    state.steps += environments
    state.turnSteps += 1
  }

  /// Draws the transitions of one gradient step into `batch`.
  mutating func draw(discount: Double) {
    batch.draw(
      replay, steps: settings.returnSteps, discount: Float(discount), using: &state.sampling)
    state.updates += 1
  }

  /// Draws the transitions of one gradient step by their priorities.
  mutating func draw(_ priorities: inout Priorities, discount: Double, correction: Double) {
    priorities.draw(
      replay, into: &batch, steps: settings.returnSteps, discount: Float(discount),
      correction: correction, using: &state.sampling)
    state.updates += 1
  }

  /// Ends a turn of learning.
  mutating func finishTurn() { state.turnSteps = 0 }

  /// True with a probability, for an environment.
  mutating func flips(_ environment: Int, _ probability: Double) -> Bool {
    state.acting[environment].uniform() < probability
  }

  /// Draws a legal number uniformly, for an environment.
  mutating func drawUniform(
    _ actions: DiscreteActions, _ environment: Int, masks: Span<Float>?
  ) -> Int {
    actions.drawUniform(row: environment, masks: masks, using: &state.acting[environment])
  }

  /// Draws the action of an environment from a policy whose values are logits.
  mutating func sample(_ policy: borrowing ValuePolicy, _ environment: Int) -> Int {
    policy.sample(environment, using: &state.acting[environment])
  }

  /// Draws actions uniformly.
  mutating func drawUniform(_ actions: BoxActions, into drawn: inout [Float]) {
    actions.drawUniform(into: &drawn, using: &state.acting)
  }

  /// Draws the actions of a policy that has seen `rows`.
  mutating func sample(
    _ policy: borrowing BoxPolicy, noise: Double = 0, into drawn: inout [Float]
  ) {
    policy.sample(into: &drawn, noise: noise, using: &state.acting)
  }

  // MARK: State

  /// The whole state; the replay's content is apart.
  func snapshot() -> State {
    var state = state
    state.replay = replay.state
    return state
  }

  /// The replay's content, where no file keeps it.
  var content: [UInt8] { replay.content }

  /// Keeps the replay in a file from now on; nothing may have been seen yet.
  mutating func keep(in file: ReplayFile) throws {
    precondition(state.steps == 0, "a replay moves to a file before the first step")
    replay = try Replay(
      replay.layout.kept(in: file, rolloutSteps: settings.rolloutSteps),
      standardizes: settings.normalizesObservations, file: file.path)
    path = file.path
  }

  /// Returns when what a file keeps is on the device.
  func synchronize() throws { try replay.synchronize() }

  /// Puts a state back, and the content where no file keeps it; throws, and changes nothing, when it
  /// is of another configuration, or the file has gone too far.
  mutating func restore(_ other: State, content: [UInt8]) throws {
    guard other.acting.count == environments, replay.accepts(other.replay, content: content)
    else { throw ForeignState() }
    guard replay.holds(other.replay) else { throw ReplayMismatch(path: path) }
    state = other
    replay.restore(other.replay, content: content)
  }
}
