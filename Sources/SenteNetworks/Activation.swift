public import SenteCompute
public import SentePrimitives

/// What follows a layer.
public enum Activation: String, NamedChoice {
  /// Nothing.
  case linear
  /// The hyperbolic tangent.
  case tanh
  /// The rectifier.
  case relu
  /// 1 / (1 + e⁻ˣ).
  case sigmoid
  /// A smooth rectifier, x · sigmoid(x).
  case silu
  /// A smooth rectifier, x · Φ(x).
  case gelu
  /// A rectifier that goes to -1 on the left.
  case elu
  /// A rectifier with slope 0.01 on the left.
  case leakyRelu
  /// A positive smooth rectifier, ln(1 + eˣ).
  case softplus
  /// A smooth rectifier, x · tanh(softplus(x)).
  case mish

  /// Applies it to every element.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    switch self {
    case .linear: x
    case .tanh: SenteCompute.tanh(x)
    case .relu: SenteCompute.relu(x)
    case .sigmoid: SenteNetworks.sigmoid(x)
    case .silu: SenteNetworks.silu(x)
    case .gelu: SenteNetworks.gelu(x)
    case .elu: SenteNetworks.elu(x)
    case .leakyRelu: SenteNetworks.leakyRelu(x)
    case .softplus: SenteNetworks.softplus(x)
    case .mish: SenteNetworks.mish(x)
    }
  }
}

/// 1 / (1 + e⁻ˣ) of each element.
///
/// By the hyperbolic tangent, whose gradient needs the result alone.
public func sigmoid(_ x: Tensor) -> Tensor { 0.5 + 0.5 * tanh(0.5 * x) }

/// ln(1 + eˣ) of each element, without overflow.
public func softplus(_ x: Tensor) -> Tensor { relu(x) + log(1 + exp(-abs(x))) }

/// x · sigmoid(x) of each element, also called swish (Elfwing, Uchibe and Doya 2017).
public func silu(_ x: Tensor) -> Tensor { x * sigmoid(x) }

/// x · Φ(x) of each element by the tangent formula (Hendrycks and Gimpel 2016, section 2), within 5e-4
/// of the exact function.
public func gelu(_ x: Tensor) -> Tensor {
  let inner = 0.797_884_56 * (x + 0.044_715 * (x * x * x))
  return 0.5 * x * (1 + tanh(inner))
}

/// Each element, or `scale` · (eˣ - 1) where it is negative (Clevert, Unterthiner and Hochreiter 2016).
public func elu(_ x: Tensor, scale: Float = 1) -> Tensor {
  relu(x) + scale * (exp(-relu(-x)) - 1)
}

/// Each element, or `slope` times it where it is negative (Maas, Hannun and Ng 2013).
public func leakyRelu(_ x: Tensor, slope: Float = 0.01) -> Tensor { max(x, slope * x) }

/// x · tanh(softplus(x)) of each element (Misra 2020).
public func mish(_ x: Tensor) -> Tensor { x * tanh(softplus(x)) }
