/// What becomes of the legal moves that a generator finds: counted, listed, or only noticed.
///
/// The generator is written once and compiled for each receiver.
protocol ChessMoveReceiver {
  /// True when no further move is wanted.
  var isSatisfied: Bool { get }
  /// A piece goes to each square of a set.
  mutating func add(from: Int, targets: UInt64)
  /// Each square of a set is reached by a pawn from `offset` squares below.
  mutating func addPawns(to targets: UInt64, offset: Int)
  /// The same on the last rank, four moves each.
  mutating func addPromotions(to targets: UInt64, offset: Int)
}

extension ChessPosition {
  /// Hands every legal move to a receiver, in an order that depends on the position alone.
  @inline(__always)
  func generate(_ receiver: inout some ChessMoveReceiver) {
    if blackToMove {
      generate(&receiver, isWhite: false)
    } else {
      generate(&receiver, isWhite: true)
    }
  }

  /// The generator; `isWhite` is a constant at both calls, so each colour is compiled on its own.
  @inline(__always)
  private func generate(_ receiver: inout some ChessMoveReceiver, isWhite: Bool) {
    let storage = ChessTables.storage
    let tables = ChessTables(storage.span)
    let occupied = occupied
    let own = isWhite ? white : occupied & ~white
    let enemy = occupied & ~own
    let king = (kings & own).trailingZeroBitCount
    let enemyDiagonal = diagonalSliders & enemy
    let enemyStraight = straightSliders & enemy
    var checkers =
      tables.knight(king) & knights & enemy
      | tables.pawn(king, white: isWhite) & pawns & enemy
    var diagonalPins: UInt64 = 0
    var straightPins: UInt64 = 0
    if tables.diagonalRays(king) & enemyDiagonal != 0 {
      let seen = tables.bishop(king, occupied)
      checkers |= seen & enemyDiagonal
      let through = tables.bishop(king, occupied ^ (seen & own))
      diagonalPins = pinLines(king, through & ~seen & enemyDiagonal, tables)
    }
    if tables.straightRays(king) & enemyStraight != 0 {
      let seen = tables.rook(king, occupied)
      checkers |= seen & enemyStraight
      let through = tables.rook(king, occupied ^ (seen & own))
      straightPins = pinLines(king, through & ~seen & enemyStraight, tables)
    }

    let kingTargets = safeKingTargets(
      king, own: own, enemy: enemy, isWhite: isWhite, tables: tables)
    if kingTargets != 0 { receiver.add(from: king, targets: kingTargets) }
    if receiver.isSatisfied { return }
    var targets = ~own
    if checkers != 0 {
      // Two checkers: only the king can move.
      if checkers & (checkers &- 1) != 0 { return }
      let checker = checkers.trailingZeroBitCount
      targets = tables.between(king, checker) | checkers
    } else if castlingRooks & own != 0 {
      generateCastling(&receiver, king: king, own: own, isWhite: isWhite)
    }
    generatePawns(
      &receiver, own: own, targets: targets, diagonalPins: diagonalPins,
      straightPins: straightPins, isWhite: isWhite)
    if receiver.isSatisfied { return }

    generatePieces(
      &receiver, own: own, targets: targets, diagonalPins: diagonalPins,
      straightPins: straightPins, tables: tables)
  }

  /// Knights, bishops, rooks and queens; a queen appears among both kinds of slider.
  @inline(__always)
  private func generatePieces(
    _ receiver: inout some ChessMoveReceiver, own: UInt64, targets: UInt64, diagonalPins: UInt64,
    straightPins: UInt64, tables: ChessTables
  ) {
    let occupied = occupied
    var movers = knights & own & ~(diagonalPins | straightPins)
    while movers != 0 {
      let from = movers.trailingZeroBitCount
      receiver.add(from: from, targets: tables.knight(from) & targets)
      movers &= movers &- 1
    }
    // A slider pinned along one of its own lines stays on it; the lines of different pins never
    // meet again on a diagonal or straight line from such a piece, so their union will do.
    movers = diagonalSliders & own & ~straightPins
    while movers != 0 {
      let from = movers.trailingZeroBitCount
      var reach = tables.bishop(from, occupied) & targets
      if diagonalPins & (1 &<< UInt64(truncatingIfNeeded: from)) != 0 { reach &= diagonalPins }
      receiver.add(from: from, targets: reach)
      movers &= movers &- 1
    }
    movers = straightSliders & own & ~diagonalPins
    while movers != 0 {
      let from = movers.trailingZeroBitCount
      var reach = tables.rook(from, occupied) & targets
      if straightPins & (1 &<< UInt64(truncatingIfNeeded: from)) != 0 { reach &= straightPins }
      receiver.add(from: from, targets: reach)
      movers &= movers &- 1
    }
  }

  /// The squares from the king up to and including each pinning piece.
  @inline(__always)
  private func pinLines(_ king: Int, _ pinners: UInt64, _ tables: ChessTables) -> UInt64 {
    var lines = pinners
    var rest = pinners
    while rest != 0 {
      lines |= tables.between(king, rest.trailingZeroBitCount)
      rest &= rest &- 1
    }
    return lines
  }

