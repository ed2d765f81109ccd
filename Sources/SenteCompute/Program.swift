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
  /// Whether runs look at every result for the first number that is not finite; slow.
  public var checksResults = false
  /// What the last run with `checksResults` found first; nil when all numbers were finite.
  public internal(set) var nonFinite: NonFiniteTensor?
  var arena: Storage
  let inputs: [PlannedInput]
  private let outputs: [(offset: Int, count: Int)]
  private let updates: [PlannedUpdate]
  let results: [PlannedResult]
  private let calls: UnsafeMutableBufferPointer<SenteCall>
  private let operands: UnsafeMutableBufferPointer<SenteOperand>
  private let steps: UnsafeMutableBufferPointer<SenteStep>
  /// The versions of the weights for which the settled calls were done.
  private var settled: [UInt64]?
  /// The versions of the weights that are bound.
  private var bound: [UInt64]
  /// The arena, then for each set of weights the weights and the optimizer state.
  let bases: UnsafeMutableBufferPointer<UnsafeMutablePointer<Float>?>

  init(_ plan: Plan, _ layouts: [Layout]) {
    self.layouts = layouts
    (inputs, outputs, updates) = (plan.inputs, plan.outputs, plan.updates)
    results = plan.results
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
  public mutating func run(
    updating weights: inout Weights, _ state: inout OptimizerState, rate: Double
  ) {
    prepareUpdate(&weights, &state, rate: rate)
    execute()
  }

  /// Runs with a second set of weights that stay as they are, as a target network, and steps the
  /// optimizer of the first once with a learning rate.
  public mutating func run(
    updating weights: inout Weights, _ state: inout OptimizerState, _ other: borrowing Weights,
    rate: Double
  ) {
    precondition(layouts.count == 2, "this program has \(layouts.count) sets of weights, not two")
    prepareUpdate(&weights, &state, rate: rate)
    bind(1 - updates[0].slot, other)
    execute()
  }

  private mutating func prepareUpdate(
    _ weights: inout Weights, _ state: inout OptimizerState, rate: Double
  ) {
    precondition(updates.count == 1, "this program has \(updates.count) optimizer steps, not one")
    precondition(state.layout == weights.layout, "the optimizer state belongs to other weights")
    weights.touch()
    bind(updates[0].slot, weights)
    bound[updates[0].slot] = 0  // nothing settled depends on what changes in each run
    unsafe bases[2 + 2 * updates[0].slot] = state.storage.base
    state.updates += 1
    let (place, rule) = (updates[0].numbers, updates[0].rule)
    var (first, second) = (1.0, 1.0)
    if case .adam(let beta1, let beta2, _, _) = rule {
      first = 1 - power(Double(beta1), state.updates)
      second = 1 - power(Double(beta2), state.updates)
    }
    var numbers = arena.mutableSpan
    numbers[place] = Float(rate / first)
    numbers[place + 1] = Float(1 / second)
    numbers[place + 2] = Float(rate)
  }

  private mutating func bind(_ slot: Int, _ weights: borrowing Weights) {
    precondition(
      layouts[slot] == weights.layout, "weights \(slot) have another layout than was traced")
    unsafe bases[1 + 2 * slot] = weights.storage.base
    bound[slot] = weights.version
  }

  private mutating func execute() {
    let skipsSettled = settled == bound
    if !skipsSettled { settled = bound }
    var list = unsafe SenteCallList(
      calls: calls.baseAddress, count: Int32(calls.count), operands: operands.baseAddress,
      steps: steps.baseAddress)
    if checksResults { nonFinite = firstNonFiniteOperand() }
    guard checksResults || (pool?.threads ?? 1) > 1 else {
      unsafe sente_run(
        &list, bases.baseAddress, instructionSet.rawValue, skipsSettled ? 1 : 0)
      return
    }
    for call in 0..<Int32(unsafe calls.count) {
      if skipsSettled, unsafe calls[Int(call)].settled != 0 { continue }
      let parts = Int(unsafe calls[Int(call)].parts)
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
      if checksResults, nonFinite == nil { nonFinite = firstNonFinite(after: Int(call)) }
    }
  }
}

/// x to the power of a positive whole number, by repeated squaring.
private func power(_ x: Double, _ exponent: Int) -> Double {
  var (result, base, rest) = (1.0, x, exponent)
  while rest > 0 {
    if rest & 1 == 1 { result *= base }
    base *= base
    rest >>= 1
  }
  return result
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
