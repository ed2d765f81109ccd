public import SenteCompute

/// A transformer block with the norms before the parts (Xiong et al. 2020): [batch, length, width] to
/// the same shape.
///
///     y = x + attention(norm(x))      z = y + dense(gelu(dense(norm(y))))
///
/// Parameters below `attentionNorm`, `attention`, `hiddenNorm`, `hidden` (`hiddenWidth` units, 4 · width
/// by default) and `output`.
public func transformerBlock(
  _ x: Tensor, heads: Int, hiddenWidth: Int? = nil, mask: AttentionMask = AttentionMask(),
  activation: Activation = .gelu, dropout rate: Float = 0, random: RandomSource? = nil,
  _ scope: Scope
) -> Tensor {
  scope.require(
    x.shape.rank == 3, "transformerBlock of [batch, length, width] does not accept \(x.shape)")
  let width = x.shape.last
  let attended = attention(
    layerNorm(x, scope["attentionNorm"]), heads: heads, mask: mask, scope["attention"])
  let y = x + dropout(attended, rate, random)
  let hidden = activation(
    dense(layerNorm(y, scope["hiddenNorm"]), hiddenWidth ?? 4 * width, scope["hidden"]))
  return y + dropout(dense(hidden, width, scope["output"]), rate, random)
}
