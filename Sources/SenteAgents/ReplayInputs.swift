import SenteCompute
import SenteNetworks
import SentePrimitives

/// Observations as a traced program takes them.
struct ObservationInputs {
  private let layout: ObservationLayout
  private let numbers: Tensor?
  private let bytes: Tensor?
  private let numbersInput: Input?
  private let bytesInput: ByteInput?

  init(_ layout: ObservationLayout, _ trace: Trace, rows: Int) {
    self.layout = layout
    let numbers = layout.numberWidth > 0 ? trace.input([rows, layout.numberWidth]) : nil
    let bytes = layout.byteWidth > 0 ? trace.bytes([rows, layout.byteWidth]) : nil
    (self.numbers, numbersInput) = (numbers?.tensor, numbers?.handle)
    (self.bytes, bytesInput) = (bytes?.tensor, bytes?.handle)
  }

  /// One row of features each, [rows, features], images through convolutions.
  func features(_ network: ReplayNetwork, _ scope: Scope) -> Tensor {
    features(scope, network.start)
  }

  /// One row of features each, [rows, features], images through convolutions.
  func features(_ network: ValueNetwork, _ scope: Scope) -> Tensor {
    features(scope, network.start, normalizesLayers: network.normalizesLayers)
  }

  /// One row of features each, whose layers start, and are normalized, as said.
  func features(
    _ scope: Scope, _ start: (Double) -> DenseStart, normalizesLayers: Bool = false
  ) -> Tensor {
    layout.encode(
      numbers: numbers, bytes: bytes, scope, start, normalizesLayers: normalizesLayers)
  }

  /// Fills in present observations.
  func fill(_ program: inout Program, _ rows: ObservationRows) {
    if let numbersInput {
      var input = program.input(numbersInput)
      for i in 0..<input.count { input[i] = rows.numbers[i] }
    }
    if let bytesInput {
      var input = program.input(bytesInput)
      for i in 0..<input.count { input[i] = rows.bytes[i] }
    }
  }

  /// Fills in those of many observations that have these indices.
  func fill(_ program: inout Program, _ rows: ObservationRows, _ indices: Span<Int32>) {
    if let numbersInput {
      var input = program.input(numbersInput)
      copy(rows.numbers.span, indices, into: &input)
    }
    if let bytesInput {
      var input = program.input(bytesInput)
      copy(rows.bytes.span, indices, into: &input)
    }
  }

  /// Fills in rows of a replay, standardized if it does so.
  func fill(_ program: inout Program, _ replay: borrowing Replay, _ rows: Span<Int32>) {
    if let numbersInput {
      var input = program.input(numbersInput)
      replay.copyNumbers(rows, into: &input)
    }
    if let bytesInput {
      var input = program.input(bytesInput)
      replay.copyBytes(rows, into: &input)
    }
  }
}

/// Transitions as a traced program takes them.
struct TransitionInputs {
  /// Where they began.
  let observations: ObservationInputs
  /// What was done, [rows, action].
  let actions: Tensor
  /// Discounted sums of rewards, [rows, 1].
  let rewards: Tensor
  /// Where they led.
  let next: ObservationInputs
  /// What the value there counts, 0 where there is no future, [rows, 1].
  let discounts: Tensor

  private let actionsInput: Input
  private let rewardsInput: Input
  private let discountsInput: Input

  init(_ layout: ObservationLayout, actionWidth: Int, _ trace: Trace, rows: Int) {
    observations = ObservationInputs(layout, trace, rows: rows)
    next = ObservationInputs(layout, trace, rows: rows)
    (actions, actionsInput) = trace.input([rows, actionWidth])
    (rewards, rewardsInput) = trace.input([rows, 1])
    (discounts, discountsInput) = trace.input([rows, 1])
  }

  /// Fills in transitions of a replay.
  func fill(_ program: inout Program, _ replay: borrowing Replay, _ batch: ReplayBatch) {
    observations.fill(&program, replay, batch.rows.span)
    next.fill(&program, replay, batch.lastRows.span)
    var actions = program.input(actionsInput)
    replay.copyActions(batch.rows.span, into: &actions)
    var rewards = program.input(rewardsInput)
    for i in batch.rewards.indices { rewards[i] = batch.rewards[i] }
    var discounts = program.input(discountsInput)
    for i in batch.discounts.indices { discounts[i] = batch.discounts[i] }
  }
}

/// Transitions drawn from a replay.
struct ReplayBatch {
  /// Where they began.
  var rows: [Int32]
  /// Where they led.
  var lastRows: [Int32]
  /// Discounted sums of rewards.
  var rewards: [Float]
  /// What the value where they led counts.
  var discounts: [Float]

  /// Room for `count` transitions.
  init(count: Int) {
    rows = [Int32](repeating: 0, count: count)
    lastRows = rows
    rewards = [Float](repeating: 0, count: count)
    discounts = rewards
  }

  /// Draws anew, uniformly, with returns over `steps` steps.
  mutating func draw(
    _ replay: borrowing Replay, steps: Int, discount: Float, using random: inout RandomStream
  ) {
    for i in rows.indices {
      let row = replay.draw(using: &random)
      take(i, row: row, replay.future(of: row, steps: steps, discount: discount))
    }
  }

  /// Takes a transition that began in a row as number `i`.
  mutating func take(
    _ i: Int, row: Int, _ future: (rewards: Float, last: Int, discount: Float)
  ) {
    (rows[i], lastRows[i]) = (Int32(row), Int32(future.last))
    (rewards[i], discounts[i]) = (future.rewards, future.discount)
  }
}

extension Program {
  /// Fills an input with one number.
  mutating func fill(_ input: Input, with value: Float) {
    var numbers = self.input(input)
    for i in 0..<numbers.count { numbers[i] = value }
  }
}
