import CSenteKernels
public import SentePrimitives

/// A traced computation, ready to run thousands of times: flat calls, one arena, no allocation.
///
/// Results depend on inputs and weights alone: not on the number of threads, not on the instruction
/// set, and a row's results not on the other rows of its batch.
@safe
public struct Program: ~Copyable {
  /// The layouts of the weights that runs bind, in the order in which they were traced.
  public let layouts: [Layout]
  /// The threads that share long calls; nil runs everything in place.
  public var pool: ThreadPool?
  /// The kernels in use; at most what the processor has.
  public var instructionSet = InstructionSet.best
  /// Whether products of bfloat16 and of bytes use the processor's instructions for them, where it has
  /// them; the same bits either way, but for sums of bfloat16 below the smallest normal number.
  public var usesDotInstructions = true
  /// Whether runs look at every result for the first number that is not finite; slow.
  public var checksResults = false
  /// What the last run with `checksResults` found first; nil when all numbers were finite.
  public internal(set) var nonFinite: NonFiniteTensor?
  var arena: Storage
  let inputs: [PlannedInput]
  private let outputs: [(offset: Int, count: Int)]
  private let updates: [PlannedUpdate]
  let results: [PlannedResult]
  /// Calls before those of the updates.
  private let computing: Int
  /// Gradients added up since the last step.
  private var accumulated = 0
  private let calls: UnsafeMutableBufferPointer<SenteCall>
  private let operands: UnsafeMutableBufferPointer<SenteOperand>
  private let steps: UnsafeMutableBufferPointer<SenteStep>
  /// The versions of the weights for which the settled calls were done.
  private var settled: [UInt64]?
  /// Whether they have been done for the weights of the present run.
  private var skipsSettled = false
  /// The versions of the weights that are bound.
  private var bound: [UInt64]
  /// The arena, then for each set of weights the weights and the optimizer state.
  let bases: UnsafeMutableBufferPointer<UnsafeMutablePointer<Float>?>

  init(_ plan: Plan, _ layouts: [Layout]) {
    self.layouts = layouts
    (inputs, outputs, updates) = (plan.inputs, plan.outputs, plan.updates)
    results = plan.results
    computing = plan.computing
    arena = Storage(count: plan.arenaCount)
    bound = [UInt64](repeating: 0, count: layouts.count)
    unsafe calls = .allocate(capacity: plan.calls.count)
    _ = unsafe calls.initialize(from: plan.calls)
    unsafe operands = .allocate(capacity: plan.operands.count)
    _ = unsafe operands.initialize(from: plan.operands)
    unsafe steps = .allocate(capacity: plan.steps.count)
    _ = unsafe steps.initialize(from: plan.steps)
    unsafe bases = .allocate(capacity: 1 + 2 * layouts.count)
    unsafe bases.initialize(repeating: nil)
    unsafe bases[0] = arena.base
  }

  deinit {
    unsafe calls.deallocate()
    unsafe operands.deallocate()
    unsafe steps.deallocate()
    unsafe bases.deallocate()
  }

  /// How many kernels one run calls.
  public var callCount: Int { unsafe calls.count }
  /// Floats of memory between and during runs, weights not counted.
  public var arenaCount: Int { arena.count }

  /// An input's numbers, to be filled in place.
  @_lifetime(&self)
  public mutating func input(_ handle: Input) -> MutableSpan<Float> {
    let place = inputs[handle.index]
    let span = unsafe MutableSpan(_unsafeStart: arena.base + place.offset, count: place.count)
    return unsafe _overrideLifetime(span, mutating: &self)
  }

  /// The same memory as values of another type of one or four bytes.
  @_lifetime(&self)
  mutating func bytes<Value: BitwiseCopyable>(
    _ index: Int, as type: Value.Type
  ) -> MutableSpan<Value> {
    let place = inputs[index]
    let raw = unsafe UnsafeMutableRawPointer(arena.base + place.offset)
    let start = unsafe raw.assumingMemoryBound(to: type)
    let span = unsafe MutableSpan(_unsafeStart: start, count: place.count)
    return unsafe _overrideLifetime(span, mutating: &self)
  }

  /// An output's numbers after the last run.
  @_lifetime(borrow self)
  public borrowing func output(_ handle: Output) -> Span<Float> {
    let place = outputs[handle.index]
    let span = unsafe Span(_unsafeStart: arena.base + place.offset, count: place.count)
    return unsafe _overrideLifetime(span, borrowing: self)
  }

