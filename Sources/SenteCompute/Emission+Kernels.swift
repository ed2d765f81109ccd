import CSenteKernels
import SentePrimitives

// Calls of the nodes that are no chains.
extension Emission {
  /// The calls that compute one node.
  mutating func single(_ id: Int, _ time: Int) -> [SenteCall] {
    place(id, time)
    if let epilogue = compiler.epilogues[id] { return product(id, epilogue, time) }
    let node = compiler.nodes[id]
    let operands = compiler.reads(id)
    let shape = compiler.nodes[node.arguments[0]].shape
    var call = SenteCall()
    call.parts = 1
    call.a = reference(operands[0])
    if operands.count > 1 { call.b = reference(operands[1]) }
    call.c = reference(id)
    switch node.operation {
    case .permute:
      call.kind = Int32(SENTE_TRANSPOSE)
      (call.m, call.n) = (Int32(shape[0]), Int32(shape[1]))
    case .sum(let axes):
      call.kind = Int32(SENTE_SUM)
      setExtents(&call, shape.split(axes))
      divideSum(&call)
    case .moments, .columnSums:
      call.kind = Int32(node.operation == .moments ? SENTE_MOMENTS : SENTE_COLUMN_SUMS)
      if operands.count > 2 { call.d = reference(operands[2]) }
      (call.m, call.k, call.n) = (1, Int32(shape[0]), Int32(shape[1]))
      divideColumns(&call)
    case .logSumExp:
      call.kind = Int32(SENTE_LOG_SUM_EXP)
      (call.m, call.n) = (Int32(shape.count / shape.last), Int32(shape.last))
      let rowsPerPart = Swift.max(32, (1 << 14) / shape.last / 32 * 32)
      call.rows_per_part = Int32(shape.count >= 1 << 15 ? rowsPerPart : shape.count)
      call.parts = (call.m + call.rows_per_part - 1) / call.rows_per_part
    case .pad(let axis, let before, let after):
      call.kind = Int32(SENTE_PAD)
      setExtents(&call, shape.split(axis..<(axis + 1)))
      (call.before, call.after) = (Int32(before), Int32(after))
    case .after:
      call.kind = Int32(SENTE_PLACE)
      (call.m, call.k, call.n) = (1, Int32(shape.count), 1)
    case .concatenate(let axis): return concatenation(id, operands, axis)
    case .convolutionWeights(let steps, let high, let wide):
      return convolutionWeights(
        &call, node, Operation.Window(high: high, wide: wide, steps: steps), time)
    case .patches, .patchesSum, .poolIndices: windows(&call, node)
    default: moving(&call, node, shape)
    }
    return [call]
  }

  private func setExtents(
    _ call: inout SenteCall, _ extents: (outer: Int, middle: Int, inner: Int)
  ) {
    (call.m, call.k, call.n) = (Int32(extents.outer), Int32(extents.middle), Int32(extents.inner))
  }

  private func moving(_ call: inout SenteCall, _ node: Graph.Node, _ shape: Shape) {
    switch node.operation {
    case .gather:
      call.kind = Int32(SENTE_GATHER)
      (call.m, call.k, call.n) = (Int32(shape[0]), Int32(node.shape[1]), Int32(shape[2]))
      call.count = Int64(shape[1])
    case .scatterAdd(let rows):
      call.kind = Int32(SENTE_SCATTER)
      (call.m, call.k, call.n) = (Int32(shape[0]), Int32(shape[1]), Int32(node.shape[2]))
      call.count = Int64(rows)
    case .topIndices(let count):
      call.kind = Int32(SENTE_TOP)
      (call.m, call.n, call.k) = (Int32(shape[0]), Int32(shape[1]), Int32(count))
    case .recurrence(let axis, let isReversed):
      call.kind = Int32(SENTE_RECURRENCE)
      setExtents(&call, shape.split(axis..<(axis + 1)))
      call.before = isReversed ? 1 : 0
    case .random(let draw, let result):
      call.kind = Int32(SENTE_RANDOM)
      call.before = Int32(draw)
      call.count = Int64(result.count)
      call.rows_per_part = Int32(1 << 14)
      call.parts = Int32((result.count + (1 << 14) - 1) >> 14)
    case let operation: preconditionFailure("no kernel computes \(operation)")
    }
  }

  private func concatenation(_ id: Int, _ operands: [Int], _ axis: Int) -> [SenteCall] {
    let total = compiler.nodes[id].shape[axis]
    var start = 0
    return zip(operands, compiler.nodes[id].arguments).map { operand, argument in
      let shape = compiler.nodes[argument].shape
      var call = SenteCall()
      call.kind = Int32(SENTE_PLACE)
      call.parts = 1
      call.a = reference(operand)
      call.c = reference(id)
      setExtents(&call, shape.split(axis..<(axis + 1)))
      (call.before, call.after) = (Int32(start), Int32(total - start - shape[axis]))
      start += shape[axis]
      return call
    }
  }

