public import SentePrimitives

/// An episode that ended in the last step of a batch.
@frozen
public struct FinishedEpisode: Hashable, Sendable, Codable {
  /// Which copy of the environment it ran in.
  public var environment: Int
  /// The sum of its rewards.
  public var episodeReturn: Double
  /// How many steps it took.
  public var length: Int

  /// An episode with these figures.
  @inlinable
  public init(environment: Int, episodeReturn: Double, length: Int) {
    self.environment = environment
    self.episodeReturn = episodeReturn
    self.length = length
  }
}

/// Many copies of one environment, stepped together into contiguous rows, with automatic resets.
///
/// The environment's type is known only inside `init`, where the loops are specialised for it; after
/// that a batch is a plain object, and stepping costs one call per block of copies. Copy `i` draws
/// from a stream of its own, so its episodes depend on the seed, `i` and its actions alone: never on
/// its neighbours, the number of copies or the number of threads.
///
/// After `step` the rows tell, for each copy: `rewards` and `ends` of the step; `observations` the
/// present observation, which is the first of a new episode where one ended; `finalObservations` the
/// observation that ended an episode, valid in the rows whose end is not `.running`; `actionMasks`
/// what may be chosen next, where the environment says so.
public final class EnvironmentBatch {
  /// How many copies there are.
  public let count: Int
  /// The observations of one copy.
  public let observationSpace: Space
  /// The actions that one copy accepts.
  public let actionSpace: Space
  /// How many numbers an observation takes.
  public let observationWidth: Int
  /// How many numbers an action takes.
  public let actionWidth: Int
  /// After how many steps an episode is truncated; nil for never.
  public let maximumEpisodeSteps: Int?
  /// The episodes that ended in the last step, by rising index of the copy.
  public private(set) var finishedEpisodes: [FinishedEpisode] = []

  private let rows: BatchRows
  private let copies: ErasedCopies
  private let pool: ThreadPool?
  private let actionCheck: RowCheck
  private let choices: [Space.Choice]
  private let isMasked: Bool
  private var started = false
  private var observationsFitTheirSpace = false

  /// How many copies one piece of work steps, whatever the number of threads.
  @usableFromInline static let blockSize = 256

  /// `count` copies of the environment that `make` gives.
  ///
  /// - Parameters:
  ///   - maximumEpisodeSteps: Episodes of this length are truncated, nil for no limit.
  ///   - seed: Copy `i` draws from `RandomStream(seed: seed, role: "environment", index: i)`.
  ///   - pool: The threads that share the work; nil for the caller alone.
  ///   - make: Gives one copy; `reset` is called before it is used.
  @inlinable
  public convenience init<E: Environment>(
    count: Int, maximumEpisodeSteps: Int? = nil, seed: UInt64, pool: ThreadPool? = nil,
    make: () -> E
  ) {
    precondition(count > 0, "a batch needs at least one environment, not \(count)")
    let sample = make()
    let rows = BatchRows(
      count: count, observationWidth: sample.observationSpace.width,
      actionWidth: sample.actionSpace.width,
      maskWidth: sample is any MaskedEnvironment ? sample.actionSpace.choiceCount : 0)
    precondition(
      rows.actionWidth == E.Action.width,
      "\(E.self) reads \(E.Action.width) numbers, its action space has \(rows.actionWidth)")
    let copies = TypedCopies(
      rows: rows, limit: maximumEpisodeSteps ?? Int.max,
      copies: SharedBuffer(count: count) {
        EnvironmentCopy(
          environment: make(),
          stream: RandomStream(seed: seed, role: "environment", index: UInt64($0)))
      })
    self.init(
      observationSpace: sample.observationSpace, actionSpace: sample.actionSpace,
      maximumEpisodeSteps: maximumEpisodeSteps, rows: rows,
      copies: ErasedCopies(
        reset: { copies.reset(block: $0) }, step: { copies.step(block: $0) },
        mask: copies.makeMasker(), episode: { copies.episode(of: $0) },
        observeAmidst: { copies.observeAmidst(&$0, margin: $1) },
        capture: { try copies.capture() }, restore: { try copies.restore($0) }),
      pool: pool)
  }

