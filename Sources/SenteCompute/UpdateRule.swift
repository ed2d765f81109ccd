public import SentePrimitives

/// How an optimizer turns a gradient into a step; the rate is an argument of each step.
///
/// Weight decay is decoupled in all of them: the weights shrink by rate · decay before the step
/// (Loshchilov and Hutter 2019), which makes Adam AdamW. A penalty belongs into the loss.
public enum UpdateRule: Hashable, Sendable, Codable {
  /// Adam (Kingma and Ba 2015); with `keepsLargest` AMSGrad (Reddi, Kale and Kumar 2018), which divides
  /// by the largest second moment so far.
  case adam(
    beta1: Float = 0.9, beta2: Float = 0.999, epsilon: Float = 1e-8, weightDecay: Float = 0,
    epsilonPlace: EpsilonPlace = .outside, keepsLargest: Bool = false)
  /// RMSProp (Hinton 2012; centered Graves 2013): the gradient divided by the root of its mean square,
  /// or of its variance if centered, then momentum if not 0.
  case rmsProp(
    decay: Float = 0.99, epsilon: Float = 1e-8, momentum: Float = 0, weightDecay: Float = 0,
    isCentered: Bool = false, epsilonPlace: EpsilonPlace = .outside)
  /// Gradient descent with momentum, if not 0, Nesterov's if asked for (Sutskever et al. 2013).
  case gradientDescent(momentum: Float = 0, weightDecay: Float = 0, isNesterov: Bool = false)
  /// Muon (Jordan et al. 2024): the momentum of a matrix, made nearly orthogonal by five Newton-Schulz
  /// steps, times 0.2 √(larger extent), so that one rate serves it and the Adam that steps all other
  /// parameters (Liu et al. 2025, section 2.2).
  case muon(
    momentum: Float = 0.95, weightDecay: Float = 0, beta1: Float = 0.9, beta2: Float = 0.999,
    epsilon: Float = 1e-8)

  /// Where ε keeps a step finite; v is the mean square.
  public enum EpsilonPlace: String, NamedChoice {
    /// √v + ε, v corrected for its start at 0: the paper's algorithm, and PyTorch's.
    case outside
    /// √(v + ε), as TensorFlow's RMSProp has it.
    case inside
    /// √v + ε, Adam's correction left to the rate: the paper's section 2, and TensorFlow's Adam.
    case uncorrected
  }

  /// How many numbers per weight it remembers.
  public var moments: Int {
    switch self {
    case .adam(_, _, _, _, _, let keepsLargest): keepsLargest ? 3 : 2
    case .rmsProp(_, _, _, _, let isCentered, _): isCentered ? 3 : 2
    case .gradientDescent, .muon: 2
    }
  }

  /// What one step multiplies with: first by the first moment, second within the root.
  func corrections(step: Int) -> (first: Double, second: Double) {
    switch self {
    case .adam(let beta1, let beta2, _, _, let place, _):
      let (first, second) = (1 - power(beta1, step), 1 - power(beta2, step))
      return place == .uncorrected ? (second.squareRoot() / first, 1) : (1 / first, 1 / second)
    case .muon(_, _, let beta1, let beta2, _):
      return (1 / (1 - power(beta1, step)), 1 / (1 - power(beta2, step)))
    case .rmsProp, .gradientDescent: return (1, 1)
    }
  }

  /// x to the power of a positive whole number, by repeated squaring.
  private func power(_ x: Float, _ exponent: Int) -> Double {
    var (result, base, rest) = (1.0, Double(x), exponent)
    while rest > 0 {
      if rest & 1 == 1 { result *= base }
      base *= base
      rest >>= 1
    }
    return result
  }
}

/// Some of a model's parameters, chosen by shape and name.
public enum ParameterChoice: Hashable, Sendable, Codable {
  /// Every one.
  case all
  /// Those with two axes or more: weights and filters, not biases and gains.
  case matrices
  /// The same, but for those with these names or below scopes with these names.
  case matricesExcept([String])

  /// Whether a parameter is one of them.
  public func contains(_ slice: Layout.Slice) -> Bool {
    switch self {
    case .all: true
    case .matrices: slice.shape.rank >= 2
    case .matricesExcept(let names):
      slice.shape.rank >= 2
        && !names.contains { slice.name == $0 || slice.name.hasPrefix($0 + ".") }
    }
  }
}
