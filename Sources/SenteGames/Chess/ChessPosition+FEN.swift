extension ChessPosition {
  /// The position in which a game of chess begins.
  public static let start = ChessPosition(chess960: 518)

  /// Reads a position in Forsyth-Edwards notation.
  ///
  /// All six fields are expected; the two counters may be left out together. Castling rights are
  /// read in the letters of FEN, X-FEN and Shredder-FEN (`KQkq`, or the files of the rooks). A
  /// square of en passant on which no legal capture is possible is read and forgotten. Positions
  /// that no game can reach for plain reasons are refused: not one king a side, pawns on the first
  /// or last rank, more men than promotions explain, the side not to move in check, more than two
  /// checkers, castling rights without king and rook in place.
  ///
  /// - Throws: `NotationError` with the column of the fault.
  public init(fen: String) throws(NotationError) {
    var reader = FENReader(bytes: Array(fen.utf8))
    self = try reader.position()
  }

  /// The position in Forsyth-Edwards notation, with castling rights as X-FEN writes them.
  ///
  /// In positions of ordinary chess that is plain FEN. The square of en passant is given only if a
  /// capture there is legal.
  public var fen: String { fen(shredder: false) }

  /// The position in Forsyth-Edwards notation; `shredder` names castling rooks by their files.
  public func fen(shredder: Bool) -> String {
    var bytes: [UInt8] = []
    for rank in (0..<8).reversed() {
      var empty: UInt8 = 0
      for file in 0..<8 {
        guard let (piece, side) = self[rank * 8 + file] else {
          empty += 1
          continue
        }
        if empty > 0 { bytes.append(UInt8(ascii: "0") + empty) }
        empty = 0
        bytes.append(FENReader.byte(of: piece, side))
      }
      if empty > 0 { bytes.append(UInt8(ascii: "0") + empty) }
      if rank > 0 { bytes.append(UInt8(ascii: "/")) }
    }
    let placement = String(decoding: bytes, as: UTF8.self)
    let side = blackToMove ? "b" : "w"
    let castling = castlingText(shredder: shredder)
    let square = enPassantSquare.map(ChessSquare.name) ?? "-"
    return "\(placement) \(side) \(castling) \(square) \(clock) \(fullmoves)"
  }

  private func castlingText(shredder: Bool) -> String {
    var bytes: [UInt8] = []
    for isWhite in [true, false] {
      let own = isWhite ? white : ~white
      let king = (kings & own).trailingZeroBitCount
      let rank = UInt64(isWhite ? 0 : 56)
      for isKingSide in [true, false] {
        let rooks = castlingRooks & own & ChessPosition.wing(of: king, isKingSide: isKingSide)
        guard rooks != 0 else { continue }
        let rook = rooks.trailingZeroBitCount
        let all = straightSliders & ~diagonal & own & (0xFF << rank)
        let outermost =
          isKingSide ? 63 - all.leadingZeroBitCount : all.trailingZeroBitCount
        let capital =
          shredder || rook != outermost
          ? UInt8(ascii: "A") + UInt8(rook & 7)
          : isKingSide ? UInt8(ascii: "K") : UInt8(ascii: "Q")
        bytes.append(isWhite ? capital : capital | 0x20)
      }
    }
    return bytes.isEmpty ? "-" : String(decoding: bytes, as: UTF8.self)
  }

  /// The squares of the king's rank on one side of it.
  static func wing(of king: Int, isKingSide: Bool) -> UInt64 {
    let rank: UInt64 = 0xFF << UInt64(king & 56)
    let below: UInt64 = (1 << UInt64(king)) - 1
    return rank & (isKingSide ? ~below & ~(below + 1) : below)
  }

  /// Whether kings and castling rooks stand where ordinary chess has them.
  var isOrdinarySetup: Bool {
    castlingRooks & ~0x8100_0000_0000_0081 == 0
      && (castlingRooks & 0xFF == 0 || kings & white & 1 << 4 != 0)
      && (castlingRooks >> 56 == 0 || kings & ~white & 1 << 60 != 0)
  }

  /// The start position of Chess960 with a number from 0 to 959; 518 is that of chess.
  ///
  /// Source: the numbering of Reinhard Scharnagl, as in FIDE's Laws of Chess, Guidelines II.
  public init(chess960 number: Int) {
    precondition((0..<960).contains(number), "Chess960 has positions 0 to 959, not \(number)")
    var rank = [ChessPiece?](repeating: nil, count: 8)
    rank[number % 4 * 2 + 1] = .bishop
    rank[number / 4 % 4 * 2] = .bishop
    let free = { (index: Int, rank: [ChessPiece?]) in
      rank.indices.filter { rank[$0] == nil }[index]
    }
    rank[free(number / 16 % 6, rank)] = .queen
    let knights = [
      (0, 1), (0, 2), (0, 3), (0, 4), (1, 2), (1, 3), (1, 4), (2, 3), (2, 4), (3, 4),
    ][number / 96]
    let (first, second) = (free(knights.0, rank), free(knights.1, rank))
    rank[first] = .knight
    rank[second] = .knight
    for piece in [ChessPiece.rook, .king, .rook] { rank[free(0, rank)] = piece }
    self.init()
    for file in 0..<8 {
      guard let piece = rank[file] else { continue }
      put(piece, .white, at: file)
      put(.pawn, .white, at: 8 + file)
      put(.pawn, .black, at: 48 + file)
      put(piece, .black, at: 56 + file)
    }
    castlingRooks = straight & ~diagonal & ~other
  }
}

