public import SentePrimitives

/// CliffWalking-v1 and CliffWalkingSlippery-v1: walk along a cliff to the other end: up (0), right (1),
/// down (2), left (3).
///
/// Reward -1 a step, -100 for falling down the cliff, which leads back to the start. Terminates at the
/// goal. Slippery: a step goes to either side with probability 1/3 each.
///
/// Source: Sutton and Barto, "Reinforcement learning: an introduction", example 6.6.
public struct CliffWalking: TabularEnvironment {
  /// Whether a step may go astray.
  public let isSlippery: Bool
  /// Row · 12 + column, row 0 farthest from the cliff.
  public var state = CliffWalking.start

  static let (rows, columns) = (4, 12)
  static let start = 36
  static let goal = 47

  /// At the start.
  public init(isSlippery: Bool = false) { self.isSlippery = isSlippery }

  /// One state for each place.
  public var stateCount: Int { CliffWalking.rows * CliffWalking.columns }

  /// Up, right, down, left.
  public var actionSpace: Space { .discrete(count: 4) }

  /// Back to the start.
  public mutating func reset(using random: inout RandomStream) { state = CliffWalking.start }

  /// Walks, slips or falls.
  public mutating func step(_ action: Int, using random: inout RandomStream) -> StepResult {
    takeOutcome(of: action, using: &random)
  }

  /// Three where it is slippery, else one.
  public func outcomeCount(of action: Int, in state: Int) -> Int { isSlippery ? 3 : 1 }

  /// To one side, straight on, to the other side.
  public func outcome(_ i: Int, of action: Int, in state: Int) -> Outcome {
    var (row, column) = (state / CliffWalking.columns, state % CliffWalking.columns)
    switch isSlippery ? (action + 3 + i) % 4 : action {
    case 0: row = max(row - 1, 0)
    case 1: column = min(column + 1, CliffWalking.columns - 1)
    case 2: row = min(row + 1, CliffWalking.rows - 1)
    default: column = max(column - 1, 0)
    }
    let probability = isSlippery ? 1.0 / 3.0 : 1
    let next = row * CliffWalking.columns + column
    if next > CliffWalking.start, next < CliffWalking.goal {
      return Outcome(probability: probability, state: CliffWalking.start, reward: -100)
    }
    return Outcome(
      probability: probability, state: next, reward: -1, terminates: next == CliffWalking.goal)
  }
}

extension CliffWalking: DrawableEnvironment {
  /// The ground from above: the cliff, the goal and the walker.
  public func draw(on canvas: inout Canvas) {
    let (rows, columns) = (CliffWalking.rows, CliffWalking.columns)
    canvas.lookAtGrid(rows: rows, columns: columns)
    let (left, right) = (1.15, Double(columns) - 1.15)
    canvas.polygon(
      [
        Canvas.Point(left, 0.1), Canvas.Point(right, 0.1), Canvas.Point(right, 0.85),
        Canvas.Point(left, 0.85),
      ], .red)
    for (letter, place, colour) in [
      ("S", CliffWalking.start, Canvas.Colour.grey), ("G", CliffWalking.goal, .green),
    ] where place != state {
      canvas.label(
        letter, at: Canvas.centre(ofPlace: place, rows: rows, columns: columns), colour)
    }
    canvas.disc(
      at: Canvas.centre(ofPlace: state, rows: rows, columns: columns), radius: 0.3, .amber)
  }
}
