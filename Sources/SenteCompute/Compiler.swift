import CSenteKernels
import SentePrimitives

/// From graph to flat calls: rewriting, dead code, what must exist in memory, epilogues of products,
/// fusion by depth, memory.
struct Compiler {
  let options: Trace.Options
  let nodes: [Graph.Node]
  let layouts: [Layout]
  let inputs: [Tensor]
  let outputs: [Tensor]
  let updates: [Trace.Update]
  /// To state of weights that have an update.
  let assignments: [Trace.Assignment]

  /// Must exist in memory, because a kernel that is no chain or the caller reads it.
  var stored: [Bool]
  /// Reached from the roots.
  var live: [Bool]
  /// How many live nodes and roots read a node, aliases looked through.
  var readers: [Int]
  /// Gradients computed straight into their slice of the flat gradient.
  var fixed: [Int: Int] = [:]
  /// Gradient nodes that need no copy.
  var alias: [Int: Int] = [:]
  var epilogues: [Int: Epilogue] = [:]
  /// Parts of an epilogue, computed with it.
  var absorbed: [Bool]
  /// Depends on weights that the program does not change, and on nothing else: computed once for each
  /// state of the weights instead of in each run.
  var settled: [Bool]

  struct Epilogue {
    var product: Int
    var bias: Int?
    var finish = Int32(SENTE_PLAIN)
    var operand: Int?
  }

  /// One call to be: the nodes of a chain, or one node of another kind.
  struct Unit {
    var depth: Int
    var nodes: [Int]
    var isChain: Bool
    var isSettled = false
  }

  let gradientPlaces: [Int]
  let floor: Int
  private(set) var plan = Plan()

  init(_ trace: Trace, _ options: Trace.Options) {
    self.options = options
    layouts = trace.layouts
    let assignments = trace.assignments.filter { assignment in
      trace.updates.contains { $0.slot == assignment.slot }
    }
    let roots =
      trace.inputs + trace.outputs + trace.updates.flatMap(\.gradients) + assignments.map(\.value)
    let lowering = Lowering(trace.graph, reaching: roots, turns: options.fuses)
    nodes = lowering.graph.nodes
    inputs = trace.inputs.map { lowering($0) }
    outputs = trace.outputs.map { lowering($0) }
    updates = trace.updates.map { update in
      var update = update
      update.gradients = update.gradients.map { lowering($0) }
      return update
    }
    self.assignments = assignments.map { assignment in
      var assignment = assignment
      assignment.value = lowering(assignment.value)
      return assignment
    }
    stored = [Bool](repeating: false, count: nodes.count)
    live = stored
    absorbed = stored
    settled = stored
    readers = [Int](repeating: 0, count: nodes.count)
    // The lasting part of the arena: inputs, then for each update a flat gradient, five numbers, and a
    // sum of gradients where they are added up.
    var fill = 0
    for (i, tensor) in inputs.enumerated() {
      let isInteger = trace.integerInputs.contains(i)
      plan.inputs.append(PlannedInput(offset: fill, tensor, isInteger: isInteger))
      fill += Arena.rounded(tensor.floats)
    }
    var places: [Int] = []
    for update in updates {
      let count = layouts[update.slot].count
      places.append(fill)
      plan.updates.append(
        PlannedUpdate(
          slot: update.slot, rule: update.rule, numbers: fill + count, gradient: fill,
          total: update.accumulates ? fill + count + 16 : nil))
      fill += count + 16 + (update.accumulates ? count : 0)
    }
    gradientPlaces = places
    floor = fill
    analyze()
    emit(&plan)
  }

  // MARK: Looking through

  /// The node behind names for the same elements in the same order.
  func resolve(_ id: Int) -> Int {
    switch nodes[id].operation {
    case .stopGradient, .reshape: resolve(nodes[id].arguments[0])
    case .gradient: alias[id] ?? id
    default: id
    }
  }

  /// How a chain sees a node: through views to what exists in memory or is computed in a chain.
  func view(_ id: Int) -> View {
    let node = nodes[id]
    if let source = alias[id] { return View(dense: source, node.shape) }
    if stored[id] || !node.operation.isView { return View(dense: id, node.shape) }
    guard let view = view(node.arguments[0]).applying(node.operation) else {
      preconditionFailure("\(node) sees through what was not stored")
    }
    return view
  }

  /// Computed element by element: operations that are, and views and numbers that must be stored.
  func isInChain(_ id: Int) -> Bool {
    if epilogues[id] != nil { return false }
    switch nodes[id].operation {
    case .permute([1, 0]): return false
    case .constant, .indices, .broadcast, .permute, .slice: return stored[id]
    case let operation: return operation.isElementwise && alias[id] == nil
    }
  }