/// Reads Forsyth-Edwards notation from its bytes.
private struct FENReader {
  let bytes: [UInt8]
  var next = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  static func byte(of piece: ChessPiece, _ side: ChessSide) -> UInt8 {
    let capital = piece.letter.asciiValue ?? 0
    return side == .white ? capital : capital | 0x20
  }

  mutating func position() throws(NotationError) -> ChessPosition {
    var position = ChessPosition()
    try readPlacement(&position)
    try checkMen(position)
    try space("the side to move, w or b")
    try readSide(&position)
    try space("castling rights, such as KQkq or -")
    try readCastling(&position)
    try space("the square of en passant, or -")
    try readEnPassant(&position)
    if next < bytes.count {
      try space("the half-move clock")
      position.clock = UInt16(try number("the half-move clock", from: 0))
      try space("the move number")
      position.fullmoves = UInt16(try number("the move number", from: 1))
    }
    if next < bytes.count { throw error("the position ends here, but more text follows") }
    return position
  }

  private func error(_ reason: String, at column: Int? = nil) -> NotationError {
    NotationError(column: (column ?? next) + 1, reason: reason)
  }

  /// The byte at hand as a reader sees it, for messages.
  private var found: String {
    guard next < bytes.count else { return "the end" }
    return (0x21...0x7E).contains(bytes[next])
      ? "'\(String(decoding: [bytes[next]], as: UTF8.self))'" : "byte \(bytes[next])"
  }

  private mutating func space(_ what: String) throws(NotationError) {
    guard next < bytes.count, bytes[next] == UInt8(ascii: " ") else {
      throw error("expected a space and \(what), found \(found)")
    }
    next += 1
  }

  private mutating func readPlacement(_ position: inout ChessPosition) throws(NotationError) {
    for rank in (0..<8).reversed() {
      var file = 0
      while file < 8 {
        let byte = next < bytes.count ? bytes[next] : 0
        if (UInt8(ascii: "1")...UInt8(ascii: "8")).contains(byte) {
          file += Int(byte - UInt8(ascii: "0"))
          guard file <= 8 else { throw error("rank \(rank + 1) has more than eight squares") }
        } else if let piece = ChessPiece(capital: byte & ~0x20), byte >= UInt8(ascii: "A") {
          let side: ChessSide = byte & 0x20 == 0 ? .white : .black
          if piece == .pawn, rank == 0 || rank == 7 {
            throw error("a pawn cannot stand on rank \(rank + 1)")
          }
          position.put(piece, side, at: rank * 8 + file)
          file += 1
        } else {
          throw error(
            "rank \(rank + 1) has \(file) squares so far; expected one of PNBRQKpnbrqk or 1-8, "
              + "found \(found)")
        }
        next += 1
      }
      if rank > 0 {
        guard next < bytes.count, bytes[next] == UInt8(ascii: "/") else {
          throw error("expected '/' after the eight squares of rank \(rank + 1), found \(found)")
        }
        next += 1
      }
    }
  }

  private func checkMen(_ position: ChessPosition) throws(NotationError) {
    for side in ChessSide.allCases {
      let count = { (piece: ChessPiece) in position.squares(of: piece, side).nonzeroBitCount }
      let name = side == .white ? "White" : "Black"
      guard count(.king) == 1 else {
        throw error("\(name) has \(count(.king)) kings, must have one", at: 0)
      }
      guard count(.pawn) <= 8 else {
        throw error("\(name) has \(count(.pawn)) pawns, eight at most", at: 0)
      }
      let promoted =
        max(0, count(.queen) - 1) + max(0, count(.rook) - 2) + max(0, count(.bishop) - 2)
        + max(0, count(.knight) - 2)
      guard promoted + count(.pawn) <= 8 else {
        throw error(
          "\(name) has \(count(.pawn)) pawns and at least \(promoted) promoted pieces, together "
            + "eight at most", at: 0)
      }
    }
  }

