public import SenteGames

/// Worths of pieces and squares.
///
/// Source: Tomasz Michniewski, "Simplified Evaluation Function" (Chess Programming Wiki): the worths
/// of the pieces and the tables for the middle game and of the king in the endgame. The pawns of
/// the endgame, the pair of bishops and passed pawns are our own.
private enum ChessWorth {
  /// By the raw value of the piece; the king counts as what no exchange can pay for.
  static func worth(_ piece: ChessPiece) -> Int {
    switch piece {
    case .pawn: 100
    case .knight: 320
    case .bishop: 330
    case .rook: 500
    case .queen: 900
    case .king: 0
    }
  }

  /// How much of the middle game a piece carries; 24 at the start.
  static func phase(_ piece: ChessPiece) -> Int {
    switch piece {
    case .knight, .bishop: 1
    case .rook: 2
    case .queen: 4
    default: 0
    }
  }

  static let pieces: [ChessPiece] = [.pawn, .knight, .bishop, .rook, .queen, .king]
  /// For each piece 64 squares in the middle game and 64 in the endgame, worth included, as White
  /// sees them from a1.
  static let squares: [Int16] = pieces.flatMap { piece in
    [middle(piece), end(piece)].flatMap { table in
      (0..<64).map { Int16(worth(piece) + table[($0 ^ 56)]) }
    }
  }

  /// How far a passed pawn has come: hundredths of a pawn by rank.
  static let passed: [Int] = [0, 5, 10, 20, 35, 60, 100, 0]

  private static func end(_ piece: ChessPiece) -> [Int] {
    switch piece {
    case .king: kingEnd
    case .pawn: (0..<64).map { [0, 80, 50, 30, 15, 5, 0, 0][$0 / 8] }
    default: middle(piece)
    }
  }

  private static func middle(_ piece: ChessPiece) -> [Int] {
    switch piece {
    case .pawn: pawn
    case .knight: knight
    case .bishop: bishop
    case .rook: rook
    case .queen: queen
    case .king: kingMiddle
    }
  }

  // The eighth rank comes first.
  private static let pawn = [
    0, 0, 0, 0, 0, 0, 0, 0,
    50, 50, 50, 50, 50, 50, 50, 50,
    10, 10, 20, 30, 30, 20, 10, 10,
    5, 5, 10, 25, 25, 10, 5, 5,
    0, 0, 0, 20, 20, 0, 0, 0,
    5, -5, -10, 0, 0, -10, -5, 5,
    5, 10, 10, -20, -20, 10, 10, 5,
    0, 0, 0, 0, 0, 0, 0, 0,
  ]
  private static let knight = [
    -50, -40, -30, -30, -30, -30, -40, -50,
    -40, -20, 0, 0, 0, 0, -20, -40,
    -30, 0, 10, 15, 15, 10, 0, -30,
    -30, 5, 15, 20, 20, 15, 5, -30,
    -30, 0, 15, 20, 20, 15, 0, -30,
    -30, 5, 10, 15, 15, 10, 5, -30,
    -40, -20, 0, 5, 5, 0, -20, -40,
    -50, -40, -30, -30, -30, -30, -40, -50,
  ]
  private static let bishop = [
    -20, -10, -10, -10, -10, -10, -10, -20,
    -10, 0, 0, 0, 0, 0, 0, -10,
    -10, 0, 5, 10, 10, 5, 0, -10,
    -10, 5, 5, 10, 10, 5, 5, -10,
    -10, 0, 10, 10, 10, 10, 0, -10,
    -10, 10, 10, 10, 10, 10, 10, -10,
    -10, 5, 0, 0, 0, 0, 5, -10,
    -20, -10, -10, -10, -10, -10, -10, -20,
  ]
  private static let rook = [
    0, 0, 0, 0, 0, 0, 0, 0,
    5, 10, 10, 10, 10, 10, 10, 5,
    -5, 0, 0, 0, 0, 0, 0, -5,
    -5, 0, 0, 0, 0, 0, 0, -5,
    -5, 0, 0, 0, 0, 0, 0, -5,
    -5, 0, 0, 0, 0, 0, 0, -5,
    -5, 0, 0, 0, 0, 0, 0, -5,
    0, 0, 0, 5, 5, 0, 0, 0,
  ]
  private static let queen = [
    -20, -10, -10, -5, -5, -10, -10, -20,
    -10, 0, 0, 0, 0, 0, 0, -10,
    -10, 0, 5, 5, 5, 5, 0, -10,
    -5, 0, 5, 5, 5, 5, 0, -5,
    0, 0, 5, 5, 5, 5, 0, -5,
    -10, 5, 5, 5, 5, 5, 0, -10,
    -10, 0, 5, 0, 0, 0, 0, -10,
    -20, -10, -10, -5, -5, -10, -10, -20,
  ]
  private static let kingMiddle = [
    -30, -40, -40, -50, -50, -40, -40, -30,
    -30, -40, -40, -50, -50, -40, -40, -30,
    -30, -40, -40, -50, -50, -40, -40, -30,
    -30, -40, -40, -50, -50, -40, -40, -30,
    -20, -30, -30, -40, -40, -30, -30, -20,
    -10, -20, -20, -20, -20, -20, -20, -10,
    20, 20, 0, 0, 0, 0, 20, 20,
    20, 30, 10, 0, 0, 10, 30, 20,
  ]
  private static let kingEnd = [
    -50, -40, -30, -20, -20, -30, -40, -50,
    -30, -20, -10, 0, 0, -10, -20, -30,
    -30, -10, 20, 30, 30, 20, -10, -30,
    -30, -10, 30, 40, 40, 30, -10, -30,
    -30, -10, 30, 40, 40, 30, -10, -30,
    -30, -10, 20, 30, 30, 20, -10, -30,
    -30, -30, 0, 0, 0, 0, -30, -30,
    -50, -30, -30, -30, -30, -30, -30, -50,
  ]
}

