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
/// | `{"action":[0.5]}` | acts once, in any other space: see `Space.row(from:in:)` |
///
/// Each is answered with `{"observation":...,"reward":r,"terminated":b,"truncated":b}`, numbers with
/// all their digits; `Space.json(_:)` says how observations are written, those of discrete and box
/// spaces as flat arrays. The reward of a reset is 0. Where choices can be forbidden there is also a
/// `mask`, an array of 0 and 1 for each choice. As with Gymnasium both flags are true when a task
/// ends in the very step that reaches the time limit. Any other line is answered with
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
    do {
      return try environment.actionSpace.row(from: json, in: "'action'")
    } catch {
      throw Refusal(error.description)
    }
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
      if let (choice, legal) = next.maskedChoice(in: action) {
        let space = next.actionSpace
        throw Refusal(
          "\(space.name(ofElement: choice.element, in: "'action'")) must be one of "
            + "\(legal.map(String.init).joined(separator: ", ")) now, "
            + "not \(Int(action[choice.element]))")
      }
      result = next.step(action)
    }
    let observation = next.observation
    if let i = observation.firstIndex(where: { !$0.isFinite }) {
      let name = next.observationSpace.name(ofElement: i, in: "observation")
      throw Refusal("\(name) became \(observation[i]); nothing was done")
    }
    guard result.reward.isFinite else {
      throw Refusal("the environment's reward became \(result.reward); nothing was done")
    }
    environment = next
    started = true
    var members: [String: JSON] = [
      "observation": next.observationSpace.json(observation),
      "reward": JSON(result.reward),
      "terminated": .boolean(result.end == .terminated),
      "truncated": .boolean(result.end == .truncated || next.hasReachedLimit),
    ]
    if let mask = next.actionMask {
      members["mask"] = .array(
        next.actionSpace.choices.map { choice in .array(mask[choice.flags].map { JSON(Int($0)) }) })
    }
    return .object(members)
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
