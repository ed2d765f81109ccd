import SentePrimitives

/// Where the columns of a replay lie, worked out before there is one.
struct ReplayLayout: Hashable, Sendable {
  /// Environments side by side; each has a ring of its own.
  let environments: Int
  /// The latest rows of each environment that can be sampled.
  let sampledRows: Int
  /// Rows of each ring: those that can be sampled, the present observation, and older ones that are kept
  /// until the next checkpoint.
  let rows: Int
  let observations: ObservationLayout
  let actionWidth: Int
  let maskWidth: Int

  /// Rows written to each ring so far; in a file they outlive the process.
  let written: MappedColumn<Int64>
  /// What was seen: [row, numbers].
  let numbers: MappedColumn<Float>
  /// What was seen: [row, bytes].
  let bytes: MappedColumn<UInt8>
  /// What was legal: [row, flags].
  let masks: MappedColumn<UInt8>
  /// What was done: [row, action].
  let actions: MappedColumn<Float>
  /// What it brought.
  let rewards: MappedColumn<Float>
  /// How it ended, and whether an episode began: `Replay.RowKind`.
  let kinds: MappedColumn<UInt8>
  /// Bytes of all columns.
  let byteCount: Int

  /// - Parameters:
  ///   - capacity: Rows that can be sampled, over all environments.
  ///   - slack: Rows of each environment kept beyond, so that a run can go back to a checkpoint.
  init(
    _ observations: ObservationLayout, actionWidth: Int, maskWidth: Int = 0, capacity: Int,
    environments: Int, slack: Int = 0
  ) {
    self.environments = environments
    self.observations = observations
    self.actionWidth = actionWidth
    self.maskWidth = maskWidth
    sampledRows = max(capacity / environments, 1)
    // One for the present observation, one for what ends an episode that is cut off.
    rows = sampledRows + slack + 2
    let count = environments * rows
    var end = 0
    written = MappedColumn(environments, after: &end)
    numbers = MappedColumn(count * observations.numberWidth, after: &end)
    bytes = MappedColumn(count * observations.byteWidth, after: &end)
    masks = MappedColumn(count * maskWidth, after: &end)
    actions = MappedColumn(count * actionWidth, after: &end)
    rewards = MappedColumn(count, after: &end)
    kinds = MappedColumn(count, after: &end)
    byteCount = end
  }
}
