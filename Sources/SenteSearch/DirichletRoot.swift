public import SentePrimitives

/// The root of AlphaZero in self-play: its priors are mixed with Dirichlet noise.
///
/// Source: Silver and others (Science 2018): a quarter of noise with α = 0.3 for chess, 0.15 for
/// shogi, 0.03 for Go on 19x19, about ten divided by the number of legal actions.
public struct DirichletRoot: RootRule {
  /// The parameter α of the distribution.
  public var concentration: Float
  /// How much of the priors is replaced by noise.
  public var fraction: Float

  /// A quarter of noise.
  @inlinable
  public init(concentration: Float, fraction: Float = 0.25) {
    precondition(
      concentration > 0 && (0...1).contains(fraction),
      "noise of concentration \(concentration) and fraction \(fraction)")
    self.concentration = concentration
    self.fraction = fraction
  }

  /// Mixes the noise in.
  @inlinable
  public mutating func begin(
    priors: inout [Float], visits: [Int32], simulations: Int,
    random: inout RandomStream
  ) {
    var noise: [Double] = []
    var sum = 0.0
    for _ in 0..<priors.count {
      let weight = random.gamma(shape: Double(concentration))
      noise.append(weight)
      sum += weight
    }
    // All weights can underflow together; then there is no noise to add.
    if sum == 0 { return }
    for edge in 0..<priors.count {
      let share = Float(noise[edge] / sum)
      priors[edge] = (1 - fraction) * priors[edge] + fraction * share
    }
  }
}
