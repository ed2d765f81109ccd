import CSenteKernels
import SentePrimitives

// From units to calls, with a place in memory for everything that needs one.
extension Compiler {
  func emit(_ plan: inout Plan) {
    let units = schedule()
    var emission = Emission(compiler: self, units: units, inputs: plan.inputs)
    // What stays from run to run has a place that nothing else ever takes.
    for unit in units where unit.isSettled { emission.placeSettled(unit.nodes) }
    for unit in units where !unit.isChain { emission.placeSettledFilters(unit.nodes[0]) }
    emission.planPairs(units)
    for (time, unit) in units.enumerated() {
      var calls =
        unit.isChain
        ? [emission.chain(unit.nodes, time, &plan)] : emission.single(unit.nodes[0], time)
      if unit.isSettled { for i in calls.indices { calls[i].settled = 1 } }
      plan.calls += calls
      for id in unit.nodes {
        guard let offset = emission.numbers(of: id) else { continue }
        plan.results.append(
          PlannedResult(
            call: plan.calls.count - 1, offset: offset, count: nodes[id].shape.count,
            text: emission.text(of: id)))
      }
    }
    plan.computing = plan.calls.count
    for (index, update) in updates.enumerated() {
      emission.update(update, layouts[update.slot], index, time: units.count, &plan)
    }
    for tensor in outputs {
      plan.outputs.append((Int(emission.reference(resolve(tensor.id)).offset), tensor.shape.count))
    }
    plan.arenaCount = emission.arena.top
  }
}

/// The state of emitting one program.
struct Emission {
  let compiler: Compiler
  let inputs: [PlannedInput]
  var arena: Arena
  /// Where each node lies in the arena.
  private var places: [Int?]
  /// The last unit that reads a node.
  private var last: [Int]
  /// The transforms of filters that stay from run to run, by the convolution.
  var settledFilters: [Int: SettledFilters] = [:]
  /// Where they lie, and whether a call to make them has been emitted.
  var settledPlaces: [SettledFilters: (place: Int, isDone: Bool)] = [:]
  /// Second operands of products as pairs of bfloat16.
  var pairs: [PairedOperand: Pairs] = [:]
  /// Nodes that must be written to memory.
  private var needed: Set<Int>

  init(compiler: Compiler, units: [Compiler.Unit], inputs: [PlannedInput]) {
    self.compiler = compiler
    self.inputs = inputs
    arena = Arena(above: compiler.floor, reuses: compiler.options.reusesMemory)
    places = [Int?](repeating: nil, count: compiler.nodes.count)
    last = [Int](repeating: -1, count: compiler.nodes.count)
    needed = Set(compiler.fixed.keys)
    var unitOf = last
    for (time, unit) in units.enumerated() { for id in unit.nodes { unitOf[id] = time } }
    for (time, unit) in units.enumerated() {
      for id in unit.nodes {
        for source in compiler.reads(id) {
          last[source] = time
          if unitOf[source] != time { needed.insert(source) }
        }
      }
    }
    for root in compiler.lasting {
      needed.insert(compiler.resolve(root.id))
      last[compiler.resolve(root.id)] = Int.max
    }
  }

  /// Where a node lies, as kernels are told.
  func reference(_ id: Int) -> SenteRef {
    switch compiler.nodes[id].operation {
    case .input(let index), .bytes(let index):
      return SenteRef(base: 0, offset: Int32(inputs[index].offset))
    case .parameter(let slot, let offset):
      return SenteRef(base: Int32(1 + 2 * slot), offset: Int32(offset))
    default:
      guard let place = places[id] else {
        preconditionFailure("\(compiler.nodes[id]) is read before it is computed")
      }
      return SenteRef(base: 0, offset: Int32(place))
    }
  }

  /// Where the numbers of a node lie in the arena; nil when they do not, or are no floats.
  func numbers(of id: Int) -> Int? {
    switch compiler.nodes[id].operation {
    case .topIndices, .poolIndices, .unary(.toInteger): nil
    default: places[id]
    }
  }

  /// A node for a person: `tanh [64, 32] with trunk.0.weight, trunk.0.bias`.
  func text(of id: Int) -> String {
    let name = "\(compiler.nodes[id].operation.row.name) \(compiler.nodes[id].shape)"
    let parameters = parameters(of: id)
    return parameters.isEmpty ? name : name + " with " + parameters.joined(separator: ", ")
  }

