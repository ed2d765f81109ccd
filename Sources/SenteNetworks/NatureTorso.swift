public import SenteCompute

/// The network of the Nature paper on Atari (Mnih et al. 2015, methods): images [batch, 84, 84, 4], or
/// others of at least 36 pixels a side, to features [batch, units].
///
/// Three convolutions, 32 of size 8 and stride 4, 64 of size 4 and stride 2, 64 of size 3, and a dense
/// layer, each rectified: parameters below `0` to `3`. Pixels should lie in [0, 1].
///
/// - Parameter normalizesLayers: Whether each is normalized before, convolutions over their channels.
public func natureTorso(
  _ x: Tensor, units: Int = 512, _ scope: Scope,
  initializer: Initializer = .orthogonal(gain: 2.0.squareRoot()), normalizesLayers: Bool = false
) -> Tensor {
  let rectified = { (x: Tensor, scope: Scope) in
    relu(normalizesLayers ? layerNorm(x, scope["norm"]) : x)
  }
  scope.require(
    x.shape.rank == 4 && x.shape[1] >= 36 && x.shape[2] >= 36,
    "natureTorso of [batch, height, width, channels] from 36 pixels on does not accept \(x.shape)")
  var y = x
  for (i, layer) in [(32, 8, 4), (64, 4, 2), (64, 3, 1)].enumerated() {
    let (filters, size, stride) = layer
    y = rectified(
      convolution(
        y, filters: filters, size: size, stride: stride, scope["\(i)"], initializer: initializer),
      scope["\(i)"])
  }
  let flat = y.reshaped(to: [y.shape[0], y.shape.count / y.shape[0]])
  return rectified(dense(flat, units, scope["3"], initializer: initializer), scope["3"])
}
