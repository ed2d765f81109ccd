import SenteCompute

/// What a traced network reads: observations, masks and memory, for sequences of steps side by side.
///
/// Rows are time-major: all sequences' first steps, then all second ones. Without memory a sequence is
/// one step long.
struct NetworkInputs {
  /// Steps of a sequence.
  let length: Int
  /// How many sequences there are.
  let sequences: Int
  /// [length · sequences, numbers].
  let numbers: Tensor?
  /// [length · sequences, bytes].
  let bytes: Tensor?
  /// [length · sequences, flags].
  let masks: Tensor?
  /// What is remembered before the first step, [sequences, memory].
  let memory: Tensor?
  /// 1 where a step begins an episode, [length, sequences, 1]; a sequence's first step has its
  /// memory already as it should be.
  let resets: Tensor?

  private let numbersInput: Input?
  private let bytesInput: ByteInput?
  private let masksInput: ByteInput?
  private let memoryInput: Input?
  private let resetsInput: Input?

  init(_ plan: NetworkPlan, _ trace: Trace, length: Int = 1, sequences: Int) {
    self.length = length
    self.sequences = sequences
    let rows = length * sequences
    let layout = plan.observations
    let numbers = layout.numberWidth > 0 ? trace.input([rows, layout.numberWidth]) : nil
    let bytes = layout.byteWidth > 0 ? trace.bytes([rows, layout.byteWidth]) : nil
    let masks = plan.maskWidth > 0 ? trace.bytes([rows, plan.maskWidth]) : nil
    let memory = plan.memoryWidth > 0 ? trace.input([sequences, plan.memoryWidth]) : nil
    let resets =
      plan.memoryWidth > 0 && length > 1 ? trace.input([length, sequences, 1]) : nil
    (self.numbers, numbersInput) = (numbers?.tensor, numbers?.handle)
    (self.bytes, bytesInput) = (bytes?.tensor, bytes?.handle)
    (self.masks, masksInput) = (masks?.tensor, masks?.handle)
    (self.memory, memoryInput) = (memory?.tensor, memory?.handle)
    (self.resets, resetsInput) = (resets?.tensor, resets?.handle)
  }

  /// Fills in one step of a batch.
  func fill(_ program: inout Program, _ rows: ObservationRows, memory: [Float]) {
    if let numbersInput {
      var input = program.input(numbersInput)
      for i in 0..<input.count { input[i] = rows.numbers[i] }
    }
    if let bytesInput {
      var input = program.input(bytesInput)
      for i in 0..<input.count { input[i] = rows.bytes[i] }
    }
    if let memoryInput {
      var input = program.input(memoryInput)
      for i in 0..<input.count { input[i] = memory[i] }
    }
  }

  /// Fills in the masks of one step of a batch.
  func fill(_ program: inout Program, masks: Span<Float>) {
    guard let masksInput else { return }
    var input = program.input(masksInput)
    for i in 0..<input.count { input[i] = UInt8(masks[i]) }
  }

  /// Fills in the steps with these indices, time-major.
  func fill(_ program: inout Program, _ steps: borrowing Steps, _ indices: Span<Int32>) {
    if let numbersInput {
      var input = program.input(numbersInput)
      copy(steps.numbers.span, indices, into: &input)
    }
    if let bytesInput {
      var input = program.input(bytesInput)
      copy(steps.bytes.span, indices, into: &input)
    }
    if let masksInput {
      var input = program.input(masksInput)
      copy(steps.masks.span, indices, into: &input)
    }
  }

  /// Fills in what is remembered before each sequence, and where episodes begin within.
  ///
  /// Without this all sequences begin with nothing remembered, and no episode begins within.
  ///
  /// - Parameters:
  ///   - memories: Rows of remembered numbers.
  ///   - rows: Which of them each sequence begins with.
  ///   - begins: Whether a step begins an episode, by index.
  func fillMemory(
    _ program: inout Program, _ memories: Span<Float>, rows: Span<Int32>,
    _ begins: Span<Bool>, _ indices: Span<Int32>
  ) {
    if let memoryInput {
      var input = program.input(memoryInput)
      copy(memories, rows, into: &input)
    }
    if let resetsInput {
      var input = program.input(resetsInput)
      for i in 0..<input.count {
        input[i] = i >= sequences && begins[Int(indices[i])] ? 1 : 0
      }
    }
  }
}

/// Copies rows by index, one after the other.
func copy<Value>(
  _ source: Span<Value>, _ indices: Span<Int32>, into target: inout MutableSpan<Value>
) {
  let width = target.count / indices.count
  for i in 0..<indices.count {
    // Slices of known length, so that no element costs a check and many are copied at once.
    let row = source.extracting(Int(indices[i]) * width..<(Int(indices[i]) + 1) * width)
    var place = target._mutatingExtracting(i * width..<(i + 1) * width)
    for j in 0..<width { place[j] = row[j] }
  }
}
