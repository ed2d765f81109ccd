import SenteCompute
public import SenteNetworks

/// How the networks of an agent that learns from replay are built.
public struct ReplayNetwork: NetworkConfiguration {
  /// Units of each hidden layer.
  public var hiddenWidths = [256, 256]
  /// What follows each hidden layer.
  public var activation = Activation.relu
  /// Orthogonal initial weights; false: uniform within ±1/√inputs, as PyTorch starts.
  public var startsOrthogonal = false

  /// The defaults.
  public init() {}

  /// The first setting that is out of range for batches of `rows`, in words; nil when all are usable.
  func problem(rows: Int) -> String? { widthProblem(hiddenWidths, rows: rows) }

  /// How a layer starts.
  func start(gain: Double) -> DenseStart {
    startsOrthogonal ? .orthogonal(gain: gain) : .uniform
  }

  /// Features [rows, features] to outputs [rows, width] through the hidden layers.
  func callAsFunction(_ features: Tensor, _ width: Int, _ scope: Scope) -> Tensor {
    let h = multilayerPerceptron(
      features, widths: hiddenWidths, activation: activation, scope["trunk"],
      start: start(gain: 2.0.squareRoot()))
    return dense(h, width, scope["head"], start(gain: 1))
  }
}
