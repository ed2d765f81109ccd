import SenteCompute

/// Returns as probabilities of evenly spaced numbers, the atoms.
///
/// Source: Bellemare, Dabney and Munos, "A Distributional Perspective on Reinforcement Learning"
/// (2017), section 4.
struct CategoricalValues {
  /// How many atoms there are.
  let count: Int
  /// The least.
  let low: Float
  /// The greatest.
  let high: Float

  /// The distance of neighbours.
  var spacing: Float { (high - low) / Float(count - 1) }

  /// The atoms, along the last axis of a tensor.
  func atoms(along x: Tensor) -> Tensor { x.counting(x.shape.rank - 1) * spacing + low }

  /// The expected returns of logits [..., atoms], [..., 1].
  func expectation(_ logits: Tensor) -> Tensor {
    (logits.softmax() * atoms(along: logits)).sum(axis: logits.shape.rank - 1)
  }

  /// The distribution of rewards + discounts · atom, each number's probability divided among its two
  /// neighbours (equation 7).
  ///
  /// - Parameters:
  ///   - probabilities: [rows, atoms].
  ///   - rewards: [rows, 1].
  ///   - discounts: [rows, 1].
  /// - Returns: [rows, atoms].
  func projected(_ probabilities: Tensor, rewards: Tensor, discounts: Tensor) -> Tensor {
    let moved = (rewards + discounts * atoms(along: probabilities)).clamped(low, high)
    let places = (moved - low) * (1 / spacing)
    let lower = Indices(rounding: places).numbers
    let upper = min(lower + 1, lower.filled(Float(count - 1)))
    let share = (places - lower) * probabilities
    return concatenate([probabilities - share, share], axis: 1)
      .scatteredInRows(Indices(rounding: concatenate([lower, upper], axis: 1)), to: count)
  }
}
