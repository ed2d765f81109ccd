/// A colour of chess pieces.
public enum ChessSide: UInt8, Sendable, Hashable, CaseIterable {
  /// The side that moves first; player 0.
  case white
  /// The other side; player 1.
  case black

  /// The other colour.
  public var opponent: ChessSide { self == .white ? .black : .white }
}

/// A kind of chess piece.
///
/// The raw values are three bits: 1 moves diagonally, 2 moves straight, 4 does neither or leaps, so
/// that a position can be kept in four words (see `ChessPosition`).
public enum ChessPiece: UInt8, Sendable, Hashable, CaseIterable {
  /// A pawn.
  case pawn = 4
  /// A knight.
  case knight = 5
  /// A bishop.
  case bishop = 1
  /// A rook.
  case rook = 2
  /// A queen.
  case queen = 3
  /// A king.
  case king = 6

  /// The English letter of the piece, as FEN writes it for White: `P N B R Q K`.
  public var letter: Character {
    switch self {
    case .pawn: "P"
    case .knight: "N"
    case .bishop: "B"
    case .rook: "R"
    case .queen: "Q"
    case .king: "K"
    }
  }

  /// The piece of an English capital letter.
  init?(capital byte: UInt8) {
    switch byte {
    case UInt8(ascii: "P"): self = .pawn
    case UInt8(ascii: "N"): self = .knight
    case UInt8(ascii: "B"): self = .bishop
    case UInt8(ascii: "R"): self = .rook
    case UInt8(ascii: "Q"): self = .queen
    case UInt8(ascii: "K"): self = .king
    default: return nil
    }
  }
}

/// A square of a chess board, named by its file and rank.
enum ChessSquare {
  /// `a1` for 0 to `h8` for 63.
  static func name(_ square: Int) -> String {
    String(decoding: [fileByte(square), rankByte(square)], as: UTF8.self)
  }

  static func fileByte(_ square: Int) -> UInt8 { UInt8(ascii: "a") + UInt8(square & 7) }

  static func rankByte(_ square: Int) -> UInt8 { UInt8(ascii: "1") + UInt8(square >> 3) }

  /// The square of a file letter and a rank digit.
  static func square(_ file: UInt8, _ rank: UInt8) -> Int? {
    guard let file = self.file(file), let rank = self.rank(rank) else { return nil }
    return rank * 8 + file
  }

  static func file(_ byte: UInt8) -> Int? {
    (UInt8(ascii: "a")...UInt8(ascii: "h")).contains(byte) ? Int(byte - UInt8(ascii: "a")) : nil
  }

  static func rank(_ byte: UInt8) -> Int? {
    (UInt8(ascii: "1")...UInt8(ascii: "8")).contains(byte) ? Int(byte - UInt8(ascii: "1")) : nil
  }
}

/// A move of chess in 16 bits: from, to, and what a pawn becomes.
///
/// Castling is the king taking its own rook, as in UCI_Chess960, which is unambiguous in every
/// variant; en passant is the pawn's ordinary diagonal step. So a move is plain geometry, and two
/// moves are equal exactly when they do the same.
public struct ChessMove: Sendable, Hashable {
  /// Bits 0-5 to, bits 6-11 from, bits 12-14 the promotion's `ChessPiece` or 0.
  public let bits: UInt16

  /// A move between squares (a1 is 0, h1 is 7, h8 is 63).
  public init(from: Int, to: Int, promotion: ChessPiece? = nil) {
    precondition((0..<64).contains(from) && (0..<64).contains(to), "no square \(from) or \(to)")
    bits = UInt16(from << 6 | to) | UInt16(promotion?.rawValue ?? 0) << 12
  }

  @inline(__always)
  init(bits: UInt16) { self.bits = bits }

  @inline(__always)
  init(_ from: Int, _ to: Int) {
    bits = UInt16(truncatingIfNeeded: (from &<< 6) | to)
  }

  /// The square it leaves.
  @inline(__always)
  public var from: Int { Int(bits >> 6 & 63) }

  /// The square it goes to; for castling the square of the rook.
  @inline(__always)
  public var to: Int { Int(bits & 63) }

  /// What a pawn becomes on the last rank.
  public var promotion: ChessPiece? { ChessPiece(rawValue: UInt8(bits >> 12)) }
}
