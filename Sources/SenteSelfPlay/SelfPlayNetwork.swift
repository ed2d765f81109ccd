import SenteCompute
import SenteNetworks

/// The size of a board network.
public struct NetworkSize: Hashable, Sendable, Codable {
  /// Residual blocks.
  public var blocks = 4
  /// Filters of each convolution.
  public var channels = 32
  /// Filters before the dense layer of the policy.
  public var policyChannels = 8
  /// Filters before the dense layers of the value.
  public var valueChannels = 8
  /// Units of the value's hidden layer.
  public var valueUnits = 64

  /// Small enough for small boards.
  public init() {}
}

/// A residual tower with heads for policy and value: logits [batch, actions] and the expected outcome
/// for the player to move, [batch, 1], from -1 to 1.
func selfPlayNetwork(
  _ planes: Tensor, _ size: NetworkSize, actions: Int, _ scope: Scope, mode: Mode
) -> (logits: Tensor, value: Tensor) {
  let batch = planes.shape[0]
  var x = relu(
    normalizedConvolution(
      planes, filters: size.channels, size: 3, padding: .same, scope["stem"], mode: mode))
  for block in 0..<size.blocks {
    x = normalizedResidualBlock(x, scope["blocks"]["\(block)"], mode: mode)
  }
  func flat(_ channels: Int, _ scope: Scope) -> Tensor {
    let y = relu(normalizedConvolution(x, filters: channels, size: 1, scope, mode: mode))
    return y.reshaped(to: [batch, y.shape.count / batch])
  }
  let policy = scope["policy"]
  let value = scope["value"]
  let logits = dense(flat(size.policyChannels, policy), actions, policy["logits"])
  let hidden = relu(dense(flat(size.valueChannels, value), size.valueUnits, value["hidden"]))
  return (logits, tanh(dense(hidden, 1, value["output"])))
}