  /// The names of the parameters that a node is computed from, without another result between.
  private func parameters(of id: Int) -> [String] {
    compiler.reads(id).flatMap { source -> [String] in
      guard case .parameter(let slot, let offset) = compiler.nodes[source].operation else {
        let isLeaf = compiler.nodes[source].operation.isLeaf
        return isLeaf || places[source] != nil ? [] : parameters(of: source)
      }
      return compiler.layouts[slot].slices.filter { $0.offset == offset }.map(\.name)
    }
  }

  mutating func placeSettled(_ ids: [Int]) {
    for id in ids where needed.contains(id) || !compiler.isInChain(id) {
      places[id] =
        compiler.fixed[id]
        ?? arena.place(compiler.nodes[id].shape.count, from: 0, to: Int.max)
    }
  }

  mutating func place(_ id: Int, _ time: Int) {
    if places[id] != nil { return }
    places[id] =
      compiler.fixed[id]
      ?? arena.place(
        compiler.nodes[id].shape.count, from: time, to: Swift.max(time, last[id]))
  }

  // MARK: Chains

  mutating func chain(_ ids: [Int], _ time: Int, _ plan: inout Plan) -> SenteCall {
    for id in ids where needed.contains(id) { place(id, time) }
    var writer = ChainWriter(
      count: compiler.nodes[ids[0]].shape.count, lastUse: lastUses(ids))
    for (step, id) in ids.enumerated() {
      let node = compiler.nodes[id]
      let views = node.operation.isLeaf ? [View(dense: id, node.shape)] : compiler.operandViews(id)
      let operands = views.map { operand($0, isLeaf: node.operation.isLeaf, &writer) }
      writer.release(after: step)
      writer.append(
        node.operation.stepCode, id, operands, to: needed.contains(id) ? reference(id) : nil)
    }
    var call = SenteCall()
    call.kind = Int32(SENTE_CHAIN)
    call.count = Int64(writer.count)
    let isLong = writer.count >= 1 << 15
    call.rows_per_part = Int32(isLong ? 1 << 14 : writer.count)
    call.parts = Int32((writer.count + Int(call.rows_per_part) - 1) / Int(call.rows_per_part))
    (call.operand, call.operands) = (Int32(plan.operands.count), Int32(writer.operands.count))
    (call.step, call.steps) = (Int32(plan.steps.count), Int32(writer.steps.count))
    plan.operands += writer.operands
    plan.steps += writer.steps
    return call
  }

  private func lastUses(_ ids: [Int]) -> [Int: Int] {
    var uses: [Int: Int] = [:]
    for (step, id) in ids.enumerated() {
      for source in compiler.reads(id) { uses[source] = step }
    }
    return uses
  }

  private func operand(_ view: View, isLeaf: Bool, _ writer: inout ChainWriter) -> UInt8 {
    if let index = writer.computed[view.source] { return index }
    let node = compiler.nodes[view.source]
    let isMadeHere = isLeaf || !compiler.stored[view.source]
    switch (node.operation, view.pattern) {
    case (.constant(let value), _) where isMadeHere:
      return writer.constant(value)
    case (.indices, .full) where isMadeHere: return writer.indices(view, node.shape.count)
    case (.indices, .row(let period)) where isMadeHere: return writer.indices(view, period)
    case (.bytes, _): return writer.read(view, reference(view.source), isBytes: true)
    default: return writer.read(view, reference(view.source), isBytes: false)
    }
  }
}

/// The operands and steps of one chain being written.
struct ChainWriter {
  let count: Int
  let lastUse: [Int: Int]
  var operands: [SenteOperand] = []
  var steps: [SenteStep] = []
  /// Operand numbers of what this chain has computed.
  var computed: [Int: UInt8] = [:]
  private var views: [View: UInt8] = [:]
  private var constants: [UInt32: UInt8] = [:]
  /// Registers of steps, the lowest free one first.
  private var isFree = [Bool](repeating: true, count: Int(SENTE_REGISTERS))
  private var held: [(id: Int, register: Int)] = []
  /// Operands that are gathered before the first step keep registers of their own, from the top.
  private var gathered = 0

  init(count: Int, lastUse: [Int: Int]) {
    self.count = count
    self.lastUse = lastUse
  }

  private mutating func add(_ operand: SenteOperand) -> UInt8 {
    precondition(operands.count < Int(SENTE_OPERANDS), "a chain has too many operands")
    operands.append(operand)
    return UInt8(operands.count - 1)
  }

  private mutating func takeGatherRegister() -> Int32 {
    gathered += 1
    let register = isFree.count - gathered
    precondition(register >= 0 && isFree[register], "a chain needs more registers")
    isFree[register] = false
    return Int32(register)
  }

