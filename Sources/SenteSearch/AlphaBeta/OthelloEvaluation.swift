public import SenteGames

extension Othello: EvaluatedGame {
  /// Corners, squares beside empty corners, mobility, and near the end discs and parity.
  ///
  /// The weights are our own: a corner is worth three pawns, a disc diagonally beside an empty one
  /// costs one, a square that only one player can take is a tenth; discs count in the last third.
  public var staticScore: Int {
    guard case .player(let mover) = turn else { return 0 }
    let isBlack = mover == 0
    let boards = bitboards
    let (own, other) = isBlack ? boards : (boards.white, boards.black)
    let empty = size * size - (own | other).nonzeroBitCount
    let last = UInt64(size - 1)
    var score = 0
    for corner in 0..<4 {
      let (row, column) = (corner < 2 ? 0 : last, corner & 1 == 0 ? 0 : last)
      let square = (1 as UInt64) << (row * 8 + column)
      if (own | other) & square != 0 {
        score += own & square != 0 ? 300 : -300
        continue
      }
      let (inRow, inColumn) = (row == 0 ? 1 : row - 1, column == 0 ? 1 : column - 1)
      let diagonal = (1 as UInt64) << (inRow * 8 + inColumn)
      let beside = (1 as UInt64) << (inRow * 8 + column) | 1 << (row * 8 + inColumn)
      score -= 100 * ((own & diagonal).nonzeroBitCount - (other & diagonal).nonzeroBitCount)
      score -= 30 * ((own & beside).nonzeroBitCount - (other & beside).nonzeroBitCount)
    }
    let (black, white) = mobility
    let difference = black.nonzeroBitCount - white.nonzeroBitCount
    score += 10 * (isBlack ? difference : -difference)
    if empty * 3 < size * size {
      score += 10 * (own.nonzeroBitCount - other.nonzeroBitCount)
    }
    // Whoever moves with an odd number of empty squares is likely to move last.
    if empty < 20 { score += empty % 2 == 1 ? 20 : -20 }
    return score
  }

  /// The discs of both players and who moves, mixed.
  public var searchKey: UInt64 {
    let (black, white) = bitboards
    let product = (black ^ 0x9E37_79B9_7F4A_7C15).multipliedFullWidth(
      by: white ^ 0xBF58_476D_1CE4_E5B9)
    let key = (product.high ^ product.low) &* 0x94D0_49BB_1331_11EB
    return key ^ key >> 31 ^ (turn == .player(1) ? 0x9D39_247E_3377_6D41 : 0)
  }

  /// The square.
  public func historySlot(of action: Int) -> Int { action }
  /// Squares and the pass.
  public static var historySlots: Int { 65 }
}
