/// How a recorded game of chess ended.
public enum ChessResult: String, Sendable, Hashable, CaseIterable {
  /// White won.
  case whiteWins = "1-0"
  /// Black won.
  case blackWins = "0-1"
  /// Neither won.
  case draw = "1/2-1/2"
  /// The game goes on, or nobody knows.
  case unknown = "*"
}

/// A recorded game of chess with variations and comments: one game of a PGN file.
///
/// The moves are a tree in one array. Node 0 is the start position; each other node is a move from
/// its parent. The first child of a node is played, the others are variations in its place.
public struct ChessRecord: Sendable {
  /// A tag pair of the head, such as `[White "Kasparov, Garry"]`.
  public struct Tag: Sendable, Hashable {
    /// The name: letters, digits and underscores.
    public var name: String
    /// The value, any text in one line.
    public var value: String

    /// A tag pair.
    public init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// A move with what is said about it.
  public struct Node: Sendable, Hashable {
    /// The move; nil in node 0 alone.
    public let move: ChessMove?
    /// The node before, 0 for node 0.
    public let parent: Int
    /// The moves played or considered here, the one of the main line first.
    public internal(set) var children: [Int] = []
    /// The comment that stands before the move, at the beginning of a variation; empty for none.
    public var commentBefore = ""
    /// The comment after the move (in node 0: before the first); empty for none.
    public var comment = ""
    /// Numeric annotation glyphs, 0 to 255: 1 is `!`, 2 `?`, 3 `!!`, 4 `??`, 5 `!?`, 6 `?!`.
    public var glyphs: [Int] = []

    init(move: ChessMove?, parent: Int) {
      self.move = move
      self.parent = parent
    }
  }

  /// The tag pairs in the order of the file.
  public var tags: [Tag]
  /// The position in which the game begins.
  public let start: ChessPosition
  /// Whether castling and start position are those of Chess960.
  public let chess960: Bool
  /// The moves as a tree; node 0 is the start position.
  public internal(set) var nodes: [Node]
  /// How the game ended.
  public var result: ChessResult

  /// A record without moves.
  public init(
    tags: [Tag] = [], start: ChessPosition = .start, chess960: Bool = false,
    result: ChessResult = .unknown
  ) {
    self.tags = tags
    self.start = start
    self.chess960 = chess960
    self.result = result
    nodes = [Node(move: nil, parent: 0)]
  }

  /// A record of moves played one after another, with the tags of the seven tag roster.
  ///
  /// `SetUp` and `FEN` are added where the start is not that of chess, `Variant` for Chess960.
  public init(
    moves: [ChessMove], start: ChessPosition = .start, chess960: Bool = false,
    result: ChessResult, event: String = "?", date: String = "????.??.??", round: String = "?",
    white: String = "?", black: String = "?"
  ) {
    let roster = [
      ("Event", event), ("Site", "?"), ("Date", date), ("Round", round), ("White", white),
      ("Black", black), ("Result", result.rawValue),
    ]
    self.init(
      tags: roster.map { Tag($0.0, $0.1) }, start: start, chess960: chess960, result: result)
    if chess960 { tags.append(Tag("Variant", "Chess960")) }
    if start != .start {
      tags += [Tag("SetUp", "1"), Tag("FEN", start.fen(shredder: chess960))]
    }
    var node = 0
    for move in moves { node = append(move, after: node) }
  }

  /// The value of a tag, nil if there is none of that name.
  public func tag(_ name: String) -> String? { tags.first { $0.name == name }?.value }

  /// The nodes of the game as played, node 0 left out.
  public var mainLine: [Int] {
    var line: [Int] = []
    var node = 0
    while let next = nodes[node].children.first {
      line.append(next)
      node = next
    }
    return line
  }

  /// The moves of the game as played.
  public var mainLineMoves: [ChessMove] { mainLine.compactMap { nodes[$0].move } }

  /// The position after the move of a node.
  public func position(at node: Int) -> ChessPosition {
    precondition(nodes.indices.contains(node), "no node \(node) among \(nodes.count)")
    var path: [ChessMove] = []
    var current = node
    while let move = nodes[current].move {
      path.append(move)
      current = nodes[current].parent
    }
    var position = start
    for move in path.reversed() { position.play(move) }
    return position
  }

  /// Adds a legal move after a node, as a variation if the node has a move already.
  ///
  /// - Returns: the new node.
  @discardableResult
  public mutating func append(_ move: ChessMove, after node: Int) -> Int {
    precondition(nodes.indices.contains(node), "no node \(node) among \(nodes.count)")
    nodes.append(Node(move: move, parent: node))
    nodes[node].children.append(nodes.count - 1)
    return nodes.count - 1
  }
}

extension ChessRecord: Hashable {
  /// Whether head, result and tree are the same, however the nodes are numbered.
  public static func == (left: ChessRecord, right: ChessRecord) -> Bool {
    guard left.tags == right.tags, left.start == right.start, left.chess960 == right.chess960,
      left.result == right.result, left.nodes.count == right.nodes.count
    else { return false }
    var pairs = [(0, 0)]
    while let (leftNode, rightNode) = pairs.popLast() {
      let (one, other) = (left.nodes[leftNode], right.nodes[rightNode])
      guard one.move == other.move, one.comment == other.comment,
        one.commentBefore == other.commentBefore, one.glyphs == other.glyphs,
        one.children.count == other.children.count
      else { return false }
      pairs += zip(one.children, other.children)
    }
    return true
  }

  /// Feeds the head, the result and the moves of the main line.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(tags)
    hasher.combine(start)
    hasher.combine(result)
    hasher.combine(mainLineMoves)
  }
}
