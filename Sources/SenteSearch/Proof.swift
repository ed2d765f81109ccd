/// What is known for certain about an action, seen by the player who chooses it.
///
/// Source: Winands, Björnsson, Saito, "Monte-Carlo tree search solver" (CG 2008).
public enum Proof: Int8, Sendable, Hashable {
  /// Nothing.
  case unknown = 0
  /// It wins, whatever the others do.
  case win = 1
  /// It draws when both play best.
  case draw = 2
  /// It loses when the opponent plays best.
  case loss = -1

  /// 1, 0 or -1; 0 too where nothing is known.
  @inlinable public var value: Float { self == .draw ? 0 : Float(rawValue) }

  /// The same seen by the opponent.
  @inlinable public var reversed: Proof {
    switch self {
    case .win: .loss
    case .loss: .win
    default: self
    }
  }
}