  /// The views through which a chain node reads its operands.
  func operandViews(_ id: Int) -> [View] {
    let node = nodes[id]
    if node.operation.isView {
      guard let view = view(node.arguments[0]).applying(node.operation) else {
        preconditionFailure("\(node) cannot be copied as a chain")
      }
      return [view]
    }
    return node.arguments.map(view)
  }

  /// The nodes whose memory (or register) the computation of a node reads.
  func reads(_ id: Int) -> [Int] {
    if let epilogue = epilogues[id] {
      return productOperands(epilogue.product).map(\.source)
        + [epilogue.bias, epilogue.operand].compactMap { $0 }
    }
    return isInChain(id) ? operandViews(id).map(\.source) : nodes[id].arguments.map(resolve)
  }

  /// The operands of a product in memory; turned ones are read as they lie, the first by strides.
  func productOperands(_ id: Int) -> [(source: Int, isTurned: Bool)] {
    switch nodes[id].operation {
    case .product:
      [operand(id, 0, turnedBy: [1, 0]), operand(id, 1, turnedBy: canTurnSecond ? [1, 0] : nil)]
    case .batchedProduct: [operand(id, 0, turnedBy: [0, 2, 1]), operand(id, 1, turnedBy: nil)]
    default: [operand(id, 0, turnedBy: nil), operand(id, 1, turnedBy: nil)]
    }
  }

  private func operand(
    _ id: Int, _ number: Int, turnedBy order: [Int]?
  ) -> (source: Int, isTurned: Bool) {
    let source = resolve(nodes[id].arguments[number])
    guard let order, nodes[id].arguments[number] == source,
      nodes[source].operation == .permute(order)
    else { return (source, false) }
    // What stays from run to run is turned once instead of in each run where that is much of the work.
    if number == 1, settled[source], nodes[id].shape[0] < 64 { return (source, false) }
    return (resolve(nodes[source].arguments[0]), true)
  }

  /// Pairs of bfloat16 are made of a second operand that is not turned.
  private var canTurnSecond: Bool { options.precision == .float32 }

  /// Whether a chain can hand `a` to `id` in a register.
  func isFusable(_ view: View, into id: Int) -> Bool {
    options.fuses && isInChain(view.source) && isInChain(id) && settled[view.source] == settled[id]
      && nodes[view.source].shape.count == nodes[id].shape.count && view.offset == 0
      && (view.pattern == .full || nodes[id].shape.count == 1)
  }

  /// What must still be there after the last call.
  var lasting: [Tensor] { outputs + updates.flatMap(\.gradients) + assignments.map(\.value) }

  // MARK: Analysis

  private mutating func analyze() {
    settle()
    placeGradients()
    for root in lasting.map({ resolve($0.id) }) {
      live[root] = true
      stored[root] = true
      readers[root] += 1
    }
    for id in nodes.indices.reversed() where live[id] {
      for argument in nodes[id].arguments { live[argument] = true }
    }
    markStored()
    countReaders()
    if options.fuses { findEpilogues() } else { nameProducts() }
  }

  private mutating func settle() {
    let changing = Set(updates.map(\.slot))
    for (id, node) in nodes.enumerated() {
      switch node.operation {
      case .input, .bytes: settled[id] = false
      case .parameter(let slot, _): settled[id] = !changing.contains(slot)
      default: settled[id] = node.arguments.allSatisfy { settled[$0] }
      }
    }
  }

  /// Gives each gradient its place; computes it there directly where that is possible.
  private mutating func placeGradients() {
    for (update, base) in zip(updates, gradientPlaces) {
      for g in update.gradients {
        guard case .gradient(let offset) = nodes[g.id].operation else { continue }
        let source = resolve(nodes[g.id].arguments[0])
        let operation = nodes[source].operation
        let mustCopy =
          operation.isLeaf || operation.isView || fixed[source] != nil
          || outputs.contains { resolve($0.id) == source }
        fixed[mustCopy ? g.id : source] = base + offset
        if !mustCopy { alias[g.id] = source }
      }
    }
  }

  private mutating func markStored() {
    for id in nodes.indices where live[id] {
      switch nodes[id].operation {
      case let operation where operation.isProduct:
        for operand in productOperands(id) { stored[operand.source] = true }
      case .reshape:
        if nodes[resolve(id)].operation.isView { stored[resolve(id)] = true }
      case let operation where operation.hasOwnKernel:
        for argument in nodes[id].arguments { stored[resolve(argument)] = true }
      default: break
      }
    }
    // A stored transpose is a kernel of its own and reads memory.
    for id in nodes.indices.reversed() where live[id] && stored[id] {
      if case .permute([1, 0]) = nodes[id].operation {
        stored[resolve(nodes[id].arguments[0])] = true
      }
    }
    // Counting numbers are made where they are read, in the patterns that chains know.
    for reader in nodes.indices where live[reader] && isInChain(reader) {
      for view in operandViews(reader) {
        guard case .indices = nodes[view.source].operation else { continue }
        switch view.pattern {
        case .full, .row: break
        default: stored[view.source] = true
        }
      }
    }
  }

