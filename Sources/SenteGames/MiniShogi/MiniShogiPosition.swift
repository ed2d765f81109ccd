/// A position of mini-shogi without its past: board, hands and side to move; no references.
struct MiniShogiPosition: Hashable, Sendable {
  /// The squares of pawns, silvers, golds, bishops, rooks and kings (0-5), of promoted pawns, silvers,
  /// bishops and rooks (6, 7, 9, 10), then those of Black (14) and White (15).
  private(set) var sets = SIMD16<UInt32>()
  /// How many pieces of kind n a side holds, at side · 8 + n.
  private(set) var hands = SIMD16<UInt8>()
  /// The side to move, 0 Black or 1 White.
  var side: UInt8 = 0

  /// The letters of the kinds that are not promoted, in the order of the sets.
  static let letters: [Character] = ["P", "S", "G", "B", "R", "K"]

  var occupied: UInt32 { sets[14] | sets[15] }

  /// Kind and side of the piece on a square; nil when it is empty.
  func piece(at square: Int) -> (kind: Int, side: Int)? {
    let bit = (1 as UInt32) << UInt32(square)
    guard let kind = (0..<11).first(where: { sets[$0] & bit != 0 }) else { return nil }
    return (kind, sets[14] & bit != 0 ? 0 : 1)
  }

  /// The squares of one kind of one side.
  @inline(__always)
  func pieces(_ kind: Int, _ side: Int) -> UInt32 { sets[kind] & sets[14 &+ side] }

  /// How many pieces of a kind a side holds.
  @inline(__always)
  func held(_ side: Int, _ kind: Int) -> Int { Int(hands[side &* 8 &+ kind]) }

  /// Puts a piece on an empty square.
  mutating func place(_ kind: Int, _ side: Int, on square: Int) {
    let bit = (1 as UInt32) << UInt32(square)
    sets[kind] |= bit
    sets[14 + side] |= bit
  }

  /// Sets how many pieces of a kind a side holds.
  mutating func setHand(_ side: Int, _ kind: Int, count: Int) {
    hands[side * 8 + kind] = UInt8(count)
  }

  /// What pieces of a kind and side attack from a set of squares.
  @inline(__always)
  private static func attacks(
    _ kind: Int, _ side: Int, _ from: UInt32, _ occupied: UInt32
  ) -> UInt32 {
    let forward = side == 0 ? 1 : -1
    let front = FiveByFive.moved(from, forward, 0)
    switch kind {
    case 0: return front
    case 1: return FiveByFive.diagonal(from) | front
    case 3: return FiveByFive.bishop(from, occupied)
    case 4: return FiveByFive.rook(from, occupied)
    case 5: return FiveByFive.king(from)
    case 9: return FiveByFive.bishop(from, occupied) | FiveByFive.beside(from)
    case 10: return FiveByFive.rook(from, occupied) | FiveByFive.diagonal(from)
    default:
      return FiveByFive.beside(from) | FiveByFive.moved(from, forward, 1)
        | FiveByFive.moved(from, forward, -1)
    }
  }

  /// Whether the king of a side is attacked.
  func isInCheck(_ side: Int) -> Bool {
    let king = pieces(5, side)
    let (them, occupied) = (sets[15 &- side], occupied)
    let golds = sets[2] | sets[6] | sets[7]
    let rooks = sets[4] | sets[10]
    let bishops = sets[3] | sets[9]
    let steps =
      Self.attacks(0, side, king, occupied) & sets[0]
      | Self.attacks(1, side, king, occupied) & sets[1]
      | Self.attacks(2, side, king, occupied) & golds
      | FiveByFive.king(king) & (sets[5] | sets[9] | sets[10])
    let slides =
      FiveByFive.rook(king, occupied) & rooks
      | FiveByFive.bishop(king, occupied) & bishops
    return (steps | slides) & them != 0
  }