  @usableFromInline
  init(
    observationSpace: Space, actionSpace: Space, maximumEpisodeSteps: Int?, rows: BatchRows,
    copies: ErasedCopies, pool: ThreadPool?
  ) {
    if let limit = maximumEpisodeSteps {
      precondition(limit > 0, "an episode cannot be limited to \(limit) steps")
    }
    for (name, space) in [("observation", observationSpace), ("action", actionSpace)] {
      if let problem = space.problem { fatalError("the \(name) space cannot be used: \(problem)") }
    }
    count = rows.count
    self.observationSpace = observationSpace
    self.actionSpace = actionSpace
    self.maximumEpisodeSteps = maximumEpisodeSteps
    observationWidth = rows.observationWidth
    actionWidth = rows.actionWidth
    self.rows = rows
    self.copies = copies
    self.pool = pool
    actionCheck = RowCheck(actionSpace)
    choices = actionSpace.choices
    isMasked = copies.mask != nil
  }

  /// Begins fresh episodes in all copies and writes their first observations.
  ///
  /// The first time, observations are compared with what their space says.
  public func reset() throws(EnvironmentFault) {
    if !observationsFitTheirSpace { try checkObservationWidth() }
    forEachBlock(copies.reset)
    finishedEpisodes.removeAll(keepingCapacity: true)
    started = true
    if !observationsFitTheirSpace { try checkObservationSpace() }
    try checkObservations()
    try updateMasks()
  }

  /// Acts once in every copy; `actions` is [count, actionWidth].
  ///
  /// A row outside the action space, or with a choice that its mask forbids, is a programmer's error
  /// and traps with its values. Throws when an observation or a reward is not finite or a mask leaves
  /// nothing to choose; the batch must then be reset or restored.
  public func step(actions: Span<Float>) throws(EnvironmentFault) {
    precondition(started, "reset a batch before its first step")
    precondition(
      actions.count == count * actionWidth,
      "\(actions.count) numbers are not \(count) actions of \(actionWidth)")
    rows.takeActions(actions)
    if let row = actionCheck.firstRowOutside(actions) { trapOnAction(actions, row) }
    if isMasked { trapOnMaskedChoice(actions) }
    forEachBlock(copies.step)
    collectFinishedEpisodes()
    try checkResults()
    if isMasked { try updateMasks() }
  }

  /// Writes the masks of the present states and sees that they leave something to choose.
  private func updateMasks() throws(EnvironmentFault) {
    writeMasks()
    try checkMasks()
  }

  private func writeMasks() { if let mask = copies.mask { forEachBlock(mask) } }

  private func forEachBlock(_ body: (Int) -> Void) {
    let blocks = (count + EnvironmentBatch.blockSize - 1) / EnvironmentBatch.blockSize
    if let pool {
      pool.forEach(blocks, body)
    } else {
      for block in 0..<blocks { body(block) }
    }
  }

  private func collectFinishedEpisodes() {
    finishedEpisodes.removeAll(keepingCapacity: true)
    let rows = rows
    let counts = rows.finishedCounts.span
    let finished = rows.finished.span
    for block in 0..<counts.count where counts[block] > 0 {
      let start = block * EnvironmentBatch.blockSize
      for i in start..<start + counts[block] { finishedEpisodes.append(finished[i]) }
    }
  }

  private func trapOnAction(_ actions: Span<Float>, _ row: Int) -> Never {
    let values = (0..<actionWidth).map { "\(actions[row * actionWidth + $0])" }
    fatalError(
      "action [\(values.joined(separator: ", "))] for environment \(row) is not in \(actionSpace)")
  }
}