  private mutating func takeStepRegister() -> Int {
    guard let register = isFree.firstIndex(of: true), register < isFree.count - gathered else {
      preconditionFailure("a chain needs more registers")
    }
    isFree[register] = false
    return register
  }

  mutating func constant(_ value: Float) -> UInt8 {
    if let known = constants[value.bitPattern] { return known }
    var operand = SenteOperand()
    operand.mode = Int32(SENTE_CONSTANT)
    operand.value = value
    let index = add(operand)
    constants[value.bitPattern] = index
    return index
  }

  mutating func indices(_ view: View, _ period: Int) -> UInt8 {
    if let known = views[view] { return known }
    var operand = SenteOperand()
    operand.mode = Int32(SENTE_INDEX)
    operand.slot = takeGatherRegister()
    operand.period = Int32(period)
    let index = add(operand)
    views[view] = index
    return index
  }

  mutating func read(_ view: View, _ place: SenteRef, isBytes: Bool) -> UInt8 {
    if let known = views[view] { return known }
    var operand = SenteOperand()
    operand.at = SenteRef(base: place.base, offset: place.offset + Int32(view.offset))
    switch view.pattern {
    case .full: operand.mode = Int32(SENTE_FULL)
    case .scalar: operand.mode = Int32(SENTE_SCALAR)
    case .row(let period):
      operand.mode = Int32(SENTE_ROW)
      operand.period = Int32(period)
    case .column(let period):
      operand.mode = Int32(SENTE_COLUMN)
      operand.period = Int32(period)
    case .strided(let dims, let strides):
      operand.mode = Int32(SENTE_STRIDED)
      let lead = 4 - dims.count
      let d = [Int](repeating: 1, count: lead) + dims
      let s = [Int](repeating: 0, count: lead) + strides
      operand.dims = (Int32(d[0]), Int32(d[1]), Int32(d[2]), Int32(d[3]))
      operand.strides = (Int32(s[0]), Int32(s[1]), Int32(s[2]), Int32(s[3]))
    }
    if isBytes { operand.mode = Int32(SENTE_BYTES) }
    if operand.mode != Int32(SENTE_FULL), operand.mode != Int32(SENTE_SCALAR) {
      operand.slot = takeGatherRegister()
    }
    let index = add(operand)
    views[view] = index
    return index
  }

  /// Frees the registers whose values no later step reads.
  mutating func release(after step: Int) {
    for value in held where lastUse[value.id] == step { isFree[value.register] = true }
    held.removeAll { lastUse[$0.id] == step }
  }

  /// Adds a step whose result goes to memory, or to a register.
  mutating func append(_ code: Int32, _ id: Int, _ from: [UInt8], to place: SenteRef?) {
    var operand = SenteOperand()
    if let place {
      operand.mode = Int32(SENTE_FULL)
      operand.at = place
    } else {
      operand.mode = Int32(SENTE_REGISTER)
      let register = takeStepRegister()
      operand.slot = Int32(register)
      if lastUse[id] != nil { held.append((id, register)) } else { isFree[register] = true }
    }
    let target = add(operand)
    computed[id] = target
    steps.append(
      SenteStep(
        step: UInt8(code), to: target, a: from[0], b: from.count > 1 ? from[1] : from[0],
        c: from.count > 2 ? from[2] : from[0]))
  }
}

extension Operation {
  /// The number of this operation's step in the kernels.
  var stepCode: Int32 {
    let code =
      switch self {
      case .binary(.add): SENTE_ADD
      case .binary(.subtract): SENTE_SUBTRACT
      case .binary(.multiply): SENTE_MULTIPLY
      case .binary(.divide): SENTE_DIVIDE
      case .binary(.maximum): SENTE_MAXIMUM
      case .binary(.minimum): SENTE_MINIMUM
      case .binary(.greater): SENTE_GREATER
      case .binary(.equal): SENTE_EQUAL
      case .binary(.tanhGradient): SENTE_TANH_GRADIENT
      case .binary(.reluGradient): SENTE_RELU_GRADIENT
      case .unary(.negate): SENTE_NEGATE
      case .unary(.exp): SENTE_EXP
      case .unary(.log): SENTE_LOG
      case .unary(.tanh): SENTE_TANH_STEP
      case .unary(.sqrt): SENTE_SQRT
      case .unary(.relu): SENTE_RELU_STEP
      case .unary(.absolute): SENTE_ABSOLUTE
      case .unary(.toInteger): SENTE_TO_INTEGER
      case .unary(.fromInteger): SENTE_FROM_INTEGER
      case .choice: SENTE_SELECT
      default: SENTE_COPY
      }
    return Int32(code)
  }
}
