/// Weights in a binary tree of sums, from which an index is drawn in proportion to its weight.
///
/// A sum depends on the weights below it alone, so that a tree made from the same weights is the same
/// to the bit. Source: Schaul, Quan, Antonoglou and Silver, "Prioritized Experience Replay" (2016),
/// appendix B.2.1.
public struct SumTree: Hashable, Sendable {
  /// How many weights there are.
  public let count: Int
  /// Weights of leaves.
  private let leaves: Int
  /// The root at 1; the children of i at 2i and 2i + 1; leaves from `leaves` on.
  private var sums: [Double]

  /// Weights of 0.
  public init(count: Int) {
    precondition(count > 0, "a tree of \(count) weights is none")
    self.count = count
    var leaves = 1
    while leaves < count { leaves *= 2 }
    self.leaves = leaves
    sums = [Double](repeating: 0, count: 2 * leaves)
  }

  /// The sum of all weights.
  public var total: Double { sums[1] }

  /// The weight of an index, finite and at least 0.
  public subscript(index: Int) -> Double {
    get { sums[leaves + index] }
    set {
      precondition(newValue >= 0 && newValue.isFinite, "\(newValue) is no weight")
      var i = leaves + index
      sums[i] = newValue
      while i > 1 {
        i /= 2
        sums[i] = sums[2 * i] + sums[2 * i + 1]
      }
    }
  }

  /// The index at which the sum of weights from the first on passes `mass`, which lies in 0..<total; never
  /// one with a weight of 0.
  public func index(at mass: Double) -> Int {
    var (i, rest) = (1, mass)
    while i < leaves {
      let left = sums[2 * i]
      // Rounding may leave a rest that the right side does not have.
      if rest < left || sums[2 * i + 1] == 0 {
        i = 2 * i
      } else {
        rest -= left
        i = 2 * i + 1
      }
    }
    return i - leaves
  }

  /// Replaces all weights.
  public mutating func replace(with weights: [Double]) {
    precondition(weights.count == count, "\(weights.count) weights for a tree of \(count)")
    for i in 0..<count { sums[leaves + i] = weights[i] }
    for i in stride(from: leaves - 1, through: 1, by: -1) {
      sums[i] = sums[2 * i] + sums[2 * i + 1]
    }
  }
}
