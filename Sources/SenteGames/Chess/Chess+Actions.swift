/// The numbers of moves: 1792 pairs of squares and 66 underpromotions.
///
/// Squares are taken as the player to move sees them (for Black the ranks are mirrored), the frame
/// in which a network is shown the board. The pairs are those that a queen or a knight connects on
/// an empty board, ordered by origin and then by goal; castling is the pair of king and rook, and
/// promotion to a queen the pair of squares alone. From 1792 on follow the promotions to knight,
/// bishop and rook (in this order) for each of the 22 steps from the seventh rank to the eighth.
/// The count is that of Leela Chess Zero's policy head; the order is our own.
struct ChessActionTable: Sendable {
  static let shared = ChessActionTable()
  static let count = 1858

  /// The number of a pair (origin times 64 plus goal), or -1.
  private var numbers = [Int16](repeating: -1, count: 4096)
  private var pairs: [UInt16] = []
  private var steps: [UInt16] = []

  private init() {
    let storage = ChessTables.storage
    let tables = ChessTables(storage.span)
    for from in 0..<64 {
      let reach = tables.bishop(from, 0) | tables.rook(from, 0) | tables.knight(from)
      for to in 0..<64 where reach >> UInt64(to) & 1 == 1 {
        numbers[from * 64 + to] = Int16(pairs.count)
        pairs.append(UInt16(from * 64 + to))
        if from >> 3 == 6, to >> 3 == 7, abs(from & 7 - to & 7) <= 1 {
          steps.append(UInt16(from * 64 + to))
        }
      }
    }
  }

  private static let lesser: [ChessPiece] = [.knight, .bishop, .rook]

  /// The number of a move seen by White, or nil for a move that no piece can make.
  func number(from: Int, to: Int, promotion: ChessPiece?) -> Int? {
    if let promotion, promotion != .queen {
      guard let piece = ChessActionTable.lesser.firstIndex(of: promotion),
        let step = steps.firstIndex(of: UInt16(from * 64 + to))
      else { return nil }
      return pairs.count + step * 3 + piece
    }
    let number = numbers[from * 64 + to]
    return number < 0 ? nil : Int(number)
  }

  /// The squares of a number seen by White, and the lesser piece a pawn becomes.
  func move(_ number: Int) -> (from: Int, to: Int, lesser: ChessPiece?)? {
    guard (0..<ChessActionTable.count).contains(number) else { return nil }
    if number < pairs.count {
      return (Int(pairs[number] >> 6), Int(pairs[number] & 63), nil)
    }
    let (step, piece) = (number - pairs.count).quotientAndRemainder(dividingBy: 3)
    return (Int(steps[step] >> 6), Int(steps[step] & 63), ChessActionTable.lesser[piece])
  }
}

extension Chess {
  /// 1858.
  public var actionCount: Int { ChessActionTable.count }

  /// The number of a move, as the player to move sees the board.
  ///
  /// 0..<1792 are the pairs of squares that a queen or knight connects, by origin and then goal, a
  /// promotion to a queen among them; 1792..<1858 the 22 last steps of a pawn, each with knight,
  /// bishop, rook. For Black the ranks are mirrored. Traps for a move that no piece can make.
  public func index(of action: ChessMove) -> Int {
    let mirror = position.blackToMove ? 56 : 0
    guard
      let number = ChessActionTable.shared.number(
        from: action.from ^ mirror, to: action.to ^ mirror, promotion: action.promotion)
    else { preconditionFailure("no piece goes from \(action.from) to \(action.to)") }
    return number
  }

  /// The move with a number in this position, legal or not; nil outside 0..<1858.
  public func action(at index: Int) -> ChessMove? {
    guard let (from, to, lesser) = ChessActionTable.shared.move(index) else { return nil }
    let mirror = position.blackToMove ? 56 : 0
    var promotion = lesser
    if promotion == nil, from >> 3 == 6, to >> 3 == 7,
      position[from ^ mirror]?.piece == .pawn
    {
      promotion = .queen
    }
    return ChessMove(from: from ^ mirror, to: to ^ mirror, promotion: promotion)
  }

