public import SentePrimitives

/// A conversation with one environment in JSON lines: what `env step` speaks.
///
/// | line | what it does |
/// |---|---|
/// | `{"reset":{}}` | begins the next episode |
/// | `{"reset":{"seed":3}}` | begins the first episode of a seed |
/// | `{"reset":{"state":[...]}}` | begins an episode in a state, the simulator's own variables |
/// | `{"reset":{"seed":3,"state":[...]}}` | the same, with what follows drawn from a seed |
/// | `{"action":1}` | acts once, in a discrete space |
/// | `{"action":[0.5]}` | acts once, in a box; the flattened action |
///
/// Each is answered with `{"observation":[...],"reward":r,"terminated":b,"truncated":b}`, numbers
/// with all their digits; the reward of a reset is 0. As with Gymnasium both flags are true when a
/// task ends in the very step that reaches the time limit. Any other line is answered with
/// `{"error":"..."}` and changes nothing.
public struct EnvironmentSession: Sendable {
  private var environment: SingleEnvironment
  private var started = false

  /// A conversation with an environment that has not begun an episode yet.
  public init(_ environment: SingleEnvironment) { self.environment = environment }

  /// Does what a line asks and gives the line that answers it.
  public mutating func answer(_ line: String) -> String {
    do {
      return try respond(to: try request(line)).description
    } catch {
      return JSON.object(["error": .string(error.reason)]).description
    }
  }

  /// What a line asks for.
  private enum Request {
    case reset(seed: UInt64?, state: [Double]?)
    case action([Float])
  }

  /// Why a line cannot be done.
  private struct Refusal: Error {
    let reason: String
    init(_ reason: String) { self.reason = reason }
  }
}

// MARK: - Reading requests

extension EnvironmentSession {
  private static let allowed =
    #"a line is {"reset":{"seed":n}}, {"reset":{"state":[...]}} or {"action":...}"#

  private func request(_ line: String) throws(Refusal) -> Request {
    let json: JSON
    do {
      json = try JSON(parsing: line)
    } catch {
      throw Refusal("not JSON, \(error); \(EnvironmentSession.allowed)")
    }
    guard let members = json.object else {
      throw Refusal("\(json.kind) is no request; \(EnvironmentSession.allowed)")
    }
    guard members.count == 1, let (name, value) = members.first else {
      let names = members.keys.sorted().joined(separator: ", ")
      let keys = members.isEmpty ? "no key" : "the keys \(names)"
      throw Refusal("\(keys) where one is expected; \(EnvironmentSession.allowed)")
    }
    switch name {
    case "reset": return try resetRequest(value)
    case "action": return .action(try action(value))
    default: throw Refusal("unknown key '\(name)'; \(EnvironmentSession.allowed)")
    }
  }

  private func resetRequest(_ json: JSON) throws(Refusal) -> Request {
    guard let members = json.object else {
      throw Refusal("'reset' takes an object with 'seed' or 'state', not \(json.kind)")
    }
    var seed: UInt64?
    var state: [Double]?
    for (name, value) in members.sorted(by: { $0.key < $1.key }) {
      switch name {
      case "seed": seed = try EnvironmentSession.seed(value)
      case "state": state = try EnvironmentSession.numbers(value, name: "state")
      default: throw Refusal("unknown key '\(name)' in 'reset'; allowed are seed, state")
      }
    }
    return .reset(seed: seed, state: state)
  }

  private static func seed(_ json: JSON) throws(Refusal) -> UInt64 {
    guard let seed = json.integer(UInt64.self) else {
      throw Refusal("'seed' must be a whole number from 0 to \(UInt64.max), not \(text(json))")
    }
    return seed
  }

  /// What an error calls a value: a number itself, anything else its kind.
  private static func text(_ json: JSON) -> String {
    if case .number(let number) = json { number.text } else { json.kind }
  }

  private static func numbers(_ json: JSON, name: String) throws(Refusal) -> [Double] {
    guard let elements = json.array else {
      throw Refusal("'\(name)' must be an array of numbers, not \(json.kind)")
    }
    var values: [Double] = []
    for (i, element) in elements.enumerated() {
      guard let value = element.double else {
        throw Refusal("'\(name)' must hold numbers, but element \(i) is \(element.kind)")
      }
      values.append(value)
    }
    return values
  }

