public import SenteCompute
import SentePrimitives

/// Each element set to 0 with probability `rate`, the others divided by 1 - rate (Srivastava et al.
/// 2014); everything as it is without randomness, which is how a network is used for inference.
public func dropout(_ x: Tensor, _ rate: Float, _ random: RandomSource?) -> Tensor {
  precondition(rate >= 0 && rate < 1, "a dropout rate is at least 0 and below 1, not \(rate)")
  guard let random, rate > 0 else { return x }
  // Uniform numbers lie in [0, 1): a share of `rate` is below it.
  let isDropped = rate .> random.uniform(x.shape)
  return x * ((1 - isDropped) * (1 / (1 - rate)))
}
