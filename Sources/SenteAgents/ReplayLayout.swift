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
  /// How observations are made of frames, of which the rows hold the newest.
  let numberFrames: FrameParts
  let byteFrames: FrameParts
  let actionWidth: Int
  let maskWidth: Int
  let memoryWidth: Int

  /// The most rows that each ring has been given; in a file it outlives the process.
  let written: MappedColumn<Int64>
  /// What was seen, the newest frame: [row, numbers].
  let numbers: MappedColumn<Float>
  /// What was seen, the newest frame: [row, bytes].
  let bytes: MappedColumn<UInt8>
  /// What was legal: [row, flags].
  let masks: MappedColumn<UInt8>
  /// What was done: [row, action].
  let actions: MappedColumn<Float>
  /// What the network remembered before, where it does: [row, memory].
  let memories: MappedColumn<Float>
  /// What it brought.
  let rewards: MappedColumn<Float>
  /// How it ended, and whether an episode began: `Replay.RowKind`.
  let kinds: MappedColumn<UInt8>
  /// Bytes of all columns.
  let byteCount: Int

  /// Rings for `capacity` rows that can be sampled, over all environments.
  ///
  /// - Parameter frames: How many frames an observation shows, each of which is kept once.
  init(
    _ observations: ObservationLayout, actionWidth: Int, maskWidth: Int = 0, memoryWidth: Int = 0,
    capacity: Int, environments: Int, frames: Int = 1
  ) {
    let sampled = max(capacity / environments, 1)
    self.init(
      observations, actionWidth: actionWidth, maskWidth: maskWidth, memoryWidth: memoryWidth,
      sampledRows: sampled, rows: sampled + ReplayLayout.spareRows + frames - 1, environments: environments,
      frames: frames)
  }

  /// How many frames an observation shows.
  var frames: Int { numberFrames.frames }

  /// One row for the present observation, one for what ends an episode that is cut off, and one that is
  /// being written when a process ends.
  private static let spareRows = 3

  /// The same for a file: room for everything that is seen until the next checkpoint without
  /// overwriting what the last one needs, and no more than the whole run needs.
  func kept(in file: ReplayFile, rolloutSteps: Int) -> ReplayLayout {
    // Each step may end an episode, which takes a second row.
    let most = { (steps: Int) in
      2 * (min(steps, 1 << 40) / environments + rolloutSteps + 1) + ReplayLayout.spareRows
    }
    return ReplayLayout(
      observations, actionWidth: actionWidth, maskWidth: maskWidth, memoryWidth: memoryWidth,
      sampledRows: sampledRows, rows: min(sampledRows + frames - 1 + most(file.checkpointSteps), most(file.steps)),
      environments: environments, frames: frames)
  }

  private init(
    _ observations: ObservationLayout, actionWidth: Int, maskWidth: Int, memoryWidth: Int,
    sampledRows: Int, rows: Int, environments: Int, frames: Int
  ) {
    numberFrames = FrameParts(observations, frames: frames, images: false)
    byteFrames = FrameParts(observations, frames: frames, images: true)
    self.environments = environments
    self.observations = observations
    self.actionWidth = actionWidth
    self.maskWidth = maskWidth
    self.memoryWidth = memoryWidth
    self.sampledRows = sampledRows
    self.rows = rows
    let count = environments * rows
    var end = 0
    written = MappedColumn(environments, after: &end)
    numbers = MappedColumn(count * numberFrames.frameWidth, after: &end)
    bytes = MappedColumn(count * byteFrames.frameWidth, after: &end)
    masks = MappedColumn(count * maskWidth, after: &end)
    actions = MappedColumn(count * actionWidth, after: &end)
    memories = MappedColumn(count * memoryWidth, after: &end)
    rewards = MappedColumn(count, after: &end)
    kinds = MappedColumn(count, after: &end)
    byteCount = end
  }
}
