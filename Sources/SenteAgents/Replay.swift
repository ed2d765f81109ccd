import SenteEnvironments
import SentePrimitives

/// What an agent saw, did and was answered, in one ring of rows for each environment.
///
/// A row holds an observation and what was done there. The observation after it is the next row's, so
/// none is stored twice; where an episode was cut off, its final observation has a row of its own, in
/// which nothing was done. Images stay bytes. A row is named by its place, which never changes.
struct Replay: ~Copyable {
  let layout: ReplayLayout
  private var memory: MappedMemory
  private(set) var state: State
  /// The most rows that any ring has been given.
  private var longestRing = 0

  /// How an environment's step ended, or that there was none.
  enum RowKind: UInt8 {
    /// The next row is what was seen next.
    case running
    /// There is no future.
    case terminated
    /// The next row is what was seen last.
    case truncated
    /// What was seen last before an episode was cut off.
    case final
  }
  /// Set in a row's kind where an episode begins.
  private static let beginning: UInt8 = 4

  /// What the replay's future depends on besides its content.
  struct State: Hashable, Sendable, Codable {
    /// Rows completed in each ring since the start.
    var written: [Int]
    /// Whether the present observation of each environment begins an episode.
    var begins: [Bool]
    /// Rows that can be sampled, over all rings.
    var transitions = 0
    /// Statistics of all observations so far, where those that are drawn are standardized.
    var standardization: RunningStandardization?
  }

  /// An empty replay in the memory of the process, or in a file.
  init(
    _ layout: ReplayLayout, standardizes: Bool = false, file path: String? = nil
  ) throws(MappingError) {
    let memory =
      if let path {
        try MappedMemory(byteCount: layout.byteCount, file: path)
      } else {
        try MappedMemory(byteCount: layout.byteCount)
      }
    self.layout = layout
    self.memory = memory
    state = State(
      written: [Int](repeating: 0, count: layout.environments),
      begins: [Bool](repeating: true, count: layout.environments),
      standardization: standardizes
        ? RunningStandardization(width: layout.observations.numberWidth) : nil)
  }

  /// How many transitions can be sampled.
  var count: Int { state.transitions }

  // MARK: Writing

  /// Writes the present observations, and what is legal there; doing so again changes nothing.
  ///
  /// - Parameter isNew: Whether they count for the statistics.
  mutating func see(_ seen: ObservationRows, masks: Span<Float>?, isNew: Bool = true) {
    if isNew { state.standardization?.update(seen.numbers.span) }
    for environment in 0..<layout.environments {
      let row = place(environment, state.written[environment])
      write(seen, environment, to: row)
      writeMask(masks, environment, to: row)
    }
  }

  /// Writes what is legal in a row: everything, as far as nobody has said.
  private mutating func writeMask(_ masks: Span<Float>?, _ environment: Int, to row: Int) {
    let width = layout.maskWidth
    guard width > 0 else { return }
    var flags = memory.mutableValues(layout.masks)
    for i in 0..<width { flags[row * width + i] = 1 }
    guard let masks else { return }
    for i in 0..<width { flags[row * width + i] = UInt8(masks[environment * width + i]) }
  }

  /// Writes what was done at the present observations, and what it brought.
  ///
  /// - Parameter finals: What ended an episode, valid where one was cut off.
  mutating func remember(
    actions: [Float], rewards: Span<Float>, ends: Span<EpisodeEnd>, finals: ObservationRows
  ) {
    for environment in 0..<layout.environments {
      let row = place(environment, state.written[environment])
      let width = layout.actionWidth
      var column = memory.mutableValues(layout.actions)
      for i in 0..<width { column[row * width + i] = actions[environment * width + i] }
      var answers = memory.mutableValues(layout.rewards)
      answers[row] = rewards[environment]
      let kind: RowKind =
        switch ends[environment] {
        case .running: .running
        case .terminated: .terminated
        case .truncated: .truncated
        }
      finish(environment, row, kind)
      if kind == .truncated {
        let last = place(environment, state.written[environment])
        write(finals, environment, to: last)
        writeMask(nil, environment, to: last)
        finish(environment, last, .final)
      }
      state.begins[environment] = kind != .running
    }
  }

