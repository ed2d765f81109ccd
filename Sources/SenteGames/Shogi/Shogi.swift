public import SentePrimitives

/// What a game of shogi is played under, beyond the rules that never change.
public struct ShogiRules: Sendable, Hashable {
  /// Whether a player to move who may declare the win of the entering king (27-point rule) has won.
  ///
  /// The declaration is a consequence of the position, not an action: refusing to win is never
  /// useful, and so the actions stay the 11,259 of the board. False plays on.
  public var declaresEnteringKing = true
  /// The game is drawn once this many moves have been played (the move number of SFEN counts those
  /// before the position began); nil is no limit. AlphaZero played with 512.
  public var maximumMoves: Int?

  /// Rules with a declaration and a limit.
  public init(declaresEnteringKing: Bool = true, maximumMoves: Int? = nil) {
    self.declaresEnteringKing = declaresEnteringKing
    self.maximumMoves = maximumMoves
  }
}

/// Why a game of shogi is over.
public enum ShogiEnding: UInt8, Sendable, Hashable {
  /// 詰み: the side to move has no legal move and loses (a side that is not in check loses, too).
  case mate
  /// 千日手: the position has stood on the board four times; a draw.
  case repetition
  /// 連続王手の千日手: the same, and the side to move has checked with every move since; it loses.
  case perpetualCheckByMover
  /// The same, but the opponent of the side to move has given the checks and loses.
  case perpetualCheckByOpponent
  /// 入玉宣言: the side to move may declare and wins.
  case declaration
  /// The limit of `ShogiRules.maximumMoves` is reached; a draw.
  case maximumMoves
}

/// Shogi: the position with all the history that its rules need.
///
/// Player 0 is black (先手), player 1 white; in handicap positions white moves first. The value is
/// 609 bytes (624 in an array); the keys of the last 16 positions are among them, older ones lie in one
/// array, so that a copy retains one object and touches the heap no further.
public struct Shogi: Sendable {
  var position: ShogiPosition
  /// The keys of earlier positions, in blocks of 18 words: 16 keys after two filters, the first for
  /// the even ones and the second for the odd ones, in which the `marks` of each key are set.
  private var olderKeys: [UInt64] = []
  /// The keys since the last full block.
  private var recentKeys = InlineArray<16, UInt64>(repeating: 0)
  private var recentCount: UInt8 = 0
  /// How many moves in a row of each side, up to now, have given check.
  private var checksInARow = InlineArray<2, Int32>(repeating: 0)
  /// Why the game is over, but for mate, which is found when asked for.
  private var decided: ShogiEnding?
  /// The number of the next move, as in SFEN, from 1.
  public private(set) var moveNumber: Int
  /// What the game is played under.
  public let rules: ShogiRules

  /// The usual opening position, black to move.
  public init(rules: ShogiRules = ShogiRules()) {
    self.init(ShogiPosition.opening, moveNumber: 1, rules: rules)
  }

  /// A game that begins in a position.
  init(_ position: ShogiPosition, moveNumber: Int, rules: ShogiRules) {
    self.position = position
    self.moveNumber = moveNumber
    self.rules = rules
    decide(ShogiTables.shared)
  }
}

extension Shogi {
  /// The side to move.
  public var sideToMove: ShogiSide { position.side == 0 ? .black : .white }
  /// Whether the side to move is in check.
  public var isCheck: Bool { position.checkers != 0 }
  /// How many moves have been played since this game's first position.
  public var movesPlayed: Int { olderKeys.count / 18 * 16 + Int(recentCount) }

  /// The piece on a square; nil when it is empty.
  public func piece(at square: ShogiSquare) -> ShogiPiece? {
    ShogiPiece(code: position.board[square.index])
  }

  /// The squares of one side's pieces of one kind as a set: bit n is the square with index n.
  public func squares(of kind: ShogiPieceKind, _ side: ShogiSide) -> UInt128 {
    position.kinds[Int(kind.rawValue)] & position.colors[Int(side.rawValue)]
  }

  /// A hash of board, hands and side to move, by which repetition is found.
  public var positionKey: UInt64 { position.key }