  /// The position after a move that need not be legal, the other side to move.
  @inline(__always)
  func after(_ move: MiniShogiMove) -> MiniShogiPosition {
    let us = Int(side)
    let to = (1 as UInt32) &<< UInt32(move.to)
    var next = self
    next.side ^= 1
    if let kind = move.droppedKind {
      next.sets[kind] |= to
      next.sets[14 &+ us] |= to
      next.hands[us &* 8 &+ kind] &-= 1
      return next
    }
    let from = (1 as UInt32) &<< UInt32(move.from)
    if sets[15 &- us] & to != 0 {
      for kind in 0..<11 where sets[kind] & to != 0 {
        next.hands[us &* 8 &+ (kind > 5 ? kind &- 6 : kind)] &+= 1
      }
      next.sets &= SIMD16(repeating: ~to)
    }
    for kind in 0..<11 where sets[kind] & from != 0 {
      next.sets[kind] &= ~from
      next.sets[move.promotes ? kind &+ 6 : kind] |= to
    }
    next.sets[14 &+ us] = next.sets[14 &+ us] & ~from | to
    return next
  }

  /// Calls `visit` with every legal move until it answers false.
  @inline(__always)
  func forEachMove(_ visit: (MiniShogiMove) -> Bool) {
    let us = Int(side)
    let own = sets[14 &+ us]
    let lastRow = FiveByFive.row(4, of: us)
    for kind in 0..<11 {
      var origins = sets[kind] & own
      while let from = FiveByFive.takeFirst(&origins) {
        let origin = (1 as UInt32) &<< UInt32(truncatingIfNeeded: from)
        var targets = Self.attacks(kind, us, origin, occupied) & ~own
        while let to = FiveByFive.takeFirst(&targets) {
          if after(MiniShogiMove(from: from, to: to)).isInCheck(us) { continue }
          let target = (1 as UInt32) &<< UInt32(truncatingIfNeeded: to)
          let mayPromote = Self.isPromotable(kind) && (origin | target) & lastRow != 0
          if mayPromote, !visit(MiniShogiMove(from: from, to: to, promotes: true)) { return }
          // A pawn on the last row could not move again.
          if kind == 0, target & lastRow != 0 { continue }
          if !visit(MiniShogiMove(from: from, to: to)) { return }
        }
      }
    }
    forEachDrop(visit)
  }

  /// Whether a piece can be turned over: not a gold, a king, or what is turned over already.
  static func isPromotable(_ kind: Int) -> Bool { kind < 5 && kind != 2 }

  private func forEachDrop(_ visit: (MiniShogiMove) -> Bool) {
    let us = Int(side)
    let isChecked = isInCheck(us)
    for kind in 0..<5 where held(us, kind) > 0 {
      var targets = ~occupied & FiveByFive.all
      if kind == 0 { targets &= pawnDropTargets }
      while let to = FiveByFive.takeFirst(&targets) {
        let move = MiniShogiMove(dropping: kind, to: to)
        if isChecked || kind == 0 {
          let next = after(move)
          if next.isInCheck(us) || kind == 0 && next.isInCheck(us ^ 1) && !next.hasMove { continue }
        }
        if !visit(move) { return }
      }
    }
  }

  /// The columns without a pawn of the side to move, but for the last row.
  private var pawnDropTargets: UInt32 {
    let us = Int(side)
    var columns = pieces(0, us)
    for _ in 0..<4 {
      columns |= FiveByFive.moved(columns, 1, 0) | FiveByFive.moved(columns, -1, 0)
    }
    return ~columns & ~FiveByFive.row(4, of: us)
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

/// A move of mini-shogi: a piece goes from a square to another, or is dropped from the hand.
public struct MiniShogiMove: Hashable, Sendable {
  /// The origin, row · 5 + column with `5e` first, or 25 + kind for a drop.
  let from: UInt8
  /// The target: row · 5 + column with `5e` first.
  public let to: UInt8
  /// Whether the piece is turned over.
  public let promotes: Bool

  /// A move between two squares.
  @inline(__always)
  init(from: Int, to: Int, promotes: Bool = false) {
    self.from = UInt8(truncatingIfNeeded: from)
    self.to = UInt8(truncatingIfNeeded: to)
    self.promotes = promotes
  }

  /// A drop of a kind: 0 pawn, 1 silver, 2 gold, 3 bishop, 4 rook.
  @inline(__always)
  init(dropping kind: Int, to: Int) { self.init(from: 25 &+ kind, to: to) }

  /// The kind that is dropped; nil for a move on the board.
  @inline(__always)
  var droppedKind: Int? { from < 25 ? nil : Int(from) &- 25 }
}
