/// A chess position without its history: what a FEN says, in 48 bytes.
///
/// Four words hold the pieces as the bits of `ChessPiece`'s raw values: who moves diagonally, who
/// moves straight, who does neither or leaps, and who is white. Everything a move generator asks
/// for is one or two operations away (all diagonal sliders: `diagonal & ~other`), a move costs four
/// masked updates, and a position copies in three 16-byte moves.
public struct ChessPosition: Sendable, Hashable {
  /// Bishops, queens and knights.
  var diagonal: UInt64
  /// Rooks, queens and kings.
  var straight: UInt64
  /// Pawns, knights and kings.
  var other: UInt64
  /// Every white piece.
  var white: UInt64
  /// The rooks that may still castle, with the king of their colour.
  var castlingRooks: UInt64
  /// The square behind a pawn that has just moved two squares if it can be taken there, else 64.
  var enPassant: UInt8
  var blackToMove: Bool
  var clock: UInt16
  var fullmoves: UInt16

  /// The empty board, White to move: no legal position, but where every reader begins.
  init() {
    (diagonal, straight, other, white, castlingRooks) = (0, 0, 0, 0, 0)
    (enPassant, blackToMove, clock, fullmoves) = (64, false, 0, 1)
  }

  /// The side to move.
  public var sideToMove: ChessSide { blackToMove ? .black : .white }
  /// Half-moves since the last capture or pawn move.
  public var halfmoveClock: Int { Int(clock) }
  /// The number of the move to be played, from 1; it grows after Black's move.
  public var fullmoveNumber: Int { Int(fullmoves) }
  /// The square behind a pawn that has just moved two squares, if taking it there is legal.
  public var enPassantSquare: Int? { enPassant < 64 ? Int(enPassant) : nil }
  /// The rooks that may still castle as a set of squares (bit 0 is a1, bit 63 is h8).
  public var castlingRights: UInt64 { castlingRooks }

  /// The piece on a square (a1 is 0, h8 is 63) and its colour.
  public subscript(square: Int) -> (piece: ChessPiece, side: ChessSide)? {
    precondition((0..<64).contains(square), "no square \(square)")
    guard let piece = ChessPiece(rawValue: UInt8(code(at: square))) else { return nil }
    return (piece, white >> UInt64(square) & 1 == 1 ? .white : .black)
  }

  /// The squares of one side's pieces of one kind as a set (bit 0 is a1, bit 63 is h8).
  public func squares(of piece: ChessPiece, _ side: ChessSide) -> UInt64 {
    let kind =
      switch piece {
      case .pawn: pawns
      case .knight: knights
      case .bishop: diagonal & ~straight & ~other
      case .rook: straight & ~diagonal & ~other
      case .queen: diagonal & straight
      case .king: kings
      }
    return kind & (side == .white ? white : ~white)
  }

  // MARK: Sets

  @inline(__always) var occupied: UInt64 { diagonal | straight | other }
  @inline(__always) var pawns: UInt64 { other & ~(diagonal | straight) }
  @inline(__always) var knights: UInt64 { other & diagonal }
  @inline(__always) var kings: UInt64 { other & straight }
  @inline(__always) var diagonalSliders: UInt64 { diagonal & ~other }
  @inline(__always) var straightSliders: UInt64 { straight & ~other }

  /// The raw value of the piece on a square, 0 for none.
  @inline(__always)
  func code(at square: Int) -> UInt64 {
    let shift = UInt64(truncatingIfNeeded: square)
    return (diagonal &>> shift) & 1 | ((straight &>> shift) & 1) &<< 1
      | ((other &>> shift) & 1) &<< 2
  }

  mutating func put(_ piece: ChessPiece, _ side: ChessSide, at square: Int) {
    let bit: UInt64 = 1 << UInt64(square)
    if piece.rawValue & 1 != 0 { diagonal |= bit }
    if piece.rawValue & 2 != 0 { straight |= bit }
    if piece.rawValue & 4 != 0 { other |= bit }
    if side == .white { white |= bit }
  }

  // MARK: Attacks

  /// Whether one of the attackers attacks a square, given what is occupied.
  @inline(__always)
  func isAttacked(
    _ square: Int, by attackers: UInt64, white attackerIsWhite: Bool, occupied: UInt64
  ) -> Bool {
    let storage = ChessTables.storage
    let tables = ChessTables(storage.span)
    // A square is attacked by a pawn where a pawn of the other colour there would attack back.
    let leapers =
      tables.knight(square) & knights | tables.king(square) & kings
      | tables.pawn(square, white: !attackerIsWhite) & pawns
    if leapers & attackers != 0 { return true }
    return tables.bishop(square, occupied) & diagonalSliders & attackers != 0
      || tables.rook(square, occupied) & straightSliders & attackers != 0
  }

  /// Whether the side to move stands in check.
  public var isInCheck: Bool { isInCheck(white: !blackToMove) }

  /// Whether the king of a colour is attacked.
  func isInCheck(white side: Bool) -> Bool {
    let king = (kings & (side ? white : ~white)).trailingZeroBitCount
    let enemies = side ? occupied & ~white : white
    return isAttacked(king, by: enemies, white: !side, occupied: occupied)
  }

