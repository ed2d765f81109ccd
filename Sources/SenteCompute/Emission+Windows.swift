import CSenteKernels
import SentePrimitives

// Calls that move windows over images.
extension Emission {
  /// What kernels are told of windows: the images' extents, then the results'.
  func window(
    _ window: Operation.Window, _ images: Shape, _ results: Shape, filters: Int
  ) -> SenteWindow {
    SenteWindow(
      images: Int32(images[0]), height: Int32(images[1]), width: Int32(images[2]),
      channels: Int32(images[3]), high: Int32(window.high), wide: Int32(window.wide),
      filters: Int32(filters), down: Int32(results[1]), across: Int32(results[2]),
      step_down: Int32(window.steps.down), step_across: Int32(window.steps.across),
      top: Int32(window.steps.margins.top), left: Int32(window.steps.margins.left))
  }

  mutating func convolution(
    _ call: inout SenteCall, _ product: Int, _ time: Int
  ) -> [SenteCall] {
    let node = compiler.nodes[product]
    let (first, filters) = (
      compiler.nodes[node.arguments[0]].shape, compiler.nodes[node.arguments[1]].shape
    )
    switch node.operation {
    case .convolution(let steps):
      let window = Operation.window(filters, steps)
      call.window = self.window(window, first, node.shape, filters: filters[3])
      if goesByBytes(call.window) { return byteConvolution(&call, product, time) }
      if let points = points(call.window) {
        return winograd(&call, product, points: points, time)
      }
      return direct(&call, window, first, time)
    case .convolutionData(let steps, _, _):
      return convolutionData(
        &call, product, Operation.window(filters, steps), first, node.shape, time)
    case let operation: preconditionFailure("\(operation) is no convolution")
    }
  }

  /// Every window times the filters.
  private mutating func direct(
    _ call: inout SenteCall, _ window: Operation.Window, _ images: Shape, _ time: Int
  ) -> [SenteCall] {
    let calls = addMargins(&call, window, images, time)
    call.kind = Int32(SENTE_CONVOLUTION)
    let outputs = Int(call.window.filters)
    let depth = window.high * window.wide * images[3]
    let positions = Int(call.window.images * call.window.down * call.window.across)
    let wanted = Emission.parts(positions * depth * outputs)
    call.rows_per_part = Int32((positions + 24 * wanted - 1) / (24 * wanted) * 24)
    call.parts = (Int32(positions) + call.rows_per_part - 1) / call.rows_per_part
    setScratch(&call, perPart: outputs % 16 == 0 ? 0 : depth * 16, time)
    return calls + [call]
  }

  /// Copies images that windows reach beyond, with zeros around them, for kernels that read windows in
  /// place.
  private mutating func addMargins(
    _ call: inout SenteCall, _ window: Operation.Window, _ images: Shape, _ time: Int
  ) -> [SenteCall] {
    let margins = window.steps.margins
    if margins == Operation.Margins() { return [] }
    var copy = call
    copy.kind = Int32(SENTE_MARGINS)
    copy.parts = 1
    let (rows, columns) = (
      images[1] + margins.top + margins.bottom, images[2] + margins.left + margins.right
    )
    (copy.m, copy.n) = (Int32(rows), Int32(columns))
    let place = arena.place(images[0] * rows * columns * images[3], from: time, to: time)
    copy.c = SenteRef(base: 0, offset: Int32(place))
    call.a = copy.c
    (call.window.height, call.window.width) = (copy.m, copy.n)
    (call.window.top, call.window.left) = (0, 0)
    return [copy]
  }