extension Chess: EvaluatedGame {
  /// Material and squares, between the middle game and the endgame by what is left on the board.
  public var staticScore: Int {
    let table = ChessWorth.squares
    let squares = table.span
    var (middle, end, phase) = (0, 0, 0)
    for (kind, piece) in ChessWorth.pieces.enumerated() {
      let base = kind &* 128
      let (white, black) = (
        position.squares(of: piece, .white), position.squares(of: piece, .black)
      )
      phase += ChessWorth.phase(piece) * (white | black).nonzeroBitCount
      var rest = white
      while rest != 0 {
        let square = rest.trailingZeroBitCount
        middle += Int(squares[base + square])
        end += Int(squares[base + 64 + square])
        rest &= rest &- 1
      }
      rest = black
      while rest != 0 {
        let square = rest.trailingZeroBitCount ^ 56
        middle -= Int(squares[base + square])
        end -= Int(squares[base + 64 + square])
        rest &= rest &- 1
      }
    }
    let (pawns, bishops) = (passedPawns, bishopPairs)
    middle += pawns / 2 + bishops
    end += pawns + bishops
    phase = min(phase, 24)
    let score = (middle * phase + end * (24 - phase)) / 24
    // The right to move is worth a little.
    return (position.sideToMove == .white ? score : -score) + 10
  }

  private var bishopPairs: Int {
    let pair = { (side: ChessSide) in position.squares(of: .bishop, side).nonzeroBitCount >= 2 }
    return (pair(.white) ? 30 : 0) - (pair(.black) ? 30 : 0)
  }

  /// What White's passed pawns are worth, less Black's.
  private var passedPawns: Int {
    let white = position.squares(of: .pawn, .white)
    let black = position.squares(of: .pawn, .black)
    // Black's pawns seen from Black's side are White's turned over.
    return Self.passed(white, against: black)
      - Self.passed(black.byteSwapped, against: white.byteSwapped)
  }

  private static func passed(_ own: UInt64, against other: UInt64) -> Int {
    // The squares that enemy pawns block or guard: all below them and to both sides.
    let (fileA, fileH) = (0x0101_0101_0101_0101 as UInt64, 0x8080_8080_8080_8080 as UInt64)
    var guarded = other | (other & ~fileA) >> 1 | (other & ~fileH) << 1
    guarded = guarded >> 8
    guarded |= guarded >> 8
    guarded |= guarded >> 16
    guarded |= guarded >> 32
    var rest = own & ~guarded
    var total = 0
    while rest != 0 {
      total += ChessWorth.passed[rest.trailingZeroBitCount >> 3]
      rest &= rest &- 1
    }
    return total
  }

  /// The key that repetition compares.
  public var searchKey: UInt64 { position.key }
  /// Whether the position was here before.
  public var isRepeated: Bool { repetitions > 0 }
  /// Whether the king is in check.
  public var isUnderAttack: Bool { position.isInCheck }

  /// The worth of what is taken, less a little for what takes it; a new queen counts.
  public func gain(of action: ChessMove) -> Int {
    let taken = position[action.to]
    var gain = 0
    if let taken, taken.side != position.sideToMove {
      let taker = position[action.from]?.piece ?? .pawn
      gain = max(1, ChessWorth.worth(taken.piece) - ChessWorth.worth(taker) / 100)
    } else if taken == nil, action.to == position.enPassantSquare,
      position[action.from]?.piece == .pawn
    {
      gain = ChessWorth.worth(.pawn)
    }
    if let promotion = action.promotion {
      // Lesser pieces are tried with the quiet moves.
      return promotion == .queen ? gain + 800 : gain > 0 ? 1 : 0
    }
    return gain
  }

  /// Origin and goal.
  public func historySlot(of action: ChessMove) -> Int { action.from << 6 | action.to }
  /// Pairs of squares.
  public static var historySlots: Int { 4096 }
}
