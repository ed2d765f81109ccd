/// Reads CSA line by line.
struct ShogiCSAReader {
  private var headers: [ShogiRecord.Header] = []
  private var board = ShogiPosition()
  /// Where the description of the first position began; nil while there is none.
  private var boardLine: Int?
  private var builder: ShogiRecordBuilder?

  /// Reads all records of a text, which a line with a slash separates.
  static func read(_ text: String) throws(NotationError) -> [ShogiRecord] {
    var records: [ShogiRecord] = []
    var reader = ShogiCSAReader()
    let lines = ShogiLine.lines(of: text)
    for line in lines {
      if line.characters == ["/"] {
        records.append(try reader.finished(at: line.number))
        reader = ShogiCSAReader()
      } else {
        try reader.read(line)
      }
    }
    records.append(try reader.finished(at: lines.count))
    return records
  }

  private func finished(at line: Int) throws(NotationError) -> ShogiRecord {
    guard let builder else {
      throw NotationError(
        line: line, column: 1, reason: "expected a line '+' or '-' that tells who moves first")
    }
    return builder.record
  }

  private mutating func read(_ line: ShogiLine) throws(NotationError) {
    // Comments and headers take the whole line; other lines may hold statements between commas.
    if let first = line.next, "'N$V".contains(first) { return try readHeader(line) }
    var line = line
    while line.next != nil {
      try readStatement(&line)
      guard line.next != nil else { return }
      guard line.take(",") else { throw line.error("expected ',' or the end of the line") }
    }
  }

  private mutating func readHeader(_ line: ShogiLine) throws(NotationError) {
    var line = line
    if line.take("'*") {
      guard builder != nil else { return }
      builder?.note(comment: line.rest)
    } else if line.next == "'" || line.next == "V" {
      // Remarks for programmers, and the version, which changes nothing that is read here.
      return
    } else if let (key, name) = ShogiCSA.keys.first(where: { line.take($0.0) }) {
      guard builder == nil else { throw line.error("\(key) comes after the first move") }
      headers.append(ShogiRecord.Header(key: name, value: line.rest))
    } else if line.next == "$", let colon = line.characters.firstIndex(of: ":") {
      guard builder == nil else { throw line.error("a header comes after the first move") }
      let key = String(line.characters[..<colon])
      line.index = colon + 1
      headers.append(ShogiRecord.Header(key: key, value: line.rest))
    } else {
      throw line.error("expected N+, N-, or $KEY:VALUE")
    }
  }

  private mutating func readStatement(_ line: inout ShogiLine) throws(NotationError) {
    switch line.next {
    case "P": try readPlacement(&line)
    case "+", "-": try readMove(&line)
    case "T":
      line.index += 1
      guard let builder, builder.ply > 0 || builder.hasEnded,
        let seconds = line.takeNumber(digits: 7)
      else {
        throw line.error("expected the seconds of a move that was played")
      }
      // Version 3 adds milliseconds.
      if line.take(".") { _ = line.takeNumber(digits: 3) }
      self.builder?.note(seconds: seconds)
    case "%":
      let start = line.index
      line.index += 1
      var word = ""
      while let character = line.next, character != "," {
        word.append(character)
        line.index += 1
      }
      guard let game = builder?.game,
        let ending = ShogiRecordEnding(csa: word, mover: game.sideToMove)
      else { throw line.error("expected an ending such as %TORYO after '+' or '-'", at: start) }
      guard builder?.hasEnded == false else {
        throw line.error("the game has ended already", at: start)
      }
      builder?.note(ending: ending)
    default:
      throw line.error("expected a move such as +7776FU, a time, an ending or a placement")
    }
  }
}

// The first position.
extension ShogiCSAReader {
  private mutating func readPlacement(_ line: inout ShogiLine) throws(NotationError) {
    guard builder == nil else { throw line.error("a placement comes after the first move") }
    line.index += 1
    boardLine = boardLine ?? line.number
    if line.take("I") {
      try readEvenPosition(&line)
    } else if line.take("+") {
      try readPieces(.black, &line)
    } else if line.take("-") {
      try readPieces(.white, &line)
    } else if let rank = line.takeNumber(digits: 1), rank > 0 {
      try readRow(rank, &line)
    } else {
      throw line.error("expected PI, P+, P- or P1 to P9")
    }
  }

  private mutating func put(
    _ piece: ShogiPiece, _ file: Int, _ rank: Int, _ line: ShogiLine, _ place: Int
  ) throws(NotationError) {
    let square = ShogiSquare(file: file, rank: rank)
    guard board.board[square.index] == 0 else {
      throw line.error("\(square.name) is given twice", at: place)
    }
    board.place(piece.code, on: square.index)
  }

  private mutating func readEvenPosition(_ line: inout ShogiLine) throws(NotationError) {
    guard board.occupied == 0 else { throw line.error("PI comes after other pieces") }
    var missing: ShogiSquares = 0
    while line.next != nil, line.next != "," {
      let place = line.index
      let (file, rank, kind) = try readSquareAndPiece(&line)
      guard 1...9 ~= file, 1...9 ~= rank else {
        throw line.error("expected a square of the board", at: place)
      }
      let square = ShogiSquare(file: file, rank: rank).index
      guard ShogiPiece(code: ShogiPosition.opening.board[square])?.kind == kind else {
        throw line.error("no \(kind) stands there in the even position", at: place)
      }
      missing |= .square(square)
    }
    for square in 0..<81 where !missing.has(square) {
      let code = ShogiPosition.opening.board[square]
      if code != 0 { board.place(code, on: square) }
    }
  }

