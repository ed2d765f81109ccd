/// Running means and variances of each element of a row, by which rows are standardized.
///
/// Batches are merged as by Chan, Golub and LeVeque (1979), starting from a weight of 1e-4 at mean 0
/// and variance 1, as Stable-Baselines3's `VecNormalize` does.
public struct RunningStandardization: Hashable, Sendable, Codable {
  /// The means.
  public private(set) var mean: [Double]
  /// The variances.
  public private(set) var variance: [Double]
  /// How many rows were seen, plus 1e-4.
  public private(set) var count = 1e-4

  /// Statistics of rows of `width` numbers, before the first.
  public init(width: Int) {
    mean = [Double](repeating: 0, count: width)
    variance = [Double](repeating: 1, count: width)
  }

  /// Takes the rows of a batch [n, width] into account.
  public mutating func update(_ rows: Span<Float>) {
    let width = mean.count
    let n = rows.count / width
    guard n > 0 else { return }
    let total = count + Double(n)
    for j in 0..<width {
      var sum = 0.0
      for i in 0..<n { sum += Double(rows[i * width + j]) }
      let batchMean = sum / Double(n)
      var squares = 0.0
      for i in 0..<n {
        let distance = Double(rows[i * width + j]) - batchMean
        squares += distance * distance
      }
      let delta = batchMean - mean[j]
      let spread = variance[j] * count + squares + delta * delta * count * Double(n) / total
      mean[j] += delta * Double(n) / total
      variance[j] = spread / total
    }
    count = total
  }

  /// A number of column `j`, standardized and clipped to ±10.
  public func standardized(_ x: Float, _ j: Int) -> Float {
    let y = (Double(x) - mean[j]) / (variance[j] + 1e-8).squareRoot()
    return Float(min(max(y, -10), 10))
  }
}

extension RunningStandardization {
  /// Standardizes the numbers of rows that belong to boxes, [rows, numbers].
  func standardize(_ rows: inout MutableSpan<Float>, _ layout: ObservationLayout) {
    let width = layout.numberWidth
    for i in 0..<rows.count where layout.isReal[i % width] {
      rows[i] = standardized(rows[i], i % width)
    }
  }
}

/// Divides rewards by the running standard deviation of the discounted return, so that learning does
/// not depend on the unit of the reward (Engstrom et al. 2020, section 3).
public struct RewardScaling: Hashable, Sendable, Codable {
  private let discount: Double
  private var returns: [Double]
  private var statistics = RunningStandardization(width: 1)

  /// Scaling for a number of environments that are stepped together.
  public init(environments: Int, discount: Double) {
    self.discount = discount
    returns = [Double](repeating: 0, count: environments)
  }

  /// Takes the rewards of one step into account and writes them, scaled and clipped to ±10;
  /// `hasEnded` tells where an episode ended with this step.
  public mutating func scale(_ rewards: inout [Float], _ hasEnded: [Bool]) {
    for i in returns.indices { returns[i] = returns[i] * discount + Double(rewards[i]) }
    let row = returns.map { Float($0) }
    statistics.update(row.span)
    let deviation = (statistics.variance[0] + 1e-8).squareRoot()
    for i in returns.indices {
      rewards[i] = Float(min(max(Double(rewards[i]) / deviation, -10), 10))
      if hasEnded[i] { returns[i] = 0 }
    }
  }
}
