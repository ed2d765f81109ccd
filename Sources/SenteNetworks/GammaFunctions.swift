import SenteCompute
import SentePrimitives

/// 1/x of each element.
private func reciprocal(_ x: Tensor) -> Tensor { (x * 0 + 1) / x }

/// The logarithm of the gamma function of each element, which must be positive.
///
/// Stirling's series at x + 8, brought back by Γ(x + 1) = x Γ(x). Its derivative is the digamma
/// function without a row in the table of operations.
func logGamma(_ x: Tensor) -> Tensor {
  let y = x + 8
  let r = reciprocal(y)
  let square = r * r
  let series = r * (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square * (1 / 1680))))
  // In two halves, since the product of eight factors overflows early.
  let low = (x * (x + 1)) * ((x + 2) * (x + 3))
  let high = ((x + 4) * (x + 5)) * ((x + 6) * (x + 7))
  return (y - 0.5) * log(y) - y + Normal.halfLogTwoPi + series - log(low) - log(high)
}

/// The derivative of `logGamma` of each element, which must be positive.
///
/// The asymptotic series at x + 8, brought back by ψ(x + 1) = ψ(x) + 1/x.
func digamma(_ x: Tensor) -> Tensor {
  let y = x + 8
  let r = reciprocal(y)
  let square = r * r
  let series = square * (1 / 12 - square * (1 / 120 - square * (1 / 252 - square * (1 / 240))))
  let start = log(y) - 0.5 * r - series
  return (0..<8).reduce(start) { $0 - reciprocal(x + Float($1)) }
}

/// The logarithm of the gamma function of a positive number.
func logGamma(_ x: Double) -> Double {
  let y = x + 8
  let r = 1 / y
  let square = r * r
  let series = r * (1.0 / 12 - square * (1.0 / 360 - square * (1.0 / 1260 - square / 1680)))
  let low = (x * (x + 1)) * ((x + 2) * (x + 3))
  let high = ((x + 4) * (x + 5)) * ((x + 6) * (x + 7))
  return (y - 0.5) * Elementary.log(y) - y + 0.918_938_533_204_672_7 + series
    - Elementary.log(low * high)
}
