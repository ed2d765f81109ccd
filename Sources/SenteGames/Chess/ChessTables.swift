/// What never changes on a chess board: which squares a piece sees from a square.
///
/// Bit `s` of a set of squares is square `s`: a1 is 0, b1 is 1, a2 is 8, h8 is 63. Sliding pieces use
/// the subtraction trick `o ^ (o - 2r)` along a line and on the byte-reversed board for the other
/// direction ("hyperbola quintessence", Chess Programming Wiki), so 4 KiB of masks take the place
/// of the 840 KiB of magic tables and stay in the first-level cache. A rank does not survive the
/// reversal of bytes, so ranks are looked up: 8 files by 64 patterns of the inner six squares.
///
/// The value is a view of words in a global array, lent to whoever generates moves: a global
/// `InlineArray` would be the natural home, but Swift 6.3 copies all of it to read one element. The
/// check of the count in `init` lets the optimizer drop every later check of an index.
struct ChessTables: ~Escapable {
  static let fileA: UInt64 = 0x0101_0101_0101_0101
  static let fileH: UInt64 = 0x8080_8080_8080_8080
  static let darkSquares: UInt64 = 0xAA55_AA55_AA55_AA55

  /// Eight words a square in the order of `Mask`, then what a rook sees on a rank by the inner six
  /// squares and its file (512 words), then the squares between two squares (4096 words).
  static let storage: [UInt64] =
    (0..<64).flatMap { masks(of: $0) }
    + (0..<512).map { rankAttacks(file: $0 & 7, occupied: ($0 >> 3) << 1) }
    + (0..<4096).map { squaresBetween($0 >> 6, $0 & 63) }

  /// Which mask of a square; none contains the square itself.
  private enum Mask: Int {
    case file, diagonal, antidiagonal, knight, king, whitePawn, blackPawn, straight
  }

  private let words: Span<UInt64>

  /// A view of `ChessTables.storage`.
  @inline(__always)
  @_lifetime(copy words)
  init(_ words: Span<UInt64>) {
    precondition(words.count == 5120)
    self.words = words
  }

  // MARK: What a piece sees

  @inline(__always)
  private func mask(_ square: Int, _ kind: Mask) -> UInt64 {
    words[((square & 63) &<< 3) | kind.rawValue]
  }

  @inline(__always)
  func knight(_ square: Int) -> UInt64 { mask(square, .knight) }

  @inline(__always)
  func king(_ square: Int) -> UInt64 { mask(square, .king) }

  /// What a pawn of a colour attacks from a square.
  @inline(__always)
  func pawn(_ square: Int, white: Bool) -> UInt64 {
    mask(square, white ? .whitePawn : .blackPawn)
  }

  /// The squares strictly between two squares on one line.
  @inline(__always)
  func between(_ from: Int, _ to: Int) -> UInt64 {
    words[1024 &+ (((from & 63) &<< 6) | (to & 63))]
  }

  /// Everything in line on rank and file, as if the board were empty.
  @inline(__always)
  func straightRays(_ square: Int) -> UInt64 { mask(square, .straight) }

  /// Everything in line on the diagonals, as if the board were empty.
  @inline(__always)
  func diagonalRays(_ square: Int) -> UInt64 {
    mask(square, .diagonal) | mask(square, .antidiagonal)
  }

  /// What a bishop sees from a square among occupied squares, the first blockers included.
  @inline(__always)
  func bishop(_ square: Int, _ occupied: UInt64) -> UInt64 {
    let bit = 1 &<< UInt64(truncatingIfNeeded: square)
    let reversedBit = bit.byteSwapped
    return line(occupied, mask(square, .diagonal), bit, reversedBit)
      | line(occupied, mask(square, .antidiagonal), bit, reversedBit)
  }

  /// What a rook sees from a square among occupied squares, the first blockers included.
  @inline(__always)
  func rook(_ square: Int, _ occupied: UInt64) -> UInt64 {
    let bit = 1 &<< UInt64(truncatingIfNeeded: square)
    let file = line(occupied, mask(square, .file), bit, bit.byteSwapped)
    let shift = UInt64(truncatingIfNeeded: square & 56)
    let pattern = Int(truncatingIfNeeded: (occupied &>> shift) & 0x7E) &* 4
    return file | words[512 &+ (pattern | (square & 7))] &<< shift
  }

  @inline(__always)
  private func line(
    _ occupied: UInt64, _ mask: UInt64, _ bit: UInt64, _ reversedBit: UInt64
  ) -> UInt64 {
    let forward = occupied & mask
    let backward = forward.byteSwapped &- reversedBit
    return ((forward &- bit) ^ backward.byteSwapped) & mask
  }

  // MARK: How the tables are made

  private static let straightSteps = [(1, 0), (-1, 0), (0, 1), (0, -1)]
  private static let diagonalSteps = [(1, 1), (-1, -1), (1, -1), (-1, 1)]
  private static let knightSteps = [
    (1, 2), (2, 1), (2, -1), (1, -2), (-1, -2), (-2, -1), (-2, 1), (-1, 2),
  ]

  private static func step(_ square: Int, _ fileStep: Int, _ rankStep: Int) -> Int? {
    let (file, rank) = ((square & 7) + fileStep, (square >> 3) + rankStep)
    return (0..<8).contains(file) && (0..<8).contains(rank) ? rank * 8 + file : nil
  }

  private static func leap(_ square: Int, _ steps: [(Int, Int)]) -> UInt64 {
    var set: UInt64 = 0
    for (fileStep, rankStep) in steps {
      if let target = step(square, fileStep, rankStep) { set |= 1 << UInt64(target) }
    }
    return set
  }

  private static func slide(_ square: Int, _ steps: [(Int, Int)]) -> UInt64 {
    var set: UInt64 = 0
    for (fileStep, rankStep) in steps {
      var next = step(square, fileStep, rankStep)
      while let target = next {
        set |= 1 << UInt64(target)
        next = step(target, fileStep, rankStep)
      }
    }
    return set
  }

  private static func masks(of square: Int) -> [UInt64] {
    [
      slide(square, [(0, 1), (0, -1)]),
      slide(square, [(1, 1), (-1, -1)]),
      slide(square, [(1, -1), (-1, 1)]),
      leap(square, knightSteps),
      leap(square, straightSteps + diagonalSteps),
      leap(square, [(-1, 1), (1, 1)]),
      leap(square, [(-1, -1), (1, -1)]),
      slide(square, straightSteps),
    ]
  }

  private static func squaresBetween(_ from: Int, _ to: Int) -> UInt64 {
    for (fileStep, rankStep) in straightSteps + diagonalSteps {
      var passed: UInt64 = 0
      var next = step(from, fileStep, rankStep)
      while let square = next {
        if square == to { return passed }
        passed |= 1 << UInt64(square)
        next = step(square, fileStep, rankStep)
      }
    }
    return 0
  }

  private static func rankAttacks(file: Int, occupied: Int) -> UInt64 {
    var seen = 0
    for direction in [1, -1] {
      var target = file + direction
      while (0..<8).contains(target) {
        seen |= 1 << target
        if occupied >> target & 1 == 1 { break }
        target += direction
      }
    }
    return UInt64(seen)
  }
}