  /// The first number of an output after the last run.
  public borrowing func scalar(_ handle: Output) -> Float {
    let numbers = output(handle)
    return numbers[0]
  }

  /// The norm of the whole gradient in the last run, before clipping.
  public var gradientNorm: Float {
    updates.first.map { unsafe arena.base[$0.norm] } ?? 0
  }

  // MARK: Running

  /// Runs a program without weights.
  public mutating func run() { execute() }

  /// Runs with weights that stay as they are.
  public mutating func run(_ weights: borrowing Weights) {
    precondition(updates.isEmpty, "this program changes its weights; run(updating:_:rate:)")
    bind(0, weights)
    execute()
  }

  /// Runs with two sets of weights that stay as they are, as an online and a target network.
  public mutating func run(_ first: borrowing Weights, _ second: borrowing Weights) {
    precondition(updates.isEmpty, "this program changes its weights; run(updating:_:rate:)")
    bind(0, first)
    bind(1, second)
    execute()
  }

  /// Runs, and steps the optimizer once with a learning rate.
  ///
  /// After calls of `accumulate` the step goes down the mean of all gradients, theirs and this run's.
  public mutating func run(
    updating weights: inout Weights, _ state: inout OptimizerState, rate: Double
  ) {
    prepareUpdate(&weights, &state, rate: rate)
    executeUpdate()
  }

  /// Runs with a second set of weights that stay as they are, as a target network, and steps the
  /// optimizer of the first once with a learning rate.
  public mutating func run(
    updating weights: inout Weights, _ state: inout OptimizerState, _ other: borrowing Weights,
    rate: Double
  ) {
    precondition(layouts.count == 2, "this program has \(layouts.count) sets of weights, not two")
    prepareUpdate(&weights, &state, rate: rate)
    bind(1 - onlyUpdate.slot, other)
    executeUpdate()
  }

  /// Runs with a second and a third set of weights that stay as they are, as a policy and a target
  /// network, and steps the optimizer of the first once with a learning rate.
  ///
  /// The others are bound in the order in which they were traced.
  public mutating func run(
    updating weights: inout Weights, _ state: inout OptimizerState, _ second: borrowing Weights,
    _ third: borrowing Weights, rate: Double
  ) {
    precondition(layouts.count == 3, "this program has \(layouts.count) sets of weights, not three")
    prepareUpdate(&weights, &state, rate: rate)
    let slot = onlyUpdate.slot
    bind(slot == 0 ? 1 : 0, second)
    bind(slot == 2 ? 1 : 2, third)
    executeUpdate()
  }

  private mutating func prepareUpdate(
    _ weights: inout Weights, _ state: inout OptimizerState, rate: Double
  ) {
    let update = onlyUpdate
    precondition(state.layout == weights.layout, "the optimizer state belongs to other weights")
    precondition(
      state.moments >= update.rule.moments,
      "the rule remembers \(update.rule.moments) numbers a weight, the state \(state.moments)")
    bindChanging(update.slot, &weights)
    unsafe bases[2 + 2 * update.slot] = state.storage.base
    state.updates += 1
    let (first, second) = update.rule.corrections(step: state.updates)
    let share = 1 / Float(accumulated + 1)
    var numbers = arena.mutableSpan
    numbers[update.numbers] = Float(rate * first)
    numbers[update.numbers + 1] = Float(second)
    numbers[update.numbers + 2] = Float(rate)
    numbers[update.share] = share
  }

  private mutating func executeUpdate() {
    let update = onlyUpdate
    begin()
    execute(0..<computing)
    if accumulated > 0 { execute(update.averaging) }
    accumulated = 0
    execute(update.norming.lowerBound..<update.assigning.upperBound)
  }

  /// Runs, and adds the gradient to a sum that the next `run(updating:_:rate:)` takes its mean from.
  ///
  /// Micro-batches: each element of the gradient that is stepped is ((g₁ + g₂) + … + gₖ) · (1 / k), in the
  /// order of the runs. Of the weights, only assigned state changes. The trace must have been told that
  /// it accumulates.
  public mutating func accumulate(_ weights: inout Weights) {
    bindChanging(onlyUpdate.slot, &weights)
    addGradient()
  }

  /// The same with a second set of weights that stay as they are.
  public mutating func accumulate(_ weights: inout Weights, _ other: borrowing Weights) {
    precondition(layouts.count == 2, "this program has \(layouts.count) sets of weights, not two")
    bindChanging(onlyUpdate.slot, &weights)
    bind(1 - onlyUpdate.slot, other)
    addGradient()
  }

