/// What encodings of chess share: the pieces as planes, and moves as 73 planes of the squares that they
/// leave.
///
/// The board is seen by the player to move: row 0 is its first rank, so that Black's board is mirrored.
/// Planes of moves: 0-55 go in direction plane / 7 over plane % 7 + 1 squares, with the directions
/// north, north-east, east, south-east, south, south-west, west, north-west; 56-63 are the knight's
/// moves clockwise from north-north-east; 64-72 become knight, bishop or rook, three each: to the
/// north-west, north, north-east. A pawn that becomes a queen just moves; castling is the king's move
/// to its rook.
///
/// Source: Silver et al. (Science 2018), supplement, which leaves the order open.
enum ChessPlanes {
  static let moves = 73

  /// North is towards higher ranks, by (rank, file).
  private static let knights = [
    (2, 1), (1, 2), (-1, 2), (-2, 1), (-2, -1), (-1, -2), (1, -2), (2, -1),
  ]
  private static let directions = [
    (1, 0), (1, 1), (0, 1), (-1, 1), (-1, 0), (-1, -1), (0, -1), (1, -1),
  ]
  private static let promotions: [ChessPiece] = [.knight, .bishop, .rook]

  /// A square as the player to move sees it.
  @inline(__always)
  static func seen(_ square: Int, _ isBlack: Bool) -> Int { isBlack ? square ^ 56 : square }

  static func policyIndex(of move: ChessMove, isBlack: Bool) -> Int {
    let (from, to) = (seen(move.from, isBlack), seen(move.to, isBlack))
    let (up, right) = (to >> 3 - from >> 3, to & 7 - from & 7)
    return from * moves + plane(up, right, move.promotion)
  }

  private static func plane(_ up: Int, _ right: Int, _ promotion: ChessPiece?) -> Int {
    if let promotion, promotion != .queen {
      let kind = promotion == .knight ? 0 : promotion == .bishop ? 1 : 2
      return 64 + 3 * kind + right + 1
    }
    if up == 0 || right == 0 || abs(up) == abs(right) {
      let distance = max(abs(up), abs(right))
      let direction =
        switch (up.signum(), right.signum()) {
        case (1, 0): 0
        case (1, 1): 1
        case (0, 1): 2
        case (-1, 1): 3
        case (-1, 0): 4
        case (-1, -1): 5
        case (0, -1): 6
        default: 7
        }
      return 7 * direction + distance - 1
    }
    let turn =
      switch (up, right) {
      case (2, 1): 0
      case (1, 2): 1
      case (-1, 2): 2
      case (-2, 1): 3
      case (-2, -1): 4
      case (-1, -2): 5
      case (1, -2): 6
      default: 7
      }
    return 56 + turn
  }

  /// The move at a place of the policy; nil where it would leave the board, or a plane of promotions
  /// begins elsewhere than on the rank before the last.
  static func move(atPolicyIndex index: Int, in position: ChessPosition) -> ChessMove? {
    guard (0..<64 * moves).contains(index) else { return nil }
    let isBlack = position.sideToMove == .black
    let (from, plane) = (index / moves, index % moves)
    var (up, right) = (1, plane % 3 - 1)
    var promotion: ChessPiece?
    if plane < 56 {
      let (step, distance) = (directions[plane / 7], plane % 7 + 1)
      (up, right) = (step.0 * distance, step.1 * distance)
    } else if plane < 64 {
      (up, right) = knights[plane - 56]
    } else {
      guard from >> 3 == 6 else { return nil }
      promotion = promotions[(plane - 64) / 3]
      right = (plane - 64) % 3 - 1
    }
    let (rank, file) = (from >> 3 + up, from & 7 + right)
    guard (0..<8).contains(rank), (0..<8).contains(file) else { return nil }
    let square = seen(from, isBlack)
    if plane < 64, rank == 7, from >> 3 == 6, abs(right) <= 1,
      position[square].map({ $0.piece == .pawn }) ?? false
    {
      promotion = .queen
    }
    return ChessMove(from: square, to: seen(rank * 8 + file, isBlack), promotion: promotion)
  }

  /// Writes the pieces of the player to move and of the opponent, six planes each, from a plane on.
  static func writePieces(
    _ position: ChessPosition, isBlack: Bool, from plane: Int, of planes: Int,
    into numbers: inout MutableSpan<Float>
  ) {
    let own: ChessSide = isBlack ? .black : .white
    for (place, piece) in ChessPiece.allCases.enumerated() {
      for (offset, side) in [(0, own), (6, own.opponent)] {
        write(
          position.squares(of: piece, side), isBlack: isBlack, plane: plane + offset + place,
          of: planes, into: &numbers)
      }
    }
  }

  /// Writes ones at a set of squares.
  static func write(
    _ squares: UInt64, isBlack: Bool, plane: Int, of planes: Int,
    into numbers: inout MutableSpan<Float>
  ) {
    var rest = squares
    while rest != 0 {
      numbers[seen(rest.trailingZeroBitCount, isBlack) * planes + plane] = 1
      rest &= rest &- 1
    }
  }

  /// Whether a side may castle on the king's side and on the queen's side.
  static func castling(_ position: ChessPosition, _ side: ChessSide) -> (king: Bool, queen: Bool) {
    let rank: UInt64 = side == .white ? 0xFF : 0xFF << 56
    let king = position.squares(of: .king, side) & rank
    guard king != 0 else { return (false, false) }
    let rooks = position.castlingRights & rank
    let below = king &- 1
    return (rooks & ~below != 0, rooks & below != 0)
  }
}