  /// Writes what the network remembered of an environment, out of [environments, memory], before a row.
  mutating func writeMemory(_ memory: [Float], of environment: Int, to row: Int) {
    let width = layout.memoryWidth
    var column = self.memory.mutableValues(layout.memories)
    for i in 0..<width { column[row * width + i] = memory[environment * width + i] }
  }

  private mutating func finish(_ environment: Int, _ row: Int, _ kind: RowKind) {
    let begins = state.begins[environment] && kind != .final
    var kinds = memory.mutableValues(layout.kinds)
    kinds[row] = kind.rawValue | (begins ? Replay.beginning : 0)
    if kind != .final { state.transitions += 1 }
    let leaving = state.written[environment] - layout.sampledRows
    if leaving >= 0, self.kind(place(environment, leaving)) != .final { state.transitions -= 1 }
    let count = state.written[environment] + 1
    state.written[environment] = count
    longestRing = max(longestRing, count)
    var written = memory.mutableValues(layout.written)
    // A run that begins anew in the file of an older one has overwritten nothing yet.
    written[environment] = count == 1 ? 1 : max(written[environment], Int64(count))
  }

  private mutating func write(_ seen: ObservationRows, _ environment: Int, to row: Int) {
    let (numbers, bytes) = (layout.numberFrames, layout.byteFrames)
    if numbers.width > 0 {
      var column = memory.mutableValues(layout.numbers)
      numbers.copyNewest(
        seen.numbers, from: environment * numbers.width, to: row, of: &column)
    }
    if bytes.width > 0 {
      var column = memory.mutableValues(layout.bytes)
      bytes.copyNewest(seen.bytes, from: environment * bytes.width, to: row, of: &column)
    }
  }

  /// Where the row with a number, counted from the first ever, of an environment is.
  func place(_ environment: Int, _ number: Int) -> Int {
    environment * layout.rows + number % layout.rows
  }

  // MARK: Reading

  /// How a row ended.
  func kind(_ row: Int) -> RowKind {
    let kinds = memory.values(layout.kinds)
    return RowKind(rawValue: kinds[row] & 3) ?? .running
  }

  /// Whether an episode begins with a row.
  func begins(_ row: Int) -> Bool {
    let kinds = memory.values(layout.kinds)
    return kinds[row] & Replay.beginning != 0
  }

  /// The row that was written next.
  func successor(_ row: Int) -> Int {
    (row + 1) % layout.rows == 0 ? row + 1 - layout.rows : row + 1
  }

  /// The row that holds an environment's present observation.
  func presentRow(of environment: Int) -> Int { place(environment, state.written[environment]) }

  /// Whether a row holds an environment's present observation, where nothing was done yet.
  func isPresent(_ row: Int) -> Bool {
    row % layout.rows == state.written[row / layout.rows] % layout.rows
  }

  /// A row drawn uniformly from all transitions that can be sampled; there must be one.
  func draw(using random: inout RandomStream) -> Int {
    precondition(count > 0, "nothing can be drawn from an empty replay")
    let longest = min(longestRing, layout.sampledRows)
    while true {
      let environment = layout.environments == 1 ? 0 : random.index(below: layout.environments)
      let age = random.index(below: longest)
      let number = state.written[environment] - 1 - age
      if number < 0 { continue }
      let row = place(environment, number)
      if kind(row) != .final { return row }
    }
  }

  /// What followed a row for up to `steps` steps: the discounted sum of rewards, the row to bootstrap
  /// from, and what its value counts, 0 where there is no future.
  ///
  /// An episode's end and the present end it earlier.
  func future(
    of row: Int, steps: Int, discount: Float
  ) -> (rewards: Float, last: Int, discount: Float) {
    let rewards = memory.values(layout.rewards)
    var (sum, factor, row) = (Float(0), Float(1), row)
    for _ in 0..<steps {
      sum += factor * rewards[row]
      factor *= discount
      let kind = kind(row)
      row = successor(row)
      if kind == .terminated { return (sum, row, 0) }
      if kind == .truncated || isPresent(row) { break }
    }
    return (sum, row, factor)
  }