  private mutating func countReaders() {
    for id in nodes.indices where live[id] && alias[id] == nil {
      switch nodes[id].operation {
      case .stopGradient, .reshape: continue
      default: for argument in nodes[id].arguments { readers[resolve(argument)] += 1 }
      }
    }
  }

  private mutating func nameProducts() {
    for id in nodes.indices where live[id] && nodes[id].operation.isProduct {
      epilogues[id] = Epilogue(product: id)
    }
  }

  private mutating func findEpilogues() {
    for id in nodes.indices.reversed() where live[id] && !absorbed[id] {
      var parts: [Int] = []
      guard let epilogue = epilogue(id, &parts) else { continue }
      epilogues[id] = epilogue
      for part in parts { absorbed[part] = true }
    }
  }

  /// Whether a node's value is wanted by one reader only, so that it need not exist by itself.
  private func isPrivate(_ id: Int) -> Bool {
    readers[id] == 1 && fixed[id] == nil && !stored[id]
  }

  private func epilogue(_ id: Int, _ parts: inout [Int]) -> Epilogue? {
    let node = nodes[id]
    let x = node.arguments.map(resolve)
    switch node.operation {
    case let operation where operation.isProduct: return Epilogue(product: id)
    case .unary(.tanh), .unary(.relu):
      guard isPrivate(x[0]), var inner = epilogue(x[0], &parts) else { return nil }
      switch (node.operation, inner.finish) {
      case (.unary(.tanh), Int32(SENTE_PLAIN)): inner.finish = Int32(SENTE_TANH)
      case (_, Int32(SENTE_PLAIN)): inner.finish = Int32(SENTE_RELU)
      case (.unary(.relu), Int32(SENTE_PLUS)): inner.finish = Int32(SENTE_PLUS_RELU)
      default:
        parts = []
        return nil
      }
      parts.append(x[0])
      return inner
    case .binary(.tanhGradient), .binary(.reluGradient):
      guard nodes[x[1]].operation.isProduct, isPrivate(x[1]), x[0] != x[1],
        view(node.arguments[0]) == View(dense: x[0], node.shape), canBeRead(x[0])
      else { return nil }
      parts.append(x[1])
      let isTanh = node.operation == .binary(.tanhGradient)
      return Epilogue(
        product: x[1],
        finish: Int32(isTanh ? SENTE_TIMES_TANH_GRADIENT : SENTE_TIMES_RELU_GRADIENT),
        operand: x[0])
    case .binary(.add):
      for (sum, other) in [(0, 1), (1, 0)] {
        guard nodes[x[sum]].operation.isProduct, isPrivate(x[sum]), x[0] != x[1] else { continue }
        let bias = view(node.arguments[other])
        guard isBias(bias, nodes[x[sum]].shape), canBeRead(bias.source) else { continue }
        parts.append(x[sum])
        return Epilogue(product: x[sum], bias: bias.source)
      }
      return addition(id, x, &parts)
    default: return nil
    }
  }

  /// The epilogue of a convolution with a bias to which something of the same extents is added, as a
  /// residual block does.
  private func addition(_ id: Int, _ x: [Int], _ parts: inout [Int]) -> Epilogue? {
    let node = nodes[id]
    for (sum, other) in [(1, 0), (0, 1)] where x[0] != x[1] && isPrivate(x[sum]) {
      guard view(node.arguments[other]) == View(dense: x[other], node.shape), canBeRead(x[other]),
        nodes[node.arguments[sum]].shape == node.shape
      else { continue }
      var own: [Int] = []
      guard var inner = epilogue(x[sum], &own), inner.finish == SENTE_PLAIN,
        nodes[inner.product].operation.isConvolution
      else { continue }
      parts += own + [x[sum]]
      inner.finish = Int32(SENTE_PLUS)
      inner.operand = x[other]
      return inner
    }
    return nil
  }

  /// Whether a view gives one number for each column of a product.
  private func isBias(_ view: View, _ product: Shape) -> Bool {
    guard view.offset == 0 else { return false }
    switch view.pattern {
    case .row(let period): return period == product.last
    case .full: return product.count == product.last
    case .scalar: return product.last == 1
    default: return false
    }
  }

  /// Whether a node will be somewhere in memory if asked for.
  private func canBeRead(_ id: Int) -> Bool {
    switch nodes[id].operation {
    case .constant, .indices: stored[id]
    default: true
    }
  }
}