  /// Long sums are cut by results, so that each stays one sum in one order.
  private func divideSum(_ call: inout SenteCall) {
    (call.rows_per_part, call.columns_per_part) = (Swift.max(call.m, 1), Swift.max(call.n, 1))
    guard Int(call.m) * Int(call.k) * Int(call.n) >= 1 << 17 else { return }
    if call.n == 1 {
      call.rows_per_part = (call.m + 7) / 8
      call.parts = (call.m + call.rows_per_part - 1) / call.rows_per_part
    } else {
      divideColumns(&call)
    }
  }

  private func divideColumns(_ call: inout SenteCall) {
    let isLong = Int(call.m) * Int(call.k) * Int(call.n) >= 1 << 17
    call.columns_per_part = isLong ? (call.n + 255) / 256 * 32 : call.n
    call.parts = (call.n + call.columns_per_part - 1) / call.columns_per_part
  }

  /// Memory that one call alone uses.
  mutating func setScratch(_ call: inout SenteCall, perPart: Int, _ time: Int) {
    call.scratch_per_part = Int32(Arena.rounded(perPart))
    let whole = perPart > 0 ? Int(call.scratch_per_part) * Int(call.parts) : 0
    call.scratch = SenteRef(
      base: 0, offset: Int32(whole > 0 ? arena.place(whole, from: time, to: time) : 0))
  }

  // MARK: Products

  private mutating func product(
    _ id: Int, _ epilogue: Compiler.Epilogue, _ time: Int
  ) -> [SenteCall] {
    let operands = compiler.productOperands(epilogue.product)
    let node = compiler.nodes[epilogue.product]
    let shape = node.shape
    var call = SenteCall()
    call.finish = epilogue.finish
    call.a = reference(operands[0].source)
    call.b = reference(operands[1].source)
    call.c = reference(id)
    if let bias = epilogue.bias {
      call.has_bias = 1
      call.d = reference(bias)
    }
    if let operand = epilogue.operand { call.e = reference(operand) }
    switch node.operation {
    case .convolution, .convolutionData: return convolution(&call, epilogue.product, time)
    default: break
    }
    call.kind = Int32(SENTE_PRODUCT)
    let second = compiler.nodes[node.arguments[1]].shape
    (call.m, call.n) = (Int32(shape[shape.rank - 2]), Int32(shape.last))
    call.k = Int32(second[second.rank - 2])
    call.batch = Int32(shape.rank == 3 ? shape[0] : 1)
    (call.a_batch, call.b_batch) = (call.m * call.k, call.k * call.n)
    call.c_batch = call.m * call.n
    (call.row_stride, call.column_stride) = operands[0].isTurned ? (1, call.m) : (call.k, 1)
    call.turned = operands[1].isTurned ? 1 : 0
    if compiler.options.precision == .bfloat16 {
      return pairProduct(&call, pairedOperand(epilogue.product), time)
    }
    let perPart = divideProduct(&call)
    setScratch(&call, perPart: perPart, time)
    return [call]
  }

  /// Cuts a product into parts of some two million multiply-adds, twenty microseconds of one core;
  /// returns the memory that each needs.
  func divideProduct(_ call: inout SenteCall) -> Int {
    let (m, n, k) = (Int(call.m), Int(call.n), Int(call.k))
    let isLarge = k * n > 1 << 17 && m >= 12
    let isPacked = isLarge || call.turned != 0
    let wanted = Emission.parts(m * n * k)
    var (rows, columns) = (m, n)
    if isLarge {
      // Each part copies its own columns of b once and reads all of a: few, wide parts.
      columns = Swift.min(n, Swift.max(512, (n / wanted + 63) / 64 * 64))
    } else if wanted > 1, n > m || isPacked {
      columns = Swift.max(64, (n / wanted + 63) / 64 * 64)
    } else if wanted > 1 {
      rows = Swift.max(24, (m / wanted + 23) / 24 * 24)
    }
    call.packed = isPacked ? 1 : 0
    (call.rows_per_part, call.columns_per_part) = (Int32(rows), Int32(columns))
    call.parts = call.batch * Int32(((m + rows - 1) / rows) * ((n + columns - 1) / columns))
    let depth = Swift.min(k, Int(SENTE_PACKED_DEPTH))
    return Swift.max(isPacked ? depth * columns : 0, n % 16 == 0 ? 0 : 16 * k)
  }

  /// How many parts are worth their while for these multiply-adds.
  static func parts(_ work: Int) -> Int { Swift.min(16, Swift.max(1, work >> 21)) }
}
