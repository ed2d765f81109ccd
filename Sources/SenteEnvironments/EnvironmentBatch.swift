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

/// A number that is not finite came out of an environment.
public struct NonFiniteValue: Error, Hashable, Sendable, CustomStringConvertible {
  /// What the number is.
  public enum Source: Hashable, Sendable {
    /// The element with this index of the observation.
    case observation(element: Int)
    /// The reward.
    case reward
  }
  /// Which copy of the environment gave it.
  public var environment: Int
  /// After how many steps of its episode (0: in the observation that a reset gave).
  public var episodeStep: Int
  /// What it is.
  public var source: Source
  /// The number itself.
  public var value: Float

  /// A number with its place.
  public init(environment: Int, episodeStep: Int, source: Source, value: Float) {
    self.environment = environment
    self.episodeStep = episodeStep
    self.source = source
    self.value = value
  }

  /// One line for a person.
  public var description: String {
    let what =
      switch source {
      case .observation(let element): "observation[\(element)]"
      case .reward: "the reward"
      }
    return "\(what) of environment \(environment) is \(value) after \(episodeStep) steps"
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
/// observation that ended an episode, valid in the rows whose end is not `.running`.
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
  private var started = false

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
      actionWidth: sample.actionSpace.width)
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
        episodeSteps: { copies.episodeSteps(of: $0) }, capture: { try copies.capture() },
        restore: { try copies.restore($0) }),
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
  }

  /// Begins fresh episodes in all copies and writes their first observations.
  public func reset() throws(NonFiniteValue) {
    forEachBlock(copies.reset)
    finishedEpisodes.removeAll(keepingCapacity: true)
    started = true
    try checkObservations()
  }

  /// Acts once in every copy; `actions` is [count, actionWidth].
  ///
  /// A row outside the action space is a programmer's error and traps with its values. Throws when
  /// an observation or a reward is not finite; the batch must then be reset or restored.
  public func step(actions: Span<Float>) throws(NonFiniteValue) {
    precondition(started, "reset a batch before its first step")
    precondition(
      actions.count == count * actionWidth,
      "\(actions.count) numbers are not \(count) actions of \(actionWidth)")
    rows.takeActions(actions)
    if let row = actionCheck.firstRowOutside(actions) { trapOnAction(actions, row) }
    forEachBlock(copies.step)
    collectFinishedEpisodes()
    try checkResults()
  }

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

  /// How many steps the present episode of a copy has taken.
  public func episodeSteps(of environment: Int) -> Int { copies.episodeSteps(environment) }
}

// MARK: - Numbers that are not finite

extension EnvironmentBatch {
  private func checkObservations() throws(NonFiniteValue) {
    guard let position = firstNonFinite(observations) else { return }
    let environment = position / observationWidth
    throw NonFiniteValue(
      environment: environment, episodeStep: copies.episodeSteps(environment),
      source: .observation(element: position % observationWidth),
      value: observations[position])
  }

  private func checkResults() throws(NonFiniteValue) {
    try checkObservations()
    if let environment = firstNonFinite(rewards) {
      throw NonFiniteValue(
        environment: environment, episodeStep: lastEpisodeStep(environment), source: .reward,
        value: rewards[environment])
    }
    let finals = finalObservations
    for episode in finishedEpisodes {
      for element in 0..<observationWidth {
        let value = finals[episode.environment * observationWidth + element]
        guard !value.isFinite else { continue }
        throw NonFiniteValue(
          environment: episode.environment, episodeStep: episode.length,
          source: .observation(element: element), value: value)
      }
    }
  }

  /// The episode step that the last call of `step` was for a copy.
  private func lastEpisodeStep(_ environment: Int) -> Int {
    finishedEpisodes.first { $0.environment == environment }?.length
      ?? copies.episodeSteps(environment)
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
