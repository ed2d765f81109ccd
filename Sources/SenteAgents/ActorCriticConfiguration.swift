import SenteEnvironments
public import SenteNetworks
public import SentePrimitives

/// How an actor-critic network is built.
public struct ActorCriticConfiguration: NetworkConfiguration {
  /// Units of each hidden layer.
  public var hiddenWidths = [64, 64]
  /// What follows each hidden layer.
  public var activation = Activation.tanh
  /// One trunk for policy and value, or one each. Convolutions over images are always shared.
  public var sharesTrunk = false
  /// Orthogonal initial weights with gains √2, 0.01 for the policy's output and 1 for the value's
  /// (Engstrom et al. 2020, section 3); false: uniform within ±1/√inputs, as PyTorch starts.
  public var startsOrthogonal = true
  /// What the network remembers from step to step, behind the trunk.
  public var memory = Memory.none
  /// Units of the memory.
  public var memoryWidth = 64
  /// How numbers of a box are drawn.
  public var continuous = ContinuousPolicy.normal
  /// The logarithm of a continuous policy's first standard deviation.
  public var initialLogDeviation = 0.0
  /// Noise of a continuous policy that follows the state and is redrawn every so many steps
  /// (generalized state-dependent exploration, Raffin, Kober and Stulp 2021); 0: independent noise.
  public var noiseResamplingSteps = 0

  /// The defaults.
  public init() {}

  /// What a network remembers with.
  public enum Memory: String, NamedChoice {
    /// Nothing: each step is seen by itself.
    case none
    /// A gated recurrent unit.
    case gru
    /// Long short-term memory.
    case lstm

    /// The recurrent layer; nil without memory.
    var cell: RecurrentCell? {
      switch self {
      case .none: nil
      case .gru: .gru
      case .lstm: .lstm
      }
    }
  }
}

// MARK: - What cannot be

extension ActorCriticConfiguration {
  /// The first setting that is out of range for batches of `rows`, in words; nil when all are usable.
  ///
  /// A network of the largest sizes still fits into the memory of an ordinary machine, a few GiB.
  func problem(rows: Int) -> String? {
    if let problem =
      widthProblem(hiddenWidths, rows: rows)
      ?? outside("network.memoryWidth is", memoryWidth, 1...4096)
      ?? outside("network.initialLogDeviation is", initialLogDeviation, -20...20)
      ?? outside("network.noiseResamplingSteps is", noiseResamplingSteps, 0...1_000_000)
    {
      return problem
    }
    guard noiseResamplingSteps > 0 else { return nil }
    if hiddenWidths.isEmpty && memory == .none {
      return "network.noiseResamplingSteps needs at least one hidden layer"
    }
    if continuous != .normal {
      return "network.noiseResamplingSteps goes with network.continuous normal, not \(continuous)"
    }
    return nil
  }

  /// Why a network of this kind cannot act in an environment, in words; nil when it can.
  public func problem(in environment: EnvironmentInterface) -> String? {
    for leaf in environment.actionSpace.leaves {
      let name = leaf.name.isEmpty ? "the action" : "action.\(leaf.name)"
      switch leaf.space {
      case .image: return "\(name) is \(leaf.space), and no policy draws images"
      case .box(let low, let high, _):
        let isBounded = (low + high).allSatisfy(\.isFinite)
        if continuous != .normal && !isBounded {
          return "network.continuous is \(continuous), but \(name) is \(leaf.space): "
            + "without bounds only normal is possible"
        }
      case .discrete, .multiDiscrete, .multiBinary, .dictionary, .tuple: break
      }
    }
    guard noiseResamplingSteps > 0 else { return nil }
    if case .box = environment.actionSpace { return nil }
    return "network.noiseResamplingSteps is \(noiseResamplingSteps), but actions are "
      + "\(environment.actionSpace): state-dependent noise is for a box"
  }
}

/// A complaint when hidden layers are too many or too wide for batches of `rows`.
func widthProblem(_ widths: [Int], rows: Int) -> String? {
  if let problem =
    outside("network.hiddenWidths has a number of layers of", widths.count, 0...16)
    ?? widths.lazy.compactMap({ outside("network.hiddenWidths holds", $0, 1...8192) }).first
  {
    return problem
  }
  let products = [
    (
      "network.hiddenWidths between neighbours makes weights:",
      zip(widths, widths.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 }, 1 << 26
    ),
    ("minibatchSize x network.hiddenWidths is", widths.reduce(0, +) * rows, 1 << 28),
  ]
  for (name, value, limit) in products where value > limit {
    return "\(name) \(value), but must be at most \(limit)"
  }
  return nil
}

/// A complaint when a number lies outside a range: `name value, but must lie in range`.
func outside<Number: Comparable>(
  _ name: String, _ value: Number, _ range: ClosedRange<Number>
) -> String? {
  range.contains(value) ? nil : "\(name) \(value), but must lie in \(range)"
}

/// The same of all values of a schedule.
func outside(_ name: String, _ schedule: Schedule, _ range: ClosedRange<Double>) -> String? {
  let bounds = schedule.bounds
  return range.contains(bounds.lowerBound) && range.contains(bounds.upperBound)
    ? nil : "\(name) \(schedule), but must lie in \(range)"
}

/// A complaint when a number is there and is not greater than 0.
func notPositive(_ name: String, _ value: Double?) -> String? {
  guard let value, !(value > 0 && value.isFinite) else { return nil }
  return "\(name) is \(value), but must be greater than 0"
}
