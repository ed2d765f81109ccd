public import SentePrimitives

/// MinAtar's Seaquest: steer a submarine, shoot fish and submarines (each pays 1), gather divers.
///
/// Oxygen runs down under water. Surfacing with a diver on board refills it and costs one; surfacing
/// with six pays up to 10, as oxygen is left. Terminates on contact with an enemy or its bullet,
/// without oxygen, and on surfacing without a diver. Where difficulty ramps, each surfacing makes
/// enemies come and move faster.
public struct Seaquest: MinAtarGame {
  /// What moves along a row.
  public struct Swimmer: Hashable, Sendable, Codable {
    /// Its row.
    public let row: Int
    /// Its column.
    public var column: Int
    /// Whether it moves to the right.
    public let isRightward: Bool
    /// Steps until it moves; 0 for bullets, which move always.
    public var moveTimer = 0
    /// Steps until an enemy submarine shoots; 0 for all others.
    public var shotTimer = 0

    fileprivate var step: Int { isRightward ? 1 : -1 }
    fileprivate var isOutside: Bool { column < 0 || column > MinAtarBoard.last }
    fileprivate func isAt(_ other: Swimmer) -> Bool { row == other.row && column == other.column }
  }

  /// The submarine's row.
  public private(set) var row = 0
  /// The column of its front.
  public private(set) var column = 5
  /// Whether its front is to the right of its back.
  public private(set) var isRightward = false
  /// Steps under water that are left.
  public private(set) var oxygen = Seaquest.fullOxygen
  /// Divers on board; surfacing with six leaves one less than none, as in the package.
  public private(set) var divers = 0
  /// Whether the submarine is at the surface since an earlier step.
  public private(set) var isSurfaced = true
  /// Bullets of the submarine.
  public private(set) var bullets: [Swimmer] = []
  /// Bullets of enemies.
  public private(set) var enemyBullets: [Swimmer] = []
  /// Enemies that do not shoot.
  public private(set) var fish: [Swimmer] = []
  /// Enemies that do.
  public private(set) var submarines: [Swimmer] = []
  /// Divers in the water.
  public private(set) var swimmingDivers: [Swimmer] = []
  /// Steps between the arrivals of two enemies.
  public private(set) var spawnInterval = 20
  /// Steps until the next arrives.
  public private(set) var spawnTimer = 20
  /// Steps until the next diver arrives.
  public private(set) var diverTimer = Seaquest.diverInterval
  /// Steps between two moves of an enemy.
  public private(set) var moveInterval = 5
  /// Steps until the submarine can shoot.
  public private(set) var shotTimer = 0
  /// How often the difficulty has risen.
  public private(set) var ramps = 0
  /// Whether the difficulty rises at all.
  public let rampsDifficulty: Bool

  private static let fullOxygen = 200
  private static let fullBoat = 6
  private static let diverInterval = 30
  private static let diverMoveInterval = 5
  private static let enemyShotInterval = 10
  private static let coolDown = 5

  /// Submarine, bullets, trails, enemies, gauges, divers.
  public static let planes = [
    MinAtarPlane("sub_front", .blue), MinAtarPlane("sub_back", .blue),
    MinAtarPlane("friendly_bullet", .white), MinAtarPlane("trail", .grey),
    MinAtarPlane("enemy_bullet", .red), MinAtarPlane("enemy_fish", .red),
    MinAtarPlane("enemy_sub", .violet), MinAtarPlane("oxygen_guage", .green),
    MinAtarPlane("diver_guage", .amber), MinAtarPlane("diver", .amber),
  ]

  /// All six.
  public static let minimalActions = MinAtarAction.allCases

  /// A game.
  public init(rampsDifficulty: Bool) { self.rampsDifficulty = rampsDifficulty }

  /// The submarine at the surface of an empty sea.
  public mutating func reset(using random: inout RandomStream) {
    self = Seaquest(rampsDifficulty: rampsDifficulty)
  }

  /// Arrivals, the submarine, and then everything else, each kind in turn.
  public mutating func step(
    _ action: MinAtarAction, using random: inout RandomStream
  ) -> StepResult {
    if spawnTimer == 0 {
      spawnEnemy(using: &random)
      spawnTimer = spawnInterval
    }
    if diverTimer == 0 {
      spawnDiver(using: &random)
      diverTimer = Seaquest.diverInterval
    }
    act(action)
    var result = StepResult(reward: 0)
    moveBullets(&result)
    moveDivers()
    moveSubmarines(&result)
    moveEnemyBullets(&result)
    moveFish(&result)
    if spawnTimer > 0 { spawnTimer -= 1 }
    if diverTimer > 0 { diverTimer -= 1 }
    if shotTimer > 0 { shotTimer -= 1 }
    breathe(&result)
    return result
  }

