/// A set of squares: bit n is the square with index n (file · 9 + rank, both from 0).
typealias ShogiSquares = UInt128

extension UInt128 {
  /// The set of one square.
  @inline(__always)
  static func square(_ index: Int) -> UInt128 { 1 &<< UInt128(truncatingIfNeeded: index) }

  /// The lowest square of a set that is not empty.
  @inline(__always)
  var first: Int { trailingZeroBitCount }

  /// Takes the lowest square out of a set that is not empty.
  @inline(__always)
  mutating func removeFirst() -> Int {
    let index = trailingZeroBitCount
    self &= self &- 1
    return index
  }

  /// The squares in front of pawns of a side. Pawns never stand on their last rank, so the shift
  /// cannot leave the file.
  @inline(__always)
  func advanced(_ side: Int) -> UInt128 {
    side == 0 ? self &>> (1 as UInt128) : self &<< (1 as UInt128)
  }

  /// Whether a square belongs to the set.
  @inline(__always)
  func has(_ index: Int) -> Bool { self & .square(index) != 0 }
}

/// What each piece attacks on an empty board, computed once.
///
/// A final class, so that passing it around passes a pointer; functions on the hot path take it as a
/// parameter, so that the check for lazy initialization is paid once a call.
///
/// Directions 0-3 lead to higher square indices (south, west, south-west, north-west as black sees
/// the board), 4-7 are their opposites; `direction ^ 4` turns round.
final class ShogiTables: Sendable {
  static let shared = ShogiTables()

  /// Attacks of a gold, silver, knight and pawn at side · 81 + square.
  let gold: [ShogiSquares]
  let silver: [ShogiSquares]
  let knight: [ShogiSquares]
  let pawn: [ShogiSquares]
  /// Attacks of a king at a square.
  let king: [ShogiSquares]
  /// All squares from a square to the edge, at direction · 81 + square.
  let rays: [ShogiSquares]
  /// The rays of the rook, and of the bishop, from a square.
  let rookLines: [ShogiSquares]
  let bishopLines: [ShogiSquares]
  /// The direction from one square to another, at from · 81 + to; 8 when they share no line.
  let direction: [UInt8]
  /// The ranks in which a side promotes, and the ranks from its first to the one before.
  let promotionZone: [ShogiSquares]
  /// The last rank of a side, and its last two ranks.
  let lastRank: [ShogiSquares]
  let lastTwoRanks: [ShogiSquares]

  /// All 81 squares.
  static let all: ShogiSquares = (1 << 81) - 1
  /// The first rank (a) of every file.
  static let firstRank: ShogiSquares = (0..<9).reduce(0) { $0 | .square($1 * 9) }
  /// File and rank steps of the eight directions.
  static let steps: [(file: Int, rank: Int)] = [
    (0, 1), (1, 0), (1, 1), (1, -1), (0, -1), (-1, 0), (-1, -1), (-1, 1),
  ]

  private init() {
    let north = (0, -1)
    let goldSteps = [north, (1, -1), (-1, -1), (1, 0), (-1, 0), (0, 1)]
    let silverSteps = [north, (1, -1), (-1, -1), (1, 1), (-1, 1)]
    gold = Self.bothSides(goldSteps)
    silver = Self.bothSides(silverSteps)
    knight = Self.bothSides([(1, -2), (-1, -2)])
    pawn = Self.bothSides([north])
    king = (0..<81).map { Self.reach($0, Self.steps.map { ($0.file, $0.rank) }) }
    rays = (0..<648).map { Self.ray($0 % 81, $0 / 81) }
    rookLines = (0..<81).map { square in
      [0, 1, 4, 5].reduce(0) { $0 | Self.ray(square, $1) }
    }
    bishopLines = (0..<81).map { square in
      [2, 3, 6, 7].reduce(0) { $0 | Self.ray(square, $1) }
    }
    direction = (0..<6561).map { pair in
      UInt8((0..<8).first { Self.ray(pair / 81, $0).has(pair % 81) } ?? 8)
    }
    let rank = (0..<9).map { Self.firstRank << UInt128($0) }
    promotionZone = [rank[0] | rank[1] | rank[2], rank[6] | rank[7] | rank[8]]
    lastRank = [rank[0], rank[8]]
    lastTwoRanks = [rank[0] | rank[1], rank[7] | rank[8]]
  }

  /// The squares that single steps reach from a square.
  private static func reach(_ square: Int, _ steps: [(Int, Int)]) -> ShogiSquares {
    var result: ShogiSquares = 0
    for (file, rank) in steps.map({ (square / 9 + $0.0, square % 9 + $0.1) })
    where 0..<9 ~= file && 0..<9 ~= rank {
      result |= .square(file * 9 + rank)
    }
    return result
  }

  /// Black's steps from every square, then white's, which are the same turned round.
  private static func bothSides(_ steps: [(Int, Int)]) -> [ShogiSquares] {
    let turned = steps.map { (-$0.0, -$0.1) }
    return (0..<162).map { reach($0 % 81, $0 < 81 ? steps : turned) }
  }

  /// All squares from a square to the edge in a direction.
  private static func ray(_ square: Int, _ direction: Int) -> ShogiSquares {
    let step = steps[direction]
    return reach(square, (1...8).map { (step.file * $0, step.rank * $0) })
  }
}

extension ShogiTables {
  /// The squares strictly between two squares on a line; empty for others.
  @inline(__always)
  func between(_ from: Int, _ to: Int) -> ShogiSquares {
    let way = Int(direction[from &* 81 &+ to])
    return way == 8 ? 0 : rays[way &* 81 &+ from] & rays[(way ^ 4) &* 81 &+ to]
  }

  /// The ray from a square through another, to the edge; both must share a line.
  @inline(__always)
  func line(_ from: Int, through square: Int) -> ShogiSquares {
    rays[Int(direction[from &* 81 &+ square]) &* 81 &+ from]
  }

  /// What a slider sees in a direction towards higher indices.
  @inline(__always)
  func up(_ direction: Int, _ square: Int, _ occupied: ShogiSquares) -> ShogiSquares {
    let ray = rays[direction &* 81 &+ square]
    let blockers = ray & occupied
    return ray & (blockers ^ (blockers &- 1))
  }

  /// What a slider sees in a direction (4...7) towards lower indices.
  @inline(__always)
  func down(_ direction: Int, _ square: Int, _ occupied: ShogiSquares) -> ShogiSquares {
    let ray = rays[direction &* 81 &+ square]
    let nearest = 127 &- (ray & occupied | 1).leadingZeroBitCount
    return ray & (UInt128.max &<< UInt128(truncatingIfNeeded: nearest))
  }

  /// The attacks of a rook.
  @inline(__always)
  func rook(_ square: Int, _ occupied: ShogiSquares) -> ShogiSquares {
    up(0, square, occupied) | up(1, square, occupied)
      | down(4, square, occupied) | down(5, square, occupied)
  }

  /// The attacks of a bishop.
  @inline(__always)
  func bishop(_ square: Int, _ occupied: ShogiSquares) -> ShogiSquares {
    up(2, square, occupied) | up(3, square, occupied)
      | down(6, square, occupied) | down(7, square, occupied)
  }

  /// The attacks of a lance.
  @inline(__always)
  func lance(_ side: Int, _ square: Int, _ occupied: ShogiSquares) -> ShogiSquares {
    side == 0 ? down(4, square, occupied) : up(0, square, occupied)
  }
}