  /// The gradient of images: where windows move by 1, the gradient of the results convolved with turned
  /// filters, else what each window gets, added up.
  private mutating func convolutionData(
    _ call: inout SenteCall, _ product: Int, _ window: Operation.Window, _ results: Shape,
    _ images: Shape, _ time: Int
  ) -> [SenteCall] {
    let (area, outputs) = (window.high * window.wide, results[3])
    let depth = area * images[3]
    var turn = SenteCall()
    turn.kind = Int32(SENTE_TRANSPOSE)
    turn.parts = 1
    (turn.m, turn.n) = (Int32(depth), Int32(outputs))
    turn.a = call.b
    turn.c = SenteRef(
      base: 0, offset: Int32(arena.place(depth * outputs, from: time, to: time)))
    call.b = turn.c
    var around = window
    around.steps.margins.top = window.high - 1 - window.steps.margins.top
    around.steps.margins.left = window.wide - 1 - window.steps.margins.left
    if window.steps.down == 1, window.steps.across == 1, around.steps.margins.top >= 0,
      around.steps.margins.left >= 0
    {
      call.window = self.window(around, results, images, filters: images[3])
      if let points = points(call.window) {
        return [turn] + winograd(&call, product, points: points, turned: true, time)
      }
    }
    call.kind = Int32(SENTE_CONVOLUTION_DATA)
    call.window = self.window(window, images, results, filters: outputs)
    divideImages(&call, work: results.count * depth)
    let band = Swift.max(48 / results[2], 1) * results[2]
    setScratch(&call, perPart: band * depth + (depth % 16 == 0 ? 0 : 16 * outputs), time)
    return [turn, call]
  }

  /// Gives each part some images.
  func divideImages(_ call: inout SenteCall, work: Int) {
    let images = call.window.images
    let wanted = Swift.min(Int32(Emission.parts(work)), images)
    call.rows_per_part = (images + wanted - 1) / wanted
    call.parts = (images + call.rows_per_part - 1) / call.rows_per_part
  }

  /// The gradient of filters.
  mutating func convolutionWeights(
    _ call: inout SenteCall, _ node: Graph.Node, _ window: Operation.Window, _ time: Int
  ) -> [SenteCall] {
    let (images, results) = (
      compiler.nodes[node.arguments[0]].shape, compiler.nodes[node.arguments[1]].shape
    )
    let outputs = results[3]
    call.window = self.window(window, images, results, filters: outputs)
    if let points = Emission.winogradPoints(call.window) {
      return winogradWeights(&call, points: points, time)
    }
    let calls = addMargins(&call, window, images, time)
    call.kind = Int32(SENTE_CONVOLUTION_WEIGHTS)
    let (high, length) = (window.high, window.wide * images[3])
    call.rows_per_part = Int32(results.count * high * length > 1 << 22 ? 1 : high)
    call.parts = (Int32(high) + call.rows_per_part - 1) / call.rows_per_part
    let narrow =
      outputs % 16 == 0
      ? 0 : 16 * (results[1] * results[2] + Int(call.rows_per_part) * length)
    setScratch(&call, perPart: narrow, time)
    return calls + [call]
  }

  /// Patches and the places of their largest elements.
  mutating func windows(_ call: inout SenteCall, _ node: Graph.Node) {
    let first = compiler.nodes[node.arguments[0]].shape
    switch node.operation {
    case .patchesSum(let window, _, _):
      call.kind = Int32(SENTE_PATCHES_SUM)
      call.window = self.window(window, node.shape, first, filters: 1)
      divideImages(&call, work: first.count << 4)
    case .patches(let window), .poolIndices(let window):
      if case .patches = node.operation {
        call.kind = Int32(SENTE_PATCHES)
      } else {
        call.kind = Int32(SENTE_POOL_INDICES)
      }
      call.window = self.window(window, first, node.shape, filters: 1)
      let positions = node.shape[0] * node.shape[1] * node.shape[2]
      call.rows_per_part = Int32(Swift.max(1, Swift.min(positions, (1 << 16) / node.shape.last)))
      call.parts = (Int32(positions) + call.rows_per_part - 1) / call.rows_per_part
    case let operation: preconditionFailure("\(operation) moves no window")
    }
  }
}
