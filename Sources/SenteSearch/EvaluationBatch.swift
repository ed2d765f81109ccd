public import SenteGames
public import SentePrimitives

/// Positions that wait for their evaluation, and the places where it is written.
public struct EvaluationBatch<Position: Game>: Sendable {
  /// How many numbers a position's values have.
  public let playerCount: Int
  /// The positions; in each a player is to move.
  @inlinable public var positions: [Position] { positionStorage }
  /// One random stream per position, for evaluators that draw: it depends on the search's seed and
  /// on how many evaluations the search had asked for before.
  @inlinable public var streams: [RandomStream] { streamStorage }
  /// The legal actions of all positions, one position after the other; empty when priors are not
  /// asked for.
  @inlinable public var actions: [Position.Action] { actionStorage }
  @usableFromInline var positionStorage: [Position] = []
  @usableFromInline var streamStorage: [RandomStream] = []
  @usableFromInline var actionStorage: [Position.Action] = []
  /// Where the actions of each position end.
  @usableFromInline var actionEnds: [Int] = []
  @usableFromInline var priorStorage: [Float] = []
  @usableFromInline var valueStorage: [Float] = []
  /// Reported actions by number, where those of each position end, and who played the first.
  @usableFromInline var reports: [UInt16] = []
  @usableFromInline var reportEnds: [Int] = []
  @usableFromInline var reportMovers: [Int8] = []

  /// An empty batch for games of so many players.
  @inlinable
  public init(playerCount: Int) { self.playerCount = playerCount }

  /// How many positions there are.
  @inlinable public var count: Int { positionStorage.count }

  /// The places of a position's legal actions in `actions` and in `priors`.
  @inlinable
  public func actionRange(of index: Int) -> Range<Int> {
    (index == 0 ? 0 : actionEnds[index - 1])..<actionEnds[index]
  }

  /// Where priors are written, one for each of `actions`; those of a position sum to 1.
  @inlinable public var priors: MutableSpan<Float> {
    @_lifetime(&self) mutating get { priorStorage.mutableSpan }
  }

  /// Where values are written, [count, players]: the expected outcome of each player by number.
  @inlinable public var values: MutableSpan<Float> {
    @_lifetime(&self) mutating get { valueStorage.mutableSpan }
  }

  /// Writes the value of a position as the player to move sees it; where two play, the other sees
  /// the same negated. Not for three and more.
  @inlinable
  public mutating func setValue(_ value: Float, of index: Int) {
    guard playerCount == 2 else {
      precondition(playerCount == 1, "one value does not do for \(playerCount) players")
      valueStorage[index] = value
      return
    }
    guard case .player(let mover) = positionStorage[index].turn else {
      preconditionFailure("position \(index) has no player to move")
    }
    valueStorage[2 * index + mover] = value
    valueStorage[2 * index + 1 - mover] = -value
  }

  /// Reports how a playout went on from the next position that has no report yet: the numbers of
  /// its actions, played in turns beginning with `mover`. `RAVE` learns from it.
  @inlinable
  public mutating func report(_ actions: [UInt16], by mover: Int) {
    reports.append(contentsOf: actions)
    reportEnds.append(reports.count)
    reportMovers.append(Int8(truncatingIfNeeded: mover))
  }

  /// Writes a position's priors as the softmax of one logit per action number, over its legal
  /// actions; `logits` has `actionCount` elements.
  @inlinable
  public mutating func setPriors(of index: Int, fromLogits logits: Span<Float>) {
    let range = actionRange(of: index)
    var highest = -Float.infinity
    for place in range {
      let logit = logits[positionStorage[index].index(of: actionStorage[place])]
      priorStorage[place] = logit
      highest = max(highest, logit)
    }
    var sum = 0.0
    for place in range {
      let weight = Elementary.exp(Double(priorStorage[place] - highest))
      priorStorage[place] = Float(weight)
      sum += weight
    }
    for place in range { priorStorage[place] = Float(Double(priorStorage[place]) / sum) }
  }

  /// Adds a position; `withActions` lists its legal actions and makes room for their priors.
  @inlinable
  public mutating func append(
    _ position: consuming Position, stream: RandomStream, withActions: Bool
  ) {
    if withActions { position.appendLegalActions(to: &actionStorage) }
    positionStorage.append(consume position)
    streamStorage.append(stream)
    if withActions { growPriors() }
    actionEnds.append(actionStorage.count)
    for _ in 0..<playerCount { valueStorage.append(0) }
  }

  /// Adds the positions of another batch with their actions and streams.
  @inlinable
  public mutating func append(contentsOf other: borrowing EvaluationBatch) {
    let before = actionStorage.count
    positionStorage.append(contentsOf: other.positionStorage)
    streamStorage.append(contentsOf: other.streamStorage)
    actionStorage.append(contentsOf: other.actionStorage)
    growPriors()
    for end in other.actionEnds { actionEnds.append(before + end) }
    for _ in other.valueStorage { valueStorage.append(0) }
  }

  /// Empties the batch and keeps its memory.
  @inlinable
  public mutating func removeAll() {
    positionStorage.removeAll(keepingCapacity: true)
    streamStorage.removeAll(keepingCapacity: true)
    actionStorage.removeAll(keepingCapacity: true)
    actionEnds.removeAll(keepingCapacity: true)
    priorStorage.removeAll(keepingCapacity: true)
    valueStorage.removeAll(keepingCapacity: true)
    reports.removeAll(keepingCapacity: true)
    reportEnds.removeAll(keepingCapacity: true)
    reportMovers.removeAll(keepingCapacity: true)
  }

  @inlinable
  mutating func growPriors() {
    let missing = actionStorage.count - priorStorage.count
    priorStorage.append(contentsOf: repeatElement(0, count: missing))
  }
}

extension EvaluationBatch {
  /// Lends positions and streams, and a function that writes the values of one position and may be
  /// called for different positions at the same time.
  @inlinable
  mutating func withValueRows(
    _ body: (
      _ positions: [Position], _ streams: [RandomStream], _ write: (Int, [Float]) -> Void
    ) -> Void
  ) {
    let (positions, streams, players) = (positionStorage, streamStorage, playerCount)
    unsafe valueStorage.withUnsafeMutableBufferPointer { rows in
      let rows = unsafe rows
      body(positions, streams) { index, values in
        for player in 0..<players { unsafe rows[index * players + player] = values[player] }
      }
    }
  }
}
