public import SenteGames

/// Worths of pieces in hundredths of a pawn, our own, in the proportions that players quote.
private enum ShogiWorth {
  /// By `ShogiPieceKind.rawValue`.
  static func worth(_ kind: ShogiPieceKind) -> Int {
    switch kind {
    case .pawn: 100
    case .lance: 300
    case .knight: 340
    case .silver: 480
    case .gold: 540
    case .bishop: 800
    case .rook: 950
    case .king: 0
    case .promotedPawn: 560
    case .promotedLance, .promotedKnight: 540
    case .promotedSilver: 550
    case .horse: 1050
    case .dragon: 1250
    }
  }

  /// A piece in hand is worth a little more than on the board: it can go anywhere.
  static func inHand(_ kind: ShogiPieceKind) -> Int { worth(kind) + worth(kind) / 10 }

  static let kinds = ShogiPieceKind.allCases.filter { $0 != .king }
  static let worths = kinds.map(worth)
  static let handWorths = ShogiPieceKind.handOrder.map(inHand)

  /// The squares no further than two steps from a square.
  static let near: [UInt128] = (0..<81).map { centre in
    var set: UInt128 = 0
    for square in 0..<81 {
      let files = abs(centre / 9 - square / 9)
      let ranks = abs(centre % 9 - square % 9)
      if max(files, ranks) <= 2 { set |= (1 as UInt128) << UInt128(square) }
    }
    return set
  }
}

extension Shogi: EvaluatedGame {
  /// Material on the board and in hand, guards and attackers around both kings, and kings at home.
  public var staticScore: Int {
    let black = worth(of: .black)
    let white = worth(of: .white)
    return (sideToMove == .black ? black - white : white - black) + 20
  }

  private func worth(of side: ShogiSide) -> Int {
    var score = 0
    let (kinds, worths) = (ShogiWorth.kinds, ShogiWorth.worths)
    let own = squares(of: .king, side).trailingZeroBitCount
    let other = squares(of: .king, side.opponent).trailingZeroBitCount
    let near = ShogiWorth.near
    for index in 0..<kinds.count {
      let set = squares(of: kinds[index], side)
      if set == 0 { continue }
      score += worths[index] * set.nonzeroBitCount
      switch kinds[index] {
      case .gold, .silver:
        if own < 81 { score += 20 * (set & near[own]).nonzeroBitCount }
        if other < 81 { score += 15 * (set & near[other]).nonzeroBitCount }
      case .promotedPawn, .promotedLance, .promotedKnight, .promotedSilver, .horse, .dragon:
        if other < 81 { score += 30 * (set & near[other]).nonzeroBitCount }
      default: break
      }
    }
    for (index, kind) in ShogiPieceKind.handOrder.enumerated() {
      let count = count(of: kind, inHandOf: side)
      if count > 0 { score += ShogiWorth.handWorths[index] * count }
    }
    if own < 81 {
      let rank = side == .black ? 8 - own % 9 : own % 9
      // Away from the middle file and on the last rank a king is safer.
      score += 10 * abs(own / 9 - 4) - 25 * rank
    }
    return score
  }

  /// The key that repetition compares.
  public var searchKey: UInt64 { positionKey }
  /// Whether the king is in check.
  public var isUnderAttack: Bool { isCheck }

  /// What is taken counts twice, since it changes hands, less a little for what takes it.
  public func gain(of action: ShogiMove) -> Int {
    guard let from = action.from, let mover = piece(at: from)?.kind else { return 0 }
    var gain = 0
    if let taken = piece(at: action.to)?.kind {
      gain =
        ShogiWorth.worth(taken) + ShogiWorth.inHand(taken.unpromoted)
        - ShogiWorth.worth(mover) / 100
    }
    if action.promotes, let promoted = mover.promoted {
      gain += max(0, ShogiWorth.worth(promoted) - ShogiWorth.worth(mover))
    }
    return gain
  }

  /// Origin or dropped kind, goal and promotion.
  public func historySlot(of action: ShogiMove) -> Int { Int(action.bits & 0x7FFF) }
  /// All forms of moves in 15 bits.
  public static var historySlots: Int { 1 << 15 }
}
