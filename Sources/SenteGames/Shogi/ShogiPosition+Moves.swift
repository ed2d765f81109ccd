extension ShogiPosition {
  /// Appends every legal move, each once.
  func appendMoves(to list: inout ShogiMoveList, _ tables: ShogiTables) {
    let us = Int(side)
    let occupied = occupied
    appendKingMoves(to: &list, occupied, tables)
    var targets = ~colors[us] & ShogiTables.all
    var dropTargets = ~occupied & ShogiTables.all
    if checkers != 0 {
      // Against two checkers only the king can help.
      if checkers & (checkers &- 1) != 0 { return }
      dropTargets = tables.between(Int(kings[us]), checkers.first)
      targets = dropTargets | checkers
    }
    appendPawnMoves(to: &list, targets, tables)
    appendStepperMoves(to: &list, targets, tables)
    appendSliderMoves(to: &list, targets, occupied, tables)
    if pinned != 0 { appendPinnedMoves(to: &list, targets, occupied, tables) }
    if hands[us] != 0 && dropTargets != 0 {
      appendDrops(to: &list, dropTargets, tables)
    }
  }

  @inline(__always)
  private func append(
    from: Int, to targets: ShogiSquares, promotes: Bool, _ list: inout ShogiMoveList
  ) {
    let base = from &<< 7 | (promotes ? 1 << 14 : 0)
    var rest = targets
    while rest != 0 { list.append(base | rest.removeFirst()) }
  }

  private func appendKingMoves(
    to list: inout ShogiMoveList, _ occupied: ShogiSquares, _ tables: ShogiTables
  ) {
    let us = Int(side)
    let king = Int(kings[us])
    // The king does not shield the squares behind it from the slider that checks it.
    let open = occupied ^ .square(king)
    let force = ShogiForce(self, us ^ 1)
    var rest = tables.king[king] & ~colors[us]
    while rest != 0 {
      let to = rest.removeFirst()
      if !force.attacks(to, defender: us, open, tables) { list.append(king &<< 7 | to) }
    }
  }

  private func appendPawnMoves(
    to list: inout ShogiMoveList, _ targets: ShogiSquares, _ tables: ShogiTables
  ) {
    let us = Int(side)
    let pawns = kinds[1] & colors[us] & ~pinned
    let reached = pawns.advanced(us) & targets
    let behind = us == 0 ? 1 : -1
    var rest = reached & ~tables.lastRank[us]
    while rest != 0 {
      let to = rest.removeFirst()
      list.append((to &+ behind) &<< 7 | to)
    }
    rest = reached & tables.promotionZone[us]
    while rest != 0 {
      let to = rest.removeFirst()
      list.append(1 << 14 | (to &+ behind) &<< 7 | to)
    }
  }

  private func appendStepperMoves(
    to list: inout ShogiMoveList, _ targets: ShogiSquares, _ tables: ShogiTables
  ) {
    let us = Int(side)
    let free = colors[us] & ~pinned
    let zone = tables.promotionZone[us]
    var pieces = kinds[3] & free
    while pieces != 0 {
      let from = pieces.removeFirst()
      let reached = tables.knight[us &* 81 &+ from] & targets
      append(from: from, to: reached & ~tables.lastTwoRanks[us], promotes: false, &list)
      append(from: from, to: reached & zone, promotes: true, &list)
    }
    pieces = kinds[4] & free
    while pieces != 0 {
      let from = pieces.removeFirst()
      let reached = tables.silver[us &* 81 &+ from] & targets
      append(from: from, to: reached, promotes: false, &list)
      append(from: from, to: zone.has(from) ? reached : reached & zone, promotes: true, &list)
    }
    pieces = golds & free
    while pieces != 0 {
      let from = pieces.removeFirst()
      append(from: from, to: tables.gold[us &* 81 &+ from] & targets, promotes: false, &list)
    }
  }

  private func appendSliderMoves(
    to list: inout ShogiMoveList, _ targets: ShogiSquares, _ occupied: ShogiSquares,
    _ tables: ShogiTables
  ) {
    let us = Int(side)
    let free = colors[us] & ~pinned
    let zone = tables.promotionZone[us]
    var pieces = kinds[2] & free
    while pieces != 0 {
      let from = pieces.removeFirst()
      let reached = tables.lance(us, from, occupied) & targets
      append(from: from, to: reached & ~tables.lastRank[us], promotes: false, &list)
      append(from: from, to: reached & zone, promotes: true, &list)
    }
    pieces = (kinds[5] | kinds[6] | kinds[13] | kinds[14]) & free
    while pieces != 0 {
      let from = pieces.removeFirst()
      let kind = Int(board[from] & 15)
      var reached =
        kind & 7 == 5 ? tables.bishop(from, occupied) : tables.rook(from, occupied)
      if kind > 8 {
        reached |= tables.king[from]
        append(from: from, to: reached & targets, promotes: false, &list)
      } else {
        reached &= targets
        append(from: from, to: reached, promotes: false, &list)
        append(from: from, to: zone.has(from) ? reached : reached & zone, promotes: true, &list)
      }
    }
  }

  /// Moves of pinned pieces, which stay on the line of their pin.
  private func appendPinnedMoves(
    to list: inout ShogiMoveList, _ targets: ShogiSquares, _ occupied: ShogiSquares,
    _ tables: ShogiTables
  ) {
    let us = Int(side)
    let zone = tables.promotionZone[us]
    var pieces = pinned
    while pieces != 0 {
      let from = pieces.removeFirst()
      let kind = board[from] & 15
      let reached =
        attacks(kind: kind, us, from, occupied, tables) & targets
        & tables.line(Int(kings[us]), through: from)
      var staying = reached
      if kind == 1 || kind == 2 { staying &= ~tables.lastRank[us] }
      if kind == 3 { staying &= ~tables.lastTwoRanks[us] }
      append(from: from, to: staying, promotes: false, &list)
      if kind < 7 {
        append(from: from, to: zone.has(from) ? reached : reached & zone, promotes: true, &list)
      }
    }
  }

  /// What a piece of any kind attacks.
  private func attacks(
    kind: UInt8, _ side: Int, _ square: Int, _ occupied: ShogiSquares, _ tables: ShogiTables
  ) -> ShogiSquares {
    switch kind {
    case 1: tables.pawn[side * 81 + square]
    case 2: tables.lance(side, square, occupied)
    case 3: tables.knight[side * 81 + square]
    case 4: tables.silver[side * 81 + square]
    case 5: tables.bishop(square, occupied)
    case 6: tables.rook(square, occupied)
    case 8: tables.king[square]
    case 13: tables.bishop(square, occupied) | tables.king[square]
    case 14: tables.rook(square, occupied) | tables.king[square]
    default: tables.gold[side * 81 + square]
    }
  }

  private func appendDrops(
    to list: inout ShogiMoveList, _ targets: ShogiSquares, _ tables: ShogiTables
  ) {
    let us = Int(side)
    let hand = hands[us]
    if hand & (255 << 8) != 0 {
      var rest = pawnDropTargets(tables) & targets
      while rest != 0 { list.append(82 << 7 | rest.removeFirst()) }
    }
    // Kinds that can go anywhere come first, then the lance, then the knight, so that each region of
    // the board takes a prefix.
    var codes = InlineArray<6, Int>(repeating: 0)
    var count = 0
    for kind in 4...7 where hand & (255 &<< UInt64(kind &* 8)) != 0 {
      codes[count] = (81 &+ kind) &<< 7
      count &+= 1
    }
    let anywhere = count
    if hand & (255 << 16) != 0 {
      codes[count] = 83 << 7
      count &+= 1
    }
    let withoutKnight = count
    if hand & (255 << 24) != 0 {
      codes[count] = 84 << 7
      count &+= 1
    }
    let (last, lastTwo) = (tables.lastRank[us], tables.lastTwoRanks[us])
    append(targets & ~lastTwo, dropping: codes, count, &list)
    append(targets & (lastTwo ^ last), dropping: codes, withoutKnight, &list)
    append(targets & last, dropping: codes, anywhere, &list)
  }

  @inline(__always)
  private func append(
    _ targets: ShogiSquares, dropping codes: InlineArray<6, Int>, _ count: Int,
    _ list: inout ShogiMoveList
  ) {
    if count == 0 { return }
    var rest = targets
    while rest != 0 {
      let to = rest.removeFirst()
      for number in 0..<count { list.append(codes[number] | to) }
    }
  }

  /// Where the rules allow a pawn to be dropped: not on the last rank, not in a file with another
  /// plain pawn of this side, and not where it mates at once.
  private func pawnDropTargets(_ tables: ShogiTables) -> ShogiSquares {
    let us = Int(side)
    let pawns = kinds[1] & colors[us]
    // Each file is a field of nine bits with at most one pawn: 256 - pawn keeps its top bit only
    // where there is none, and (2 · top) - (top / 256) then fills the field.
    let ninthRank = tables.lastRank[1]
    let top = (ninthRank &- pawns) & ninthRank
    var result = ((top &<< 1) &- (top &>> 8)) & ~tables.lastRank[us] & ~occupied
    let them = us ^ 1
    let front = tables.pawn[them &* 81 &+ Int(kings[them])]
    if result & front != 0 && pawnDropMates(at: front.first, tables) { result &= ~front }
    return result
  }
}
