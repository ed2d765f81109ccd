public import SenteCompute

/// A fully connected layer with learned noise in its weights, factorized (Fortunato et al. 2018,
/// equations 9 to 11): [..., inputs] to [..., width].
///
///     weight = μ + σ f(ε) f(ε')ᵀ      bias = μ' + σ' f(ε')      f(x) = sign(x) √|x|
///
/// Parameters: `weight` [inputs, width] and `bias`, uniform within ±1/√inputs, and as many
/// `weightNoise` and `biasNoise`, 0.5/√inputs at first. One draw serves the whole batch.
///
/// - Parameter random: nil leaves the noise out.
public func noisyDense(
  _ x: Tensor, _ width: Int, _ scope: Scope, random: RandomSource?, initialNoise: Double = 0.5
) -> Tensor {
  let inputs = x.shape.last
  let bound = 1 / Double(inputs).squareRoot()
  let start = Initializer.uniform(bound: bound)
  let noise = Initializer.constant(Float(initialNoise * bound))
  let weight = scope.parameter("weight", [inputs, width], start)
  let bias = scope.parameter("bias", [width], start)
  let weightNoise = scope.parameter("weightNoise", [inputs, width], noise)
  let biasNoise = scope.parameter("biasNoise", [width], noise)
  guard let random else { return matmul(x, weight) + bias }
  let before = signedRoot(random.normal([inputs, 1]))
  let after = signedRoot(random.normal([1, width]))
  return matmul(x, weight + weightNoise * (before * after))
    + (bias + biasNoise * after.reshaped(to: [width]))
}

/// sign(x) √|x|.
private func signedRoot(_ x: Tensor) -> Tensor {
  let root = sqrt(abs(x))
  return select(x .> 0, root, -root)
}