  /// Where the king can go without being attacked there.
  @inline(__always)
  private func safeKingTargets(
    _ king: Int, own: UInt64, enemy: UInt64, isWhite: Bool, tables: ChessTables
  ) -> UInt64 {
    var targets = tables.king(king) & ~own
    if targets == 0 { return 0 }
    let enemyPawns = pawns & enemy
    let (fileA, fileH) = (ChessTables.fileA, ChessTables.fileH)
    let pawnReach =
      isWhite
      ? (enemyPawns & ~fileA) &>> 9 | (enemyPawns & ~fileH) &>> 7
      : (enemyPawns & ~fileA) &<< 7 | (enemyPawns & ~fileH) &<< 9
    targets &= ~(pawnReach | tables.king((kings & enemy).trailingZeroBitCount))
    var rest = knights & enemy
    while rest != 0 {
      targets &= ~tables.knight(rest.trailingZeroBitCount)
      rest &= rest &- 1
    }
    if targets == 0 { return 0 }
    // The king does not hide the squares behind it from a slider that gives check.
    let occupied = (own | enemy) ^ (1 &<< UInt64(truncatingIfNeeded: king))
    rest = diagonalSliders & enemy
    while rest != 0 {
      targets &= ~tables.bishop(rest.trailingZeroBitCount, occupied)
      rest &= rest &- 1
    }
    rest = straightSliders & enemy
    while rest != 0 {
      targets &= ~tables.rook(rest.trailingZeroBitCount, occupied)
      rest &= rest &- 1
    }
    return targets
  }

  /// Castling, in the form that covers Chess960: the king takes its own rook.
  @inline(__always)
  private func generateCastling(
    _ receiver: inout some ChessMoveReceiver, king: Int, own: UInt64, isWhite: Bool
  ) {
    var rooks = castlingRooks & own
    while rooks != 0 {
      let rook = rooks.trailingZeroBitCount
      if canCastle(king: king, rook: rook, own: own, isWhite: isWhite) {
        receiver.add(from: king, targets: 1 &<< UInt64(truncatingIfNeeded: rook))
      }
      rooks &= rooks &- 1
    }
  }

  /// Whether the squares that king and rook cross are empty and the king crosses no attack.
  private func canCastle(king: Int, rook: Int, own: UInt64, isWhite: Bool) -> Bool {
    let storage = ChessTables.storage
    let tables = ChessTables(storage.span)
    let rank = king & 56
    let kingTarget = rank | (rook > king ? 6 : 2)
    let rookTarget = rank | (rook > king ? 5 : 3)
    let kingPath = tables.between(king, kingTarget) | 1 &<< UInt64(kingTarget)
    let rookPath = tables.between(rook, rookTarget) | 1 &<< UInt64(rookTarget)
    let rest = occupied ^ (1 &<< UInt64(king)) ^ (1 &<< UInt64(rook))
    if (kingPath | rookPath) & rest != 0 { return false }
    let enemy = occupied & ~own
    var crossed = kingPath & ~(1 &<< UInt64(king)) & ~(1 &<< UInt64(kingTarget))
    while crossed != 0 {
      let square = crossed.trailingZeroBitCount
      let without = occupied ^ (1 &<< UInt64(king))
      if isAttacked(square, by: enemy, white: !isWhite, occupied: without) { return false }
      crossed &= crossed &- 1
    }
    // At its goal the king stands beside the rook in its new place: in Chess960 the rook may have
    // been the only piece between the king and an attacker on the back rank.
    let after = rest | 1 &<< UInt64(rookTarget)
    return !isAttacked(kingTarget, by: enemy, white: !isWhite, occupied: after)
  }

  /// All pawn moves at once, by shifting the whole set; pins are masks before and after the shift.
  @inline(__always)
  private func generatePawns(
    _ receiver: inout some ChessMoveReceiver, own: UInt64, targets: UInt64, diagonalPins: UInt64,
    straightPins: UInt64, isWhite: Bool
  ) {
    let (fileA, fileH) = (ChessTables.fileA, ChessTables.fileH)
    let pawns = pawns & own
    let empty = ~occupied
    let enemy = occupied & ~own
    let lastRank: UInt64 = isWhite ? 0xFF << 56 : 0xFF
    let thirdRank: UInt64 = isWhite ? 0xFF << 16 : 0xFF << 40

    let walkers = pawns & ~diagonalPins
    let free = walkers & ~straightPins
    let held = walkers & straightPins
    let single =
      (shifted(free, isWhite, 8) | shifted(held, isWhite, 8) & straightPins) & empty
    let double = shifted(single & thirdRank, isWhite, 8) & empty & targets
    let pushes = single & targets
    receiver.addPawns(to: pushes & ~lastRank, offset: isWhite ? 8 : -8)
    receiver.addPawns(to: double, offset: isWhite ? 16 : -16)

    let takers = pawns & ~straightPins
    let loose = takers & ~diagonalPins
    let bound = takers & diagonalPins
    let prey = enemy & targets
    // White takes to the left by 7 and to the right by 9; Black to the left by -9, right by -7.
    let left =
      (shifted(loose & ~fileA, isWhite, isWhite ? 7 : 9)
        | shifted(bound & ~fileA, isWhite, isWhite ? 7 : 9) & diagonalPins) & prey
    let right =
      (shifted(loose & ~fileH, isWhite, isWhite ? 9 : 7)
        | shifted(bound & ~fileH, isWhite, isWhite ? 9 : 7) & diagonalPins) & prey
    receiver.addPawns(to: left & ~lastRank, offset: isWhite ? 7 : -9)
    receiver.addPawns(to: right & ~lastRank, offset: isWhite ? 9 : -7)
    if (pushes | left | right) & lastRank != 0 {
      receiver.addPromotions(to: pushes & lastRank, offset: isWhite ? 8 : -8)
      receiver.addPromotions(to: left & lastRank, offset: isWhite ? 7 : -9)
      receiver.addPromotions(to: right & lastRank, offset: isWhite ? 9 : -7)
    }
    if enPassant < 64 { generateEnPassant(&receiver, pawns: pawns, isWhite: isWhite) }
  }

