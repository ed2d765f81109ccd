import SenteCompute

/// What quantiles of a return cost, given samples of it: each pair's Huber loss, weighed by how far on the
/// wrong side of its quantile the sample lies.
///
/// Source: Dabney, Rowland, Bellemare and Munos, "Distributional Reinforcement Learning with Quantile
/// Regression" (2018), equation 10.
///
/// - Parameters:
///   - quantiles: [rows, quantiles].
///   - fractions: Which quantiles they are, in 0...1, [rows or 1, quantiles].
///   - samples: [rows, samples].
/// - Returns: The sum over quantiles of the means over samples, [rows, 1], and the mean absolute
///   difference of the means, [rows, 1].
func quantileLosses(
  _ quantiles: Tensor, fractions: Tensor, samples: Tensor, threshold: Double
) -> (losses: Tensor, errors: Tensor) {
  let (rows, count, others) = (quantiles.shape[0], quantiles.shape[1], samples.shape[1])
  let errors =
    samples.reshaped(to: [rows, 1, others]) - quantiles.reshaped(to: [rows, count, 1])
  let below = (0 .> errors)
  let weights = abs(fractions.reshaped(to: [fractions.shape[0], count, 1]) - below).detached
  let losses = weights * errors.huber(threshold)
  return (
    losses.mean(axis: 2).sum(axis: 1).reshaped(to: [rows, 1])
      * (1 / Float(threshold > 0 ? threshold : 1)),
    samples.mean(axis: 1) - quantiles.mean(axis: 1)
  )
}
