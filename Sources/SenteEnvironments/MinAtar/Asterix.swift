public import SentePrimitives

/// MinAtar's Asterix: gather gold, each of which pays 1, and keep away from enemies.
///
/// Both come from the sides, one at most in each of eight rows, and leave trails. Terminates on
/// contact with an enemy. Where difficulty ramps they come and move ever faster.
public struct Asterix: MinAtarGame {
  /// What moves along a row.
  public struct Entity: Hashable, Sendable, Codable {
    /// Its column.
    public var column: Int
    /// Whether it moves to the right.
    public let isRightward: Bool
    /// Whether it is gold, not an enemy.
    public let isGold: Bool
  }

  /// What is in rows 1 to 8, one place a row.
  public private(set) var entities = [Entity?](repeating: nil, count: 8)
  /// The player's row, 1 to 8.
  public private(set) var row = 5
  /// The player's column.
  public private(set) var column = 5
  /// Steps between two arrivals.
  public private(set) var spawnInterval = 10
  /// Steps until the next arrival.
  public private(set) var spawnTimer = 10
  /// Steps between two moves of the entities.
  public private(set) var moveInterval = 5
  /// Steps until their next move.
  public private(set) var moveTimer = 5
  /// Steps until the difficulty rises.
  public private(set) var rampTimer = Asterix.rampInterval
  /// How often the difficulty has risen.
  public private(set) var ramps = 0
  /// Whether the difficulty rises at all.
  public let rampsDifficulty: Bool

  private static let rampInterval = 100

  /// Player, enemies, trails, gold.
  public static let planes = [
    MinAtarPlane("player", .blue), MinAtarPlane("enemy", .red), MinAtarPlane("trail", .grey),
    MinAtarPlane("gold", .amber),
  ]

  /// All but shooting.
  public static let minimalActions: [MinAtarAction] = [.none, .left, .up, .right, .down]

  /// A game.
  public init(rampsDifficulty: Bool) { self.rampsDifficulty = rampsDifficulty }

  /// The player in the middle of an empty board.
  public mutating func reset(using random: inout RandomStream) {
    self = Asterix(rampsDifficulty: rampsDifficulty)
  }

  /// Something arrives, the player moves, then the entities do.
  public mutating func step(
    _ action: MinAtarAction, using random: inout RandomStream
  ) -> StepResult {
    if spawnTimer == 0 {
      spawn(using: &random)
      spawnTimer = spawnInterval
    }
    switch action {
    case .left: column = max(0, column - 1)
    case .right: column = min(MinAtarBoard.last, column + 1)
    case .up: row = max(1, row - 1)
    case .down: row = min(MinAtarBoard.last - 1, row + 1)
    case .none, .fire: break
    }
    var result = StepResult(reward: 0)
    meet(&result)
    if moveTimer == 0 {
      moveTimer = moveInterval
      moveEntities()
      meet(&result)
    }
    spawnTimer -= 1
    moveTimer -= 1
    if rampsDifficulty { ramp() }
    return result
  }

  /// An entity appears at a side of a free row, if there is one.
  private mutating func spawn(using random: inout RandomStream) {
    let isRightward = random.uniform() < 0.5
    let isGold = random.uniform() < 1 / 3.0
    var free = 0
    for entity in entities where entity == nil { free += 1 }
    guard free > 0 else { return }
    var nth = random.index(below: free)
    for place in entities.indices where entities[place] == nil {
      if nth == 0 {
        entities[place] = Entity(
          column: isRightward ? 0 : MinAtarBoard.last, isRightward: isRightward, isGold: isGold)
        return
      }
      nth -= 1
    }
  }

  private mutating func moveEntities() {
    for place in entities.indices {
      guard var entity = entities[place] else { continue }
      entity.column += entity.isRightward ? 1 : -1
      entities[place] = (0...MinAtarBoard.last).contains(entity.column) ? entity : nil
    }
  }

  /// What the player's cell holds is taken, or ends the episode.
  private mutating func meet(_ result: inout StepResult) {
    guard let entity = entities[row - 1], entity.column == column else { return }
    if entity.isGold {
      entities[row - 1] = nil
      result.reward += 1
    } else {
      result.end = .terminated
    }
  }

  private mutating func ramp() {
    guard spawnInterval > 1 || moveInterval > 1 else { return }
    if rampTimer >= 0 {
      rampTimer -= 1
      return
    }
    if moveInterval > 1 && !ramps.isMultiple(of: 2) { moveInterval -= 1 }
    if spawnInterval > 1 { spawnInterval -= 1 }
    ramps += 1
    rampTimer = Asterix.rampInterval
  }

  /// Lights the player, the entities and their trails.
  public func light(_ pixels: inout MutableSpan<Float>, at offset: Int) {
    light(&pixels, at: offset, row, column, 0, of: 4)
    for place in entities.indices {
      guard let entity = entities[place] else { continue }
      light(&pixels, at: offset, place + 1, entity.column, entity.isGold ? 3 : 1, of: 4)
      let back = entity.column + (entity.isRightward ? -1 : 1)
      guard (0...MinAtarBoard.last).contains(back) else { continue }
      light(&pixels, at: offset, place + 1, back, 2, of: 4)
    }
  }
}