  private mutating func readSide(_ position: inout ChessPosition) throws(NotationError) {
    switch next < bytes.count ? bytes[next] : 0 {
    case UInt8(ascii: "w"): position.blackToMove = false
    case UInt8(ascii: "b"): position.blackToMove = true
    default: throw error("the side to move is w or b, found \(found)")
    }
    if position.isInCheck(white: position.blackToMove) {
      throw error("the side that has just moved is in check")
    }
    let king = position.kings & (position.blackToMove ? ~position.white : position.white)
    if position.checkers(of: king.trailingZeroBitCount).nonzeroBitCount > 2 {
      throw error("the king is attacked by more than two pieces")
    }
    next += 1
  }

  private mutating func readCastling(_ position: inout ChessPosition) throws(NotationError) {
    if next < bytes.count, bytes[next] == UInt8(ascii: "-") {
      next += 1
      return
    }
    let begin = next
    while next < bytes.count, bytes[next] != UInt8(ascii: " ") {
      let right = try castlingRook(position)
      guard position.castlingRooks & right == 0 else {
        throw error("the castling right \(found) is given twice")
      }
      let isWhite = bytes[next] & 0x20 == 0
      let own = isWhite ? position.white : ~position.white
      let king = (position.kings & own).trailingZeroBitCount
      let isKingSide = right.trailingZeroBitCount > king
      let sameWing = ChessPosition.wing(of: king, isKingSide: isKingSide)
      guard position.castlingRooks & own & sameWing == 0 else {
        throw error("two castling rights on one side of the king")
      }
      position.castlingRooks |= right
      next += 1
    }
    if next == begin { throw error("castling rights are missing; - stands for none") }
  }

  /// The rook that a letter of the castling field names.
  private func castlingRook(_ position: ChessPosition) throws(NotationError) -> UInt64 {
    let byte = bytes[next]
    let isWhite = byte & 0x20 == 0
    let own = isWhite ? position.white : ~position.white
    let rank: UInt64 = isWhite ? 0xFF : 0xFF << 56
    let kings = position.kings & own & rank
    let rooks = position.straight & ~position.diagonal & ~position.other & own & rank
    var rook: UInt64 = 0
    let king = kings.trailingZeroBitCount
    switch byte & ~0x20 {
    case UInt8(ascii: "K") where byte >= UInt8(ascii: "A") && kings != 0:
      let wing = rooks & ChessPosition.wing(of: king, isKingSide: true)
      if wing != 0 { rook = 1 << UInt64(63 - wing.leadingZeroBitCount) }
    case UInt8(ascii: "Q") where byte >= UInt8(ascii: "A") && kings != 0:
      let wing = rooks & ChessPosition.wing(of: king, isKingSide: false)
      rook = wing & (0 &- wing)
    case UInt8(ascii: "K"), UInt8(ascii: "Q"):
      break
    case let letter:
      guard byte >= UInt8(ascii: "A"), let file = ChessSquare.file(letter | 0x20) else {
        throw error("castling rights are letters of KQkq or files A-H, a-h, found \(found)")
      }
      if kings != 0 { rook = rooks & 1 << UInt64(isWhite ? file : 56 + file) }
    }
    guard rook != 0 else {
      throw error("no king and rook stand ready for the castling right \(found)")
    }
    return rook
  }

  private mutating func readEnPassant(_ position: inout ChessPosition) throws(NotationError) {
    if next < bytes.count, bytes[next] == UInt8(ascii: "-") {
      next += 1
      return
    }
    guard next + 1 < bytes.count, let square = ChessSquare.square(bytes[next], bytes[next + 1])
    else { throw error("the square of en passant is - or a square like e3, found \(found)") }
    let rank = position.blackToMove ? 2 : 5
    let pawn = square ^ 8
    guard square >> 3 == rank else {
      throw error("the square of en passant lies on rank \(rank + 1) here")
    }
    let origin = square + (position.blackToMove ? -8 : 8)
    let mover: ChessSide = position.blackToMove ? .white : .black
    guard position.squares(of: .pawn, mover) >> UInt64(pawn) & 1 == 1,
      position.occupied >> UInt64(square) & 1 == 0, position.occupied >> UInt64(origin) & 1 == 0
    else { throw error("no pawn can have just passed \(ChessSquare.name(square))") }
    position.acceptEnPassant(pawn: pawn)
    next += 2
  }

  private mutating func number(_ what: String, from least: Int) throws(NotationError) -> Int {
    let begin = next
    var value = 0
    while next < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[next]) {
      value = value * 10 + Int(bytes[next] - UInt8(ascii: "0"))
      guard value <= 9999 else { throw error("\(what) is 9999 at most", at: begin) }
      next += 1
    }
    guard next > begin, value >= least else {
      throw error(
        "\(what) is a number from \(least)" + (next == begin ? ", found \(found)" : ""), at: begin)
    }
    return value
  }
}
