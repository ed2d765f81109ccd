extension MiniShogi {
  /// The position in SFEN, `rbsgk/4p/5/P4/KGSBR b - 1`; the past is not part of it.
  public var text: String {
    let ranks = (0..<5).reversed().map { row in
      var rank = ""
      var empty = 0
      for column in 0..<5 {
        guard let (kind, side) = position.piece(at: row * 5 + column) else {
          empty += 1
          continue
        }
        if empty > 0 { rank += "\(empty)" }
        empty = 0
        rank += Self.sfen(kind, side)
      }
      return empty > 0 ? rank + "\(empty)" : rank
    }
    var hands = ""
    for side in 0..<2 {
      for kind in (0..<5).reversed() {
        let count = position.held(side, kind)
        if count > 0 { hands += (count > 1 ? "\(count)" : "") + Self.sfen(kind, side) }
      }
    }
    return ranks.joined(separator: "/") + (position.side == 0 ? " b " : " w ")
      + (hands.isEmpty ? "-" : hands) + " \(moveNumber)"
  }

  /// A piece in SFEN.
  static func sfen(_ kind: Int, _ side: Int) -> String {
    let letter = String(MiniShogiPosition.letters[kind > 5 ? kind - 6 : kind])
    return (kind > 5 ? "+" : "") + (side == 0 ? letter : letter.lowercased())
  }

  /// Reads SFEN; refuses positions that no game can reach: kings, counts, two pawns in a column, a
  /// pawn on its last row, a king that could be taken.
  public init(text: String) throws(NotationError) {
    var reader = PositionReader(text)
    var position = MiniShogiPosition()
    for (piece, square, column) in try reader.fiveRanks(letters: "psgbrk", promoted: true) {
      let letter = piece[piece.index(before: piece.endIndex)]
      let kind =
        MiniShogiPosition.letters.firstIndex(of: Character(letter.uppercased())) ?? 0
      guard piece.count == 1 || MiniShogiPosition.isPromotable(kind) else {
        throw NotationError(column: column, reason: "'\(piece)': a king or gold is never promoted")
      }
      position.place(kind + (piece.count - 1) * 6, letter.isUppercase ? 0 : 1, on: square)
    }
    try reader.expect(" ", "a space after the board")
    switch try reader.next("the side to move, 'b' or 'w'") {
    case "b": position.side = 0
    case "w": position.side = 1
    case let other:
      throw reader.error("found '\(other)' where the side to move, 'b' or 'w', should be", back: 1)
    }
    try reader.expect(" ", "a space before the hands")
    try position.readHands(&reader)
    let moveNumber = try reader.number("the number of the move", in: 1...99_999)
    try reader.expectEnd()
    if let fault = position.fault { throw NotationError(column: 1, reason: fault) }
    self.init(position, moveNumber: moveNumber)
  }

  /// A move in USI, `5d5c`, `4b4a+` or `P*3c`.
  public func text(of action: MiniShogiMove) -> String {
    let to = FiveByFive.shogiName(Int(action.to))
    if let kind = action.droppedKind { return "\(MiniShogiPosition.letters[kind])*\(to)" }
    return FiveByFive.shogiName(Int(action.from)) + to + (action.promotes ? "+" : "")
  }

  /// Reads a legal move in USI.
  public func action(from text: String) throws(NotationError) -> MiniShogiMove {
    if let move = legalActions.first(where: { self.text(of: $0) == text }) { return move }
    let form = /([1-5][a-e][1-5][a-e]\+?|[PSGBR]\*[1-5][a-e])/
    guard text.wholeMatch(of: form) != nil else {
      throw NotationError(
        column: 1, reason: "expected a move such as 5d5c, 4b4a+ or P*3c, found '\(text)'")
    }
    throw NotationError(
      column: 1,
      reason: ending.map { "\(text) cannot be played: the game is over (\($0))" }
        ?? (isCheck ? "\(text) is not legal in check" : "\(text) is not legal here"))
  }
}

extension MiniShogiPosition {
  /// Reads the pieces in hand, or '-'.
  fileprivate mutating func readHands(_ reader: inout PositionReader) throws(NotationError) {
    if reader.peek == "-" {
      _ = try reader.next("'-'")
      return
    }
    repeat {
      var character = try reader.next("pieces in hand or '-'")
      let count = character == "2" ? 2 : 1
      if count == 2 { character = try reader.next("a piece after the count") }
      guard character.isASCII,
        let kind = Self.letters.firstIndex(of: Character(character.uppercased())), kind < 5
      else {
        throw reader.error(
          "found '\(character)' where a piece in hand (PSGBR), after a 2 for two, should be",
          back: 1)
      }
      let side = character.isUppercase ? 0 : 1
      guard held(side, kind) == 0 else {
        throw reader.error("'\(character)' in hand is given twice", back: 1)
      }
      setHand(side, kind, count: count)
    } while reader.peek != nil && reader.peek != " "
  }

  /// Why no game reaches this position; nil when one may.
  fileprivate var fault: String? {
    for (side, name) in [(0, "Black"), (1, "White")] {
      let kings = pieces(5, side).nonzeroBitCount
      if kings != 1 { return "\(name) has \(kings) kings; one is needed" }
      let pawns = pieces(0, side)
      if pawns & FiveByFive.row(4, of: side) != 0 {
        return "a pawn of \(name) on its last row could never move"
      }
      let isDoubled = (1...4).contains { FiveByFive.moved(pawns, $0, 0) & pawns != 0 }
      if isDoubled { return "\(name) has two pawns in a column (nifu)" }
    }
    for kind in 0..<5 {
      let promoted = Self.isPromotable(kind) ? sets[kind + 6] : 0
      let count =
        (sets[kind] | promoted).nonzeroBitCount + held(0, kind) + held(1, kind)
      if count > 2 { return "\(count) pieces \(Self.letters[kind]); there are two" }
    }
    if isInCheck(Int(side ^ 1)) {
      return "\(side == 0 ? "Black" : "White") to move could take the king"
    }
    return nil
  }
}
