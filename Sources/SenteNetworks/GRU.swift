import SenteCompute

extension RecurrentGates {
  /// One step of a gated recurrent unit (Cho et al. 2014), in the form that PyTorch and cuDNN compute:
  ///
  ///     r = σ(x Wr + br + h Ur)
  ///     z = σ(x Wz + bz + h Uz)
  ///     n = tanh(x Wn + bn + r (h Un + cn))
  ///     h' = (1 - z) n + z h
  ///
  /// Columns of the weights are r, z, n. PyTorch has a second bias for r and z; here it is part of the
  /// first.
  func gruStep(_ projected: Tensor, _ h: Tensor) -> Tensor {
    let before = matmul(h, recurrentWeight)
    let reset = sigmoid(gate(0, of: projected) + gate(0, of: before))
    let update = sigmoid(gate(1, of: projected) + gate(1, of: before))
    let candidateBefore = recurrentBias.map { gate(2, of: before) + $0 } ?? gate(2, of: before)
    let candidate = tanh(gate(2, of: projected) + reset * candidateBefore)
    return candidate + update * (h - candidate)
  }
}
