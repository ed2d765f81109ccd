public import SenteCompute

/// Squeeze and excitation (Hu, Shen and Sun 2018): each channel of [batch, height, width, channels]
/// times a number from 0 to 1 that depends on the means of all channels.
///
///     s = sigmoid(dense(relu(dense(mean of x))))
///
/// Parameters below `squeeze` (channels / reduction units) and `excite`.
public func squeezeExcite(_ x: Tensor, reduction: Int = 16, _ scope: Scope) -> Tensor {
  requireImages(x, "squeezeExcite", scope)
  let (batch, channels) = (x.shape[0], x.shape[3])
  scope.require(
    reduction >= 1 && channels >= reduction,
    "squeezeExcite by \(reduction) does not accept \(x.shape)")
  let means = x.reshaped(to: [batch, x.shape[1] * x.shape[2], channels]).mean(axis: 1)
    .reshaped(to: [batch, channels])
  let hidden = relu(dense(means, channels / reduction, scope["squeeze"]))
  let scale = sigmoid(dense(hidden, channels, scope["excite"]))
  return x * scale.reshaped(to: [batch, 1, 1, channels])
}
