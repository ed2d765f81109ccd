import CSenteKernels

// Convolutions of images and filters that are rounded to bytes.
extension Emission {
  /// Whether a convolution goes by bytes: not one of few channels, as a network's first, which is cheap and
  /// whose errors would reach all others, and none whose channels do not fill words of four bytes.
  func goesByBytes(_ window: SenteWindow) -> Bool {
    compiler.options.precision == .int8 && window.step_down == 1 && window.step_across == 1
      && window.high * window.wide > 1 && window.channels >= 16 && window.channels % 4 == 0
      && window.filters >= 16
  }

  /// Floats of filters in bytes, with the scale and the sum of each.
  func byteFilterCount(_ window: SenteWindow) -> Int {
    let filters = (Int(window.filters) + 15) / 16 * 16
    return filters * (2 + Int(window.high * window.wide * window.channels) / 4)
  }

  /// The filters to bytes, then the convolution, some images a part.
  mutating func byteConvolution(
    _ call: inout SenteCall, _ product: Int, _ time: Int
  ) -> [SenteCall] {
    let window = call.window
    var round = call
    round.kind = Int32(SENTE_BYTE_FILTERS)
    round.parts = 1
    round.a = call.b
    let (place, isDone, isSettled) = filterPlace(
      product, count: byteFilterCount(window), time)
    round.settled = isSettled ? 1 : 0
    round.c = SenteRef(base: 0, offset: Int32(place))
    call.kind = Int32(SENTE_BYTE_CONVOLUTION)
    call.b = round.c
    let work = window.down * window.across * window.high * window.wide * window.channels
    divideImages(&call, work: Int(window.images) * Int(work) * Int(window.filters) / 4)
    let rows = Int(window.down + window.high - 1) * Int(window.across + window.wide - 1)
    setScratch(&call, perPart: rows * Int(window.channels) / 4, time)
    return isDone ? [call] : [round, call]
  }
}
