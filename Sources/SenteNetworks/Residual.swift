public import SenteCompute

/// Two convolutions of size 3 beside a way around them, the rectifiers before (He et al. 2016, figure
/// 1b, without norms): [batch, height, width, channels] to the same shape.
///
///     y = x + convolution(relu(convolution(relu(x))))
///
/// Parameters below `0` and `1`. This is the block of IMPALA's deep network (Espeholt et al. 2018).
public func residualBlock(_ x: Tensor, _ scope: Scope) -> Tensor {
  requireImages(x, "residualBlock", scope)
  let channels = x.shape[3]
  let inner = convolution(relu(x), filters: channels, size: 3, padding: .same, scope["0"])
  return x + convolution(relu(inner), filters: channels, size: 3, padding: .same, scope["1"])
}

/// The block of AlphaZero's network (Silver et al. 2017, "Mastering the game of Go without human
/// knowledge", methods): two convolutions of size 3 with batch norms beside a way around them.
///
///     y = relu(x + norm(convolution(relu(norm(convolution(x))))))
///
/// Parameters below `0`, `1` and, where asked for, `pooled` and `squeezeExcite`.
///
/// - Parameters:
///   - reduction: The factor of a squeeze-and-excitation of the second convolution; nil: none.
///   - poolsGlobally: Whether the first convolution's result gets what `globalPooling` adds.
public func normalizedResidualBlock(
  _ x: Tensor, _ scope: Scope, mode: Mode, squeezeExcite reduction: Int? = nil,
  poolsGlobally: Bool = false
) -> Tensor {
  requireImages(x, "normalizedResidualBlock", scope)
  let channels = x.shape[3]
  var first = normalizedConvolution(
    x, filters: channels, size: 3, padding: .same, scope["0"], mode: mode)
  if poolsGlobally { first = globalPooling(first, scope) }
  var second = normalizedConvolution(
    relu(first), filters: channels, size: 3, padding: .same, scope["1"], mode: mode)
  if let reduction {
    second = squeezeExcite(second, reduction: reduction, scope["squeezeExcite"])
  }
  return relu(x + second)
}
