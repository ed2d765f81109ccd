public import SenteCompute

/// The deep network of IMPALA (Espeholt et al. 2018, figure 3): images [batch, height, width, channels]
/// to features [batch, units].
///
/// For each number of `channels` a convolution of size 3, a maximum over windows of 3 with stride 2, and
/// two residual blocks; then a rectified dense layer. Parameters below `0.convolution`, `0.residual0`,
/// `0.residual1`, ... and `output`. Pixels should lie in [0, 1].
public func impalaTorso(
  _ x: Tensor, channels: [Int] = [16, 32, 32], units: Int = 256, _ scope: Scope
) -> Tensor {
  requireImages(x, "impalaTorso", scope)
  var y = x
  for (i, filters) in channels.enumerated() {
    let stage = scope["\(i)"]
    y = convolution(y, filters: filters, size: 3, padding: .same, stage["convolution"])
      .maximumPooled(3, stride: 2, padding: .explicit(top: 1, bottom: 1, left: 1, right: 1))
    y = residualBlock(residualBlock(y, stage["residual0"]), stage["residual1"])
  }
  let flat = relu(y).reshaped(to: [y.shape[0], y.shape.count / y.shape[0]])
  return relu(dense(flat, units, scope["output"]))
}