  /// How many pieces of a kind a side holds.
  public func count(of kind: ShogiPieceKind, inHandOf side: ShogiSide) -> Int {
    kind.rawValue > 7 ? 0 : position.held(Int(side.rawValue), Int(kind.rawValue))
  }

  /// The kind that a move drops or takes from its origin; nil when that is empty.
  public func kind(moving move: ShogiMove) -> ShogiPieceKind? {
    move.droppedKind ?? piece(at: ShogiSquare(index: move.fromIndex))?.kind
  }

  /// Why the game is over; nil while it goes on.
  public var ending: ShogiEnding? {
    decided ?? (position.hasMove(ShogiTables.shared) ? nil : .mate)
  }

  /// Whether the side to move fulfils the 27-point rule: its king stands in the promotion zone and
  /// is not in check, ten more of its pieces stand there, and these with its hand count 28 points
  /// for black, 27 for white (rook and bishop 5, others 1).
  public var canDeclareWin: Bool {
    let us = Int(position.side)
    let zone = ShogiTables.shared.promotionZone[us]
    guard position.kingHasEntered(ShogiTables.shared), position.checkers == 0 else { return false }
    let inZone = position.colors[us] & zone
    let count = inZone.nonzeroBitCount - 1
    guard count >= 10 else { return false }
    let majors = position.kinds[5] | position.kinds[6] | position.kinds[13] | position.kinds[14]
    var points = count + 4 * (inZone & majors).nonzeroBitCount
    for kind in 1...7 {
      points += position.held(us, kind) * (kind == 5 || kind == 6 ? 5 : 1)
    }
    return points >= 28 - us
  }

  /// Finds out whether the game has just ended by repetition, declaration or length.
  private mutating func decide(_ tables: ShogiTables) {
    if let repetition = repetition() {
      decided = repetition
    } else if rules.declaresEnteringKing && position.kingHasEntered(tables) && canDeclareWin {
      decided = .declaration
    } else if let maximum = rules.maximumMoves, moveNumber > maximum, position.hasMove(tables) {
      decided = .maximumMoves
    }
  }

  /// How often the present position has been on the board before in this game.
  public var repetitions: Int {
    let key = position.key
    let (older, recent) = (olderKeys.span, recentKeys.span)
    var count = 0
    for block in stride(from: 0, to: older.count, by: 18) {
      for number in 2..<18 where older[block + number] == key { count += 1 }
    }
    for number in 0..<Int(recentCount) where recent[number] == key { count += 1 }
    return count
  }

  /// The ending when the present position stands for the fourth time. It changes nothing; `mutating`
  /// lends the value by address, where a plain method called from `play` would first copy it.
  private mutating func repetition() -> ShogiEnding? {
    let played = movesPlayed
    if played < 12 { return nil }
    let key = position.key
    let marks = Self.marks(key)
    var (matches, firstMatch) = (0, 0)
    let older = olderKeys.span
    var block = 0
    while block < older.count {
      // Only positions with the same side to move can be equal, and few filters hold the bit.
      if older[block &+ (played & 1)] & marks == marks {
        var number = played & 1
        while number < 16 {
          if older[block &+ 2 &+ number] == key {
            if matches == 0 { firstMatch = block / 18 * 16 + number }
            matches += 1
          }
          number &+= 2
        }
      }
      block &+= 18
    }
    for number in 0..<Int(recentCount) where recentKeys[number] == key {
      if matches == 0 { firstMatch = older.count / 18 * 16 + number }
      matches += 1
    }
    if matches < 3 { return nil }
    let moves = Int32((played - firstMatch) / 2)
    let (us, them) = (Int(position.side), Int(position.side ^ 1))
    // Should both sides have checked all the time, neither is to blame more than the other.
    let (byUs, byThem) = (checksInARow[us] >= moves, checksInARow[them] >= moves)
    if byUs == byThem { return .repetition }
    return byUs ? .perpetualCheckByMover : .perpetualCheckByOpponent
  }

  /// The two bits of a filter that stand for a key.
  @inline(__always)
  private static func marks(_ key: UInt64) -> UInt64 {
    1 &<< (key &>> (58 as UInt64)) | 1 &<< (key &>> (52 as UInt64) & 63)
  }

