extension Space {
  /// A part of a space that has no parts of its own, and where it lies in a row.
  public struct Leaf: Hashable, Sendable {
    /// The keys and positions that lead there, joined by dots; empty where the space has no parts.
    public let name: String
    /// A box, an image, a discrete, a multi-discrete or a multi-binary space.
    public let space: Space
    /// Where it begins in a row.
    public let offset: Int
    /// How many numbers it takes there.
    public let width: Int
    /// Where its flags begin in a mask.
    public let maskOffset: Int

    /// Its numbers in a row.
    public var range: Range<Int> { offset..<offset + width }
  }

  /// The parts that have no parts of their own, in the order of a row.
  public var leaves: [Leaf] {
    var leaves: [Leaf] = []
    appendLeaves(named: "", to: &leaves)
    return leaves
  }

  private func appendLeaves(named name: String, to leaves: inout [Leaf]) {
    let prefix = name.isEmpty ? "" : name + "."
    switch self {
    case .dictionary(let entries):
      for entry in entries { entry.space.appendLeaves(named: prefix + entry.name, to: &leaves) }
    case .tuple(let parts):
      for (i, part) in parts.enumerated() { part.appendLeaves(named: prefix + "\(i)", to: &leaves) }
    case .box, .image, .discrete, .multiDiscrete, .multiBinary:
      let last = leaves.last
      leaves.append(
        Leaf(
          name: name, space: self, offset: last?.range.upperBound ?? 0, width: width,
          maskOffset: last.map { $0.maskOffset + $0.space.choiceCount } ?? 0))
    }
  }

  /// What an error calls an element of a row: `position[2]`, `1`, or with `what` the whole's name.
  public func name(ofElement element: Int, in what: String) -> String {
    guard let leaf = leaves.first(where: { $0.range.contains(element) }) else {
      return "\(what)[\(element)]"
    }
    let name = leaf.name.isEmpty ? what : "\(what).\(leaf.name)"
    return leaf.isOneNumber ? name : "\(name)[\(element - leaf.offset)]"
  }
}

extension Space.Leaf {
  /// Whether the values are single numbers, not arrays.
  var isOneNumber: Bool { if case .discrete = space { true } else { false } }
}

// MARK: - Choices and masks

extension Space {
  /// One choice among some numbers, in one element of a row.
  public struct Choice: Hashable, Sendable {
    /// The element of the row that holds it.
    public let element: Int
    /// How many numbers there are to choose from.
    public let count: Int
    /// The first of them.
    public let start: Int
    /// Where its `count` flags begin in a mask.
    public let maskOffset: Int

    /// Its flags in a mask.
    public var flags: Range<Int> { maskOffset..<maskOffset + count }
  }

  /// All choices of the space in the order of a row: the categories that a mask has flags for.
  public var choices: [Choice] {
    var choices: [Choice] = []
    for leaf in leaves {
      for (i, (count, start)) in leaf.space.ownChoices.enumerated() {
        let offset = choices.last?.flags.upperBound ?? 0
        choices.append(
          Choice(element: leaf.offset + i, count: count, start: start, maskOffset: offset))
      }
    }
    return choices
  }

  /// How many flags a mask has: one for each number of each choice (a switch has two, a box none).
  public var choiceCount: Int {
    switch self {
    case .dictionary(let entries): entries.reduce(0) { $0 + $1.space.choiceCount }
    case .tuple(let parts): parts.reduce(0) { $0 + $1.choiceCount }
    default: ownChoices.reduce(0) { $0 + $1.count }
    }
  }

  /// Count and start of the choices of a space without parts.
  private var ownChoices: [(count: Int, start: Int)] {
    switch self {
    case .discrete(let count, let start): [(count, start)]
    case .multiDiscrete(let counts, let starts): Array(zip(counts, starts).map { ($0, $1) })
    case .multiBinary(let count): Array(repeating: (2, 0), count: count)
    case .box, .image, .dictionary, .tuple: []
    }
  }
}
