public import SentePrimitives

/// A game of MinAtar as an environment: `MinAtar/Breakout-v1` and its siblings.
///
/// Observations are pictures [10, 10, planes], 255 where something is. An action is a number into
/// `actions`: those that do something in the game (the ids ending in v1), or all six (v0). Episodes
/// have no limit of steps.
///
/// With the probability `stickiness` the action of the step before is done instead of the present one.
/// An episode begins as if nothing had been pressed, whereas the package remembers the last action of
/// the episode before.
public struct MinAtar<Game: MinAtarGame>: Environment, Hashable {
  /// The game.
  public private(set) var game: Game
  /// How likely the last action sticks. Young and Tian: 0.1.
  public let stickiness: Double
  /// What the numbers of actions mean.
  public let actions: [MinAtarAction]
  /// What was done in the last step.
  public private(set) var lastAction = MinAtarAction.none

  /// A game before its first episode.
  ///
  /// - Parameters:
  ///   - stickiness: How likely the last action sticks.
  ///   - rampsDifficulty: Whether a game that can become harder does. Young and Tian: true.
  ///   - usesMinimalActions: Whether the actions are only those that do something in the game.
  public init(
    stickiness: Double = 0.1, rampsDifficulty: Bool = true, usesMinimalActions: Bool = true
  ) {
    precondition((0...1).contains(stickiness), "a probability of \(stickiness) is none")
    game = Game(rampsDifficulty: rampsDifficulty)
    self.stickiness = stickiness
    actions = usesMinimalActions ? Game.minimalActions : MinAtarAction.allCases
  }

  /// One plane for each kind of thing.
  public var observationSpace: Space {
    .image(
      height: MinAtarBoard.side, width: MinAtarBoard.side, channels: Game.planes.count)
  }

  /// A number into `actions`.
  public var actionSpace: Space { .discrete(count: actions.count) }

  /// Begins a new episode.
  public mutating func reset(using random: inout RandomStream) {
    lastAction = .none
    game.reset(using: &random)
  }

  /// Acts, perhaps as in the step before.
  public mutating func step(_ action: Int, using random: inout RandomStream) -> StepResult {
    if random.uniform() >= stickiness { lastAction = actions[action] }
    return game.step(lastAction, using: &random)
  }

  /// Writes the planes.
  public func observe(into row: inout MutableSpan<Float>, at offset: Int) {
    for i in offset..<offset &+ MinAtarBoard.cells * Game.planes.count { row[i] = 0 }
    game.light(&row, at: offset)
  }
}

extension MinAtar: DrawableEnvironment {
  /// The cells, each in the colour of its uppermost plane.
  public func draw(on canvas: inout Canvas) {
    let (side, planes) = (MinAtarBoard.side, Game.planes)
    var numbers = [Float](repeating: 0, count: observationSpace.width)
    var row = numbers.mutableSpan
    observe(into: &row, at: 0)
    canvas.look(at: 0...Double(side), 0...Double(side))
    for cell in 0..<MinAtarBoard.cells {
      guard let plane = planes.indices.last(where: { row[cell * planes.count + $0] != 0 })
      else { continue }
      let centre = Canvas.centre(ofPlace: cell, rows: side, columns: side)
      let corners: [Canvas.Point] = [(-0.45, -0.45), (0.45, -0.45), (0.45, 0.45), (-0.45, 0.45)]
        .map { centre + Canvas.Point($0, $1) }
      canvas.polygon(corners, planes[plane].colour)
    }
    let (low, high) = (-0.05, Double(side) + 0.05)
    canvas.polyline(
      [(low, low), (high, low), (high, high), (low, high), (low, low)].map {
        Canvas.Point($0.0, $0.1)
      }, .grey)
  }
}