// MARK: - Reading

extension EnvironmentBatch {
  /// The present observations, [count, observationWidth].
  public var observations: Span<Float> {
    @_lifetime(borrow self) get { rows.observations.span(keptBy: self) }
  }

  /// The observations that ended episodes, [count, observationWidth]; a row is valid when its end is
  /// not `.running`.
  public var finalObservations: Span<Float> {
    @_lifetime(borrow self) get { rows.finalObservations.span(keptBy: self) }
  }

  /// The rewards of the last step, [count].
  public var rewards: Span<Float> {
    @_lifetime(borrow self) get { rows.rewards.span(keptBy: self) }
  }

  /// How each copy's episode stood after the last step, [count].
  public var ends: Span<EpisodeEnd> {
    @_lifetime(borrow self) get { rows.ends.span(keptBy: self) }
  }

  /// What may be chosen next, [count, actionSpace.choiceCount], 1 for legal and 0 for not, ordered as
  /// `actionSpace.choices`; nil when the environment forbids nothing.
  public var actionMasks: Span<Float>? {
    @_lifetime(borrow self) get { isMasked ? rows.masks.span(keptBy: self) : nil }
  }

  /// How many steps the present episode of a copy has taken.
  public func episodeSteps(of environment: Int) -> Int { copies.episode(environment).steps }
}

// MARK: - What an environment must never do

extension EnvironmentBatch {
  private func fault(_ environment: Int, _ reason: EnvironmentFault.Reason) -> EnvironmentFault {
    let (episode, steps) = copies.episode(environment)
    return EnvironmentFault(
      environment: environment, episode: episode, episodeStep: steps, reason: reason)
  }

  /// A fault of an episode that ended in the last step, or of the present one where none did.
  private func faultOfLastStep(
    _ environment: Int, _ reason: EnvironmentFault.Reason
  ) -> EnvironmentFault {
    guard let finished = finishedEpisodes.first(where: { $0.environment == environment }) else {
      return fault(environment, reason)
    }
    return EnvironmentFault(
      environment: environment, episode: copies.episode(environment).number - 1,
      episodeStep: finished.length, reason: reason)
  }

  /// What an error calls an element of the observations.
  private func name(_ position: Int) -> String {
    observationSpace.name(ofElement: position % observationWidth, in: "observation")
  }

  /// Sees that a copy writes every number of its row, and none beside it, before rows are lent.
  private func checkObservationWidth() throws(EnvironmentFault) {
    // Wide enough for an environment that has forgotten a part of its observation.
    let margin = 1024
    var row = [Float](repeating: EnvironmentBatch.unwritten, count: observationWidth + 2 * margin)
    copies.observeAmidst(&row, margin)
    let isUnwritten = row.map { $0.bitPattern == EnvironmentBatch.unwritten.bitPattern }
    // The copy has begun an episode for this which the batch has not yet.
    let fault = { (reason: EnvironmentFault.Reason) in
      EnvironmentFault(
        environment: 0, episode: self.copies.episode(0).number + 1, episodeStep: 0, reason: reason)
    }
    if (isUnwritten.prefix(margin) + isUnwritten.suffix(margin)).contains(false) {
      throw fault(.observationTooWide(width: observationWidth))
    }
    if let i = isUnwritten[margin..<margin + observationWidth].firstIndex(of: true) {
      throw fault(.observationUnwritten(element: name(i - margin), width: observationWidth))
    }
  }

  /// A number that no environment writes by chance.
  private static let unwritten = Float(nan: 0x2_5A5A, signaling: false)

  /// Sees that all first observations lie in their space.
  private func checkObservationSpace() throws(EnvironmentFault) {
    try checkObservations()
    let check = RowCheck(observationSpace)
    if let position = check.firstElementOutside(observations) {
      throw fault(
        position / observationWidth,
        .observationOutsideSpace(
          element: name(position), value: observations[position],
          allowed: check.allowed(inElement: position % observationWidth)))
    }
    observationsFitTheirSpace = true
  }

