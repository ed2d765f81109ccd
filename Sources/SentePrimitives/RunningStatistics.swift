/// Count, mean, spread and range of a stream of numbers, in constant memory.
///
/// Source: Welford (1962); merging after Chan, Golub and LeVeque (1979).
public struct RunningStatistics: Hashable, Sendable, Codable {
  /// How many numbers were seen.
  public private(set) var count = 0
  /// Their mean; 0 before the first.
  public private(set) var mean = 0.0
  /// The smallest; +∞ before the first.
  public private(set) var minimum = Double.infinity
  /// The largest; -∞ before the first.
  public private(set) var maximum = -Double.infinity
  private var squares = 0.0

  /// Statistics of nothing.
  public init() {}

  /// Statistics of some numbers.
  public init(_ values: some Sequence<Double>) {
    for value in values { add(value) }
  }

  /// Takes one more number into account.
  public mutating func add(_ value: Double) {
    count += 1
    let delta = value - mean
    mean += delta / Double(count)
    squares += delta * (value - mean)
    minimum = min(minimum, value)
    maximum = max(maximum, value)
  }

  /// Takes all numbers of another stream into account.
  public mutating func merge(_ other: RunningStatistics) {
    guard other.count > 0 else { return }
    let total = count + other.count
    let delta = other.mean - mean
    squares += other.squares + delta * delta * Double(count) * Double(other.count) / Double(total)
    mean += delta * Double(other.count) / Double(total)
    count = total
    minimum = min(minimum, other.minimum)
    maximum = max(maximum, other.maximum)
  }

  /// The variance of the numbers themselves (divided by n), as NumPy's `var`.
  public var variance: Double { count > 0 ? squares / Double(count) : 0 }

  /// The square root of `variance`.
  public var standardDeviation: Double { variance.squareRoot() }
}