  /// Copies the numbers of observations, [rows, numbers], standardized if they are to be.
  func copyNumbers(_ rows: Span<Int32>, into target: inout MutableSpan<Float>) {
    copyFrames(memory.values(layout.numbers), layout.numberFrames, rows, into: &target)
    state.standardization?.standardize(&target, layout.observations)
  }

  /// Copies the bytes of observations, [rows, bytes].
  func copyBytes(_ rows: Span<Int32>, into target: inout MutableSpan<UInt8>) {
    copyFrames(memory.values(layout.bytes), layout.byteFrames, rows, into: &target)
  }

  /// Copies rows by index, each with the frames that were seen before it in its episode; the first of an
  /// episode stands for those that there are not.
  private func copyFrames<Value>(
    _ column: Span<Value>, _ parts: FrameParts, _ rows: Span<Int32>,
    into target: inout MutableSpan<Value>
  ) {
    if parts.frames == 1 { return copy(column, rows, into: &target) }
    for i in 0..<rows.count {
      var row = Int(rows[i])
      for frame in stride(from: parts.frames - 1, through: 0, by: -1) {
        parts.copy(frame: frame, column, row, into: &target, i)
        if !beginsEpisode(row) { row = predecessor(row) }
      }
    }
  }

  /// Whether an episode begins with a row, which may be one where nothing was done yet.
  private func beginsEpisode(_ row: Int) -> Bool {
    isPresent(row) ? state.begins[row / layout.rows] : begins(row)
  }

  /// The row that was written before.
  private func predecessor(_ row: Int) -> Int {
    row % layout.rows == 0 ? row + layout.rows - 1 : row - 1
  }

  /// Copies which choices were legal, [rows, flags].
  func copyMasks(_ rows: Span<Int32>, into target: inout MutableSpan<UInt8>) {
    copy(memory.values(layout.masks), rows, into: &target)
  }

  /// Copies what the network remembered before, [rows, memory].
  func copyMemories(_ rows: Span<Int32>, into target: inout MutableSpan<Float>) {
    copy(memory.values(layout.memories), rows, into: &target)
  }

  /// Copies what was done, [rows, action].
  func copyActions(_ rows: Span<Int32>, into target: inout MutableSpan<Float>) {
    copy(memory.values(layout.actions), rows, into: &target)
  }

  // MARK: State

  /// Returns when what a file keeps is on the device.
  func synchronize() throws(MappingError) { try memory.synchronize() }

  /// The content, where no file keeps it; else nothing.
  var content: [UInt8] {
    if memory.isFile { return [] }
    var end = 0
    let bytes = memory.values(MappedColumn<UInt8>(layout.byteCount, after: &end))
    return (0..<bytes.count).map { bytes[$0] }
  }

  /// Whether a state, and its content where no file keeps it, belong to a replay of this layout.
  func accepts(_ other: State, content: [UInt8]) -> Bool {
    other.written.count == layout.environments && other.begins.count == layout.environments
      && other.standardization?.mean.count == state.standardization?.mean.count
      && content.count == (memory.isFile ? 0 : layout.byteCount)
  }

  /// Whether the file, if there is one, still holds all that can be sampled in a state.
  func holds(_ other: State) -> Bool {
    guard memory.isFile else { return true }
    let written = memory.values(layout.written)
    return other.written.indices.allSatisfy { i in
      // The row after the last may be half written.
      let oldest = Int(written[i]) + 2 - layout.rows
      return other.written[i] <= written[i]
        && max(other.written[i] - layout.sampledRows - layout.frames + 1, 0) >= oldest
    }
  }

  /// Puts back what is accepted.
  mutating func restore(_ other: State, content: [UInt8]) {
    state = other
    longestRing = other.written.max() ?? 0
    var end = 0
    var bytes = memory.mutableValues(MappedColumn<UInt8>(layout.byteCount, after: &end))
    for i in content.indices { bytes[i] = content[i] }
  }
}
