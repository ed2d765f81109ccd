public import SentePrimitives

/// MinAtar's Space Invaders: shoot aliens that come down row by row, each of which pays 1.
///
/// The fewer are left, the faster they move; the one nearest to the cannon shoots back. Terminates
/// when an alien or a bullet reaches the cannon. A wave that is gone is followed by another, which is
/// faster where difficulty ramps.
public struct SpaceInvaders: MinAtarGame {
  /// The cannon's column, in the last row.
  public private(set) var cannon = 5
  /// The cells with an alien.
  public private(set) var aliens = MinAtarCells(SpaceInvaders.wave)
  /// The cells with a bullet that goes up.
  public private(set) var bullets = MinAtarCells(0)
  /// The cells with a bullet that comes down.
  public private(set) var alienBullets = MinAtarCells(0)
  /// Whether the aliens move to the right.
  public private(set) var isRightward = false
  /// Steps between two moves of a whole wave.
  public private(set) var moveInterval = 12
  /// Steps until the aliens move.
  public private(set) var moveTimer = 12
  /// Steps until an alien shoots.
  public private(set) var alienShotTimer = SpaceInvaders.alienShotInterval
  /// Steps until the cannon is ready.
  public private(set) var shotTimer = 0
  /// Whether later waves are faster.
  public let rampsDifficulty: Bool

  private static let alienShotInterval = 10
  private static let coolDown = 5
  private static let all: UInt128 = (1 << 100) - 1
  private static let topRow: UInt128 = (1 << 10) - 1
  private static let bottomRow: UInt128 = topRow << 90
  private static let leftColumn = (0..<10).reduce(into: UInt128(0)) { $0 |= 1 << UInt128(10 * $1) }
  private static let wave = (0..<4).reduce(into: UInt128(0)) { $0 |= 0xFC << UInt128(10 * $1) }

  /// Cannon, aliens, which way they go, bullets.
  public static let planes = [
    MinAtarPlane("cannon", .blue), MinAtarPlane("alien", .green),
    MinAtarPlane("alien_left", .green), MinAtarPlane("alien_right", .green),
    MinAtarPlane("friendly_bullet", .white), MinAtarPlane("enemy_bullet", .red),
  ]

  /// Nothing, left, right, shoot.
  public static let minimalActions: [MinAtarAction] = [.none, .left, .right, .fire]

  /// A game.
  public init(rampsDifficulty: Bool) { self.rampsDifficulty = rampsDifficulty }

  /// A first wave that moves to the left.
  public mutating func reset(using random: inout RandomStream) {
    self = SpaceInvaders(rampsDifficulty: rampsDifficulty)
  }

  private var cannonCell: UInt128 { 1 << UInt128(90 + cannon) }

  /// The cannon acts, bullets fly, aliens move and shoot.
  public mutating func step(
    _ action: MinAtarAction, using random: inout RandomStream
  ) -> StepResult {
    switch action {
    case .fire where shotTimer == 0:
      bullets.bits |= cannonCell
      shotTimer = SpaceInvaders.coolDown
    case .left: cannon = max(0, cannon - 1)
    case .right: cannon = min(MinAtarBoard.last, cannon + 1)
    case .none, .up, .down, .fire: break
    }
    bullets.bits >>= 10
    alienBullets.bits = (alienBullets.bits << 10) & SpaceInvaders.all
    var result = StepResult(reward: 0)
    if (alienBullets.bits | aliens.bits) & cannonCell != 0 { result.end = .terminated }
    if moveTimer == 0 { moveAliens(&result) }
    if alienShotTimer == 0 {
      alienShotTimer = SpaceInvaders.alienShotInterval
      alienBullets.bits |= nearestAlien
    }
    let struck = aliens.bits & bullets.bits
    result.reward = Double(struck.nonzeroBitCount)
    aliens.bits ^= struck
    bullets.bits ^= struck
    if shotTimer > 0 { shotTimer -= 1 }
    moveTimer -= 1
    alienShotTimer -= 1
    if aliens.bits == 0 {
      if rampsDifficulty && moveInterval > 6 { moveInterval -= 1 }
      aliens.bits = SpaceInvaders.wave
    }
    return result
  }

  private mutating func moveAliens(_ result: inout StepResult) {
    moveTimer = min(aliens.bits.nonzeroBitCount, moveInterval)
    let edge = isRightward ? SpaceInvaders.leftColumn << 9 : SpaceInvaders.leftColumn
    if aliens.bits & edge != 0 {
      isRightward.toggle()
      if aliens.bits & SpaceInvaders.bottomRow != 0 { result.end = .terminated }
      // What would leave the board comes in above.
      aliens.bits = (aliens.bits << 10) & SpaceInvaders.all | aliens.bits >> 90
    } else {
      aliens.bits = isRightward ? aliens.bits << 1 : aliens.bits >> 1
    }
    if aliens.bits & cannonCell != 0 { result.end = .terminated }
  }

  /// The lowest alien of the column that is nearest to the cannon, the left one of two.
  private var nearestAlien: UInt128 {
    for distance in 0..<MinAtarBoard.side {
      for column in [cannon - distance, cannon + distance]
      where (0...MinAtarBoard.last).contains(column) {
        let there = aliens.bits & (SpaceInvaders.leftColumn << UInt128(column))
        if there != 0 { return 1 << UInt128(127 - there.leadingZeroBitCount) }
      }
    }
    return 0
  }

  /// Lights everything there is.
  public func light(_ pixels: inout MutableSpan<Float>, at offset: Int) {
    light(&pixels, at: offset, MinAtarBoard.last, cannon, 0, of: 6)
    light(&pixels, at: offset, aliens, 1, of: 6)
    light(&pixels, at: offset, aliens, isRightward ? 3 : 2, of: 6)
    light(&pixels, at: offset, bullets, 4, of: 6)
    light(&pixels, at: offset, alienBullets, 5, of: 6)
  }
}
