/// How positions of a game become planes for a network, and its actions numbers of a policy.
///
/// Everything is seen by the player to move. A policy has a number for every action that some
/// position allows; which of them are legal is the search's business.
public protocol PositionEncoding<Position>: Sendable {
  /// The game.
  associatedtype Position: Game

  /// How many rows a plane has.
  var height: Int { get }
  /// How many columns a plane has.
  var width: Int { get }
  /// How many planes there are.
  var planes: Int { get }
  /// The length of a policy.
  var policyCount: Int { get }
  /// Whether the policy is made of planes, [height, width, plane], so that convolutions can say it.
  var hasPolicyPlanes: Bool { get }

  /// Writes a position in which a player is to move: [height, width, planes], every number.
  func write(_ position: Position, into planes: inout MutableSpan<Float>)
  /// The place of an action in the policy of a position.
  func policyIndex(of action: Position.Action, in position: Position) -> Int
  /// The action at a place of the policy, whether legal or not; nil when no action has it.
  func action(atPolicyIndex index: Int, in position: Position) -> Position.Action?

  /// Who owns what, for games that areas decide; nil for others.
  func territory(of position: Position) -> Territory?

  /// How many symmetries the position has, the identity (number 0) included.
  func symmetryCount(of position: Position) -> Int
  /// The position seen through a symmetry.
  func transformed(_ position: Position, by symmetry: Int) -> Position
  /// An action of the position seen through a symmetry.
  func transformed(
    _ action: Position.Action, in position: Position, by symmetry: Int
  ) -> Position.Action
}

extension PositionEncoding {
  /// The numbers of one encoded position.
  public var count: Int { height * width * planes }

  /// It is a list of actions.
  public var hasPolicyPlanes: Bool { false }
  /// Areas decide nothing.
  public func territory(of position: Position) -> Territory? { nil }
  /// The identity alone.
  public func symmetryCount(of position: Position) -> Int { 1 }
  /// The position itself.
  public func transformed(_ position: Position, by symmetry: Int) -> Position { position }
  /// The action itself.
  public func transformed(
    _ action: Position.Action, in position: Position, by symmetry: Int
  ) -> Position.Action { action }
}

extension PositionEncoding where Position: SymmetricGame {
  /// Those of the game.
  public func symmetryCount(of position: Position) -> Int { position.symmetryCount }
  /// The position seen through a symmetry of the game.
  public func transformed(_ position: Position, by symmetry: Int) -> Position {
    position.transformed(by: symmetry)
  }
  /// The action seen through a symmetry of the game.
  public func transformed(
    _ action: Position.Action, in position: Position, by symmetry: Int
  ) -> Position.Action { position.transformed(action, by: symmetry) }
}

extension MutableSpan<Float> {
  /// Writes 0 everywhere.
  @inline(__always)
  mutating func clear() {
    for place in 0..<count { self[place] = 0 }
  }

  /// Fills one plane of `planes` with a number.
  @inline(__always)
  mutating func fill(plane: Int, of planes: Int, with value: Float) {
    for place in stride(from: plane, to: count, by: planes) { self[place] = value }
  }
}

/// Who owns the points of a board.
public struct Territory: Hashable, Sendable {
  /// For each point 1 when it is player 0's, -1 when it is player 1's, 0 when it is nobody's: [height, width].
  public let owners: [Float]
  /// By how much player 0 is ahead, in points.
  public let margin: Float

  /// That of a board of Go, the komi counted.
  init(_ board: Go) {
    owners = board.owners
    margin = Float(board.marginHalves) / 2
  }
}
