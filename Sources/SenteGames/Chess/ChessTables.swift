/// What never changes on a chess board: which squares a piece sees from a square.
///
/// Bit `s` of a set of squares is square `s`: a1 is 0, b1 is 1, a2 is 8, h8 is 63. Sliding pieces use
/// the subtraction trick `o ^ (o - 2r)` along a line and on the byte-reversed board for the other
/// direction ("hyperbola quintessence", Chess Programming Wiki), so 4 KiB of masks take the place
/// of the 840 KiB of magic tables and stay in the first-level cache. A rank does not survive the
/// reversal of bytes, so ranks are looked up: 8 files by 64 patterns of the inner six squares.
struct ChessTables: Sendable {
  /// The masks of one square, without the square itself.
  struct Square: Sendable {
    var file: UInt64 = 0
    var diagonal: UInt64 = 0
    var antidiagonal: UInt64 = 0
    var knight: UInt64 = 0
    var king: UInt64 = 0
    /// What a white pawn here attacks.
    var whitePawn: UInt64 = 0
    /// What a black pawn here attacks.
    var blackPawn: UInt64 = 0
    /// Every square in line with this one on its rank and file.
    var straightRays: UInt64 = 0
  }

  /// The one table of the process; a global is initialized once, on first use.
  static let shared = ChessTables()

  static let fileA: UInt64 = 0x0101_0101_0101_0101
  static let fileH: UInt64 = 0x8080_8080_8080_8080
  static let darkSquares: UInt64 = 0xAA55_AA55_AA55_AA55

  private var squares = InlineArray<64, Square>(repeating: Square())
  /// Indexed by the inner six squares of the rank times 8 plus the file: what a rook sees there.
  private var ranks = InlineArray<512, UInt8>(repeating: 0)
  /// Indexed by two squares: the squares strictly between them when they share a line, else none.
  private var between = InlineArray<4096, UInt64>(repeating: 0)

  private init() {
    for square in 0..<64 { squares[square] = ChessTables.masks(of: square) }
    for pattern in 0..<64 {
      for file in 0..<8 {
        ranks[pattern * 8 + file] = ChessTables.rankAttacks(file: file, occupied: pattern << 1)
      }
    }
    for square in 0..<64 {
      for (fileStep, rankStep) in ChessTables.allSteps {
        var seen: UInt64 = 0
        var next = ChessTables.step(square, fileStep, rankStep)
        while let target = next {
          between[square * 64 + target] = seen
          seen |= 1 << UInt64(target)
          next = ChessTables.step(target, fileStep, rankStep)
        }
      }
    }
  }

  // MARK: What a piece sees

  @inline(__always)
  func masks(_ square: Int) -> Square { squares[square & 63] }

  @inline(__always)
  func knight(_ square: Int) -> UInt64 { squares[square & 63].knight }

  @inline(__always)
  func king(_ square: Int) -> UInt64 { squares[square & 63].king }

  /// What a pawn of a colour attacks from a square.
  @inline(__always)
  func pawn(_ square: Int, white: Bool) -> UInt64 {
    white ? squares[square & 63].whitePawn : squares[square & 63].blackPawn
  }

  /// The squares strictly between two squares on one line.
  @inline(__always)
  func between(_ from: Int, _ to: Int) -> UInt64 { between[((from & 63) << 6) | (to & 63)] }

  /// Everything in line on rank and file, as if the board were empty.
  @inline(__always)
  func straightRays(_ square: Int) -> UInt64 { squares[square & 63].straightRays }

  /// Everything in line on the diagonals, as if the board were empty.
  @inline(__always)
  func diagonalRays(_ square: Int) -> UInt64 {
    squares[square & 63].diagonal | squares[square & 63].antidiagonal
  }

  /// What a bishop sees from a square among occupied squares, the first blockers included.
  @inline(__always)
  func bishop(_ square: Int, _ occupied: UInt64) -> UInt64 {
    let bit = 1 &<< UInt64(truncatingIfNeeded: square)
    let reversedBit = bit.byteSwapped
    return ChessTables.line(occupied, squares[square & 63].diagonal, bit, reversedBit)
      | ChessTables.line(occupied, squares[square & 63].antidiagonal, bit, reversedBit)
  }

  /// What a rook sees from a square among occupied squares, the first blockers included.
  @inline(__always)
  func rook(_ square: Int, _ occupied: UInt64) -> UInt64 {
    let bit = 1 &<< UInt64(truncatingIfNeeded: square)
    let file = ChessTables.line(occupied, squares[square & 63].file, bit, bit.byteSwapped)
    let shift = UInt64(truncatingIfNeeded: square & 56)
    let pattern = Int(truncatingIfNeeded: (occupied &>> shift) & 0x7E) &* 4
    return file | UInt64(ranks[pattern | (square & 7)]) &<< shift
  }

  @inline(__always)
  private static func line(
    _ occupied: UInt64, _ mask: UInt64, _ bit: UInt64, _ reversedBit: UInt64
  ) -> UInt64 {
    let forward = occupied & mask
    let backward = forward.byteSwapped &- reversedBit
    return ((forward &- bit) ^ backward.byteSwapped) & mask
  }

  // MARK: How the tables are made

  private static let straightSteps = [(1, 0), (-1, 0), (0, 1), (0, -1)]
  private static let diagonalSteps = [(1, 1), (-1, -1), (1, -1), (-1, 1)]
  private static let allSteps = straightSteps + diagonalSteps
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

  private static func masks(of square: Int) -> Square {
    Square(
      file: slide(square, [(0, 1), (0, -1)]),
      diagonal: slide(square, [(1, 1), (-1, -1)]),
      antidiagonal: slide(square, [(1, -1), (-1, 1)]),
      knight: leap(square, knightSteps),
      king: leap(square, allSteps),
      whitePawn: leap(square, [(-1, 1), (1, 1)]),
      blackPawn: leap(square, [(-1, -1), (1, -1)]),
      straightRays: slide(square, straightSteps))
  }

  private static func rankAttacks(file: Int, occupied: Int) -> UInt8 {
    var seen = 0
    for direction in [1, -1] {
      var target = file + direction
      while (0..<8).contains(target) {
        seen |= 1 << target
        if occupied >> target & 1 == 1 { break }
        target += direction
      }
    }
    return UInt8(seen)
  }
}
