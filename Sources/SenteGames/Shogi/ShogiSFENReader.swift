/// Reads SFEN, and the position command of USI, from one line of text.
struct ShogiSFENReader {
  private let characters: [Character]
  private var index = 0

  init(_ text: String) { characters = Array(text) }

  private var next: Character? { index < characters.count ? characters[index] : nil }

  private func error(_ reason: String, at place: Int? = nil) -> NotationError {
    NotationError(column: (place ?? index) + 1, reason: reason)
  }

  private func found(_ character: Character?) -> String {
    character.map { "'\($0)'" } ?? "the end of the text"
  }

  /// Takes one space.
  private mutating func space() throws(NotationError) {
    guard next == " " else { throw error("expected a space, found \(found(next))") }
    index += 1
  }

  /// Takes the characters up to the next space.
  private mutating func word() -> String {
    let start = index
    while next != nil, next != " " { index += 1 }
    return String(characters[start..<index])
  }

  /// Reads `[sfen ]BOARD SIDE HANDS[ NUMBER][ moves ...]` or `startpos[ moves ...]`.
  mutating func read(rules: ShogiRules) throws(NotationError) -> Shogi {
    var game: Shogi
    let first = word()
    if first == "startpos" {
      game = Shogi(rules: rules)
    } else {
      if first == "sfen" { try space() } else { index = 0 }
      game = try readPosition(rules: rules)
    }
    if next == nil { return game }
    try space()
    let start = index
    let keyword = word()
    guard keyword == "moves" else {
      throw error("expected 'moves' or nothing, found '\(keyword)'", at: start)
    }
    while next != nil {
      try space()
      let start = index
      do {
        game.apply(try game.action(from: word()))
      } catch {
        throw self.error(error.reason, at: start)
      }
    }
    return game
  }

  private mutating func readPosition(rules: ShogiRules) throws(NotationError) -> Shogi {
    let start = index
    var position = ShogiPosition()
    try readBoard(&position)
    try space()
    let side: Int
    switch next {
    case "b": side = 0
    case "w": side = 1
    default: throw error("expected the side to move, 'b' or 'w', found \(found(next))")
    }
    index += 1
    try space()
    try readHands(&position)
    var number = 1
    if index + 1 < characters.count, next == " ", characters[index + 1] != "m" {
      index += 1
      number = try readMoveNumber()
    }
    do {
      try position.begin(checking: side)
    } catch {
      throw error.at(column: start + 1)
    }
    return Shogi(position, moveNumber: number, rules: rules)
  }

  private mutating func readBoard(_ position: inout ShogiPosition) throws(NotationError) {
    for rank in 1...9 {
      var file = 9
      while file > 0 {
        if let digit = next?.wholeNumberValue, next?.isASCII == true {
          guard 1...file ~= digit else {
            throw error("\(digit) empty squares do not fit: rank \(rank) has \(file) left")
          }
          file -= digit
          index += 1
        } else {
          let piece = try readPiece(orElse: "a digit, or '/' after nine squares")
          position.place(piece.code, on: ShogiSquare(file: file, rank: rank).index)
          file -= 1
        }
      }
      if rank == 9 { return }
      guard next == "/" else {
        throw error("expected '/' after rank \(rank), found \(found(next))")
      }
      index += 1
    }
  }

  private mutating func readPiece(orElse other: String) throws(NotationError) -> ShogiPiece {
    let start = index
    let promoted = next == "+"
    if promoted { index += 1 }
    guard let letter = next, letter.isASCII, letter.isLetter,
      let plain = ShogiPieceKind(letter: Character(letter.uppercased()))
    else { throw error("expected a piece (PLNSGBRK) or \(other), found \(found(next))") }
    guard let kind = promoted ? plain.promoted : plain else {
      throw error("a \(plain) cannot be promoted", at: start)
    }
    index += 1
    return ShogiPiece(letter.isUppercase ? .black : .white, kind)
  }