  private mutating func readRow(_ rank: Int, _ line: inout ShogiLine) throws(NotationError) {
    for file in (1...9).reversed() {
      if line.take(" * ") { continue }
      // Editors cut spaces at the end of a line.
      if file == 1, line.take(" *") { continue }
      let place = line.index
      let side: ShogiSide
      if line.take("+") {
        side = .black
      } else if line.take("-") {
        side = .white
      } else {
        throw line.error("expected ' * ' or a piece such as +FU on file \(file)")
      }
      try put(ShogiPiece(side, try readKind(&line)), file, rank, line, place)
    }
  }

  private mutating func readPieces(
    _ side: ShogiSide, _ line: inout ShogiLine
  ) throws(NotationError) {
    while line.next != nil, line.next != "," {
      let place = line.index
      if line.take("00AL") {
        giveRest(to: side)
        continue
      }
      let (file, rank, kind) = try readSquareAndPiece(&line)
      if file == 0, rank == 0 {
        let raw = Int(kind.rawValue)
        guard raw <= 7, board.held(Int(side.rawValue), raw) < kind.setCount else {
          throw line.error("a hand cannot hold that \(kind)", at: place)
        }
        board.setHand(
          Int(side.rawValue), raw, count: board.held(Int(side.rawValue), raw) + 1)
      } else if 1...9 ~= file, 1...9 ~= rank {
        try put(ShogiPiece(side, kind), file, rank, line, place)
      } else {
        throw line.error("expected a square of the board or 00", at: place)
      }
    }
  }

  /// Gives a side every piece of the set that is not placed yet.
  private mutating func giveRest(to side: ShogiSide) {
    let side = Int(side.rawValue)
    for kind in ShogiPieceKind.handOrder {
      let raw = Int(kind.rawValue)
      var used = board.kinds[raw].nonzeroBitCount + board.held(side ^ 1, raw)
      if kind.promoted != nil { used += board.kinds[raw | 8].nonzeroBitCount }
      board.setHand(side, raw, count: max(0, kind.setCount - used))
    }
  }

  private func readKind(_ line: inout ShogiLine) throws(NotationError) -> ShogiPieceKind {
    for kind in ShogiPieceKind.allCases where line.take(ShogiCSA.code(of: kind)) { return kind }
    throw line.error("expected a piece such as FU")
  }

  private func readSquareAndPiece(
    _ line: inout ShogiLine
  ) throws(NotationError) -> (file: Int, rank: Int, kind: ShogiPieceKind) {
    guard let file = line.takeNumber(digits: 1), let rank = line.takeNumber(digits: 1) else {
      throw line.error("expected a square such as 77")
    }
    return (file, rank, try readKind(&line))
  }
}

// The moves.
extension ShogiCSAReader {
  private mutating func readMove(_ line: inout ShogiLine) throws(NotationError) {
    let place = line.index
    let side = line.next == "+" ? ShogiSide.black : .white
    line.index += 1
    guard let builder else { return try begin(side, line, place) }
    guard side == builder.game.sideToMove, !builder.hasEnded else {
      throw line.error(
        builder.hasEnded ? "the game has ended already" : "the other side is to move", at: place)
    }
    let from = try readSquare(&line)
    guard let to = try readSquare(&line) else {
      throw line.error("00 is not a square of the board", at: place)
    }
    let kind = try readKind(&line)
    let move = try move(from, to, kind, builder.game, line, place)
    do {
      try self.builder?.play(move)
    } catch {
      throw line.error(error.reason, at: place)
    }
  }

  private func move(
    _ from: ShogiSquare?, _ to: ShogiSquare, _ kind: ShogiPieceKind, _ game: Shogi,
    _ line: ShogiLine, _ place: Int
  ) throws(NotationError) -> ShogiMove {
    guard let from else {
      guard kind.rawValue <= 7 else { throw line.error("a \(kind) cannot be dropped", at: place) }
      return ShogiMove(dropping: kind, to: to)
    }
    guard let piece = game.piece(at: from), from != to,
      piece.kind == kind || piece.kind.promoted == kind
    else { throw line.error("what stands on \(from.name) cannot become \(kind)", at: place) }
    return ShogiMove(from: from, to: to, promotes: piece.kind != kind)
  }

  /// Reads two digits; 00, the hand, is nil.
  private func readSquare(_ line: inout ShogiLine) throws(NotationError) -> ShogiSquare? {
    let place = line.index
    guard let file = line.takeNumber(digits: 1), let rank = line.takeNumber(digits: 1),
      (file == 0) == (rank == 0)
    else { throw line.error("expected a square such as 77, or 00", at: place) }
    return file == 0 ? nil : ShogiSquare(file: file, rank: rank)
  }

  /// Fixes the first position.
  private mutating func begin(
    _ side: ShogiSide, _ line: ShogiLine, _ place: Int
  ) throws(NotationError) {
    guard line.next == nil || line.next == "," else {
      throw line.error("a line '+' or '-' tells who moves first, before the moves", at: place)
    }
    guard let boardLine else {
      throw line.error("the first position is missing (PI, or P1 to P9)", at: place)
    }
    do {
      try board.begin(checking: Int(side.rawValue))
    } catch {
      throw error.at(line: boardLine, column: 1)
    }
    builder = ShogiRecordBuilder(
      start: Shogi(board, moveNumber: 1, rules: ShogiRules()), headers: headers)
  }
}

extension ShogiRecord {
  /// Reads one record in CSA; throws with line, column and reason, for illegal moves, too.
  public init(csa text: String) throws(NotationError) {
    let records = try ShogiCSAReader.read(text)
    guard records.count == 1 else {
      throw NotationError(
        column: 1, reason: "the text holds \(records.count) records; one is expected")
    }
    self = records[0]
  }

  /// Reads all records of a text in CSA, which lines with a slash separate.
  public static func records(csa text: String) throws(NotationError) -> [ShogiRecord] {
    try ShogiCSAReader.read(text)
  }
}
