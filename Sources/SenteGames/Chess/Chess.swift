/// How a game of chess is drawn and written.
public struct ChessRules: Sendable, Hashable {
  /// Whether threefold repetition and fifty moves without progress end the game by themselves.
  ///
  /// In a game between people these draws must be claimed (FIDE 9.2, 9.3); the game ends by itself
  /// only at fivefold repetition and seventy-five moves (9.6). The default is true, as AlphaZero,
  /// engines and their referees play: in self-play a claim is always made, and a game that can
  /// be drawn at will must not go on. With false, only 9.6 ends the game, and
  /// `Chess.claimableDraw` tells what could be claimed.
  public var drawsWithoutClaim: Bool
  /// Whether moves and castling rights are written as Chess960 does (the king takes its rook).
  public var chess960: Bool

  /// Rules; the defaults are those of self-play in ordinary chess.
  public init(drawsWithoutClaim: Bool = true, chess960: Bool = false) {
    self.drawsWithoutClaim = drawsWithoutClaim
    self.chess960 = chess960
  }
}

/// Why a game of chess is over.
public enum ChessEnding: UInt8, Sendable, Hashable, CaseIterable {
  /// The side to move is in check and has no move: it loses.
  case checkmate
  /// The side to move is not in check and has no move.
  case stalemate
  /// Neither side can ever mate: lone kings, one minor piece, or bishops all on one colour.
  case insufficientMaterial
  /// Seventy-five moves of each side without a capture or a pawn move.
  case seventyFiveMoves
  /// The same position for the fifth time.
  case fivefoldRepetition
  /// Fifty moves of each side without a capture or a pawn move.
  case fiftyMoves
  /// The same position for the third time.
  case threefoldRepetition
}

/// Chess after the Laws of FIDE (2023), and Chess960.
///
/// A value holds the position, the keys of the positions since the last move that cannot be undone,
/// and why the game is over if it is. Copying it touches no heap. White is player 0. Actions are
/// numbered 0..<1858 as the player to move sees the board, see `index(of:)`.
///
/// Repetition compares keys of 64 bits mixed from the whole position (pieces, side to move,
/// castling rights, a legal en passant capture), so two different positions of one game are taken
/// for the same with a probability below 10⁻¹⁵.
public struct Chess: Game {
  /// How draws are made and moves are written.
  public let rules: ChessRules
  /// The board, the side to move, rights and clocks.
  public private(set) var position: ChessPosition
  /// Why the game is over, or nil while it goes on.
  public private(set) var ending: ChessEnding?
  /// How often the position was on the board before, since the last irreversible move.
  public private(set) var repetitions: Int
  private var keyCount: UInt8
  /// The keys of the positions since the last irreversible move; the first `keyCount` count.
  ///
  /// The game ends at the latest 150 half-moves after such a move, so 150 are enough.
  private var keys: InlineArray<150, UInt64>

  /// A game that begins in a position.
  public init(position: ChessPosition = .start, rules: ChessRules = ChessRules()) {
    self.rules = rules
    self.position = position
    repetitions = 0
    keyCount = 1
    let key = position.key
    keys = InlineArray { $0 == 0 ? key : 0 }
    ending = Chess.ending(of: position, repetitions: 0, rules: rules)
  }

  /// A game of Chess960 from the start position with a number from 0 to 959.
  public init(chess960 number: Int, drawsWithoutClaim: Bool = true) {
    self.init(
      position: ChessPosition(chess960: number),
      rules: ChessRules(drawsWithoutClaim: drawsWithoutClaim, chess960: true))
  }

  // MARK: Course of the game

  /// Two.
  public var playerCount: Int { 2 }

  /// White is player 0, Black player 1.
  public var turn: Turn {
    ending != nil ? .finished : .player(position.blackToMove ? 1 : 0)
  }

  /// 1 for the winner and -1 for the loser, or 0 for both; nil while the game goes on.
  public var outcome: [Double]? {
    guard let ending else { return nil }
    guard ending == .checkmate else { return [0, 0] }
    return position.blackToMove ? [1, -1] : [-1, 1]
  }

  /// The draw that the side to move could claim: threefold repetition or fifty moves.
  public var claimableDraw: ChessEnding? {
    if repetitions >= 2 { return .threefoldRepetition }
    return position.clock >= 100 && ending != .checkmate ? .fiftyMoves : nil
  }

  /// Appends every legal move, each once; none when the game is over.
  public func appendLegalActions(to actions: inout [ChessMove]) {
    if ending != nil { return }
    var list = ChessMoveList()
    swap(&list.moves, &actions)
    position.generate(&list)
    swap(&list.moves, &actions)
  }

  /// Whether a move is legal here; no move is when the game is over.
  public func isLegal(_ action: ChessMove) -> Bool {
    ending == nil && position.isLegal(action)
  }

  /// Plays a legal move.
  public mutating func apply(_ action: ChessMove) {
    precondition(ending == nil, "the game is over")
    assert(position.isLegal(action), "illegal move \(action.from)-\(action.to) in \(text)")
    let rights = position.castlingRooks
    position.play(action)
    // What a pawn move, a capture or a lost right leaves behind cannot come back.
    if position.clock == 0 || position.castlingRooks != rights { keyCount = 0 }
    record(position.key)
    ending = Chess.ending(of: position, repetitions: repetitions, rules: rules)
  }