  private mutating func act(_ action: MinAtarAction) {
    switch action {
    case .fire where shotTimer == 0:
      bullets.append(Swimmer(row: row, column: column, isRightward: isRightward))
      shotTimer = Seaquest.coolDown
    case .left:
      column = max(0, column - 1)
      isRightward = false
    case .right:
      column = min(MinAtarBoard.last, column + 1)
      isRightward = true
    case .up: row = max(0, row - 1)
    case .down: row = min(MinAtarBoard.last - 1, row + 1)
    case .none, .fire: break
    }
  }
}

// MARK: - Everything else

// Lists are walked from their end, and what is taken out is the first that equals it, as the package
// does: where two are equal, the order of the rest depends on it.
extension Seaquest {
  private mutating func moveBullets(_ result: inout StepResult) {
    var i = bullets.count
    while i > 0 {
      i -= 1
      bullets[i].column += bullets[i].step
      let bullet = bullets[i]
      if bullet.isOutside {
        Seaquest.remove(bullet, from: &bullets)
      } else if let struck = fish.firstIndex(where: bullet.isAt) {
        fish.remove(at: struck)
        Seaquest.remove(bullet, from: &bullets)
        result.reward += 1
      } else if let struck = submarines.firstIndex(where: bullet.isAt) {
        submarines.remove(at: struck)
        Seaquest.remove(bullet, from: &bullets)
        result.reward += 1
      }
    }
  }

  private mutating func moveDivers() {
    var i = swimmingDivers.count
    while i > 0 {
      i -= 1
      if isMet(swimmingDivers[i]) && divers < Seaquest.fullBoat {
        rescue(swimmingDivers[i])
      } else if swimmingDivers[i].moveTimer > 0 {
        swimmingDivers[i].moveTimer -= 1
      } else {
        swimmingDivers[i].moveTimer = Seaquest.diverMoveInterval
        swimmingDivers[i].column += swimmingDivers[i].step
        let diver = swimmingDivers[i]
        if diver.isOutside {
          Seaquest.remove(diver, from: &swimmingDivers)
        } else if isMet(diver) && divers < Seaquest.fullBoat {
          rescue(diver)
        }
      }
    }
  }

  private mutating func rescue(_ diver: Swimmer) {
    Seaquest.remove(diver, from: &swimmingDivers)
    divers += 1
  }

  private mutating func moveSubmarines(_ result: inout StepResult) {
    var i = submarines.count
    while i > 0 {
      i -= 1
      var submarine = submarines[i]
      let isGone = advance(&submarine, &result)
      // One that has just been struck or has left shoots a last time.
      if submarine.shotTimer == 0 {
        submarine.shotTimer = Seaquest.enemyShotInterval
        enemyBullets.append(
          Swimmer(
            row: submarine.row, column: submarine.column, isRightward: submarine.isRightward))
      } else {
        submarine.shotTimer -= 1
      }
      submarines[i] = submarine
      if isGone { submarines.remove(at: i) }
    }
  }

  private mutating func moveFish(_ result: inout StepResult) {
    var i = fish.count
    while i > 0 {
      i -= 1
      var swimmer = fish[i]
      let isGone = advance(&swimmer, &result)
      fish[i] = swimmer
      if isGone { Seaquest.remove(swimmer, from: &fish) }
    }
  }

  /// Moves an enemy, whether into the submarine, a bullet or out of sight; true when it is gone.
  private mutating func advance(_ enemy: inout Swimmer, _ result: inout StepResult) -> Bool {
    if isMet(enemy) { result.end = .terminated }
    guard enemy.moveTimer == 0 else {
      enemy.moveTimer -= 1
      return false
    }
    enemy.moveTimer = moveInterval
    enemy.column += enemy.step
    if enemy.isOutside { return true }
    if isMet(enemy) {
      result.end = .terminated
    } else if let bullet = bullets.firstIndex(where: enemy.isAt) {
      bullets.remove(at: bullet)
      result.reward += 1
      return true
    }
    return false
  }