  private mutating func readHands(_ position: inout ShogiPosition) throws(NotationError) {
    if next == "-" {
      index += 1
      return
    }
    if next == nil || next == " " { throw error("expected the pieces in hand or '-'") }
    while next != nil, next != " " {
      let start = index
      var count = 0
      while let digit = next?.wholeNumberValue, next?.isASCII == true, count < 100 {
        count = count * 10 + digit
        index += 1
      }
      let hasDigits = index > start
      guard !hasDigits || 2...18 ~= count, characters[start] != "0" else {
        throw error("expected a count from 2 to 18 or none", at: start)
      }
      guard next != "+" else { throw error("a piece in hand is never promoted") }
      let piece = try readPiece(orElse: "a count")
      guard piece.kind != .king else { throw error("a king cannot be held", at: start) }
      let (side, kind) = (Int(piece.side.rawValue), Int(piece.kind.rawValue))
      guard position.held(side, kind) == 0 else {
        throw error("\(piece.sfen) in hand is given twice", at: start)
      }
      position.setHand(side, kind, count: hasDigits ? count : 1)
    }
  }

  private mutating func readMoveNumber() throws(NotationError) -> Int {
    let start = index
    let text = word()
    guard text.count <= 6, text.allSatisfy({ $0.isASCII && $0.isNumber }),
      let number = Int(text), number > 0
    else { throw error("expected a move number from 1 to 999999, found '\(text)'", at: start) }
    return number
  }
}

extension Shogi {
  /// The position in SFEN; the past is not part of it.
  public var text: String { "\(position.sfen) \(moveNumber)" }

  /// Reads SFEN (`lnsgkgsnl/... b - 1`), or what follows `position` in USI
  /// (`startpos moves 7g7f 3c3d`, `sfen ... moves ...`), under the usual rules.
  ///
  /// Throws for text of another form, for positions that no game can reach (kings, counts, two
  /// pawns in a file, pieces that could never move, a king that could be taken) and for illegal
  /// moves.
  public init(text: String) throws(NotationError) {
    try self.init(text: text, rules: ShogiRules())
  }

  /// Reads a position as `init(text:)` does, to be played under some rules.
  public init(text: String, rules: ShogiRules) throws(NotationError) {
    var reader = ShogiSFENReader(text)
    self = try reader.read(rules: rules)
  }

  /// A move in USI: `7g7f`, `2b3c+`, `P*5e`.
  public func text(of action: ShogiMove) -> String { action.description }

  /// Reads a legal move in USI; throws with the reason.
  public func action(from text: String) throws(NotationError) -> ShogiMove {
    guard let move = ShogiMove(usi: text) else {
      throw NotationError(
        column: 1, reason: "expected a move such as 7g7f, 2b3c+ or P*5e, found '\(text)'")
    }
    if let reason = reasonAgainst(move) { throw NotationError(column: 1, reason: reason) }
    return move
  }

  /// Why a move is not legal here; nil when it is.
  func reasonAgainst(_ move: ShogiMove) -> String? {
    if isLegal(move) { return nil }
    if let ending { return "\(move) cannot be played: the game is over (\(ending))" }
    let own = ShogiSquare(index: move.toIndex)
    if let kind = move.droppedKind {
      if count(of: kind, inHandOf: sideToMove) == 0 { return "\(move): no \(kind) in hand" }
      if piece(at: own) != nil { return "\(move): \(own.name) is occupied" }
      if kind == .pawn, pawnStands(inFileOf: own) {
        return "\(move): two pawns in a file are forbidden (nifu)"
      }
    } else if let from = move.from, piece(at: from)?.side != sideToMove {
      return "\(move): no piece of \(sideToMove) stands on \(from.name)"
    }
    return isCheck ? "\(move) is not legal in check" : "\(move) is not legal here"
  }

  private func pawnStands(inFileOf square: ShogiSquare) -> Bool {
    (1...9).contains {
      piece(at: ShogiSquare(file: square.file, rank: $0)) == ShogiPiece(sideToMove, .pawn)
    }
  }
}
