import CSenteKernels

// Convolutions and their gradients by Winograd's minimal filtering, where it needs fewer multiplications.
extension Emission {
  /// How many points to transform at along an axis; nil where the direct form is as good.
  ///
  /// Decided by the extents of one image, so that a result does not depend on the size of its batch.
  static func winogradPoints(_ window: SenteWindow, isPaired: Bool = false) -> Int? {
    let step = Int(window.step_down)
    let (taps, rest) = Int(window.high).quotientAndRemainder(dividingBy: step)
    let (depth, filters) = (step * step * Int(window.channels), Int(window.filters))
    guard window.high == window.wide, window.step_down == window.step_across, rest == 0,
      taps == 2 || taps == 3, depth >= 16, filters >= 16
    else { return nil }
    let direct = Int(window.down) * Int(window.across) * taps * taps * depth * filters
    let costs = (4...6).map { points in
      // Beside the products the transforms count, an element of theirs as some multiply-adds. Products of
      // bfloat16 take half the time, and then it shows that small transforms are shorter.
      let tiles = Tiling(window, points: points).perImage
      let products = isPaired ? depth * filters / 2 : depth * filters
      let transforms = isPaired ? 2 * points : 12
      return (tiles * points * points * (products + transforms * (depth + filters)), points)
    }
    guard let best = costs.min(by: <), best.0 * 10 < direct * 9 else { return nil }
    return best.1
  }

  /// The same for products of the program's precision.
  func points(_ window: SenteWindow) -> Int? {
    Emission.winogradPoints(window, isPaired: compiler.options.precision == .bfloat16)
  }

  /// How results are cut into tiles, and what tiles need; the kernels work out the same.
  private struct Tiling {
    let points: Int
    /// Rows, columns and channels of a block.
    let depth: Int
    /// A multiple of the widest vectors.
    let filters: Int
    let perImage: Int
    let tiles: Int
    /// A row of transformed places is stored by whole vectors, the last of each row of a block too.
    let wide: Int
    /// Floats of one image with its margins, if tiles reach beyond images.
    let copied: Int
    /// Multiply-adds of the products.
    var work: Int { tiles * points * points * depth * filters }
    /// Floats of the transformed filters.
    var transformed: Int { points * points * depth * filters }

    init(_ window: SenteWindow, points: Int) {
      self.points = points
      let step = Int(window.step_down)
      let (taps, length) = (Int(window.high) / step, step * Int(window.channels))
      depth = step * length
      filters = (Int(window.filters) + 15) / 16 * 16
      let results = points - taps + 1
      let down = (Int(window.down) + results - 1) / results
      let across = (Int(window.across) + results - 1) / results
      perImage = down * across
      tiles = perImage * Int(window.images)
      wide = (depth + (length % 16 == 0 ? 0 : 15) + 15) / 16 * 16
      let (rows, columns) = (
        (down * results + taps - 1) * step, (across * results + taps - 1) * step
      )
      let fits =
        window.top == 0 && window.left == 0 && rows <= window.height && columns <= window.width
      copied = fits ? 0 : Arena.rounded(rows * columns * Int(window.channels))
    }

    /// Floats from one point's numbers to the next point's: those of so many tiles, and a gap, so that
    /// the same tile at different points does not compete for places in the first-level cache.
    func apart(_ floats: Int) -> Int { (floats + 879) / 1024 * 1024 + 144 }
  }

  /// Filters that are transformed, or rounded to bytes, once for each state of the weights, whoever reads
  /// them.
  struct SettledFilters: Hashable {
    var filters: Int
    /// 0 for bytes.
    var points: Int
    var step: Int
  }

  /// Gives what becomes of filters that stay from run to run a place of its own.
  mutating func placeSettledFilters(_ id: Int) {
    guard let product = compiler.epilogues[id]?.product,
      case .convolution(let steps) = compiler.nodes[product].operation
    else { return }
    let arguments = compiler.nodes[product].arguments
    guard compiler.settled[arguments[1]], !compiler.settled[product] else { return }
    let (images, filters) = (compiler.nodes[arguments[0]].shape, compiler.nodes[arguments[1]].shape)
    let window = window(
      Operation.window(filters, steps), images, compiler.nodes[product].shape, filters: filters[3])
    let isBytes = goesByBytes(window)
    guard let points = isBytes ? 0 : points(window) else { return }
    let key = SettledFilters(
      filters: compiler.resolve(arguments[1]), points: points, step: steps.down)
    settledFilters[product] = key
    if settledPlaces[key] != nil { return }
    let count =
      isBytes ? byteFilterCount(window) : Tiling(window, points: points).transformed
    settledPlaces[key] = (arena.place(count, from: 0, to: Int.max), false)
  }

