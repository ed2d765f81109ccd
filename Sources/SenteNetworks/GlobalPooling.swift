public import SenteCompute

/// Adds to each channel of [batch, height, width, channels] a number that depends on the whole image:
///
///     y = x + dense([mean of relu(x), largest of relu(x)])
///
/// After "Accelerating self-play learning in Go" (Wu 2019, section 3.3), which pools channels of their
/// own; here all are pooled. Parameters below `pooled`.
public func globalPooling(_ x: Tensor, _ scope: Scope) -> Tensor {
  requireImages(x, "globalPooling", scope)
  let (batch, channels) = (x.shape[0], x.shape[3])
  let added = dense(pooledFeatures(relu(x)), channels, scope["pooled"])
  return x + added.reshaped(to: [batch, 1, 1, channels])
}

/// The mean and the largest of each channel of [batch, height, width, channels]: [batch, 2 channels].
func pooledFeatures(_ x: Tensor) -> Tensor {
  let (batch, channels) = (x.shape[0], x.shape[3])
  let means = x.reshaped(to: [batch, x.shape[1] * x.shape[2], channels]).mean(axis: 1)
    .reshaped(to: [batch, channels])
  return concatenate([means, x.maximumPooled()], axis: 1)
}
