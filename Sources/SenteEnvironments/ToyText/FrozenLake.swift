public import SentePrimitives

/// FrozenLake-v1 and FrozenLake8x8-v1: cross a frozen lake without falling into a hole: left (0), down
/// (1), right (2), up (3).
///
/// Reward 1 at the goal, else 0. Terminates in a hole and at the goal. Ice is slippery: a step goes
/// where it should with the success rate, else to either side. Options as in Gymnasium 1.4.
public struct FrozenLake: TabularEnvironment {
  /// What a place of the map is.
  public enum Place: UInt8, Hashable, Sendable, Codable {
    /// Where an episode may begin.
    case start = 0x53
    /// Ice that holds.
    case frozen = 0x46
    /// The end without a reward.
    case hole = 0x48
    /// The end with one.
    case goal = 0x47
  }

  /// Rewards for the step onto a place.
  public struct RewardSchedule: Hashable, Sendable, Codable {
    /// Onto the goal.
    public var goal = 1.0
    /// Into a hole.
    public var hole = 0.0
    /// Onto ice that holds.
    public var frozen = 0.0
    /// 1 for the goal alone.
    public init(goal: Double = 1, hole: Double = 0, frozen: Double = 0) {
      self.goal = goal
      self.hole = hole
      self.frozen = frozen
    }
  }

  /// The map of FrozenLake-v1.
  public static let map4x4 = ["SFFF", "FHFH", "FFFH", "HFFG"]
  /// The map of FrozenLake8x8-v1.
  public static let map8x8 = [
    "SFFFFFFF", "FFFFFFFF", "FFFHFFFF", "FFFFFHFF", "FFFHFFFF", "FHHFFFHF", "FHFFHFHF", "FFFHFFFG",
  ]

  /// The places in row-major order.
  public let places: [Place]
  /// How many places a row of the map has.
  public let columns: Int
  /// Whether a step may go astray.
  public let isSlippery: Bool
  /// How likely a step goes where it should, where ice is slippery.
  public let successRate: Double
  /// What a step pays.
  public let rewards: RewardSchedule
  /// Row · columns + column.
  public var state: Int

  /// A lake, standing on its first start.
  ///
  /// - Parameter map: Rows of equal length made of S (start), F (frozen), H (hole) and G (goal), with
  ///   at least one S.
  public init(
    map: [String] = FrozenLake.map4x4, isSlippery: Bool = true, successRate: Double = 1.0 / 3.0,
    rewards: RewardSchedule = RewardSchedule()
  ) {
    precondition((0...1).contains(successRate), "a success rate of \(successRate) is none")
    columns = map.first?.utf8.count ?? 0
    for row in map {
      precondition(
        row.utf8.count == columns && row.utf8.allSatisfy { Place(rawValue: $0) != nil },
        "'\(row)' is no row of \(columns) places S, F, H or G")
    }
    places = map.flatMap { $0.utf8.compactMap(Place.init) }
    guard let start = places.firstIndex(of: .start) else { fatalError("the map has no start S") }
    self.isSlippery = isSlippery
    self.successRate = successRate
    self.rewards = rewards
    state = start
  }

  /// How many rows the map has.
  public var rows: Int { places.count / columns }

  /// One state for each place.
  public var stateCount: Int { places.count }

  /// Left, down, right, up.
  public var actionSpace: Space { .discrete(count: 4) }

  /// Begins on a start, each as likely.
  public mutating func reset(using random: inout RandomStream) {
    let starts = places.indices.filter { places[$0] == .start }
    state = starts.count == 1 ? starts[0] : starts[random.index(below: starts.count)]
  }

  /// Walks, or slips.
  public mutating func step(_ action: Int, using random: inout RandomStream) -> StepResult {
    takeOutcome(of: action, using: &random)
  }

  private func isEnd(_ state: Int) -> Bool { places[state] == .hole || places[state] == .goal }

  /// Three on slippery ice, else one.
  public func outcomeCount(of action: Int, in state: Int) -> Int {
    isSlippery && !isEnd(state) ? 3 : 1
  }

  /// To one side, straight on, to the other side.
  public func outcome(_ i: Int, of action: Int, in state: Int) -> Outcome {
    if isEnd(state) { return Outcome(state: state, reward: 0, terminates: true) }
    let direction = isSlippery ? (action + 3 + i) % 4 : action
    let side = (1 - successRate) / 2
    var (row, column) = (state / columns, state % columns)
    switch direction {
    case 0: column = max(column - 1, 0)
    case 1: row = min(row + 1, rows - 1)
    case 2: column = min(column + 1, columns - 1)
    default: row = max(row - 1, 0)
    }
    let next = row * columns + column
    let reward =
      switch places[next] {
      case .goal: rewards.goal
      case .hole: rewards.hole
      case .start, .frozen: rewards.frozen
      }
    return Outcome(
      probability: !isSlippery ? 1 : direction == action ? successRate : side, state: next,
      reward: reward, terminates: isEnd(next))
  }
}

extension FrozenLake: DrawableEnvironment {
  /// The lake from above: holes, the goal and the walker.
  public func draw(on canvas: inout Canvas) {
    canvas.lookAtGrid(rows: rows, columns: columns)
    for place in places.indices where place != state {
      let centre = Canvas.centre(ofPlace: place, rows: rows, columns: columns)
      switch places[place] {
      case .hole: canvas.disc(at: centre, radius: 0.36, .blue)
      case .goal: canvas.label("G", at: centre, .green)
      case .start: canvas.label("S", at: centre, .grey)
      case .frozen: break
      }
    }
    let centre = Canvas.centre(ofPlace: state, rows: rows, columns: columns)
    if places[state] == .hole { canvas.circle(at: centre, radius: 0.4, .blue) }
    canvas.polygon(
      [(0, 0.3), (0.25, 0), (0, -0.3), (-0.25, 0)].map { centre + Canvas.Point($0, $1) }, .amber)
  }
}