  private func action(_ json: JSON) throws(Refusal) -> [Float] {
    let space = environment.actionSpace
    let values: [Double]
    switch space {
    case .discrete(let count, let start):
      guard let value = json.double, value == value.rounded() else {
        throw Refusal(
          "'action' must be a whole number from \(start) to \(start + count - 1), "
            + "not \(EnvironmentSession.text(json))")
      }
      values = [value]
    case .box(_, _, let shape):
      values = try EnvironmentSession.numbers(json, name: "action")
      guard values.count == space.width else {
        throw Refusal("'action' must hold \(space.width) numbers \(shape), not \(values.count)")
      }
    }
    let row = values.map { Float($0) }
    let (low, high) = space.bounds
    for i in row.indices where !row[i].isFinite || row[i] < low[i] || row[i] > high[i] {
      let name = space.isDiscrete ? "'action'" : "'action' element \(i)"
      let limits = space.isDiscrete ? "\(Int(low[i]))...\(Int(high[i]))" : "\(low[i])...\(high[i])"
      let found = space.isDiscrete ? json : json.array?[i] ?? json
      throw Refusal("\(name) must be in \(limits), not \(EnvironmentSession.text(found))")
    }
    return row
  }
}

// MARK: - Answering

extension EnvironmentSession {
  /// Works on a copy and keeps it only when all went well.
  private mutating func respond(to request: Request) throws(Refusal) -> JSON {
    var next = environment
    var result = StepResult(reward: 0)
    switch request {
    case .reset(let seed, let state):
      if let seed {
        next.reset(seed: seed)
      } else if state == nil {
        next.reset()
      }
      if let state {
        do {
          try next.reset(stateVariables: state)
        } catch {
          throw Refusal(error.description)
        }
      }
    case .action(let action):
      guard started else { throw Refusal("no episode has begun; reset first") }
      guard next.end == .running else {
        throw Refusal("the episode has ended (\(next.end)); reset first")
      }
      result = next.step(action)
    }
    let observation = next.observation
    if let i = observation.firstIndex(where: { !$0.isFinite }) {
      throw Refusal("observation[\(i)] became \(observation[i]); nothing was done")
    }
    guard result.reward.isFinite else {
      throw Refusal("the environment's reward became \(result.reward); nothing was done")
    }
    environment = next
    started = true
    return .object([
      "observation": .array(observation.map { JSON(Double($0)) }),
      "reward": JSON(result.reward),
      "terminated": .boolean(result.end == .terminated),
      "truncated": .boolean(result.end == .truncated || next.hasReachedLimit),
    ])
  }
}

// MARK: - Describing

extension EnvironmentSpecification {
  /// The entry as JSON, what `env show --json` prints.
  ///
  /// Keys: `id`, `summary`, `observationSpace`, `actionSpace`, `maximumEpisodeSteps` and
  /// `rewardThreshold` (null where there is none), `stateVariables` (names in their order, null where
  /// the state cannot be set). See `Space.json` for spaces.
  public var json: JSON {
    let names = makeSingle(seed: 0).stateVariableNames
    return .object([
      "id": .string(id),
      "summary": .string(summary),
      "observationSpace": observationSpace.json,
      "actionSpace": actionSpace.json,
      "maximumEpisodeSteps": maximumEpisodeSteps.map { JSON($0) } ?? .null,
      "rewardThreshold": rewardThreshold.map { JSON($0) } ?? .null,
      "stateVariables": names.map { .array($0.map { .string($0) }) } ?? .null,
    ])
  }
}

extension Space {
  /// The space as JSON: `{"type":"discrete","count":2,"start":0}` or
  /// `{"type":"box","low":[...],"high":[...],"shape":[4],"dtype":"float32"}`.
  ///
  /// Bounds have the fewest digits that name the same `Float`. JSON has no infinities: an element
  /// without a bound has the string "inf" or "-inf" there, which NumPy's and Python's `float` read.
  public var json: JSON {
    switch self {
    case .discrete(let count, let start):
      .object(["type": .string("discrete"), "count": JSON(count), "start": JSON(start)])
    case .box(let low, let high, let shape):
      .object([
        "type": .string("box"),
        "low": .array(low.map(Space.json(bound:))),
        "high": .array(high.map(Space.json(bound:))),
        "shape": .array(shape.map { JSON($0) }),
        "dtype": .string("float32"),
      ])
    }
  }

  private static func json(bound: Float) -> JSON {
    // By way of its text, since the double nearest to 0.41887903 has more digits.
    bound.isFinite ? JSON(Double("\(bound)") ?? Double(bound)) : .string("\(bound)")
  }
}
