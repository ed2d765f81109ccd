import SenteGames
import SenteNetworks

/// The settings of a board network; what else it needs follows from the encoding.
public struct NetworkSettings: Hashable, Sendable, Codable {
  /// Residual blocks. AlphaZero: 19.
  public var blocks = 4
  /// Channels of the tower. AlphaZero: 256.
  public var channels = 32
  /// Planes before a dense policy head. AlphaGo Zero: 2.
  public var policyPlanes = 8
  /// Planes before the dense layers of the value head. AlphaZero: 1.
  public var valuePlanes = 8
  /// Hidden units of the value head. AlphaZero: 256.
  public var valueUnits = 64
  /// The factor of a squeeze-and-excitation in each block; nil: none.
  public var squeezeExcite: Int?
  /// Whether every second block adds what it finds on the whole board. KataGo: yes.
  public var poolsGlobally = false
  /// Whether a head learns who will own each point, in games that areas decide. KataGo: yes.
  public var predictsOwnership = false
  /// Whether a head learns by how much the game will be won, in games that areas decide. KataGo: yes.
  public var predictsScore = false
  /// Whether a head learns the opponent's reply. KataGo: yes.
  public var predictsReply = false

  /// Small enough for small boards.
  public init() {}

  /// The network for an encoding.
  func network(for encoding: some PositionEncoding) -> BoardNetwork {
    var network = BoardNetwork(
      height: encoding.height, width: encoding.width, planes: encoding.planes,
      actions: encoding.policyCount, blocks: blocks, channels: channels)
    network.policyHead = encoding.hasPolicyPlanes ? .planes : .dense
    network.policyPlanes = policyPlanes
    network.valuePlanes = valuePlanes
    network.valueUnits = valueUnits
    network.squeezeExcite = squeezeExcite
    network.poolsGlobally = poolsGlobally
    network.predictsOwnership = predictsOwnership
    network.predictsScore = predictsScore
    network.predictsReply = predictsReply
    return network
  }

  /// The first setting that is out of range, in words; nil when all are usable.
  var problem: String? {
    let limits = [
      ("blocks", blocks, 0...200), ("channels", channels, 1...1024),
      ("policyPlanes", policyPlanes, 1...1024), ("valuePlanes", valuePlanes, 1...1024),
      ("valueUnits", valueUnits, 1...4096),
    ]
    for (name, value, range) in limits where !range.contains(value) {
      return "\(name) is \(value), but must lie in \(range)"
    }
    if let factor = squeezeExcite, !(1...channels).contains(factor) {
      return "squeezeExcite is \(factor), but must lie in 1...\(channels), the channels"
    }
    return nil
  }
}
