public import SentePrimitives

/// Taxi-v4: fetch a passenger and bring them where they want to go: south (0), north (1), east (2),
/// west (3), pick up (4), drop off (5).
///
/// Reward -1 a step, -10 for picking up or dropping off where that cannot be, 20 for arriving, which
/// terminates. Options as in Gymnasium 1.4: in rain the taxi may go to either side of its course, and
/// a fickle passenger may change their mind on the first move after they were picked up.
///
/// Source: Dietterich, "Hierarchical reinforcement learning with the MAXQ value function
/// decomposition" (2000).
public struct Taxi: TabularEnvironment {
  /// Whether the taxi may go astray.
  public let isRainy: Bool
  /// How likely it keeps to its course in rain.
  public let rainyProbability: Double
  /// How likely the passenger changes their mind in an episode; 0 for one who never does.
  public let fickleProbability: Double
  /// ((row · 5 + column) · 5 + passenger) · 4 + destination; the passenger is at a pad, 0 to 3, or in
  /// the taxi, 4.
  public var state = 0
  /// Whether the passenger is going to change their mind.
  public private(set) var isFickle = false

  static let side = 5
  static let inTaxi = 4
  static let pads = [(0, 0), (0, 4), (4, 0), (4, 3)]

  /// The taxi at pad 0, with passenger and destination there.
  public init(
    isRainy: Bool = false, ficklePassenger: Bool = false, rainyProbability: Double = 0.8,
    fickleProbability: Double = 0.3
  ) {
    for (name, value) in [("rainy", rainyProbability), ("fickle", fickleProbability)] {
      precondition((0...1).contains(value), "\(value) is no \(name) probability")
    }
    self.isRainy = isRainy
    self.rainyProbability = rainyProbability
    self.fickleProbability = ficklePassenger ? fickleProbability : 0
  }

  /// 25 places × 5 places of the passenger × 4 destinations.
  public var stateCount: Int { 500 }

  /// South, north, east, west, pick up, drop off.
  public var actionSpace: Space { .discrete(count: 6) }

  /// A state in parts.
  struct Parts {
    var row: Int
    var column: Int
    var passenger: Int
    var destination: Int

    init(_ state: Int) {
      (row, column) = (state / 100, state / 20 % 5)
      (passenger, destination) = (state / 4 % 5, state % 4)
    }

    var state: Int { ((row * 5 + column) * 5 + passenger) * 4 + destination }

    /// The pad where the taxi stands; nil when it stands at none.
    var pad: Int? { Taxi.pads.firstIndex { $0 == (row, column) } }

    /// Whether there is neither a wall nor the border in a direction.
    func isOpen(_ direction: Int) -> Bool {
      switch direction {
      case 0: row < Taxi.side - 1
      case 1: row > 0
      case 2: Taxi.isOpen(row, eastOf: column)
      default: column > 0 && Taxi.isOpen(row, eastOf: column - 1)
      }
    }

    mutating func move(_ direction: Int) {
      guard isOpen(direction) else { return }
      switch direction {
      case 0: row += 1
      case 1: row -= 1
      case 2: column += 1
      default: column -= 1
      }
    }
  }

  /// The direction to the left (1) or to the right (2) of one.
  static func side(_ i: Int, of direction: Int) -> Int {
    switch direction {
    case 0: i == 1 ? 2 : 3
    case 1: i == 1 ? 3 : 2
    case 2: i == 1 ? 1 : 0
    default: i == 1 ? 0 : 1
    }
  }

  static func isOpen(_ row: Int, eastOf column: Int) -> Bool {
    switch (row, column) {
    case (_, side - 1), (0...1, 1), (3...4, 0), (3...4, 2): false
    default: true
    }
  }

  /// Taxi, passenger and destination at random, the passenger at a pad that is not the destination.
  public mutating func reset(using random: inout RandomStream) {
    var parts = Parts(0)
    (parts.row, parts.column) = (random.index(below: 5), random.index(below: 5))
    parts.passenger = random.index(below: 4)
    parts.destination = (parts.passenger + 1 + random.index(below: 3)) % 4
    state = parts.state
    isFickle = fickleProbability > 0 && random.uniform() < fickleProbability
  }

  /// Drives, picks up or drops off.
  public mutating func step(_ action: Int, using random: inout RandomStream) -> StepResult {
    let before = Parts(state)
    let result = takeOutcome(of: action, using: &random)
    var after = Parts(state)
    if isFickle, before.passenger == Taxi.inTaxi,
      (after.row, after.column) != (before.row, before.column)
    {
      isFickle = false
      after.destination = (before.destination + 1 + random.index(below: 3)) % 4
      state = after.state
    }
    return result
  }

  /// Three for a drive in rain, else one.
  public func outcomeCount(of action: Int, in state: Int) -> Int { isRainy && action < 4 ? 3 : 1 }

  /// On course, to the left, to the right; the taxi goes nowhere when its course is blocked.
  public func outcome(_ i: Int, of action: Int, in state: Int) -> Outcome {
    var parts = Parts(state)
    switch action {
    case 4:
      guard parts.passenger < Taxi.inTaxi, parts.pad == parts.passenger else {
        return Outcome(state: state, reward: -10)
      }
      parts.passenger = Taxi.inTaxi
      return Outcome(state: parts.state, reward: -1)
    case 5:
      guard parts.passenger == Taxi.inTaxi, let pad = parts.pad else {
        return Outcome(state: state, reward: -10)
      }
      parts.passenger = pad
      let arrived = pad == parts.destination
      return Outcome(state: parts.state, reward: arrived ? 20 : -1, terminates: arrived)
    default:
      if parts.isOpen(action) { parts.move(i == 0 ? action : Taxi.side(i, of: action)) }
      let side = (1 - rainyProbability) / 2
      return Outcome(
        probability: !isRainy ? 1 : i == 0 ? rainyProbability : side, state: parts.state,
        reward: -1)
    }
  }
}

extension Taxi {
  /// Whether an action changes the state: Gymnasium's `action_mask`.
  func changesState(_ action: Int) -> Bool {
    let parts = Parts(state)
    return switch action {
    case 4: parts.passenger < Taxi.inTaxi && parts.pad == parts.passenger
    case 5: parts.passenger == Taxi.inTaxi && parts.pad != nil
    default: parts.isOpen(action)
    }
  }
}