  /// Counts how often a position was here before, and remembers it.
  ///
  /// Reads and writes go through one mutable span: a read of an element through `self` would copy
  /// all of the array (Swift 6.3).
  @inline(__always)
  private mutating func record(_ key: UInt64) {
    let next = Int(keyCount)
    var keys = keys.mutableSpan
    var count = 0
    // The same side moved two half-moves ago, but no position comes back within four.
    var index = next - 4
    while index >= 0 {
      if keys[index] == key { count += 1 }
      index -= 2
    }
    if next < 150 {
      keys[next] = key
      keyCount += 1
    }
    repetitions = count
  }

  private static func ending(
    of position: ChessPosition, repetitions: Int, rules: ChessRules
  ) -> ChessEnding? {
    if !position.hasLegalMove { return position.isInCheck ? .checkmate : .stalemate }
    if position.hasInsufficientMaterial { return .insufficientMaterial }
    if position.clock >= 150 { return .seventyFiveMoves }
    if repetitions >= 4 { return .fivefoldRepetition }
    guard rules.drawsWithoutClaim else { return nil }
    if position.clock >= 100 { return .fiftyMoves }
    return repetitions >= 2 ? .threefoldRepetition : nil
  }
}

extension Chess: Hashable {
  /// Whether rules, position and the history that matters for repetition are the same.
  public static func == (left: Chess, right: Chess) -> Bool {
    guard left.position == right.position, left.keyCount == right.keyCount,
      left.rules == right.rules
    else { return false }
    let (leftKeys, rightKeys) = (left.keys.span, right.keys.span)
    for index in 0..<Int(left.keyCount) where leftKeys[index] != rightKeys[index] { return false }
    return true
  }

  /// Feeds the position and how often it has been there.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(position)
    hasher.combine(keyCount)
    hasher.combine(repetitions)
  }
}

extension Chess: PerftGame {
  /// How many sequences of `depth` legal moves begin in the position, draws by rule left out.
  public func countPaths(depth: Int) -> Int { position.countPaths(depth: depth) }
}

extension ChessPosition {
  /// Whether there is a legal move.
  public var hasLegalMove: Bool {
    var detector = ChessMoveDetector()
    generate(&detector)
    return detector.isSatisfied
  }

  /// Whether a move is legal here.
  public func isLegal(_ move: ChessMove) -> Bool {
    var moves = ChessMoveBuffer()
    generate(&moves)
    return (0..<moves.count).contains { moves[$0] == move }
  }

  /// Every legal move, in an order that depends on the position alone.
  public var legalMoves: [ChessMove] {
    var list = ChessMoveList()
    generate(&list)
    return list.moves
  }

  /// Whether neither side can mate by any sequence of moves, judged by material alone.
  var hasInsufficientMaterial: Bool {
    if pawns | straightSliders != 0 { return false }
    let minor = knights | diagonalSliders
    if minor & (minor &- 1) == 0 { return true }
    if knights != 0 { return false }
    return minor & ChessTables.darkSquares == 0 || minor & ~ChessTables.darkSquares == 0
  }

  /// A hash of what repetition compares: everything but the clocks.
  public var key: UInt64 {
    let state = UInt64(enPassant) << 1 | (blackToMove ? 1 : 0)
    var key = ChessPosition.fold(diagonal ^ 0x9E37_79B9_7F4A_7C15, straight ^ 0xBF58_476D_1CE4_E5B9)
    key = ChessPosition.fold(key ^ other, white ^ 0x94D0_49BB_1331_11EB)
    return ChessPosition.fold(key ^ castlingRooks, state ^ 0xD6E8_FEB8_6659_FD93)
  }

  /// Both halves of a full product, each bit of which depends on all bits below it.
  @inline(__always)
  private static func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let product = left.multipliedFullWidth(by: right)
    return product.high ^ product.low
  }
}

/// Collects moves in an array.
struct ChessMoveList: ChessMoveReceiver {
  var moves: [ChessMove] = []

  @inline(__always)
  var isSatisfied: Bool { false }

  @inline(__always)
  mutating func add(from: Int, targets: UInt64) {
    var rest = targets
    while rest != 0 {
      moves.append(ChessMove(from, rest.trailingZeroBitCount))
      rest &= rest &- 1
    }
  }

  @inline(__always)
  mutating func addPawns(to targets: UInt64, offset: Int) {
    var rest = targets
    while rest != 0 {
      let to = rest.trailingZeroBitCount
      moves.append(ChessMove(to &- offset, to))
      rest &= rest &- 1
    }
  }

  @inline(__always)
  mutating func addPromotions(to targets: UInt64, offset: Int) {
    var rest = targets
    while rest != 0 {
      let to = rest.trailingZeroBitCount
      for piece in [ChessPiece.queen, .rook, .bishop, .knight] {
        moves.append(ChessMove(from: to &- offset, to: to, promotion: piece))
      }
      rest &= rest &- 1
    }
  }
}
