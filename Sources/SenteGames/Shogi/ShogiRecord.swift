/// How a recorded game ended, in the words of KIF and CSA.
public enum ShogiRecordEnding: String, Sendable, Hashable, CaseIterable {
  /// 投了: the side to move resigns.
  case resignation
  /// 中断: the game was broken off.
  case interruption
  /// 千日手: fourfold repetition.
  case repetition
  /// 持将棋: an impasse, a draw by agreement.
  case impasse
  /// 引き分け: a draw for another reason, such as a limit of moves.
  case draw
  /// 詰み: the side to move is mated.
  case mate
  /// 不詰: a search found no mate.
  case noMate
  /// 切れ負け: the side to move has run out of time.
  case timeUp
  /// 反則負け: the side to move has broken the rules.
  case illegalMove
  /// 反則勝ち: the opponent of the side to move has broken the rules.
  case opponentIllegalMove
  /// 入玉勝ち: the side to move declares the win of the entering king.
  case declaration
  /// 不戦敗 and 不戦勝: the side to move did not appear, or its opponent did not.
  case forfeitLoss, forfeitWin

  /// The word of KIF. 引き分け is not in its list; there is none for a limit of moves.
  var kif: String {
    switch self {
    case .resignation: "投了"
    case .interruption: "中断"
    case .repetition: "千日手"
    case .impasse: "持将棋"
    case .draw: "引き分け"
    case .mate: "詰み"
    case .noMate: "不詰"
    case .timeUp: "切れ負け"
    case .illegalMove: "反則負け"
    case .opponentIllegalMove: "反則勝ち"
    case .declaration: "入玉勝ち"
    case .forfeitLoss: "不戦敗"
    case .forfeitWin: "不戦勝"
    }
  }

  /// The keyword of CSA after the percent sign; forfeits have none and become an interruption.
  func csa(mover: ShogiSide) -> String {
    switch self {
    case .resignation: "TORYO"
    case .interruption, .forfeitLoss, .forfeitWin: "CHUDAN"
    case .repetition: "SENNICHITE"
    case .impasse: "JISHOGI"
    case .draw: "HIKIWAKE"
    case .mate: "TSUMI"
    case .noMate: "FUZUMI"
    case .timeUp: "TIME_UP"
    case .illegalMove: "ILLEGAL_MOVE"
    case .opponentIllegalMove: mover == .black ? "-ILLEGAL_ACTION" : "+ILLEGAL_ACTION"
    case .declaration: "KACHI"
    }
  }

  /// Reads the keyword of CSA after the percent sign, with black or white to move.
  init?(csa: String, mover: ShogiSide) {
    switch csa {
    case "+ILLEGAL_ACTION": self = mover == .black ? .illegalMove : .opponentIllegalMove
    case "-ILLEGAL_ACTION": self = mover == .white ? .illegalMove : .opponentIllegalMove
    case "MAX_MOVES": self = .draw
    default:
      let all = Self.allCases.filter { $0.csa(mover: mover) == csa }
      guard let first = all.first else { return nil }
      self = first
    }
  }
}

/// A recorded game of shogi with variations, comments and times: a tree of moves.
public struct ShogiRecord: Sendable, Hashable {
  /// One line of the head of a record, such as 棋戦 (the event) or 先手 (black's name).
  public struct Header: Sendable, Hashable {
    /// What the line is about, in KIF's words; CSA's keys without one keep their dollar sign.
    public var key: String
    /// What it says.
    public var value: String

    /// A line.
    public init(key: String, value: String) {
      self.key = key
      self.value = value
    }
  }

  /// A position of the tree: a move and what was noted about it.
  public struct Node: Sendable, Hashable {
    /// The move that leads here, and the piece that makes it as it was before; nil for the root.
    public let move: ShogiMove?
    /// The piece that moves, before it promotes.
    public let piece: ShogiPieceKind?
    /// The number of the node before; nil for the root.
    public let parent: Int?
    /// The lines of comment.
    public var comments: [String] = []
    /// How long the move took, in seconds.
    public var seconds: Int?
    /// How the game ended here.
    public var ending: ShogiRecordEnding?
    /// How many children come before the ending; not 0 when the ending is itself a variation.
    var endingOrder = 0
    /// How long that took, in seconds.
    public var endingSeconds: Int?
    /// The numbers of the nodes that follow, the main line first.
    public internal(set) var children: [Int] = []

    /// Whether the main continuation is the ending.
    var endsItsLine: Bool { ending != nil && endingOrder == 0 }
  }

  /// The head, in order, without what describes the first position.
  public var headers: [Header] = []
  /// The first position, under rules without the automatic declaration: players may overlook it.
  public let start: Shogi
  /// The tree; node 0 is the root, every other node has one parent with a smaller number.
  public private(set) var nodes = [Node(move: nil, piece: nil, parent: nil)]