  private mutating func addGradient() {
    let update = onlyUpdate
    precondition(update.total != nil, "minimize(..., accumulates: true) was not asked for")
    accumulated += 1
    begin()
    execute(0..<computing)
    execute(update.norming)
    execute(update.accumulation)
    execute(update.assigning)
  }

  private var onlyUpdate: PlannedUpdate {
    precondition(updates.count == 1, "this program has \(updates.count) optimizer steps, not one")
    return updates[0]
  }

  private mutating func bind(_ slot: Int, _ weights: borrowing Weights) {
    precondition(
      layouts[slot] == weights.layout, "weights \(slot) have another layout than was traced")
    unsafe bases[1 + 2 * slot] = weights.storage.base
    bound[slot] = weights.version
  }

  /// Binds weights that the run changes: nothing settled depends on them.
  private mutating func bindChanging(_ slot: Int, _ weights: inout Weights) {
    weights.touch()
    bind(slot, weights)
    bound[slot] = 0
  }

  private mutating func execute() {
    begin()
    execute(0..<(unsafe calls.count))
  }

  /// Before the first call of a run.
  private mutating func begin() {
    skipsSettled = settled == bound
    settled = bound
    nonFinite = checksResults ? firstNonFiniteOperand() : nil
  }

  private mutating func execute(_ range: Range<Int>) {
    let first = unsafe calls.baseAddress.map { unsafe $0 + range.lowerBound }
    var list = unsafe SenteCallList(
      calls: first, count: Int32(range.count), operands: operands.baseAddress,
      steps: steps.baseAddress,
      has_pairs: usesDotInstructions ? sente_has_pairs() : 0,
      has_bytes: usesDotInstructions ? sente_has_bytes() : 0)
    guard checksResults || (pool?.threads ?? 1) > 1 else {
      unsafe sente_run(
        &list, bases.baseAddress, instructionSet.rawValue, skipsSettled ? 1 : 0)
      return
    }
    for call in 0..<Int32(range.count) {
      let place = range.lowerBound + Int(call)
      if skipsSettled, unsafe calls[place].settled != 0 { continue }
      let parts = Int(unsafe calls[place].parts)
      if parts == 1 || pool == nil {
        for part in 0..<Int32(parts) {
          unsafe sente_run_part(&list, call, part, bases.baseAddress, instructionSet.rawValue)
        }
      } else if let pool {
        let (whole, places, level) = unsafe (list, bases.baseAddress, instructionSet.rawValue)
        pool.forEach(parts) { part in
          var list = unsafe whole
          unsafe sente_run_part(&list, call, Int32(part), places, level)
        }
      }
      if checksResults, nonFinite == nil { nonFinite = firstNonFinite(after: place) }
    }
  }
}

extension Trace.Precision {
  /// Whether the processor has an instruction for its products; without one they take longer than in
  /// float32.
  public var isNative: Bool {
    switch self {
    case .float32: true
    case .bfloat16: sente_has_pairs() != 0
    case .int8: sente_has_bytes() != 0
    }
  }
}

/// A set of vector instructions that the kernels are written for.
public enum InstructionSet: Int32, CaseIterable, Comparable, Sendable {
  /// Plain C: slow where the processor has no fused multiply-add, and the same bits.
  case plain
  /// Arm's 128-bit vectors.
  case neon
  /// Intel's and AMD's 256-bit vectors with fused multiply-add.
  case avx2
  /// Intel's and AMD's 512-bit vectors.
  case avx512

  /// The best that this processor has.
  public static let best = InstructionSet(rawValue: sente_best_level()) ?? .plain

  /// Those that this processor can run, best first.
  public static var available: [InstructionSet] {
    switch best {
    case .avx512: [.avx512, .avx2, .plain]
    case .avx2: [.avx2, .plain]
    case .neon: [.neon]
    case .plain: [.plain]
    }
  }

  /// Fewer instructions come first.
  public static func < (a: InstructionSet, b: InstructionSet) -> Bool { a.rawValue < b.rawValue }

  /// Floating-point operations done by `rounds` rounds of independent fused multiply-adds in
  /// registers; timed by the caller, it gives the processor's peak.
  public func peakWork(rounds: Int) -> Double { sente_peak_work(Int64(rounds), rawValue) }
}
