public import SenteCompute

/// A distribution over rows of numbers, whose parameters a program computes for a batch.
///
/// Inside a program it gives tensors that can be differentiated. Drawing with a `RandomStream` happens
/// outside, from the numbers of `parameters`, by static functions of each type. Rows are as drawn: a
/// squashed distribution's before they are squashed, a choice as its index from 0.
public protocol Distribution {
  /// Log-probabilities or log-densities [batch, 1] of rows [batch, width].
  func logProbability(of rows: Tensor) -> Tensor
  /// Entropy in nats, [batch, 1]; the type says where it is an estimate.
  var entropy: Tensor { get }
  /// The likeliest rows, [batch, width]; the type says where it is another point in the middle.
  var mode: Tensor { get }
  /// Everything that drawing needs, [batch, n].
  var parameters: Tensor { get }
}