  /// Moves the sixteen recent keys into a block of their own.
  private mutating func closeBlock() {
    var filters: (even: UInt64, odd: UInt64) = (0, 0)
    for number in stride(from: 0, to: 16, by: 2) {
      filters.even |= Self.marks(recentKeys[number])
      filters.odd |= Self.marks(recentKeys[number + 1])
    }
    olderKeys.append(filters.even)
    olderKeys.append(filters.odd)
    for number in 0..<16 { olderKeys.append(recentKeys[number]) }
    recentCount = 0
  }

  /// Plays a move that is legal.
  private mutating func play(_ move: ShogiMove) {
    if recentCount == 16 { closeBlock() }
    recentKeys[Int(recentCount)] = position.key
    recentCount += 1
    let us = Int(position.side)
    let tables = ShogiTables.shared
    position.make(move, tables)
    checksInARow[us] = position.checkers == 0 ? 0 : checksInARow[us] + 1
    moveNumber += 1
    decide(tables)
  }
}

extension Shogi: RandomActionGame {
  /// What a player chooses.
  public typealias Action = ShogiMove

  /// Two.
  public var playerCount: Int { 2 }

  /// Who moves; finished after mate, fourfold repetition, a declaration or the limit of moves.
  public var turn: Turn { ending == nil ? .player(Int(position.side)) : .finished }

  /// +1 for the winner, -1 for the loser, 0 for a draw; nil while the game goes on.
  public var outcome: [Double]? {
    guard let ending else { return nil }
    let mover: Double =
      switch ending {
      case .mate, .perpetualCheckByMover: -1
      case .perpetualCheckByOpponent, .declaration: 1
      case .repetition, .maximumMoves: 0
      }
    return position.side == 0 ? [mover, -mover] : [-mover, mover]
  }

  /// Appends every legal move, each once; none when the game is over.
  public func appendLegalActions(to actions: inout [ShogiMove]) {
    if decided != nil { return }
    var list = ShogiMoveList()
    position.appendMoves(to: &list, ShogiTables.shared)
    list.append(to: &actions)
  }

  /// A legal move, or nil when the game is over.
  public func randomAction(using random: inout RandomStream) -> ShogiMove? {
    if decided != nil { return nil }
    var list = ShogiMoveList()
    position.appendMoves(to: &list, ShogiTables.shared)
    return list.count == 0 ? nil : list[random.index(below: list.count)]
  }

  /// Whether a move is legal here.
  public func isLegal(_ action: ShogiMove) -> Bool {
    if decided != nil { return false }
    var list = ShogiMoveList()
    position.appendMoves(to: &list, ShogiTables.shared)
    return list.contains(action)
  }

  /// Plays a legal move; traps when a game is over or the origin holds nothing of the side to move.
  public mutating func apply(_ action: ShogiMove) {
    precondition(decided == nil, "\(action) cannot be played: the game is over")
    precondition(
      action.isDrop
        ? position.held(Int(position.side), action.fromIndex - 81) > 0
        : position.colors[Int(position.side)].has(action.fromIndex),
      "\(action) cannot be played in \(text)")
    play(action)
  }
}

extension Shogi: Hashable {
  /// Equal are games whose positions, pasts, move numbers and rules are equal.
  public static func == (left: Shogi, right: Shogi) -> Bool {
    guard left.position == right.position, left.moveNumber == right.moveNumber,
      left.rules == right.rules, left.recentCount == right.recentCount,
      left.olderKeys == right.olderKeys
    else { return false }
    for number in 0..<Int(left.recentCount)
    where left.recentKeys[number] != right.recentKeys[number] { return false }
    return left.checksInARow[0] == right.checksInARow[0]
      && left.checksInARow[1] == right.checksInARow[1]
  }

  /// Feeds the key of the position and the move number.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(position.key)
    hasher.combine(moveNumber)
  }
}

extension ShogiPosition: Equatable {
  static func == (left: ShogiPosition, right: ShogiPosition) -> Bool {
    guard left.side == right.side, left.hands[0] == right.hands[0],
      left.hands[1] == right.hands[1]
    else { return false }
    for square in 0..<81 where left.board[square] != right.board[square] { return false }
    return true
  }
}
