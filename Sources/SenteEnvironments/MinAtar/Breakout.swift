public import SentePrimitives

/// MinAtar's Breakout: bounce a ball with a paddle and break bricks, each of which pays 1.
///
/// The ball moves along diagonals. Three rows of bricks come back once none is left and the ball is
/// down at the paddle. Terminates when the ball passes the paddle. The trail shows where the ball was.
public struct Breakout: MinAtarGame {
  /// The cells with a brick.
  public private(set) var bricks = Breakout.wall
  /// The paddle's column, in the last row.
  public private(set) var paddle = 4
  /// The ball's row.
  public private(set) var row = 3
  /// The ball's column.
  public private(set) var column = 0
  /// Whether the ball moves down.
  public private(set) var isFalling = true
  /// Whether the ball moves to the right.
  public private(set) var isRightward = true
  /// The row in which the ball was.
  public private(set) var lastRow = 3
  /// The column in which the ball was.
  public private(set) var lastColumn = 0
  /// Whether the last step struck a brick, so that one met now is passed through.
  public private(set) var hasStruck = false

  private static let wall = MinAtarCells(((1 << 30) - 1) << 10)

  /// Paddle, ball, trail, bricks.
  public static let planes = [
    MinAtarPlane("paddle", .blue), MinAtarPlane("ball", .white), MinAtarPlane("trail", .grey),
    MinAtarPlane("brick", .red),
  ]

  /// Nothing, left, right.
  public static let minimalActions: [MinAtarAction] = [.none, .left, .right]

  /// A game; its difficulty is fixed.
  public init(rampsDifficulty: Bool) {}

  /// The ball comes from the upper left or right.
  public mutating func reset(using random: inout RandomStream) {
    self = Breakout(rampsDifficulty: false)
    isRightward = random.index(below: 2) == 0
    column = isRightward ? 0 : MinAtarBoard.last
    lastColumn = column
  }

  /// Moves the paddle, then the ball.
  public mutating func step(
    _ action: MinAtarAction, using random: inout RandomStream
  ) -> StepResult {
    switch action {
    case .left: paddle = max(0, paddle - 1)
    case .right: paddle = min(MinAtarBoard.last, paddle + 1)
    case .none, .up, .down, .fire: break
    }
    (lastRow, lastColumn) = (row, column)
    column += isRightward ? 1 : -1
    if column < 0 || column > MinAtarBoard.last {
      column = lastColumn
      isRightward.toggle()
    }
    row += isFalling ? 1 : -1
    var result = StepResult(reward: 0)
    let brick: UInt128 = row < 0 ? 0 : 1 << UInt128(row * MinAtarBoard.side + column)
    let meetsBrick = bricks.bits & brick != 0
    if row < 0 {
      row = 0
      isFalling.toggle()
    } else if meetsBrick {
      if !hasStruck {
        result.reward = 1
        bricks.bits &= ~brick
        row = lastRow
        isFalling.toggle()
      }
    } else if row == MinAtarBoard.last {
      if bricks.bits == 0 { bricks = Breakout.wall }
      meetPaddle(&result)
    }
    hasStruck = meetsBrick
    return result
  }

  /// The ball has come down to the paddle's row.
  private mutating func meetPaddle(_ result: inout StepResult) {
    if lastColumn == paddle {
      isFalling.toggle()
      row = lastRow
    } else if column == paddle {
      // Met by its edge, the ball returns whence it came.
      isFalling.toggle()
      isRightward.toggle()
      row = lastRow
    } else {
      result.end = .terminated
    }
  }

  /// Lights paddle, ball, trail and bricks.
  public func light(_ pixels: inout MutableSpan<Float>, at offset: Int) {
    light(&pixels, at: offset, MinAtarBoard.last, paddle, 0, of: 4)
    light(&pixels, at: offset, row, column, 1, of: 4)
    light(&pixels, at: offset, lastRow, lastColumn, 2, of: 4)
    light(&pixels, at: offset, bricks, 3, of: 4)
  }
}
