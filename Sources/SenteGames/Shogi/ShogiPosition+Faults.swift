extension ShogiPosition {
  /// Makes a set-up board ready to play; throws the reason when no game can stand like that.
  mutating func begin(checking side: Int) throws(ShogiFault) {
    for owner in 0...1 {
      let count = (kinds[8] & colors[owner]).nonzeroBitCount
      if count != 1 {
        throw ShogiFault("\(owner == 0 ? "black" : "white") has \(count) kings; one is needed")
      }
    }
    for kind in ShogiPieceKind.allCases where !kind.isPromoted {
      let raw = Int(kind.rawValue)
      var count = kinds[raw].nonzeroBitCount
      if kind.promoted != nil { count += kinds[raw | 8].nonzeroBitCount }
      if raw < 8 { count += held(0, raw) + held(1, raw) }
      if count > kind.setCount {
        throw ShogiFault("there are \(count) of \(kind), but a set has \(kind.setCount)")
      }
    }
    for owner in 0...1 { try checkPlacement(of: owner) }
    begin(side)
    let attackers = ShogiForce(self, side).attackers(
      of: Int(kings[side ^ 1]), defender: side ^ 1, occupied, ShogiTables.shared)
    if attackers != 0 { throw ShogiFault("the side to move could take the king") }
  }

  /// Two pawns in a file, and pieces that could never move again.
  private func checkPlacement(of owner: Int) throws(ShogiFault) {
    let name = owner == 0 ? "black" : "white"
    let own = colors[owner]
    let tables = ShogiTables.shared
    for file in 0..<9 where (kinds[1] & own & (511 << UInt128(file * 9))).nonzeroBitCount > 1 {
      throw ShogiFault("\(name) has two pawns in file \(file + 1)")
    }
    let dead =
      (kinds[1] | kinds[2]) & own & tables.lastRank[owner]
      | kinds[3] & own & tables.lastTwoRanks[owner]
    if dead != 0 {
      throw ShogiFault("the piece on \(ShogiSquare(index: dead.first).name) could never move")
    }
  }
}

/// Why a position or move cannot be, before it is known where in a text that was said.
struct ShogiFault: Error {
  let reason: String

  init(_ reason: String) { self.reason = reason }

  /// The same with its place in a text.
  func at(line: Int = 1, column: Int) -> NotationError {
    NotationError(line: line, column: column, reason: reason)
  }
}