  private func checkMasks() throws(EnvironmentFault) {
    guard let masks = actionMasks else { return }
    let width = rows.maskWidth
    for environment in 0..<count {
      for choice in choices {
        var legal: Float = 0
        for i in choice.flags {
          let flag = masks[environment * width + i]
          guard flag == 0 || flag == 1 else {
            throw fault(environment, .maskFlag(index: i, value: flag))
          }
          legal += flag
        }
        if legal == 0 {
          throw fault(
            environment,
            .noLegalAction(
              choice: actionSpace.name(ofElement: choice.element, in: "action"),
              count: choice.count))
        }
      }
    }
  }

  private func trapOnMaskedChoice(_ actions: Span<Float>) {
    guard let masks = actionMasks else { return }
    for row in 0..<count {
      for choice in choices {
        let value = Int(actions[row * actionWidth + choice.element])
        let flags = row * rows.maskWidth + choice.maskOffset
        guard masks[flags + value - choice.start] == 0 else { continue }
        let legal = (0..<choice.count).filter { masks[flags + $0] != 0 }
          .map { "\($0 + choice.start)" }.joined(separator: ", ")
        let name = actionSpace.name(ofElement: choice.element, in: "action")
        fatalError("\(name) \(value) for environment \(row) is masked; legal are \(legal)")
      }
    }
  }

  private func checkObservations() throws(EnvironmentFault) {
    guard let position = firstNonFinite(observations) else { return }
    let environment = position / observationWidth
    throw fault(
      environment, .observationNotFinite(element: name(position), value: observations[position]))
  }

  private func checkResults() throws(EnvironmentFault) {
    let rows = rows
    let spoilt = rows.spoilt.span
    for block in 0..<spoilt.count where spoilt[block] { try checkObservations() }
    if let environment = firstNonFinite(rewards) {
      throw faultOfLastStep(environment, .rewardNotFinite(value: rewards[environment]))
    }
    let finals = finalObservations
    for episode in finishedEpisodes {
      let start = episode.environment * observationWidth
      let row = finals.extracting(start..<start + observationWidth)
      guard let element = firstNonFinite(row) else { continue }
      throw faultOfLastStep(
        episode.environment, .observationNotFinite(element: name(element), value: row[element]))
    }
  }
}

// MARK: - Snapshots

extension EnvironmentBatch {
  /// Everything that the future of a batch depends on, except its actions.
  ///
  /// Environments, stream positions, step counts and running returns, as exact JSON. It is encoded by
  /// JSON's own coder, `JSON(encoding:)`, and refuses any other.
  public struct State: Codable, Hashable, Sendable {
    let copies: JSON
  }

  /// The state of every copy; throws what the environment's own `encode` throws.
  public func snapshot() throws -> State { State(copies: try copies.capture()) }

  /// Goes back to a state, so that equal actions give equal bits from there on.
  ///
  /// Observations are written anew; rewards, ends and finished episodes are those of no step. Throws,
  /// and changes nothing, when the state is of another number of copies or another environment.
  public func restore(_ state: State) throws(RestoreError) {
    let copiesInState = state.copies.array?.count ?? 0
    guard copiesInState == count else {
      throw RestoreError(
        "a state of \(copiesInState) environments does not fit a batch of \(count)")
    }
    do {
      try copies.restore(state.copies)
    } catch {
      throw RestoreError("the state is not one of these environments: \(error)")
    }
    writeMasks()
    finishedEpisodes.removeAll(keepingCapacity: true)
    started = true
  }

  /// Why a state cannot be restored.
  public struct RestoreError: Error, Hashable, Sendable, CustomStringConvertible {
    /// One line for a person.
    public let description: String
    init(_ description: String) { self.description = description }
  }
}