  /// En passant is rare and can uncover the king in ways no pin mask sees, so it is tried out.
  @inline(__always)
  private func generateEnPassant(
    _ receiver: inout some ChessMoveReceiver, pawns: UInt64, isWhite: Bool
  ) {
    let storage = ChessTables.storage
    let tables = ChessTables(storage.span)
    let target = Int(enPassant)
    var takers = tables.pawn(target, white: !isWhite) & pawns
    while takers != 0 {
      let taker = takers.trailingZeroBitCount
      if isEnPassantSafe(taker: taker, pawn: target ^ 8, white: isWhite) {
        receiver.add(from: taker, targets: 1 &<< UInt64(truncatingIfNeeded: target))
      }
      takers &= takers &- 1
    }
  }

  @inline(__always)
  private func shifted(_ set: UInt64, _ isWhite: Bool, _ distance: UInt64) -> UInt64 {
    isWhite ? set &<< distance : set &>> distance
  }
}

/// Counts moves.
struct ChessMoveCounter: ChessMoveReceiver {
  private(set) var count = 0

  @inline(__always)
  var isSatisfied: Bool { false }

  @inline(__always)
  mutating func add(from: Int, targets: UInt64) { count &+= targets.nonzeroBitCount }

  @inline(__always)
  mutating func addPawns(to targets: UInt64, offset: Int) { count &+= targets.nonzeroBitCount }

  @inline(__always)
  mutating func addPromotions(to targets: UInt64, offset: Int) {
    count &+= 4 &* targets.nonzeroBitCount
  }
}

/// Notices whether there is any move.
struct ChessMoveDetector: ChessMoveReceiver {
  private(set) var isSatisfied = false

  @inline(__always)
  mutating func add(from: Int, targets: UInt64) { isSatisfied = isSatisfied || targets != 0 }

  @inline(__always)
  mutating func addPawns(to targets: UInt64, offset: Int) {
    isSatisfied = isSatisfied || targets != 0
  }

  @inline(__always)
  mutating func addPromotions(to targets: UInt64, offset: Int) {
    isSatisfied = isSatisfied || targets != 0
  }
}

/// Collects moves where they need no memory of the heap: no position has more than 218.
struct ChessMoveBuffer: ChessMoveReceiver {
  private(set) var count = 0
  private var moves = InlineArray<256, UInt16>(repeating: 0)

  @inline(__always)
  var isSatisfied: Bool { false }

  @inline(__always)
  subscript(index: Int) -> ChessMove { ChessMove(bits: moves[index]) }

  @inline(__always)
  mutating func add(from: Int, targets: UInt64) {
    var rest = targets
    while rest != 0 {
      moves[count] = ChessMove(from, rest.trailingZeroBitCount).bits
      count &+= 1
      rest &= rest &- 1
    }
  }

  @inline(__always)
  mutating func addPawns(to targets: UInt64, offset: Int) {
    var rest = targets
    while rest != 0 {
      let to = rest.trailingZeroBitCount
      moves[count] = ChessMove(to &- offset, to).bits
      count &+= 1
      rest &= rest &- 1
    }
  }

  @inline(__always)
  mutating func addPromotions(to targets: UInt64, offset: Int) {
    var rest = targets
    while rest != 0 {
      let to = rest.trailingZeroBitCount
      let bits = ChessMove(to &- offset, to).bits
      moves[count] = bits | UInt16(ChessPiece.queen.rawValue) << 12
      moves[count &+ 1] = bits | UInt16(ChessPiece.rook.rawValue) << 12
      moves[count &+ 2] = bits | UInt16(ChessPiece.bishop.rawValue) << 12
      moves[count &+ 3] = bits | UInt16(ChessPiece.knight.rawValue) << 12
      count &+= 4
      rest &= rest &- 1
    }
  }
}
