public import SentePrimitives
public import SenteCompute

/// The network of AlphaGo Zero and AlphaZero (Silver et al. 2017, methods; 2018): a tower of residual
/// blocks over a board, a head that proposes actions and one that says who is winning.
///
/// A value: `network(positions, scope, mode:)` traces it. Parameters below `stem`, `block0`,
/// `block1`, ..., `policy`, `value` and, where asked for, `ownership`, `score` and `reply`.
public struct BoardNetwork: Hashable, Sendable, Codable {
  /// How the policy head ends.
  public enum PolicyHead: String, NamedChoice {
    /// A dense layer over two planes, for any set of actions (AlphaGo Zero).
    case dense
    /// A convolution of size 3 and one of size 1: actions / (height · width) at each point, in the
    /// order [height, width, plane] (AlphaZero's chess and shogi).
    case planes
  }

  /// Rows of the board.
  public var height: Int
  /// Columns of the board.
  public var width: Int
  /// Numbers that describe each point of a position.
  public var planes: Int
  /// How many actions the policy chooses among.
  public var actions: Int
  /// Residual blocks.
  public var blocks: Int
  /// Channels of the tower.
  public var channels: Int
  /// How the policy head ends.
  public var policyHead = PolicyHead.dense
  /// Planes before a dense policy head; 2 in the papers.
  public var policyPlanes = 2
  /// Planes before the dense layers of the value head; 1 in the papers.
  public var valuePlanes = 1
  /// Hidden units of the value head; 256 in the papers, fewer for small boards.
  public var valueUnits = 64
  /// The factor of a squeeze-and-excitation in each block; nil: none.
  public var squeezeExcite: Int?
  /// Whether every second block adds what it finds on the whole board (Wu 2019, section 3.3).
  public var poolsGlobally = false
  /// Whether a head predicts who will own each point.
  public var predictsOwnership = false
  /// Whether a head predicts the score.
  public var predictsScore = false
  /// Whether a head predicts the opponent's reply.
  public var predictsReply = false

  /// A network without options.
  public init(height: Int, width: Int, planes: Int, actions: Int, blocks: Int, channels: Int) {
    (self.height, self.width, self.planes) = (height, width, planes)
    (self.actions, self.blocks, self.channels) = (actions, blocks, channels)
  }

  /// What the network says of a batch of positions.
  public struct Result {
    /// Logits of the actions: [batch, actions].
    public let policy: Tensor
    /// The expected outcome for the player to move, from -1 to 1: [batch, 1].
    public let value: Tensor
    /// Who will own each point, -1 to 1, positive for the player to move: [batch, height · width].
    public let ownership: Tensor?
    /// The final score, in the unit of its targets: [batch, 1].
    public let score: Tensor?
    /// Logits of the action that the opponent will answer with: [batch, actions].
    public let reply: Tensor?

    fileprivate init(
      policy: Tensor, value: Tensor, ownership: Tensor?, score: Tensor?, reply: Tensor?
    ) {
      (self.policy, self.value) = (policy, value)
      (self.ownership, self.score, self.reply) = (ownership, score, reply)
    }

    /// What the network says of parts of a batch, one after the other.
    fileprivate init(joining parts: [Result]) {
      func joined(_ tensors: [Tensor?]) -> Tensor? {
        let present = tensors.compactMap { $0 }
        return present.isEmpty ? nil : concatenate(present, axis: 0)
      }
      self.init(
        policy: concatenate(parts.map(\.policy), axis: 0),
        value: concatenate(parts.map(\.value), axis: 0),
        ownership: joined(parts.map(\.ownership)), score: joined(parts.map(\.score)),
        reply: joined(parts.map(\.reply)))
    }
  }

  /// Traces the network over positions [batch, height, width, planes].
  ///
  /// In training the norms use the batch's own statistics and running ones follow; in inference the
  /// running ones are folded into the filters, once for each state of the weights.
  public func callAsFunction(_ positions: Tensor, _ scope: Scope, mode: Mode) -> Result {
    requireImages(positions, "BoardNetwork", scope)
    scope.require(
      positions.shape == [positions.shape[0], height, width, planes],
      "positions of \(height)x\(width) with \(planes) planes expected, not \(positions.shape)")
    let batch = positions.shape[0]
    let together = max(8, BoardNetwork.cachedNumbers / (height * width * channels))
    guard mode == .inference, batch > together else { return result(positions, scope, mode) }
    var parts: [Result] = []
    for start in stride(from: 0, to: batch, by: together) {
      let part = positions.sliced(0, from: start, count: min(together, batch - start))
      parts.append(result(parts.last.map { part.following($0.value) } ?? part, scope, mode))
    }
    return Result(joining: parts)
  }

  /// How many numbers between two layers stay in the caches: larger batches are evaluated in parts, one
  /// after the other, with the same result.
  private static let cachedNumbers = 1 << 18

  private func result(_ positions: Tensor, _ scope: Scope, _ mode: Mode) -> Result {
    var x = relu(
      normalizedConvolution(
        positions, filters: channels, size: 3, padding: .same, scope["stem"], mode: mode))
    for i in 0..<blocks { x = block(i, x, scope["block\(i)"], mode) }
    let planes = head(x, valuePlanes, scope["value"], mode)
    let hidden = relu(dense(planes, valueUnits, scope["value"]["hidden"], initializer: .kaiming))
    let value = tanh(dense(hidden, 1, scope["value"]["output"]))
    return Result(
      policy: policy(x, scope["policy"], mode), value: value,
      ownership: predictsOwnership
        ? tanh(convolution(x, filters: 1, size: 1, scope["ownership"], initializer: .xavier))
          .reshaped(to: [x.shape[0], height * width]) : nil,
      score: predictsScore ? dense(pooledFeatures(x), 1, scope["score"]) : nil,
      reply: predictsReply ? policy(x, scope["reply"], mode) : nil)
  }

  private func block(_ index: Int, _ x: Tensor, _ scope: Scope, _ mode: Mode) -> Tensor {
    normalizedResidualBlock(
      x, scope, mode: mode, squeezeExcite: squeezeExcite,
      poolsGlobally: poolsGlobally && index % 2 == 1)
  }

  private func policy(_ x: Tensor, _ scope: Scope, _ mode: Mode) -> Tensor {
    switch policyHead {
    case .dense: return dense(head(x, policyPlanes, scope, mode), actions, scope["output"])
    case .planes:
      scope.require(
        actions % (height * width) == 0,
        "\(actions) actions are no whole number of planes of \(height)x\(width)")
      let hidden = relu(
        normalizedConvolution(
          x, filters: channels, size: 3, padding: .same, scope, mode: mode))
      let planes = convolution(
        hidden, filters: actions / (height * width), size: 1, scope["output"], initializer: .xavier)
      return planes.reshaped(to: [x.shape[0], actions])
    }
  }

  /// A few planes made of all channels, flattened: [batch, height · width · planes].
  private func head(_ x: Tensor, _ planes: Int, _ scope: Scope, _ mode: Mode) -> Tensor {
    relu(normalizedConvolution(x, filters: planes, size: 1, scope, mode: mode))
      .reshaped(to: [x.shape[0], height * width * planes])
  }
}
