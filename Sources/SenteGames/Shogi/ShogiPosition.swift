/// A position of shogi without its past: board, hands, side to move. No part of it is on the heap.
struct ShogiPosition: Sendable {
  /// The squares of each kind, of both sides, indexed by `ShogiPieceKind.rawValue`.
  private(set) var kinds = InlineArray<16, ShogiSquares>(repeating: 0)
  /// The squares of each side.
  private(set) var colors = InlineArray<2, ShogiSquares>(repeating: 0)
  /// The pieces that give check, and the pieces of the side to move that are pinned to its king.
  /// Both are derived; everything that asks for legal moves needs them.
  private(set) var checkers: ShogiSquares = 0
  private(set) var pinned: ShogiSquares = 0
  /// How many pieces of kind n a side holds: byte n.
  private(set) var hands = InlineArray<2, UInt64>(repeating: 0)
  /// The sum (exclusive or) of one random word per piece on the board.
  private var boardKey: UInt64 = 0
  /// The piece code on every square.
  private(set) var board = InlineArray<81, UInt8>(repeating: 0)
  /// Where the kings stand; 81 until they are placed.
  private(set) var kings = InlineArray<2, UInt8>(repeating: 81)
  /// The side to move, 0 black or 1 white.
  private(set) var side: UInt8 = 0

  /// An empty board.
  init() {}

  /// All pieces on the board.
  @inline(__always)
  var occupied: ShogiSquares { colors[0] | colors[1] }

  /// The kinds that move like a gold.
  @inline(__always)
  var golds: ShogiSquares {
    kinds[7] | kinds[9] | kinds[10] | kinds[11] | kinds[12]
  }

  /// A 64-bit name of board, hands and side to move. White's hand needs no share: it is what is left.
  @inline(__always)
  var key: UInt64 {
    boardKey ^ ShogiPosition.word(hands[0] &+ 0x51) ^ (side == 0 ? 0 : 0x9D39_247E_3377_6D41)
  }

  /// A random word with a number: a finalizer instead of a table, which would have to be loaded.
  @inline(__always)
  private static func word(_ number: UInt64) -> UInt64 {
    var z = number &* 0x9E37_79B9_7F4A_7C15
    z = (z ^ (z >> 32)) &* 0xD6E8_FEB8_6659_FD93
    return z ^ (z >> 29)
  }

  @inline(__always)
  private static func pieceWord(_ code: UInt8, _ square: Int) -> UInt64 {
    word(UInt64(code) << 8 | UInt64(truncatingIfNeeded: square) | 0x5A5A_0000)
  }

  /// How many pieces of a kind a side holds.
  @inline(__always)
  func held(_ side: Int, _ kind: Int) -> Int { Int(hands[side] >> UInt64(kind &* 8) & 255) }

  /// Whether the king of the side to move stands where it would promote.
  @inline(__always)
  func kingHasEntered(_ tables: ShogiTables) -> Bool {
    tables.promotionZone[Int(side)].has(Int(kings[Int(side)]))
  }

  /// Puts a piece on an empty square.
  mutating func place(_ code: UInt8, on square: Int) {
    toggle(code, square)
    board[square] = code
    if code & 15 == 8 { kings[Int(code >> 4)] = UInt8(square) }
  }

  /// Sets how many pieces of a kind a side holds.
  mutating func setHand(_ side: Int, _ kind: Int, count: Int) {
    hands[side] &= ~(255 << UInt64(kind * 8))
    hands[side] |= UInt64(count) << UInt64(kind * 8)
  }

  /// Sets the side to move and computes what is derived; both kings must stand.
  mutating func begin(_ side: Int) {
    self.side = UInt8(side)
    updateDanger(ShogiTables.shared)
  }

  @inline(__always)
  private mutating func toggle(_ code: UInt8, _ square: Int) {
    kinds[Int(code & 15)] ^= .square(square)
    colors[Int(code >> 4)] ^= .square(square)
    boardKey ^= ShogiPosition.pieceWord(code, square)
  }

