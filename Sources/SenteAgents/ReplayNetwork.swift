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

// MARK: - What acts and what judges

extension ReplayNetwork {
  /// A policy that draws squashed normal numbers, their logarithms of deviations within -20...2.
  func squashedPolicy(
    _ observations: ObservationInputs, width: Int, _ scope: Scope
  ) -> SquashedNormal {
    let y = self(observations.features(self, scope), 2 * width, scope)
    return SquashedNormal(
      mean: y.sliced(1, from: 0, count: width),
      logDeviation: y.sliced(1, from: width, count: width).clamped(-20, 2))
  }

  /// A policy of numbers in -1...1, [rows, width].
  func deterministicPolicy(
    _ observations: ObservationInputs, width: Int, _ scope: Scope
  ) -> Tensor {
    tanh(self(observations.features(self, scope), width, scope))
  }

  /// What each of `count` critics gives for actions, [rows, outputs] each.
  func critics(
    _ count: Int, _ observations: ObservationInputs, _ actions: Tensor, outputs: Int = 1,
    _ scope: Scope
  ) -> [Tensor] {
    let x = concatenate([observations.features(self, scope), actions], axis: 1)
    return (0..<count).map { self(x, outputs, scope["critic\($0)"]) }
  }
}