  /// Where a convolution's filters lie once they are transformed or rounded, whether a call to do that has
  /// been emitted, and whether they stay from run to run; after this it counts as emitted.
  mutating func filterPlace(
    _ product: Int, count: Int, _ time: Int
  ) -> (place: Int, isDone: Bool, isSettled: Bool) {
    guard let key = settledFilters[product], let known = settledPlaces[key] else {
      return (arena.place(count, from: time, to: time), false, false)
    }
    settledPlaces[key] = (known.place, true)
    return (known.place, known.isDone, true)
  }

  /// The transform of the filters, then the convolution in blocks of tiles.
  ///
  /// - Parameters:
  ///   - call: Images, result and what follows; as b the filters.
  ///   - turned: Whether the filters lie as [filters, window, channels] and are turned around.
  mutating func winograd(
    _ call: inout SenteCall, _ product: Int, points: Int, turned: Bool = false, _ time: Int
  ) -> [SenteCall] {
    let isPaired = compiler.options.precision == .bfloat16
    let tiling = Tiling(call.window, points: points)
    let (channels, filters) = (call.window.channels, call.window.filters)
    call.points = Int32(points)
    var transform = call
    transform.kind = Int32(SENTE_WINOGRAD_FILTERS)
    transform.parts = 1
    transform.a = call.b
    transform.packed = isPaired ? 1 : 0
    transform.before = turned ? 1 : 0
    transform.row_stride = turned ? filters : channels * filters
    transform.column_stride = turned ? call.window.high * call.window.wide * filters : filters
    let (place, isDone, isSettled) = filterPlace(product, count: tiling.transformed, time)
    transform.settled = isSettled ? 1 : 0
    transform.c = SenteRef(base: 0, offset: Int32(place))
    call.kind = Int32(isPaired ? SENTE_WINOGRAD_PAIRS : SENTE_WINOGRAD)
    call.b = transform.c
    let wide = isPaired ? Arena.rounded(tiling.wide / 2) : tiling.wide
    let block = setBlocks(&call, tiling, wide: wide)
    setScratch(
      &call,
      perPart: tiling.copied + points * points * Int(call.row_stride + call.column_stride), time)
    call.m = Int32(block)
    return isDone ? [call] : [transform, call]
  }

  /// Cuts tiles into blocks whose transformed images and sums stay in the second-level cache, and blocks
  /// into parts; returns the size of a block.
  private func setBlocks(_ call: inout SenteCall, _ tiling: Tiling, wide: Int, parts: Int = 16)
    -> Int
  {
    let squared = tiling.points * tiling.points
    let fitting = Emission.blockFloats / (squared * (wide + tiling.filters)) / 6 * 6
    let block = Swift.min(Swift.max(fitting, 12), 96, (tiling.tiles + 5) / 6 * 6)
    (call.n, call.k) = (Int32(wide), Int32(tiling.depth))
    call.row_stride = Int32(tiling.apart(block * wide))
    call.column_stride = Int32(tiling.apart(block * tiling.filters))
    let wanted = Swift.min(Emission.parts(tiling.work), parts)
    let blocks = (tiling.tiles + block - 1) / block
    call.rows_per_part = Int32((blocks + wanted - 1) / wanted * block)
    call.parts = (Int32(tiling.tiles) + call.rows_per_part - 1) / call.rows_per_part
    return block
  }

  /// Floats of a block's transformed images and sums.
  private static let blockFloats = 150_000

  /// The gradient of the filters in the transformed domain, part by part, then the sum over parts.
  mutating func winogradWeights(
    _ call: inout SenteCall, points: Int, _ time: Int
  ) -> [SenteCall] {
    let tiling = Tiling(call.window, points: points)
    call.points = Int32(points)
    var sum = call
    sum.kind = Int32(SENTE_WINOGRAD_WEIGHTS_SUM)
    call.kind = Int32(SENTE_WINOGRAD_WEIGHTS)
    call.m = Int32(setBlocks(&call, tiling, wide: tiling.wide, parts: 4))
    sum.before = call.parts
    let place = arena.place(Int(call.parts) * tiling.transformed, from: time, to: time)
    call.c = SenteRef(base: 0, offset: Int32(place))
    sum.a = call.c
    setScratch(
      &call,
      perPart: tiling.copied + points * points * Int(call.row_stride + call.column_stride), time)
    return [call, sum]
  }
}