  // MARK: Text

  /// The position in Forsyth-Edwards notation (Shredder-FEN in Chess960).
  ///
  /// The history of repetitions is not part of it.
  public var text: String { position.fen(shredder: rules.chess960) }

  /// Reads a position in Forsyth-Edwards notation; the history of repetitions begins here.
  ///
  /// The rules are the defaults, those of Chess960 where castling rights are written as files or
  /// belong to kings or rooks that do not stand as in ordinary chess.
  public init(text: String) throws(NotationError) {
    let position = try ChessPosition(fen: text)
    let fields = text.split(separator: " ")
    let namesFiles =
      fields.count > 2 && fields[2].lowercased().contains { ("a"..."h").contains($0) }
    self.init(
      position: position, rules: ChessRules(chess960: namesFiles || !position.isOrdinarySetup))
  }

  /// A move in the notation of UCI, `e2e4`, `e7e8q`.
  ///
  /// Castling is the king's two steps (`e1g1`), or in Chess960 the king taking its rook (`e1h1`).
  public func text(of action: ChessMove) -> String {
    position.uci(of: action, chess960: rules.chess960)
  }

  /// Reads a legal move in the notation of UCI; both ways to write castling are understood.
  public func action(from text: String) throws(NotationError) -> ChessMove {
    let move = try position.move(uci: text)
    if let ending { throw NotationError(column: 1, reason: "the game is over: \(ending)") }
    return move
  }
}

extension ChessPosition {
  /// A move of this position in the notation of UCI.
  public func uci(of move: ChessMove, chess960: Bool = false) -> String {
    var to = move.to
    if !chess960, isCastling(move) { to = move.from & 56 | (to > move.from ? 6 : 2) }
    let promotion = move.promotion.map { $0.letter.lowercased() } ?? ""
    return ChessSquare.name(move.from) + ChessSquare.name(to) + promotion
  }

  /// Reads a legal move in the notation of UCI.
  ///
  /// - Throws: `NotationError` where the text is no move, or the move is not legal here.
  public func move(uci text: String) throws(NotationError) -> ChessMove {
    let bytes = Array(text.utf8)
    guard bytes.count == 4 || bytes.count == 5,
      let from = ChessSquare.square(bytes[0], bytes[1]),
      let to = ChessSquare.square(bytes[2], bytes[3])
    else {
      throw NotationError(
        column: 1, reason: "a move is two squares and perhaps a piece, such as e2e4 or e7e8q")
    }
    var promotion: ChessPiece?
    if bytes.count == 5 {
      promotion = ChessPiece(capital: bytes[4] & ~0x20)
      guard bytes[4] >= UInt8(ascii: "a"), let piece = promotion, piece != .pawn, piece != .king
      else { throw NotationError(column: 5, reason: "a pawn becomes one of q, r, b, n") }
    }
    var move = ChessMove(from: from, to: to, promotion: promotion)
    // A king two steps away from its square castles, in the notation of ordinary chess.
    if kings & (blackToMove ? ~white : white) == 1 << UInt64(from), !isCastling(move),
      abs(from - to) == 2, isOrdinarySetup
    {
      move = ChessMove(from: from, to: from & 56 | (to > from ? 7 : 0), promotion: promotion)
    }
    guard isLegal(move) else {
      let shown = String(decoding: bytes, as: UTF8.self)
      throw NotationError(column: 1, reason: "\(shown) is not legal here")
    }
    return move
  }

  /// Whether a move is a king taking a piece of its own colour.
  func isCastling(_ move: ChessMove) -> Bool {
    let own = blackToMove ? occupied & ~white : white
    return kings & own == 1 << UInt64(move.from) && own >> UInt64(move.to) & 1 == 1
  }
}
