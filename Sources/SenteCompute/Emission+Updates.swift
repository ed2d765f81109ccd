import CSenteKernels
import SentePrimitives

// Calls of optimizer steps, of adding up gradients, and of assignments to state.
extension Emission {
  /// Appends the calls of one update and notes which are which.
  mutating func update(
    _ update: Trace.Update, _ layout: Layout, _ index: Int, time: Int, _ plan: inout Plan
  ) {
    var planned = plan.updates[index]
    let whole = 0..<layout.count
    if let total = planned.total {
      var accumulation = stepCall(SENTE_ACCUMULATE, update, planned, whole, layout.count)
      accumulation.c = SenteRef(base: 0, offset: Int32(total))
      planned.accumulation = plan.append([accumulation])
      accumulation.kind = Int32(SENTE_AVERAGE)
      planned.averaging = plan.append([accumulation])
    }
    planned.norming = plan.append([
      norm(of: planned.gradient, layout.count, to: SenteRef(base: 0, offset: Int32(planned.norm)))
    ])
    var steps: [SenteCall] = []
    for (number, (range, treatment)) in treatments(layout, update).enumerated() {
      var call = stepCall(SENTE_SGD, update, planned, range, layout.count)
      call.decay = 0
      switch treatment {
      case .state: continue
      case .matrix(let decays): steps += muon(layout, update, planned, range, decays, time + number)
      case .plain(let decays):
        setRule(&call, update.rule, decays: decays)
        steps.append(call)
      }
    }
    planned.stepping = plan.append(steps)
    planned.assigning = plan.append(
      compiler.assignments.filter { $0.slot == update.slot }.map { assign($0, planned) })
    plan.updates[index] = planned
  }

  /// What a step does with a stretch of the weights.
  private enum Treatment: Equatable {
    case state
    case plain(decays: Bool)
    case matrix(decays: Bool)
  }

  /// The weights cut where the treatment changes; matrices stand alone. Gaps go with what precedes them.
  private func treatments(
    _ layout: Layout, _ update: Trace.Update
  ) -> [(range: Range<Int>, treatment: Treatment)] {
    var result: [(range: Range<Int>, treatment: Treatment)] = []
    for (i, slice) in layout.slices.enumerated() {
      let end = i + 1 < layout.slices.count ? layout.slices[i + 1].offset : layout.count
      let decays = update.decaying.contains(slice)
      var treatment = Treatment.plain(decays: decays)
      if !slice.isTrained {
        treatment = .state
      } else if case .muon = update.rule, slice.shape.rank == 2 || slice.shape.rank == 4,
        update.orthogonalizing.contains(slice)
      {
        treatment = .matrix(decays: decays)
      }
      if let last = result.last, last.treatment == treatment, treatment != .matrix(decays: decays) {
        result[result.count - 1].range = last.range.lowerBound..<end
      } else {
        result.append((slice.offset..<end, treatment))
      }
    }
    return result
  }

  /// A call over a stretch of weights (a), gradient (b) and moments (c), cut into parts.
  private func stepCall(
    _ kind: Int, _ update: Trace.Update, _ planned: PlannedUpdate, _ range: Range<Int>,
    _ count: Int
  ) -> SenteCall {
    let (slot, start) = (Int32(2 * update.slot), Int32(range.lowerBound))
    var call = SenteCall()
    call.kind = Int32(kind)
    call.count = Int64(range.count)
    call.rows_per_part = Int32(range.count >= 1 << 15 ? 1 << 14 : range.count)
    call.parts = Int32((range.count + Int(call.rows_per_part) - 1) / Int(call.rows_per_part))
    call.n = Int32(count)
    call.a = SenteRef(base: 1 + slot, offset: start)
    call.b = SenteRef(base: 0, offset: Int32(planned.gradient) + start)
    call.c = SenteRef(base: 2 + slot, offset: start)
    call.d = SenteRef(base: 0, offset: Int32(planned.numbers))
    call.e = SenteRef(base: 0, offset: Int32(planned.norm))
    call.clip = update.clip
    return call
  }

  private func norm(of place: Int, _ count: Int, to result: SenteRef) -> SenteCall {
    var call = SenteCall()
    call.kind = Int32(SENTE_NORM)
    call.parts = 1
    call.count = Int64(count)
    call.a = SenteRef(base: 0, offset: Int32(place))
    call.c = result
    return call
  }

  private func setRule(_ call: inout SenteCall, _ rule: UpdateRule, decays: Bool) {
    var decay: Float = 0
    switch rule {
    case .adam(let beta1, let beta2, let epsilon, let weightDecay, let place, let keepsLargest):
      call.kind = Int32(SENTE_ADAM)
      (call.beta1, call.beta2, decay) = (beta1, beta2, weightDecay)
      (call.epsilon, call.inside) = place == .inside ? (0, epsilon) : (epsilon, 0)
      call.finish = keepsLargest ? Int32(SENTE_LARGEST) : 0
    case .rmsProp(let mean, let epsilon, let momentum, let weightDecay, let isCentered, let place):
      call.kind = Int32(SENTE_RMSPROP)
      (call.beta1, call.beta2, decay) = (momentum, mean, weightDecay)
      (call.epsilon, call.inside) = place == .inside ? (0, epsilon) : (epsilon, 0)
      call.finish = isCentered ? Int32(SENTE_CENTERED) : 0
    case .gradientDescent(let momentum, let weightDecay, let isNesterov):
      call.kind = Int32(SENTE_SGD)
      (call.beta1, decay) = (momentum, weightDecay)
      call.finish = isNesterov ? Int32(SENTE_NESTEROV) : 0
    case .muon(_, let weightDecay, let beta1, let beta2, let epsilon):
      call.kind = Int32(SENTE_ADAM)
      (call.beta1, call.beta2, call.epsilon, decay) = (beta1, beta2, epsilon, weightDecay)
    }
    call.decay = decays ? decay : 0
  }

