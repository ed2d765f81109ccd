import SentePrimitives

/// A rectangle of a picture in which numbers have places.
public struct Axes: Sendable {
  /// The corners in pixels.
  public let left, top, right, bottom: Double
  /// The numbers from left to right and from bottom to top.
  public let x, y: ClosedRange<Double>

  /// Axes between corners; a range of one number is widened.
  public init(
    left: Double, top: Double, right: Double, bottom: Double, x: ClosedRange<Double>,
    y: ClosedRange<Double>
  ) {
    (self.left, self.top, self.right, self.bottom) = (left, top, right, bottom)
    self.x = Self.widened(x)
    self.y = Self.widened(y)
  }

  private static func widened(_ range: ClosedRange<Double>) -> ClosedRange<Double> {
    if range.lowerBound < range.upperBound { return range }
    let more = max(1, range.lowerBound.magnitude) / 2
    return range.lowerBound - more...range.upperBound + more
  }

  /// Where a pair of numbers lies.
  public func place(_ x: Double, _ y: Double) -> Place {
    Place(
      left + (right - left) * (x - self.x.lowerBound) / (self.x.upperBound - self.x.lowerBound),
      bottom + (top - bottom) * (y - self.y.lowerBound) / (self.y.upperBound - self.y.lowerBound))
  }

  /// Round numbers in a range, about `count` of them: steps are 1, 2 or 5 times a power of ten.
  public static func ticks(_ range: ClosedRange<Double>, count: Int) -> [Double] {
    let rough = (range.upperBound - range.lowerBound) / Double(max(1, count))
    guard rough > 0, rough.isFinite else { return [range.lowerBound] }
    var power = 1.0
    while power > rough { power /= 10 }
    while power * 10 <= rough { power *= 10 }
    let step = power * ([1, 2, 5, 10].first { $0 * power >= rough * 0.99 } ?? 10)
    let first = (range.lowerBound / step).rounded(.up)
    let last = (range.upperBound / step).rounded(.down)
    guard first <= last else { return [range.lowerBound] }
    return (0...Int(last - first)).map { (first + Double($0)) * step }
  }

  /// A number beside an axis: 0.5, 20, 150k, 2M.
  public static func label(_ value: Double) -> String {
    let size = value.magnitude
    if size >= 1e6 { return shortest(value / 1e6) + "M" }
    if size >= 1e4 { return shortest(value / 1e3) + "k" }
    return shortest(value)
  }

  private static func shortest(_ value: Double) -> String {
    let thousandths = Int((value * 1000).rounded())
    var digits = "\(thousandths.magnitude % 1000)"
    digits = String(repeating: "0", count: 3 - digits.count) + digits
    while digits.hasSuffix("0") { digits.removeLast() }
    let sign = thousandths < 0 ? "−" : ""
    return sign + "\(thousandths.magnitude / 1000)" + (digits.isEmpty ? "" : ".\(digits)")
  }

  /// Draws lines at round numbers, the numbers, the names of both axes and a title.
  public func draw(
    in picture: inout Picture, title: String = "", xName: String = "", yName: String = "",
    showsYNumbers: Bool = true
  ) {
    for tick in Self.ticks(x, count: 5) {
      let foot = place(tick, y.lowerBound)
      picture.line([foot, Place(foot.x, top)], .pale)
      picture.words(Self.label(tick), at: foot + Place(0, 16), size: 11, .grey, .middle)
    }
    if showsYNumbers {
      for tick in Self.ticks(y, count: 5) {
        let foot = place(x.lowerBound, tick)
        picture.line([foot, Place(right, foot.y)], .pale)
        picture.words(Self.label(tick), at: foot + Place(-6, 4), size: 11, .grey, .end)
      }
    }
    picture.line([Place(left, top), Place(left, bottom), Place(right, bottom)], .grey)
    picture.words(title, at: Place((left + right) / 2, top - 10), size: 13, .black, .middle)
    picture.words(xName, at: Place((left + right) / 2, bottom + 34), size: 12, .black, .middle)
    picture.words(yName, at: Place(left - 44, (top + bottom) / 2), size: 12, .black, .upwards)
  }
}