  /// The pieces of the other colour that attack a king.
  func checkers(of king: Int) -> UInt64 {
    let isWhite = white >> UInt64(king) & 1 == 1
    let storage = ChessTables.storage
    let tables = ChessTables(storage.span)
    let attackers =
      tables.knight(king) & knights
      | tables.pawn(king, white: isWhite) & pawns
      | tables.bishop(king, occupied) & diagonalSliders
      | tables.rook(king, occupied) & straightSliders
    return attackers & (isWhite ? ~white : white)
  }

  // MARK: Moving

  /// Plays a legal move; anything else leaves a position without meaning.
  @inline(__always)
  mutating func play(_ move: ChessMove) {
    let (from, to) = (move.from, move.to)
    let fromBit: UInt64 = 1 &<< UInt64(truncatingIfNeeded: from)
    let toBit: UInt64 = 1 &<< UInt64(truncatingIfNeeded: to)
    let code = code(at: from)
    let own = blackToMove ? ~white : white
    if code == UInt64(ChessPiece.king.rawValue) {
      if own & occupied & toBit != 0 { return castle(king: from, rook: to) }
      castlingRooks &= blackToMove ? ~(0xFF << 56) : ~0xFF
    }
    let isPawn = code == UInt64(ChessPiece.pawn.rawValue)
    clock = isPawn || occupied & toBit != 0 ? 0 : clock &+ 1
    let kept = ~(fromBit | toBit)
    let placed = isPawn && move.bits &>> 12 != 0 ? UInt64(move.bits &>> 12) : code
    diagonal = diagonal & kept | (placed & 1) &<< UInt64(truncatingIfNeeded: to)
    straight = straight & kept | (placed &>> 1 & 1) &<< UInt64(truncatingIfNeeded: to)
    other = other & kept | (placed &>> 2) &<< UInt64(truncatingIfNeeded: to)
    white = white & kept | (blackToMove ? 0 : toBit)
    castlingRooks &= kept
    let passed = enPassant
    enPassant = 64
    if isPawn {
      if UInt8(truncatingIfNeeded: to) == passed { removePawn(to ^ 8) }
      if (from ^ to) == 16 { offerEnPassant(pawn: to) }
    }
    fullmoves &+= blackToMove ? 1 : 0
    blackToMove.toggle()
  }

  @inline(never)
  private mutating func castle(king: Int, rook: Int) {
    let rank = king & 56
    let kingTarget = rank | (rook > king ? 6 : 2)
    let rookTarget = rank | (rook > king ? 5 : 3)
    let kept: UInt64 = ~(1 << UInt64(king) | 1 << UInt64(rook))
    let kingBit: UInt64 = 1 << UInt64(kingTarget)
    let rookBit: UInt64 = 1 << UInt64(rookTarget)
    straight = straight & kept | kingBit | rookBit
    other = other & kept | kingBit
    white &= kept
    if !blackToMove { white |= kingBit | rookBit }
    castlingRooks &= ~(0xFF << UInt64(rank))
    enPassant = 64
    clock &+= 1
    fullmoves &+= blackToMove ? 1 : 0
    blackToMove.toggle()
  }

  @inline(__always)
  private mutating func removePawn(_ square: Int) {
    let kept = ~(1 &<< UInt64(truncatingIfNeeded: square) as UInt64)
    other &= kept
    white &= kept
  }

  /// Notes the square behind a pawn that moved two squares if an enemy pawn may legally take there.
  ///
  /// Only then do the rules call two positions different (FIDE 9.2.3), so equality of positions,
  /// keys of repetition and FEN need no second look. Called before the side to move changes.
  @inline(__always)
  private mutating func offerEnPassant(pawn: Int) {
    let bit: UInt64 = 1 &<< UInt64(truncatingIfNeeded: pawn)
    let beside = (bit &<< 1) & ~ChessTables.fileA | (bit &>> 1) & ~ChessTables.fileH
    let takers = beside & pawns & (blackToMove ? white : ~white)
    if takers != 0 { confirmEnPassant(pawn: pawn, takers: takers) }
  }

  @inline(never)
  private mutating func confirmEnPassant(pawn: Int, takers: UInt64) {
    var takers = takers
    while takers != 0 {
      let taker = takers.trailingZeroBitCount
      if isEnPassantSafe(taker: taker, pawn: pawn, white: blackToMove) {
        enPassant = UInt8(blackToMove ? pawn + 8 : pawn - 8)
        return
      }
      takers &= takers &- 1
    }
  }

  /// Notes that a pawn of the side that has just moved came two squares, if that matters.
  mutating func acceptEnPassant(pawn: Int) {
    blackToMove.toggle()
    offerEnPassant(pawn: pawn)
    blackToMove.toggle()
  }

  /// Whether taking a pawn en passant leaves the taker's king unattacked.
  func isEnPassantSafe(taker: Int, pawn: Int, white takerIsWhite: Bool) -> Bool {
    let taken: UInt64 = 1 << UInt64(pawn)
    let target: UInt64 = takerIsWhite ? taken << 8 : taken >> 8
    let after = (occupied & ~(taken | 1 << UInt64(taker))) | target
    let own = takerIsWhite ? white : ~white
    let king = (kings & own).trailingZeroBitCount
    return !isAttacked(king, by: ~own & occupied & ~taken, white: !takerIsWhite, occupied: after)
  }
}
