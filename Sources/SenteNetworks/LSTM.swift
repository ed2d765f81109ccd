import SenteCompute

extension RecurrentGates {
  /// One step of long short-term memory (Hochreiter and Schmidhuber 1997; forget gates Gers,
  /// Schmidhuber and Cummins 2000), as PyTorch computes it:
  ///
  ///     i, f, o = σ(x W + b + h U)      g = tanh(x Wg + bg + h Ug)
  ///     c' = f c + i g                  h' = o tanh(c')
  ///
  /// Columns of the weights are i, f, g, o; the state's are h, c. PyTorch has two biases; here they
  /// are one.
  func lstmStep(_ projected: Tensor, _ state: Tensor) -> Tensor {
    let h = state.sliced(1, from: 0, count: units)
    let c = state.sliced(1, from: units, count: units)
    let sum = projected + matmul(h, recurrentWeight)
    let cells =
      sigmoid(gate(1, of: sum)) * c + sigmoid(gate(0, of: sum)) * tanh(gate(2, of: sum))
    return concatenate([sigmoid(gate(3, of: sum)) * tanh(cells), cells], axis: 1)
  }
}
