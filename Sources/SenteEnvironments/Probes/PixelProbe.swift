public import SentePrimitives

/// Four steps, each a dim noisy picture with a bright block in one of its quarters: does the policy
/// read pixels?
///
/// Naming the quarter pays 1. The best return is 4, chance 1.
public struct PixelProbe: Environment {
  /// Row of the block's upper left corner.
  public var row = 0
  /// Column of the block's upper left corner.
  public var column = 0
  /// Where the noise of the present picture comes from.
  public var noise: UInt64 = 0
  /// How many answers have been given.
  public var answers = 0

  static let side = 12
  static let block = 2
  static let steps = 4

  /// The first picture, the block in its upper left corner.
  public init() {}

  /// A grey picture.
  public var observationSpace: Space {
    .image(height: PixelProbe.side, width: PixelProbe.side, channels: 1)
  }

  /// The quarter: 0 and 1 above, 2 and 3 below.
  public var actionSpace: Space { .discrete(count: 4) }

  /// The quarter in which the block is.
  public var quarter: Int {
    (row < PixelProbe.side / 2 ? 0 : 2) + (column < PixelProbe.side / 2 ? 0 : 1)
  }

  /// A first picture.
  public mutating func reset(using random: inout RandomStream) {
    answers = 0
    draw(using: &random)
  }

  private mutating func draw(using random: inout RandomStream) {
    let half = PixelProbe.side / 2
    let places = half - PixelProbe.block + 1
    row = random.index(below: 2) * half + random.index(below: places)
    column = random.index(below: 2) * half + random.index(below: places)
    noise = random.next()
  }

  /// Pays 1 for the right quarter and shows the next picture.
  public mutating func step(_ action: Int, using random: inout RandomStream) -> StepResult {
    let reward = action == quarter ? 1.0 : 0.0
    answers += 1
    draw(using: &random)
    return StepResult(
      reward: reward, end: answers == PixelProbe.steps ? .terminated : .running)
  }

  /// The block at 200 on noise from 0 to 63.
  public func observe(into pixels: inout MutableSpan<Float>, at offset: Int) {
    // A linear congruential generator with Knuth's constants: a picture is a function of the state.
    var bits = noise
    for y in 0..<PixelProbe.side {
      for x in 0..<PixelProbe.side {
        bits = bits &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let isBright =
          (row..<row + PixelProbe.block).contains(y)
          && (column..<column + PixelProbe.block).contains(x)
        pixels[offset + y * PixelProbe.side + x] = isBright ? 200 : Float(bits >> 58)
      }
    }
  }
}
