import CSenteKernels

// Products whose operands are rounded to bfloat16.
extension Emission {
  /// What a second operand [..., k, n] in memory is read as.
  struct PairedOperand: Hashable {
    var source: Int
    var shape: Shape

    /// How many pairs it becomes.
    var count: Int {
      let k = shape[shape.rank - 2]
      return shape.count / (k * shape.last) * ((k + 1) / 2) * ((shape.last + 15) / 16 * 16)
    }
  }

  /// A second operand in pairs.
  struct Pairs {
    var place: Int?
    /// The last unit that reads them.
    var last = 0
    var isDone = false
  }

  /// The second operand of a product.
  func pairedOperand(_ product: Int) -> PairedOperand {
    PairedOperand(
      source: compiler.productOperands(product)[1].source,
      shape: compiler.nodes[compiler.nodes[product].arguments[1]].shape)
  }

  /// Notes until when the pairs of second operands are read, and gives those that stay from run to run
  /// a place of their own.
  mutating func planPairs(_ units: [Compiler.Unit]) {
    guard compiler.options.precision == .bfloat16 else { return }
    for (time, unit) in units.enumerated() where !unit.isChain {
      guard let product = compiler.epilogues[unit.nodes[0]]?.product else { continue }
      switch compiler.nodes[product].operation {
      case .product, .batchedProduct: break
      default: continue
      }
      let operand = pairedOperand(product)
      var own = pairs[operand] ?? Pairs()
      if own.place == nil, compiler.settled[operand.source] {
        own.place = arena.place(operand.count, from: 0, to: Int.max)
      }
      own.last = time
      pairs[operand] = own
    }
  }

  /// The second operand to pairs, if no product before has had it done, then the product.
  mutating func pairProduct(
    _ call: inout SenteCall, _ operand: PairedOperand, _ time: Int
  ) -> [SenteCall] {
    var own = pairs[operand] ?? Pairs(last: time)
    let place = own.place ?? arena.place(operand.count, from: time, to: own.last)
    var calls: [SenteCall] = []
    if !own.isDone {
      var make = call
      make.kind = Int32(SENTE_PAIRS)
      make.parts = 1
      make.a = call.b
      make.c = SenteRef(base: 0, offset: Int32(place))
      make.settled = compiler.settled[operand.source] ? 1 : 0
      calls = [make]
    }
    (own.place, own.isDone) = (place, true)
    pairs[operand] = own
    call.kind = Int32(SENTE_PAIR_PRODUCT)
    call.b = SenteRef(base: 0, offset: Int32(place))
    let (m, k) = (Int(call.m), Int(call.k))
    let wanted = Emission.parts(m * k * Int(call.n))
    let rows = wanted > 1 ? Swift.max(48, (m / wanted + 47) / 48 * 48) : m
    call.rows_per_part = Int32(rows)
    call.parts = call.batch * Int32((m + rows - 1) / rows)
    setScratch(&call, perPart: Int(SENTE_PAIR_ROWS_AT_ONCE) * ((k + 1) / 2), time)
    return calls + [call]
  }
}
