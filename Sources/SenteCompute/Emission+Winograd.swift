import CSenteKernels

// Convolutions by Winograd's minimal filtering, where it needs fewer multiplications.
extension Emission {
  /// How many points to transform at along an axis; nil where the direct form is as good.
  ///
  /// Decided by the extents of one image, so that a result does not depend on the size of its batch.
  static func winogradPoints(_ window: SenteWindow) -> Int? {
    let step = Int(window.step_down)
    let (taps, rest) = Int(window.high).quotientAndRemainder(dividingBy: step)
    let (depth, filters) = (step * step * Int(window.channels), Int(window.filters))
    guard window.high == window.wide, window.step_down == window.step_across, rest == 0,
      taps == 2 || taps == 3, depth >= 16, filters >= 16
    else { return nil }
    let direct = Int(window.down) * Int(window.across) * taps * taps * depth * filters
    let costs = (4...6).map { points in
      // Beside the products the transforms count, an element of theirs as some multiply-adds.
      (tiles(window, points) * points * points * (depth * filters + 12 * (depth + filters)), points)
    }
    guard let best = costs.min(by: <), best.0 * 10 < direct * 9 else { return nil }
    return best.1
  }

  /// How many tiles cover the results of one image.
  private static func tiles(_ window: SenteWindow, _ points: Int) -> Int {
    let results = points - Int(window.high / window.step_down) + 1
    return ((Int(window.down) + results - 1) / results)
      * ((Int(window.across) + results - 1) / results)
  }

  /// Gives the transform of filters that stay from run to run a place of its own.
  mutating func placeSettledFilters(_ id: Int) {
    guard let product = compiler.epilogues[id]?.product,
      case .convolution(let steps) = compiler.nodes[product].operation
    else { return }
    let arguments = compiler.nodes[product].arguments
    guard compiler.settled[arguments[1]], !compiler.settled[product] else { return }
    let (images, filters) = (compiler.nodes[arguments[0]].shape, compiler.nodes[arguments[1]].shape)
    let window = window(
      Operation.window(filters, steps), images, compiler.nodes[product].shape, filters: filters[3])
    guard let points = Emission.winogradPoints(window) else { return }
    settledFilters[product] = arena.place(
      Emission.transformCount(window, points), from: 0, to: Int.max)
  }

  /// How many numbers the transform of the filters has.
  private static func transformCount(_ window: SenteWindow, _ points: Int) -> Int {
    let step = Int(window.step_down)
    return points * points * step * step * Int(window.channels) * Int(window.filters)
  }

  /// The transform of the filters, then the convolution in blocks of tiles.
  mutating func winograd(
    _ call: inout SenteCall, _ product: Int, points: Int, _ time: Int
  ) -> [SenteCall] {
    let window = call.window
    let filters = Int(window.filters)
    let length = Int(window.step_down * window.channels)
    let depth = Int(window.step_down) * length
    call.points = Int32(points)
    var transform = call
    transform.kind = Int32(SENTE_WINOGRAD_FILTERS)
    transform.parts = 1
    transform.a = call.b
    let place =
      settledFilters[product]
      ?? arena.place(Emission.transformCount(window, points), from: time, to: time)
    transform.settled = settledFilters[product] == nil ? 0 : 1
    transform.c = SenteRef(base: 0, offset: Int32(place))
    call.kind = Int32(SENTE_WINOGRAD)
    call.b = transform.c
    // A row of transformed places is stored by whole vectors, the last of each row of a block too.
    let wide = (depth + (length % 16 == 0 ? 0 : 15) + 15) / 16 * 16
    let tiles = Emission.tiles(window, points) * Int(window.images)
    // Images and sums of a block together stay in the second-level cache.
    let fitting = 150_000 / (points * points * (wide + filters)) / 6 * 6
    let block = Swift.min(Swift.max(fitting, 12), 96, (tiles + 5) / 6 * 6)
    (call.m, call.n, call.k) = (Int32(block), Int32(wide), Int32(depth))
    let wanted = Emission.parts(tiles * points * points * depth * filters)
    let blocks = (tiles + block - 1) / block
    call.rows_per_part = Int32((blocks + wanted - 1) / wanted * block)
    call.parts = (Int32(tiles) + call.rows_per_part - 1) / call.rows_per_part
    let narrow = filters % 16 == 0 ? 0 : 16 * depth
    setScratch(
      &call, perPart: points * points * block * (wide + filters) + narrow, time)
    return [transform, call]
  }
}
