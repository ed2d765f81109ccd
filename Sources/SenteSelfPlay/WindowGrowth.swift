import SentePrimitives

/// How large the window is after so many positions of self-play.
///
/// It grows more slowly than what has been played, so that it soon forgets the first games and later
/// little: c · (1 + β · ((N / c)^α - 1) / α), N the positions so far (Wu 2019, appendix C).
public struct WindowGrowth: Hashable, Sendable, Codable {
  /// c: the window's size until so many positions have been played.
  public var initial = 50_000
  /// α: 1 grows in a straight line.
  public var exponent = 0.75
  /// β: how fast it grows at first; 0: never.
  public var slope = 0.4
  /// The most positions.
  public var maximum = 1_000_000

  /// KataGo's exponent and slope.
  public init() {}

  /// The window's size after so many positions.
  public func size(after positions: Int) -> Int {
    guard positions > initial else { return initial }
    let ratio = Elementary.exp(exponent * Elementary.log(Double(positions) / Double(initial)))
    let size = Double(initial) * (1 + slope * (ratio - 1) / exponent)
    return min(maximum, Int(min(size, 1e15)))
  }
}
