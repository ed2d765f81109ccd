/// Environments by name: a value, so a program adds its own and hands the table on.
public struct EnvironmentCatalogue: Sendable {
  /// The entries, in the order of a list for people.
  public private(set) var entries: [EnvironmentSpecification]

  /// A table of these entries; the names must differ.
  public init(_ entries: [EnvironmentSpecification]) {
    self.entries = []
    for entry in entries { add(entry) }
  }

  /// Adds an entry; its name must be new.
  public mutating func add(_ entry: EnvironmentSpecification) {
    precondition(self[entry.id] == nil, "the catalogue has an environment '\(entry.id)' already")
    entries.append(entry)
  }

  /// The entry with a name, nil when there is none.
  public subscript(id: String) -> EnvironmentSpecification? { entries.first { $0.id == id } }

  /// All names, in order.
  public var ids: [String] { entries.map(\.id) }

  /// Everything that Sente brings along: classic control and the probes.
  public static var standard: EnvironmentCatalogue {
    EnvironmentCatalogue(classicControl)
  }

  /// Gymnasium's classic control, with its ids, limits and thresholds.
  static var classicControl: [EnvironmentSpecification] {
    [
      EnvironmentSpecification(
        id: "CartPole-v1", summary: "Balance a pole on a cart by pushing it left or right.",
        maximumEpisodeSteps: 500, rewardThreshold: 475, make: { CartPole() })
    ]
  }
}