  private func assign(_ assignment: Trace.Assignment, _ planned: PlannedUpdate) -> SenteCall {
    var call = SenteCall()
    call.kind = Int32(SENTE_ASSIGN)
    call.parts = 1
    call.count = Int64(assignment.value.shape.count)
    call.a = reference(compiler.resolve(assignment.value.id))
    call.c = SenteRef(base: Int32(1 + 2 * assignment.slot), offset: Int32(assignment.offset))
    call.e = SenteRef(base: 0, offset: Int32(planned.norm))
    return call
  }

  // MARK: Muon

  /// The step of one matrix: momentum, five Newton-Schulz steps on it with the longer side down, and the
  /// step itself.
  private mutating func muon(
    _ layout: Layout, _ update: Trace.Update, _ planned: PlannedUpdate, _ range: Range<Int>,
    _ decays: Bool, _ time: Int
  ) -> [SenteCall] {
    guard case .muon(let momentum, let weightDecay, _, _, _) = update.rule,
      let slice = layout.slices.first(where: { $0.offset == range.lowerBound })
    else { preconditionFailure("Muon steps one matrix at a time") }
    let (rows, columns) = (slice.shape.count / slice.shape.last, slice.shape.last)
    let (long, short) = (Swift.max(rows, columns), Swift.min(rows, columns))
    let size = (rows * columns + 31) / 32 * 32
    let places = [size, size, size, short * short, short * short, 16].map {
      arena.place($0, from: time, to: time)
    }
    let (direction, x, product, square, fourth) = (
      places[0], places[1], places[2], places[3], places[4]
    )
    let length = SenteRef(base: 0, offset: Int32(places[5]))
    var first = stepCall(SENTE_MOMENTUM, update, planned, range, layout.count)
    first.parts = 1
    // Not the gap after the last slice, for which there is no room in `direction`.
    first.count = Int64((rows * columns + 15) / 16 * 16)
    first.beta1 = momentum
    first.scratch = SenteRef(base: 0, offset: Int32(direction))
    var normalize = combination(direction, direction, to: direction, size, (1, 0))
    normalize.kind = Int32(SENTE_NORMALIZE)
    normalize.e = length
    var calls = [first, norm(of: direction, size, to: length), normalize]
    calls.append(
      rows < columns
        ? turn(direction, rows, columns, to: x)
        : combination(direction, direction, to: x, size, (1, 0)))
    for _ in 0..<5 {
      calls.append(self.product(x, x, to: square, (short, short, long), isTurned: true, time))
      calls.append(self.product(square, square, to: fourth, (short, short, short), time))
      calls.append(combination(square, fourth, to: fourth, short * short, (-4.775, 2.0315)))
      calls.append(self.product(x, fourth, to: product, (long, short, short), time))
      calls.append(combination(x, product, to: x, long * short, (3.4445, 1)))
    }
    if rows < columns { calls.append(turn(x, long, short, to: direction)) }
    var last = stepCall(SENTE_DESCEND, update, planned, range, layout.count)
    last.b = SenteRef(base: 0, offset: Int32(rows < columns ? direction : x))
    last.count = Int64(rows * columns)
    last.rows_per_part = Int32(rows * columns)
    last.parts = 1
    last.beta1 = 0.2 * Float(long).squareRoot()
    last.decay = decays ? weightDecay : 0
    return calls + [last]
  }

  /// c[count] = factors.0 · a + factors.1 · b.
  private func combination(
    _ a: Int, _ b: Int, to c: Int, _ count: Int, _ factors: (Float, Float)
  ) -> SenteCall {
    var call = SenteCall()
    call.kind = Int32(SENTE_COMBINE)
    call.parts = 1
    call.count = Int64(count)
    call.a = SenteRef(base: 0, offset: Int32(a))
    call.b = SenteRef(base: 0, offset: Int32(b))
    call.c = SenteRef(base: 0, offset: Int32(c))
    (call.beta1, call.beta2) = factors
    return call
  }

  private func turn(_ a: Int, _ rows: Int, _ columns: Int, to c: Int) -> SenteCall {
    var call = SenteCall()
    call.kind = Int32(SENTE_TRANSPOSE)
    call.parts = 1
    (call.m, call.n) = (Int32(rows), Int32(columns))
    call.a = SenteRef(base: 0, offset: Int32(a))
    call.c = SenteRef(base: 0, offset: Int32(c))
    return call
  }

  private mutating func product(
    _ a: Int, _ b: Int, to c: Int, _ extents: (m: Int, n: Int, k: Int), isTurned: Bool = false,
    _ time: Int
  ) -> SenteCall {
    var call = SenteCall()
    call.kind = Int32(SENTE_PRODUCT)
    (call.m, call.n, call.k) = (Int32(extents.m), Int32(extents.n), Int32(extents.k))
    (call.row_stride, call.column_stride) = isTurned ? (1, call.m) : (call.k, 1)
    call.batch = 1
    call.a = SenteRef(base: 0, offset: Int32(a))
    call.b = SenteRef(base: 0, offset: Int32(b))
    call.c = SenteRef(base: 0, offset: Int32(c))
    let perPart = divideProduct(&call)
    setScratch(&call, perPart: perPart, time)
    return call
  }
}
