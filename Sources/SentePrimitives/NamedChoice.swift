/// A setting that is one of a few words; another word is answered with those that there are.
public protocol NamedChoice: RawRepresentable<String>, Hashable, Sendable, Codable, CaseIterable {}

extension NamedChoice {
  /// Reads a word; throws where it is none of the choices.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let choice = Self(rawValue: try container.decode(String.self)) else {
      let words = Self.allCases.map(\.rawValue).joined(separator: ", ")
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "there are \(words)")
    }
    self = choice
  }
}
