import SenteCompute
public import SenteNetworks
public import SentePrimitives

/// How the networks of an agent that learns from replay are built.
public struct ReplayNetwork: NetworkConfiguration {
  /// What lies between features and outputs.
  public var architecture = Architecture.perceptron
  /// Units of each hidden layer, or features of each block.
  public var hiddenWidths = [256, 256]
  /// What follows each hidden layer.
  public var activation = Activation.relu
  /// Orthogonal initial weights; false: uniform within ±1/√inputs, as PyTorch starts.
  public var startsOrthogonal = false

  /// The defaults.
  public init() {}

  /// The kinds of network.
  public enum Architecture: String, NamedChoice {
    /// Dense layers one after the other.
    case perceptron
    /// Residual blocks on the unit sphere (Lee et al. 2025); observations should be standardized.
    case simbaV2
  }

  /// The first setting that is out of range for batches of `rows`, in words; nil when all are usable.
  func problem(rows: Int) -> String? {
    if let problem = widthProblem(hiddenWidths, rows: rows) { return problem }
    if architecture == .simbaV2, Set(hiddenWidths).count != 1 {
      return "network.hiddenWidths is \(hiddenWidths), but blocks of network.architecture simbaV2 "
        + "are of one width"
    }
    return nil
  }

  /// Why networks that an algorithm builds itself cannot be of this architecture, in words.
  func needsPerceptron(_ algorithm: String) -> String? {
    architecture == .perceptron
      ? nil
      : "network.architecture is \(architecture), but the networks of \(algorithm) are perceptrons"
  }

  /// Brings weights back to where the architecture holds them; after each optimizer step.
  func settle(_ weights: inout Weights) {
    if architecture == .simbaV2 { weights.normalizeUnitWeights() }
  }

  /// How a layer starts.
  func start(gain: Double) -> DenseStart {
    startsOrthogonal ? .orthogonal(gain: gain) : .uniform
  }

  /// Features [rows, features] to outputs [rows, width] through the hidden layers.
  func callAsFunction(_ features: Tensor, _ width: Int, _ scope: Scope) -> Tensor {
    if architecture == .simbaV2, let first = hiddenWidths.first {
      return hypersphericalNetwork(
        features, width: first, blocks: hiddenWidths.count, outputs: width, scope)
    }
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
