import SenteAgents
import SentePrimitives

/// Why a setting cannot be used: one line that names it and what is allowed.
public struct SettingError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The line.
  public let description: String

  /// Control characters, which a key or a value may hold, are written as escapes.
  init(_ description: String) {
    self.description = description.unicodeScalars.map {
      $0.value < 0x20 ? $0.escaped(asASCII: true) : String($0)
    }.joined()
  }

  /// There is no algorithm of this name.
  public init(unknownAlgorithm name: String) {
    let names = RunConfiguration.algorithms
    self.init("unknown algorithm '\(name)'" + suggestion(for: name, among: names, few: 100))
  }
}

/// Settings by name, as the command line gives them: `ppo.network.activation=relu`, or only the end
/// of the name that tells it from the others, `activation=relu`.
extension RunConfiguration {
  /// Replaces one setting, given as `key=value`; unknown keys and values that do not fit throw.
  public mutating func set(_ assignment: String) throws(SettingError) {
    self = try SettingNames.set(assignment, fixed: ["algorithm", "environment"], named)
  }

  /// Every setting with its present value, `key=value`, sorted.
  public var settings: [String] { (try? named()).map(SettingNames.list) ?? [] }

  /// All settings as JSON, those that are nil too, so that their names are known.
  private func named() throws -> JSON {
    let agents = type(of: agent).optionalSettings.map { [algorithm.rawValue, $0] }
    let optional = agents + [["wrappers", "rewardClip"]]
    return try optional.reduce(JSON(encoding: self)) { json, path in
      json.find(path) == nil ? json.inserting(.null, at: path[...]) : json
    }
  }

  /// Reads `configuration.json`; a name that is missing or unknown and a value that cannot be used
  /// throw.
  ///
  /// Settings of the algorithm that came with later versions have their defaults, which are what runs
  /// were without them.
  init(reading json: JSON) throws {
    var json = json
    if let name = json["algorithm"]?.string, let algorithm = Algorithm(rawValue: name) {
      let other = RunConfiguration(algorithm, environment: "")
      let defaults = try JSON(encoding: other)
      json = json.completed(
        by: defaults, below: [name], except: type(of: other.agent).optionalSettings)
    }
    self = try json.decoded(as: RunConfiguration.self)
    let known = try named().leafPaths
    if let unknown = json.leafPaths.first(where: { !known.contains($0) }) {
      throw SettingError("unknown setting '\(unknown)'")
    }
    if let problem { throw SettingError(problem) }
  }
}

/// Settings by name, whatever they configure.
enum SettingNames {
  /// Some settings with one of them replaced, given as `key=value`.
  ///
  /// - Parameters:
  ///   - fixed: What is an argument of the command and no setting: the algorithm, and its world.
  ///   - named: All settings as JSON, those that are nil too.
  static func set<Settings: Codable>(
    _ assignment: String, fixed: [String], _ named: () throws -> JSON
  ) throws(SettingError) -> Settings {
    guard let equals = assignment.firstIndex(of: "=") else {
      throw SettingError("'\(assignment)' is no setting: write key=value")
    }
    let key = String(assignment[..<equals])
    let text = String(assignment[assignment.index(after: equals)...])
    if fixed.contains(key) {
      let usage = fixed.map { "<\($0)>" }.joined(separator: " ")
      throw SettingError("'\(key)' is no setting, but an argument: train \(usage)")
    }
    do {
      let json = try named()
      let path = try path(of: key, in: json)
      let steps = path.split(separator: ".").map(String.init)
      guard let changed = json.replacing(steps[...], with: text) else {
        throw SettingError("setting '\(key)' cannot be '\(text)'; it is \(json.value(at: steps))")
      }
      return try changed.decoded(as: Settings.self)
    } catch let error as SettingError {
      throw error
    } catch {
      throw SettingError("setting '\(key)' cannot be '\(text)'\(expectation(error))")
    }
  }

  /// Every setting, `key=value`, sorted.
  static func list(_ json: JSON) -> [String] {
    json.leafPaths.map { path in
      "\(path)=\(json.value(at: path.split(separator: ".").map(String.init)))"
    }
  }

  /// The dotted path of the setting that a name, whole or shortened, stands for.
  private static func path(of key: String, in json: JSON) throws(SettingError) -> String {
    let paths = json.leafPaths
    if paths.contains(key) { return key }
    let matches = paths.filter { $0.hasSuffix(".\(key)") }
    if matches.count == 1 { return matches[0] }
    let names = paths.flatMap { path in [path, String(path.split(separator: ".").last ?? "")] }
    throw SettingError(
      "unknown setting '\(key)'"
        + (nearestName(to: key, among: names).map { "; did you mean '\($0)'?" }
          ?? "; --list-settings shows them all"))
  }

  private static func expectation(_ error: any Error) -> String {
    guard case DecodingError.typeMismatch(let type, _) = error else {
      if case DecodingError.dataCorrupted(let context) = error {
        return ": \(context.debugDescription)"
      }
      return ""
    }
    return ": \(type) expected"
  }
}

extension JSON {
  /// The dotted paths of everything that is not an object, sorted.
  var leafPaths: [String] {
    guard let object else { return [] }
    return object.flatMap { name, value in
      value.object == nil ? [name] : value.leafPaths.map { "\(name).\($0)" }
    }.sorted()
  }

  func find(_ path: [String]) -> JSON? {
    path.reduce(Optional(self)) { $0?[$1] }
  }

  func value(at path: [String]) -> String {
    let value = find(path) ?? .null
    return value == .null ? "none" : value.string ?? "\(value)"
  }

  func inserting(_ value: JSON, at path: ArraySlice<String>) -> JSON {
    guard let first = path.first else { return value }
    var members = object ?? [:]
    members[first] = (members[first] ?? .null).inserting(value, at: path.dropFirst())
    return .object(members)
  }

  /// The object at a path with the members that it lacks and `other` has, nested ones too; absent
  /// names that may be absent stay so.
  func completed(
    by other: JSON, below path: ArraySlice<String>, except optional: [String]
  ) -> JSON {
    guard var members = object, let others = other.object else { return self }
    if let first = path.first {
      guard let mine = members[first], let theirs = others[first] else { return self }
      members[first] = mine.completed(by: theirs, below: path.dropFirst(), except: optional)
      return .object(members)
    }
    for (name, value) in others where !optional.contains(name) {
      members[name] = members[name]?.completed(by: value, below: [], except: optional) ?? value
    }
    return .object(members)
  }

  /// The value at a path replaced by what the text means for one of its kind; nil when it means
  /// nothing. Numbers, texts and nothing may replace each other: the reader of the whole decides.
  func replacing(_ path: ArraySlice<String>, with text: String) -> JSON? {
    guard let name = path.first else {
      switch self {
      case .boolean: return ["true": .boolean(true), "false": .boolean(false)][text]
      case .array:
        if text.isEmpty { return .array([]) }
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        let numbers = parts.compactMap { Double($0).map { JSON.plain($0) } }
        return numbers.count == parts.count ? .array(numbers) : nil
      case .object: return nil
      default:
        if text == "none" { return .null }
        if let whole = UInt64(text) { return JSON(whole) }
        if let number = Double(text), number.isFinite { return .plain(number) }
        return .string(text)
      }
    }
    guard var members = object, let changed = members[name]?.replacing(path.dropFirst(), with: text)
    else { return nil }
    members[name] = changed
    return .object(members)
  }

  /// A whole number without a fraction, so that it reads as an integer too.
  private static func plain(_ number: Double) -> JSON {
    Int(exactly: number).map { JSON($0) } ?? JSON(number)
  }
}