  /// A record without moves.
  public init(start: Shogi) {
    self.start = Shogi(
      start.position, moveNumber: start.moveNumber, rules: ShogiRules(declaresEnteringKing: false))
  }

  /// Reads and changes the remarks of a node; its place in the tree stays.
  public subscript(_ node: Int) -> Node {
    get { nodes[node] }
    set {
      let old = nodes[node]
      precondition(
        newValue.move == old.move && newValue.parent == old.parent
          && newValue.children == old.children,
        "the tree grows by append(_:to:) only")
      nodes[node] = newValue
    }
  }

  /// Adds a move after a node and returns the number of the new node; throws when the move is not
  /// legal there.
  @discardableResult
  public mutating func append(_ move: ShogiMove, to node: Int) throws(NotationError) -> Int {
    let game = game(at: node)
    if let reason = game.reasonAgainst(move) { throw NotationError(column: 1, reason: reason) }
    return append(move, moving: game.kind(moving: move), to: node)
  }

  /// Adds a move that is known to be legal.
  mutating func append(_ move: ShogiMove, moving piece: ShogiPieceKind?, to node: Int) -> Int {
    nodes.append(Node(move: move, piece: piece, parent: node))
    nodes[node].children.append(nodes.count - 1)
    return nodes.count - 1
  }

  /// The position at a node, with its past.
  public func game(at node: Int) -> Shogi {
    var moves: [ShogiMove] = []
    var number: Int? = node
    while let current = number {
      if let move = nodes[current].move { moves.append(move) }
      number = nodes[current].parent
    }
    var game = start
    for move in moves.reversed() { game.apply(move) }
    return game
  }

  /// The numbers of the nodes of the main line, the root first.
  public var mainLine: [Int] { line(from: 0) }

  /// A node and the first of its children, again and again, until a node where the game ended before
  /// another continuation was noted: what follows such a node are variations, too.
  func line(from node: Int) -> [Int] {
    var result = [node]
    var last = node
    while !nodes[last].endsItsLine, let next = nodes[last].children.first {
      result.append(next)
      last = next
    }
    return result
  }

  /// The value of the first header with a key; nil when there is none.
  public func value(of key: String) -> String? { headers.first { $0.key == key }?.value }

  /// Decodes UTF-8 with or without a byte order mark; throws with line and column at the first byte
  /// that is not UTF-8 (as in Shift JIS, which has to be converted first).
  public static func text(decoding bytes: [UInt8]) throws(NotationError) -> String {
    let content = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
    if let text = String(validating: content, as: UTF8.self) { return text }
    // The longest valid beginning, found by halving, tells where the fault is.
    var (good, bad) = (content.startIndex, content.endIndex)
    while bad - good > 1 {
      let middle = (good + bad) / 2
      let cut = String(decoding: content[..<middle], as: UTF8.self)
      // A character cut in two at the end does not count as a fault.
      let faults = cut.unicodeScalars.dropLast(1).contains("\u{FFFD}")
      if faults { bad = middle } else { good = middle }
    }
    let lines = String(decoding: content[..<good], as: UTF8.self)
      .split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    throw NotationError(
      line: max(lines.count, 1), column: max(lines.last?.count ?? 1, 1),
      reason: "the bytes are not UTF-8 (a record in Shift JIS has to be converted first)")
  }
}

/// One line of a record, read from left to right.
struct ShogiLine {
  let number: Int
  let characters: [Character]
  var index = 0

  init(_ text: Substring, number: Int) {
    characters = Array(text)
    self.number = number
  }

  /// The lines of a text, without a byte order mark before the first.
  static func lines(of text: String) -> [ShogiLine] {
    let content = text.first == "\u{FEFF}" ? text.dropFirst() : text[...]
    return content.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .enumerated().map { ShogiLine($1, number: $0 + 1) }
  }

  var next: Character? { index < characters.count ? characters[index] : nil }
  var rest: String { String(characters[index...]) }

  func error(_ reason: String, at place: Int? = nil) -> NotationError {
    NotationError(line: number, column: (place ?? index) + 1, reason: reason)
  }

  /// Takes a text if it comes next.
  mutating func take(_ text: String) -> Bool {
    let wanted = Array(text)
    guard characters.count - index >= wanted.count,
      characters[index..<(index + wanted.count)].elementsEqual(wanted)
    else { return false }
    index += wanted.count
    return true
  }

  /// Takes spaces, narrow and wide.
  mutating func skipSpaces() {
    while let character = next, character == " " || character == "　" || character == "\t" {
      index += 1
    }
  }

  /// Takes a number of at most `digits` ASCII digits; nil when none comes next.
  mutating func takeNumber(digits: Int) -> Int? {
    var value: Int?
    var count = 0
    while count < digits, let character = next, character.isASCII,
      let digit = character.wholeNumberValue
    {
      value = (value ?? 0) * 10 + digit
      index += 1
      count += 1
    }
    return value
  }
}
