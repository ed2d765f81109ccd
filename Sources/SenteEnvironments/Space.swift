/// The set of values that observations or actions come from.
///
/// Every value flattens to a row of `width` numbers; a discrete choice is one number holding an index.
public indirect enum Space: Hashable, Sendable, Codable {
  /// Real arrays of a shape; bounds per element, possibly infinite.
  case box(low: [Float], high: [Float], shape: [Int])
  /// One of `count` choices, numbered from `start`.
  case discrete(count: Int, start: Int = 0)

  /// How many numbers a flattened value takes.
  public var width: Int {
    switch self {
    case .box(_, _, let shape): shape.reduce(1, *)
    case .discrete: 1
    }
  }
}
