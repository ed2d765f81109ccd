import SenteCompute
public import SenteNetworks

/// How a network that gives a value to each action is built.
public struct ValueNetwork: NetworkConfiguration {
  /// Units of each hidden layer, behind the convolutions where there are images.
  public var hiddenWidths = [64, 64]
  /// What follows each hidden layer.
  public var activation = Activation.relu
  /// Whether each layer but the output is normalized before its activation (Ba, Kiros and Hinton 2016),
  /// convolutions over their channels.
  public var normalizesLayers = false
  /// Orthogonal initial weights; false: uniform within ±1/√inputs, as PyTorch starts.
  public var startsOrthogonal = false
  /// Whether the last hidden layer and the output are two streams, for the state's value and for the
  /// actions' advantages (Wang et al. 2016, equation 9).
  public var isDueling = false
  /// Whether hidden layers and outputs have learned noise, which explores (Fortunato et al. 2018).
  public var isNoisy = false
  /// The first deviation of that noise, times √inputs. Fortunato et al.: 0.5.
  public var initialNoise = 0.5

  /// The defaults.
  public init() {}

  /// The defaults, changed.
  init(_ change: (inout ValueNetwork) -> Void) { change(&self) }

  /// The first setting that is out of range for batches of `rows`, in words; nil when all are usable.
  func problem(rows: Int) -> String? {
    if let problem =
      widthProblem(hiddenWidths, rows: rows)
      ?? outside("network.initialNoise is", initialNoise, 0...100)
    {
      return problem
    }
    if isNoisy && startsOrthogonal {
      return "network.startsOrthogonal is true, but noisy layers start uniform"
    }
    return nil
  }

  /// How a layer starts.
  func start(gain: Double) -> DenseStart {
    startsOrthogonal ? .orthogonal(gain: gain) : .uniform
  }

  /// Features [rows, features] through all hidden layers but the last.
  func trunk(_ features: Tensor, _ scope: Scope, _ random: RandomSource?) -> Tensor {
    var h = features
    for (i, width) in hiddenWidths.dropLast().enumerated() {
      h = hidden(h, width, scope["trunk"]["\(i)"], random)
    }
    return h
  }

  /// The trunk's result through the last hidden layer, if there is one, to `atoms` numbers for each
  /// action, [rows, actions, atoms].
  func head(
    _ trunk: Tensor, actions: Int, atoms: Int, _ scope: Scope, _ random: RandomSource?
  ) -> Tensor {
    let stream = { (name: String, count: Int) -> Tensor in
      var h = trunk
      if let width = hiddenWidths.last { h = hidden(h, width, scope[name]["hidden"], random) }
      return layer(h, count * atoms, scope[name]["output"], random, gain: 1)
        .reshaped(to: [trunk.shape[0], count, atoms])
    }
    guard isDueling else { return stream("values", actions) }
    let advantages = stream("advantages", actions)
    return stream("state", 1) + (advantages - advantages.mean(axis: 1))
  }

  /// Features to `atoms` numbers for each action, [rows, actions, atoms].
  func callAsFunction(
    _ features: Tensor, actions: Int, atoms: Int, _ scope: Scope, _ random: RandomSource?
  ) -> Tensor {
    head(trunk(features, scope, random), actions: actions, atoms: atoms, scope, random)
  }

  private func hidden(
    _ x: Tensor, _ width: Int, _ scope: Scope, _ random: RandomSource?
  ) -> Tensor {
    let y = layer(x, width, scope, random, gain: 2.0.squareRoot())
    return activation(normalizesLayers ? layerNorm(y, scope["norm"]) : y)
  }

  private func layer(
    _ x: Tensor, _ width: Int, _ scope: Scope, _ random: RandomSource?, gain: Double
  ) -> Tensor {
    isNoisy
      ? noisyDense(x, width, scope, random: random, initialNoise: initialNoise)
      : dense(x, width, scope, start(gain: gain))
  }
}
