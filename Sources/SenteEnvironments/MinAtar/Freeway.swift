public import SentePrimitives

/// MinAtar's Freeway: cross a road with eight lanes; the other side pays 1 and leads back to the
/// start.
///
/// The player moves at most every third step. A car throws the player back to the start. Cars leave
/// trails on a plane that says how fast they are; each crossing draws their speeds anew. Terminates
/// after 2,501 steps.
public struct Freeway: MinAtarGame {
  /// A car; the first drives in row 1.
  public struct Car: Hashable, Sendable, Codable {
    /// Its column.
    public var column = 0
    /// Steps until its next move.
    public var timer: Int
    /// Steps between two moves, 1 to 5.
    public var interval: Int
    /// Whether it drives to the right.
    public var isRightward: Bool
  }

  /// The cars of rows 1 to 8.
  public private(set) var cars: [Car] = []
  /// The player's row; the column is always 4.
  public private(set) var row = MinAtarBoard.last
  /// Steps until the player may move again.
  public private(set) var moveTimer = Freeway.moveInterval
  /// Steps that are left, one less.
  public private(set) var timeLeft = 2500

  private static let moveInterval = 3
  private static let column = 4
  private static let lanes = 8

  /// Player, cars, and a trail for each speed.
  public static let planes =
    [MinAtarPlane("chicken", .amber), MinAtarPlane("car", .red)]
    + (1...5).map { MinAtarPlane("speed\($0)", .grey) }

  /// Nothing, up, down.
  public static let minimalActions: [MinAtarAction] = [.none, .up, .down]

  /// A game; its difficulty is fixed.
  public init(rampsDifficulty: Bool) {}

  /// The player at the bottom, all cars at the left.
  public mutating func reset(using random: inout RandomStream) {
    self = Freeway(rampsDifficulty: false)
    cars = [Car](
      repeating: Car(timer: 1, interval: 1, isRightward: true), count: Freeway.lanes)
    drawSpeeds(using: &random)
  }

  /// All speeds first, then all directions.
  private mutating func drawSpeeds(using random: inout RandomStream) {
    for lane in cars.indices {
      cars[lane].interval = 1 + random.index(below: 5)
      cars[lane].timer = cars[lane].interval
    }
    for lane in cars.indices { cars[lane].isRightward = random.uniform() >= 0.5 }
  }

  /// The player moves, then the cars do.
  public mutating func step(
    _ action: MinAtarAction, using random: inout RandomStream
  ) -> StepResult {
    if moveTimer == 0 && (action == .up || action == .down) {
      moveTimer = Freeway.moveInterval
      row = action == .up ? max(0, row - 1) : min(MinAtarBoard.last, row + 1)
    }
    var result = StepResult(reward: 0)
    if row == 0 {
      result.reward = 1
      drawSpeeds(using: &random)
      row = MinAtarBoard.last
    }
    for lane in cars.indices { drive(lane) }
    if moveTimer > 0 { moveTimer -= 1 }
    timeLeft -= 1
    if timeLeft < 0 { result.end = .terminated }
    return result
  }

  private mutating func drive(_ lane: Int) {
    hit(lane)
    guard cars[lane].timer == 0 else {
      cars[lane].timer -= 1
      return
    }
    cars[lane].timer = cars[lane].interval
    cars[lane].column =
      cars[lane].isRightward ? next(cars[lane].column) : previous(cars[lane].column)
    hit(lane)
  }

  /// A car at the player's place throws the player back.
  private mutating func hit(_ lane: Int) {
    if row == lane + 1 && cars[lane].column == Freeway.column { row = MinAtarBoard.last }
  }

  // The road is a ring.
  private func next(_ column: Int) -> Int { column == MinAtarBoard.last ? 0 : column + 1 }
  private func previous(_ column: Int) -> Int { column == 0 ? MinAtarBoard.last : column - 1 }

  /// Lights the player, the cars and their trails.
  public func light(_ pixels: inout MutableSpan<Float>, at offset: Int) {
    light(&pixels, at: offset, row, Freeway.column, 0, of: 7)
    for lane in cars.indices {
      let car = cars[lane]
      light(&pixels, at: offset, lane + 1, car.column, 1, of: 7)
      let back = car.isRightward ? previous(car.column) : next(car.column)
      light(&pixels, at: offset, lane + 1, back, 1 + car.interval, of: 7)
    }
  }
}