  /// Plays a legal move.
  mutating func make(_ move: ShogiMove, _ tables: ShogiTables) {
    let us = Int(side)
    let (from, to) = (move.fromIndex, move.toIndex)
    if from > 80 {
      let kind = from &- 81
      let code = UInt8(truncatingIfNeeded: kind | us << 4)
      hands[us] &-= 1 &<< UInt64(truncatingIfNeeded: kind &* 8)
      toggle(code, to)
      board[to] = code
    } else {
      let captured = board[to]
      if captured != 0 {
        toggle(captured, to)
        hands[us] &+= 1 &<< (UInt64(captured & 7) &* 8)
      }
      let code = board[from]
      let arriving = move.promotes ? code | 8 : code
      toggle(code, from)
      toggle(arriving, to)
      board[from] = 0
      board[to] = arriving
      if code & 15 == 8 { kings[us] = UInt8(truncatingIfNeeded: to) }
    }
    side ^= 1
    updateDanger(tables)
  }

  /// Finds the pieces that check the side to move and those of its pieces that are pinned.
  private mutating func updateDanger(_ tables: ShogiTables) {
    let (us, them) = (Int(side), Int(side ^ 1))
    let king = Int(kings[us])
    let seat = us &* 81 &+ king
    let force = ShogiForce(self, them)
    var check = force.steppers(at: seat, king, tables)
    var pins: ShogiSquares = 0
    let front = tables.rays[(us == 0 ? 4 : 0) &* 81 &+ king]
    var snipers =
      tables.rookLines[king] & force.rooks | tables.bishopLines[king] & force.bishops
      | front & force.lances
    let occupied = occupied
    while snipers != 0 {
      let sniper = snipers.removeFirst()
      let blockers = tables.between(king, sniper) & occupied
      if blockers == 0 {
        check |= .square(sniper)
      } else if blockers & (blockers &- 1) == 0 {
        pins |= blockers & colors[us]
      }
    }
    checkers = check
    pinned = pins
  }
}

/// The pieces of one side, sorted by how they attack.
struct ShogiForce {
  let pawns, lances, knights, silvers, golds, rooks, bishops, royals: ShogiSquares

  @inline(__always)
  init(_ position: borrowing ShogiPosition, _ side: Int) {
    let own = position.colors[side]
    let (horses, dragons) = (position.kinds[13], position.kinds[14])
    pawns = position.kinds[1] & own
    lances = position.kinds[2] & own
    knights = position.kinds[3] & own
    silvers = position.kinds[4] & own
    golds = position.golds & own
    bishops = (position.kinds[5] | horses) & own
    rooks = (position.kinds[6] | dragons) & own
    royals = (position.kinds[8] | horses | dragons) & own
  }

  /// The pieces that attack a square by a single step (or jump). `seat` is the index of the square
  /// in the tables of the defending side: what could be attacked from there attacks it.
  @inline(__always)
  func steppers(at seat: Int, _ square: Int, _ tables: ShogiTables) -> ShogiSquares {
    tables.pawn[seat] & pawns | tables.knight[seat] & knights | tables.silver[seat] & silvers
      | tables.gold[seat] & golds | tables.king[square] & royals
  }

  /// The pieces that attack a square from afar; `defender` is the other side.
  @inline(__always)
  func sliders(
    at square: Int, defender: Int, _ occupied: ShogiSquares, _ tables: ShogiTables
  ) -> ShogiSquares {
    var result: ShogiSquares = 0
    if tables.rookLines[square] & rooks != 0 { result = tables.rook(square, occupied) & rooks }
    if tables.bishopLines[square] & bishops != 0 {
      result |= tables.bishop(square, occupied) & bishops
    }
    if tables.rays[(defender == 0 ? 4 : 0) &* 81 &+ square] & lances != 0 {
      result |= tables.lance(defender, square, occupied) & lances
    }
    return result
  }

  /// All pieces of this side that attack a square.
  @inline(__always)
  func attackers(
    of square: Int, defender: Int, _ occupied: ShogiSquares, _ tables: ShogiTables
  ) -> ShogiSquares {
    steppers(at: defender &* 81 &+ square, square, tables)
      | sliders(at: square, defender: defender, occupied, tables)
  }

  /// Whether a piece of this side attacks a square.
  @inline(__always)
  func attacks(
    _ square: Int, defender: Int, _ occupied: ShogiSquares, _ tables: ShogiTables
  ) -> Bool {
    steppers(at: defender &* 81 &+ square, square, tables) != 0
      || sliders(at: square, defender: defender, occupied, tables) != 0
  }
}
