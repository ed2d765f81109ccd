/// A position of Gardner's chess without its past; no references.
struct GardnerPosition: Hashable, Sendable {
  /// The squares of pawns, knights, bishops, rooks, queens and kings, then those of White and Black.
  private(set) var sets = SIMD8<UInt32>()
  /// The side to move, 0 White or 1 Black.
  var side: UInt8 = 0

  /// The letters of the kinds, in the order of the sets.
  static let letters: [Character] = ["p", "n", "b", "r", "q", "k"]

  var occupied: UInt32 { sets[6] | sets[7] }

  /// The squares of one kind of one side.
  @inline(__always)
  func pieces(_ kind: Int, _ side: Int) -> UInt32 { sets[kind] & sets[6 &+ side] }

  /// Kind and side of the piece on a square; nil when it is empty.
  func piece(at square: Int) -> (kind: Int, side: Int)? {
    let bit = (1 as UInt32) << UInt32(square)
    guard let kind = (0..<6).first(where: { sets[$0] & bit != 0 }) else { return nil }
    return (kind, sets[6] & bit != 0 ? 0 : 1)
  }

  /// Puts a piece on an empty square.
  mutating func place(_ kind: Int, _ side: Int, on square: Int) {
    let bit = (1 as UInt32) << UInt32(square)
    sets[kind] |= bit
    sets[6 + side] |= bit
  }

  /// What pieces of a kind and side attack from a set of squares.
  @inline(__always)
  private static func attacks(
    _ kind: Int, _ side: Int, _ from: UInt32, _ occupied: UInt32
  ) -> UInt32 {
    switch kind {
    case 0:
      side == 0
        ? FiveByFive.moved(from, 1, 1) | FiveByFive.moved(from, 1, -1)
        : FiveByFive.moved(from, -1, 1) | FiveByFive.moved(from, -1, -1)
    case 1: FiveByFive.knight(from)
    case 2: FiveByFive.bishop(from, occupied)
    case 3: FiveByFive.rook(from, occupied)
    case 4: FiveByFive.bishop(from, occupied) | FiveByFive.rook(from, occupied)
    default: FiveByFive.king(from)
    }
  }

  /// Whether the king of a side is attacked.
  func isInCheck(_ side: Int) -> Bool {
    let king = pieces(5, side)
    let (them, occupied) = (sets[7 &- side], occupied)
    let (queens, rooks, bishops) = (sets[4] & them, sets[3] & them, sets[2] & them)
    return Self.attacks(0, side, king, occupied) & sets[0] & them
      | FiveByFive.knight(king) & sets[1] & them | FiveByFive.king(king) & sets[5] & them
      | FiveByFive.rook(king, occupied) & (rooks | queens)
      | FiveByFive.bishop(king, occupied) & (bishops | queens) != 0
  }

  /// The position after a move that need not be legal, the other side to move.
  @inline(__always)
  func after(_ move: GardnerMove) -> GardnerPosition {
    let (us, from) = (Int(side), (1 as UInt32) &<< UInt32(move.from))
    let to = (1 as UInt32) &<< UInt32(move.to)
    var next = self
    // A capture empties the square in every set.
    next.sets &= SIMD8(repeating: ~to)
    for kind in 0..<6 where sets[kind] & from != 0 {
      next.sets[kind] &= ~from
      next.sets[move.promotion == 0 ? kind : Int(move.promotion)] |= to
    }
    next.sets[6 &+ us] = next.sets[6 &+ us] & ~from | to
    next.side ^= 1
    return next
  }

  /// Calls `visit` with every legal move until it answers false.
  @inline(__always)
  func forEachMove(_ visit: (GardnerMove) -> Bool) {
    let us = Int(side)
    let (own, occupied) = (sets[6 &+ us], occupied)
    let lastRow = FiveByFive.row(4, of: us)
    for kind in 0..<6 {
      var origins = sets[kind] & own
      while let from = FiveByFive.takeFirst(&origins) {
        let origin = (1 as UInt32) &<< UInt32(truncatingIfNeeded: from)
        var targets = Self.attacks(kind, us, origin, occupied) & ~own
        if kind == 0 {
          let step = FiveByFive.moved(origin, us == 0 ? 1 : -1, 0)
          targets = targets & sets[7 &- us] | step & ~occupied
        }
        while let to = FiveByFive.takeFirst(&targets) {
          let promotes = kind == 0 && lastRow &>> UInt32(truncatingIfNeeded: to) & 1 == 1
          if after(GardnerMove(from: from, to: to)).isInCheck(us) { continue }
          // A queen first, a knight last.
          var promotion = promotes ? 4 : 0
          repeat {
            if !visit(GardnerMove(from: from, to: to, promotion: promotion)) { return }
            promotion &-= 1
          } while promotion > 0
        }
      }
    }
  }

  /// Whether the side to move has a legal move.
  var hasMove: Bool {
    var found = false
    forEachMove { _ in
      found = true
      return false
    }
    return found
  }

  /// Whether no sequence of moves mates: lone kings, one minor piece, or bishops of one colour.
  var isDead: Bool {
    if sets[0] | sets[3] | sets[4] != 0 { return false }
    if (sets[1] | sets[2]).nonzeroBitCount <= 1 { return true }
    let dark: UInt32 = 0b10101_01010_10101_01010_10101
    return sets[1] == 0 && (sets[2] & dark == 0 || sets[2] & ~dark == 0)
  }

  /// How many paths of a length begin here, whatever the history.
  func countPaths(depth: Int) -> Int {
    if depth == 0 { return 1 }
    var count = 0
    forEachMove { move in
      count &+= depth == 1 ? 1 : after(move).countPaths(depth: depth &- 1)
      return true
    }
    return count
  }
}

/// A move of Gardner's chess.
public struct GardnerMove: Hashable, Sendable {
  /// The origin and the target: row · 5 + column, `a1` first.
  public let from, to: UInt8
  /// What a pawn becomes: 1 knight, 2 bishop, 3 rook, 4 queen; 0 for other moves.
  public let promotion: UInt8

  /// A move between two squares.
  @inline(__always)
  init(from: Int, to: Int, promotion: Int = 0) {
    self.from = UInt8(truncatingIfNeeded: from)
    self.to = UInt8(truncatingIfNeeded: to)
    self.promotion = UInt8(truncatingIfNeeded: promotion)
  }
}
