import SentePrimitives

/// Why a setting cannot be used: one line that names it and what is allowed.
public struct SettingError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The line.
  public let description: String

  init(_ description: String) { self.description = description }
}

/// Settings by name, as the command line gives them: `ppo.learningRate=3e-4`, or without the
/// algorithm's name, `learningRate=3e-4`.
extension RunConfiguration {
  /// Replaces one setting, given as `key=value`; unknown keys and values that do not fit throw.
  public mutating func set(_ assignment: String) throws(SettingError) {
    guard let equals = assignment.firstIndex(of: "=") else {
      throw SettingError("'\(assignment)' is no setting: write key=value")
    }
    let key = String(assignment[..<equals])
    let text = String(assignment[assignment.index(after: equals)...])
    do {
      let json = try named()
      let keys = json.leafPaths
      guard let path = keys.first(where: { $0 == key || $0 == "\(algorithm).\(key)" }) else {
        throw SettingError(
          "unknown setting '\(key)'" + suggestion(for: key, among: keys + shortNames(keys)))
      }
      let steps = path.split(separator: ".").map(String.init)
      guard let changed = json.replacing(steps[...], with: text) else {
        throw SettingError("setting '\(key)' cannot be '\(text)'; it is \(json.value(at: steps))")
      }
      self = try changed.decoded(as: RunConfiguration.self)
    } catch let error as SettingError {
      throw error
    } catch {
      throw SettingError("setting '\(key)' cannot be '\(text)'\(expectation(error))")
    }
  }

  /// Every setting with its present value, `key=value`, sorted.
  public var settings: [String] {
    guard let json = try? named() else { return [] }
    return json.leafPaths.map { path in
      "\(path)=\(json.value(at: path.split(separator: ".").map(String.init)))"
    }
  }

  /// All settings as JSON, those that are nil too, so that their names are known.
  private func named() throws -> JSON {
    let optional = ["valueClipRange", "maximumGradientNorm", "targetDivergence"]
    return try optional.reduce(JSON(encoding: self)) { json, name in
      json.find(["ppo", name]) == nil ? json.inserting(.null, at: ["ppo", name]) : json
    }
  }

  private func shortNames(_ keys: [String]) -> [String] {
    keys.filter { $0.hasPrefix("\(algorithm).") }.map { String($0.dropFirst(algorithm.count + 1)) }
  }

  private func expectation(_ error: any Error) -> String {
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
  fileprivate var leafPaths: [String] {
    guard let object else { return [] }
    return object.flatMap { name, value in
      value.object == nil ? [name] : value.leafPaths.map { "\(name).\($0)" }
    }.sorted()
  }

  fileprivate func find(_ path: [String]) -> JSON? {
    path.reduce(Optional(self)) { $0?[$1] }
  }

  fileprivate func value(at path: [String]) -> String {
    let value = find(path) ?? .null
    return value == .null ? "none" : value.string ?? "\(value)"
  }

  fileprivate func inserting(_ value: JSON, at path: ArraySlice<String>) -> JSON {
    guard let first = path.first else { return value }
    var members = object ?? [:]
    members[first] = (members[first] ?? .null).inserting(value, at: path.dropFirst())
    return .object(members)
  }

  /// The value at a path replaced by what the text means for one of its kind; nil when it means
  /// nothing. Numbers, texts and nothing may replace each other: the reader of the whole decides.
  fileprivate func replacing(_ path: ArraySlice<String>, with text: String) -> JSON? {
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