  private mutating func moveEnemyBullets(_ result: inout StepResult) {
    var i = enemyBullets.count
    while i > 0 {
      i -= 1
      if isMet(enemyBullets[i]) { result.end = .terminated }
      enemyBullets[i].column += enemyBullets[i].step
      let bullet = enemyBullets[i]
      if bullet.isOutside {
        Seaquest.remove(bullet, from: &enemyBullets)
      } else if isMet(bullet) {
        result.end = .terminated
      }
    }
  }

  private func isMet(_ other: Swimmer) -> Bool { other.row == row && other.column == column }

  private static func remove(_ swimmer: Swimmer, from list: inout [Swimmer]) {
    if let first = list.firstIndex(of: swimmer) { list.remove(at: first) }
  }

  /// Oxygen runs down under water; the surface gives it back, for a diver.
  private mutating func breathe(_ result: inout StepResult) {
    if oxygen <= 0 { result.end = .terminated }
    if row > 0 {
      oxygen -= 1
      isSurfaced = false
    } else if !isSurfaced {
      if divers == 0 { result.end = .terminated } else { result.reward += surface() }
    }
  }

  /// What surfacing with divers pays.
  private mutating func surface() -> Double {
    isSurfaced = true
    var reward = 0
    if divers == Seaquest.fullBoat {
      divers = 0
      reward = oxygen * 10 / Seaquest.fullOxygen
    }
    oxygen = Seaquest.fullOxygen
    divers -= 1
    if rampsDifficulty && (spawnInterval > 1 || moveInterval > 2) {
      if moveInterval > 2 && !ramps.isMultiple(of: 2) { moveInterval -= 1 }
      if spawnInterval > 1 { spawnInterval -= 1 }
      ramps += 1
    }
    return Double(reward)
  }

  /// An enemy in a random row, unless one there comes the other way.
  private mutating func spawnEnemy(using random: inout RandomStream) {
    let isRightward = random.uniform() < 0.5
    let isSubmarine = random.uniform() < 1 / 3.0
    let row = 1 + random.index(below: 8)
    let isOpposed = { (other: Swimmer) in other.row == row && other.isRightward != isRightward }
    if submarines.contains(where: isOpposed) || fish.contains(where: isOpposed) { return }
    let enemy = Swimmer(
      row: row, column: isRightward ? 0 : MinAtarBoard.last, isRightward: isRightward,
      moveTimer: moveInterval, shotTimer: isSubmarine ? Seaquest.enemyShotInterval : 0)
    if isSubmarine { submarines.append(enemy) } else { fish.append(enemy) }
  }

  private mutating func spawnDiver(using random: inout RandomStream) {
    let isRightward = random.uniform() < 0.5
    let row = 1 + random.index(below: 8)
    swimmingDivers.append(
      Swimmer(
        row: row, column: isRightward ? 0 : MinAtarBoard.last, isRightward: isRightward,
        moveTimer: Seaquest.diverMoveInterval))
  }

  /// Lights everything there is.
  public func light(_ pixels: inout MutableSpan<Float>, at offset: Int) {
    light(&pixels, at: offset, row, column, 0, of: 10)
    light(&pixels, at: offset, row, column + (isRightward ? -1 : 1), 1, of: 10)
    let last = MinAtarBoard.last
    for i in 0..<max(0, oxygen) * 10 / Seaquest.fullOxygen {
      light(&pixels, at: offset, last, i, 7, of: 10)
    }
    for i in 0..<max(0, divers) { light(&pixels, at: offset, last, last - 1 - i, 8, of: 10) }
    for bullet in bullets { light(&pixels, at: offset, bullet.row, bullet.column, 2, of: 10) }
    for bullet in enemyBullets { light(&pixels, at: offset, bullet.row, bullet.column, 4, of: 10) }
    light(&pixels, at: offset, fish, 5)
    light(&pixels, at: offset, submarines, 6)
    light(&pixels, at: offset, swimmingDivers, 9)
  }

  /// Lights swimmers and their trails.
  private func light(
    _ pixels: inout MutableSpan<Float>, at offset: Int, _ swimmers: [Swimmer], _ plane: Int
  ) {
    for swimmer in swimmers {
      light(&pixels, at: offset, swimmer.row, swimmer.column, plane, of: 10)
      let back = swimmer.column - swimmer.step
      guard (0...MinAtarBoard.last).contains(back) else { continue }
      light(&pixels, at: offset, swimmer.row, back, 3, of: 10)
    }
  }
}
