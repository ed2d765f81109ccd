/// A conversation with one environment in JSON lines: what `env step` speaks.
///
/// | line | what it does |
/// |---|---|
/// | `{"reset":{}}` | begins the next episode |
/// | `{"reset":{"seed":3}}` | begins the first episode of a seed |
/// | `{"reset":{"state":[...]}}` | begins an episode in a state, the simulator's own variables |
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
      return JSONValue.object(["error": .string(error.reason)]).description
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
    let json: JSONValue
    do {
      json = try JSONValue(parsing: line)
    } catch {
      throw Refusal("not JSON, \(error); \(EnvironmentSession.allowed)")
    }
    guard case .object(let members) = json else {
      throw Refusal("\(json.kind) is no request; \(EnvironmentSession.allowed)")
    }
    guard members.count == 1, let member = members.first else {
      let keys = members.isEmpty ? "no key" : "the keys \(members.map(\.name).joined(separator: ", "))"
      throw Refusal("\(keys) where one is expected; \(EnvironmentSession.allowed)")
    }
    switch member.name {
    case "reset": return try resetRequest(member.value)
    case "action": return .action(try action(member.value))
    default: throw Refusal("unknown key '\(member.name)'; \(EnvironmentSession.allowed)")
    }
  }

  private func resetRequest(_ json: JSONValue) throws(Refusal) -> Request {
    guard case .object(let members) = json else {
      throw Refusal("'reset' takes an object with 'seed' or 'state', not \(json.kind)")
    }
    var seed: UInt64?
    var state: [Double]?
    for member in members {
      switch member.name {
      case "seed": seed = try EnvironmentSession.seed(member.value)
      case "state": state = try EnvironmentSession.numbers(member.value, name: "state")
      default: throw Refusal("unknown key '\(member.name)' in 'reset'; allowed are seed, state")
      }
    }
    return .reset(seed: seed, state: state)
  }

  private static func seed(_ json: JSONValue) throws(Refusal) -> UInt64 {
    switch json {
    case .integer(let value) where value >= 0: return UInt64(value)
    case .unsigned(let value): return value
    case .integer, .number:
      throw Refusal("'seed' must be a whole number from 0 to \(UInt64.max), not \(json)")
    default: throw Refusal("'seed' must be a whole number, not \(json.kind)")
    }
  }

  private static func numbers(_ json: JSONValue, name: String) throws(Refusal) -> [Double] {
    guard case .array(let elements) = json else {
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

  private func action(_ json: JSONValue) throws(Refusal) -> [Float] {
    let space = environment.actionSpace
    var values: [Double]
    switch space {
    case .discrete(let count, let start):
      guard let value = json.double, value == value.rounded() else {
        let found = json.double.map { "\($0)" } ?? json.kind
        throw Refusal(
          "'action' must be a whole number from \(start) to \(start + count - 1), not \(found)")
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
      let limits = space.isDiscrete ? "\(Int(low[i])) to \(Int(high[i]))" : "\(low[i]) to \(high[i])"
      throw Refusal("\(name) must be from \(limits), not \(json)")
    }
    return row
  }
}

// MARK: - Answering

extension EnvironmentSession {
  /// Works on a copy and keeps it only when all went well.
  private mutating func respond(to request: Request) throws(Refusal) -> JSONValue {
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
      throw Refusal("the environment's observation[\(i)] became \(observation[i]); nothing was done")
    }
    guard result.reward.isFinite else {
      throw Refusal("the environment's reward became \(result.reward); nothing was done")
    }
    environment = next
    started = true
    return .object([
      "observation": .array(observation),
      "reward": .number(result.reward),
      "terminated": .bool(result.end == .terminated),
      "truncated": .bool(result.end == .truncated || next.hasReachedLimit),
    ])
  }
}

// MARK: - Describing

extension EnvironmentSpecification {
  /// The entry as one line of JSON, what `env show --json` prints.
  ///
  /// Keys: `id`, `summary`, `observationSpace`, `actionSpace`, `maximumEpisodeSteps` and
  /// `rewardThreshold` (null where there is none), `stateVariables` (names in their order, null where
  /// the state cannot be set). See `Space.json` for spaces.
  public var json: String {
    let names = makeSingle(seed: 0).stateVariableNames
    return JSONValue.object([
      "id": .string(id),
      "summary": .string(summary),
      "observationSpace": observationSpace.tree,
      "actionSpace": actionSpace.tree,
      "maximumEpisodeSteps": maximumEpisodeSteps.map { .integer(Int64($0)) } ?? .null,
      "rewardThreshold": rewardThreshold.map { .number($0) } ?? .null,
      "stateVariables": names.map { .array($0.map { .string($0) }) } ?? .null,
    ]).description
  }
}

extension Space {
  /// The space as JSON: `{"type":"discrete","count":2,"start":0}` or
  /// `{"type":"box","low":[...],"high":[...],"shape":[4],"dtype":"float32"}`.
  ///
  /// JSON has no infinities: an element without a bound has the string "inf" or "-inf" there, which
  /// NumPy's and Python's `float` read.
  public var json: String { tree.description }

  /// The space as a JSON value; bounds with the fewest digits that name the same `Float`.
  var tree: JSONValue {
    switch self {
    case .discrete(let count, let start):
      .object([
        "type": .string("discrete"), "count": .integer(Int64(count)), "start": .integer(Int64(start)),
      ])
    case .box(let low, let high, let shape):
      .object([
        "type": .string("box"),
        "low": .array(low.map { .number(Double("\($0)") ?? Double($0)) }),
        "high": .array(high.map { .number(Double("\($0)") ?? Double($0)) }),
        "shape": .array(shape.map { .integer(Int64($0)) }),
        "dtype": .string("float32"),
      ])
    }
  }
}
