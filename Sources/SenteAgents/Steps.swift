import SenteEnvironments

/// What a policy saw and did, step by step; rows of equal width in one array for each kind.
struct Steps {
  let plan: NetworkPlan
  /// [count, numbers].
  private(set) var numbers: [Float]
  /// [count, bytes].
  private(set) var bytes: [UInt8]
  /// [count, flags].
  private(set) var masks: [UInt8]
  /// [count, action], as drawn.
  private(set) var actions: [Float]

  /// Room for `count` steps.
  init(_ plan: NetworkPlan, count: Int) {
    self.plan = plan
    numbers = [Float](repeating: 0, count: count * plan.observations.numberWidth)
    bytes = [UInt8](repeating: 0, count: count * plan.observations.byteWidth)
    masks = [UInt8](repeating: 0, count: count * plan.maskWidth)
    actions = [Float](repeating: 0, count: count * plan.actionWidth)
  }

  /// Keeps what a batch saw and did as the rows from `start` on.
  mutating func remember(
    _ rows: ObservationRows, masks flags: Span<Float>?, _ drawn: DrawnActions, at start: Int
  ) {
    let first = start * plan.observations.numberWidth
    for i in rows.numbers.indices { numbers[first + i] = rows.numbers[i] }
    let firstByte = start * plan.observations.byteWidth
    for i in rows.bytes.indices { bytes[firstByte + i] = rows.bytes[i] }
    if let flags, plan.maskWidth > 0 {
      let firstFlag = start * plan.maskWidth
      for i in 0..<flags.count { masks[firstFlag + i] = UInt8(flags[i]) }
    }
    for i in drawn.rows.indices { actions[start * plan.actionWidth + i] = drawn.rows[i] }
  }

  /// Adds what one environment of a batch saw and did at the end.
  mutating func append(
    _ rows: ObservationRows, masks flags: Span<Float>?, _ drawn: DrawnActions, row: Int
  ) {
    let layout = plan.observations
    numbers += rows.numbers[row * layout.numberWidth..<(row + 1) * layout.numberWidth]
    bytes += rows.bytes[row * layout.byteWidth..<(row + 1) * layout.byteWidth]
    if let flags, plan.maskWidth > 0 {
      for i in row * plan.maskWidth..<(row + 1) * plan.maskWidth { masks.append(UInt8(flags[i])) }
    }
    actions += drawn.rows[row * plan.actionWidth..<(row + 1) * plan.actionWidth]
  }

  /// Adds all steps of others at the end.
  mutating func append(_ other: Steps) {
    numbers += other.numbers
    bytes += other.bytes
    masks += other.masks
    actions += other.actions
  }
}
