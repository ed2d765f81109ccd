/// Reads KIF line by line.
struct ShogiKIFReader {
  private var headers: [ShogiRecord.Header] = []
  private var handicap: (sfen: String, line: Int)?
  /// The first position as it is drawn: the rows read so far, the hands, and who moves.
  private var board = ShogiPosition()
  private var rows = 0
  private var boardLine = 1
  private var whiteMoves = false
  /// The record, once the first move, comment or end of the text has come.
  private var builder: ShogiRecordBuilder?

  /// Reads a whole record.
  static func read(_ text: String) throws(NotationError) -> ShogiRecord {
    var reader = ShogiKIFReader()
    let lines = ShogiLine.lines(of: text)
    for line in lines { try reader.read(line) }
    try reader.begin(at: lines.count)
    guard let builder = reader.builder else {
      throw NotationError(line: 1, column: 1, reason: "the record has no first position")
    }
    return builder.record
  }

  private mutating func read(_ line: ShogiLine) throws(NotationError) {
    var line = line
    line.skipSpaces()
    switch line.next {
    case nil, "#", "&": return
    case "*":
      try begin(at: line.number)
      line.index += 1
      builder?.note(comment: line.rest)
      return
    case "|": return try readRow(line)
    case "+": return
    default: break
    }
    if line.take("まで") || line.take("手数-") { return }
    if line.take("変化：") || line.take("変化:") { return try readVariation(line) }
    if let digit = line.next, digit.isASCII, digit.isWholeNumber {
      try begin(at: line.number)
      return try readMove(line)
    }
    try readHeader(line)
  }
}

// The head.
extension ShogiKIFReader {
  private mutating func readHeader(_ line: ShogiLine) throws(NotationError) {
    let text = line.rest
    switch text.filter({ $0 != " " && $0 != "　" }) {
    case "先手番", "下手番": whiteMoves = false
    case "後手番", "上手番": whiteMoves = true
    // The numbers of the files above the board.
    case "９８７６５４３２１": break
    default:
      guard builder == nil else { throw line.error("expected a move, a comment or 変化") }
      // 手数＝12 tells how many moves led to a drawn position; those are not in the record.
      if text.hasPrefix("手数＝") || text.hasPrefix("手数=") { return }
      guard let colon = text.firstIndex(where: { $0 == "：" || $0 == ":" }) else {
        throw line.error("expected a line such as 先手：NAME, a move or a comment")
      }
      let key = String(text[..<colon])
      let value = String(text[text.index(after: colon)...])
      let column = line.index + text.distance(from: text.startIndex, to: colon) + 1
      try note(key: key, value: value, line, column)
    }
  }

  private mutating func note(
    key: String, value: String, _ line: ShogiLine, _ column: Int
  ) throws(NotationError) {
    switch key {
    case "手合割":
      let name = value.filter { $0 != " " && $0 != "　" }
      if name == "その他" { return }
      guard let found = ShogiKIF.handicaps.first(where: { $0.name == name }) else {
        throw line.error("the handicap '\(name)' is not known", at: column)
      }
      handicap = (found.sfen, line.number)
    case "先手の持駒", "下手の持駒": try readHand(0, value, line, column)
    case "後手の持駒", "上手の持駒": try readHand(1, value, line, column)
    default: headers.append(ShogiRecord.Header(key: key, value: value))
    }
  }

  /// Reads `飛　金二　歩十八` or なし.
  private mutating func readHand(
    _ side: Int, _ value: String, _ line: ShogiLine, _ column: Int
  ) throws(NotationError) {
    var text = ShogiLine(value[...], number: line.number)
    text.skipSpaces()
    if text.take("なし") { return }
    while text.next != nil {
      let start = text.index
      let kind = text.next.flatMap { name in
        ShogiPieceKind.handOrder.first { ShogiKIF.character(of: $0) == name }
      }
      guard let kind else {
        throw line.error("expected a piece in hand or なし", at: column + start)
      }
      text.index += 1
      let count = takeCount(&text) ?? 1
      guard 1...18 ~= count, board.held(side, Int(kind.rawValue)) == 0 else {
        throw line.error("a hand cannot hold that", at: column + start)
      }
      board.setHand(side, Int(kind.rawValue), count: count)
      text.skipSpaces()
    }
  }

  /// Takes a Chinese number from 1 to 19.
  private func takeCount(_ text: inout ShogiLine) -> Int? {
    var value = text.take("十") ? 10 : 0
    if let digit = text.next.flatMap({ ShogiKIF.ranks.firstIndex(of: $0) }) {
      value += digit + 1
      text.index += 1
    }
    return value == 0 ? nil : value
  }

  /// Reads a row of the drawn board: `|v香 ・ 歩...|一`.
  private mutating func readRow(_ line: ShogiLine) throws(NotationError) {
    guard builder == nil, rows < 9 else { throw line.error("a board has nine rows") }
    if rows == 0 { boardLine = line.number }
    var line = line
    line.index += 1
    for file in (1...9).reversed() {
      let mark = line.next
      guard mark == " " || mark == "v" else {
        throw line.error("expected ' ' or 'v' before the piece on file \(file)")
      }
      line.index += 1
      let name = line.next
      if name != "・" {
        guard
          let kind = ShogiPieceKind.allCases.first(where: { ShogiKIF.character(of: $0) == name })
            ?? ShogiKIF.pieces.first(where: { $0.name == name.map(String.init) })?.kind
        else { throw line.error("expected a piece or ・ on file \(file)") }
        let piece = ShogiPiece(mark == " " ? .black : .white, kind)
        board.place(piece.code, on: ShogiSquare(file: file, rank: rows + 1).index)
      }
      line.index += 1
    }
    guard line.next == "|" else { throw line.error("expected '|' after nine squares") }
    rows += 1
  }

  /// Fixes the first position.
  private mutating func begin(at line: Int) throws(NotationError) {
    if builder != nil { return }
    if rows > 0 {
      guard rows == 9 else {
        throw NotationError(line: line, column: 1, reason: "the board has \(rows) rows of 9")
      }
      do {
        try board.begin(checking: whiteMoves ? 1 : 0)
      } catch {
        throw error.at(line: boardLine, column: 1)
      }
      let game = Shogi(board, moveNumber: 1, rules: ShogiRules())
      builder = ShogiRecordBuilder(start: game, headers: headers)
    } else {
      let game = try Shogi(text: handicap?.sfen ?? ShogiKIF.handicaps[0].sfen)
      builder = ShogiRecordBuilder(start: game, headers: headers)
    }
  }
}

// The moves.
extension ShogiKIFReader {
  private mutating func readVariation(_ line: ShogiLine) throws(NotationError) {
    var line = line
    let start = line.index
    guard let builder, let number = line.takeNumber(digits: 6), number > 0, line.take("手") else {
      throw line.error("expected the number of a move and 手 after the first line of moves")
    }
    guard number <= builder.ply + 1 else {
      throw line.error("the line before has no move \(number - 1)", at: start)
    }
    self.builder?.goBack(to: number - 1)
  }

  private mutating func readMove(_ line: ShogiLine) throws(NotationError) {
    guard var builder = builder.take() else { return }
    var line = line
    let numberPlace = line.index
    guard let number = line.takeNumber(digits: 6) else { throw line.error("expected a number") }
    guard !builder.hasEnded else {
      throw line.error("the line has ended; a variation begins with 変化", at: numberPlace)
    }
    guard number == builder.ply + 1 else {
      throw line.error("expected move \(builder.ply + 1), found \(number)", at: numberPlace)
    }
    line.skipSpaces()
    let place = line.index
    var isRemark = false
    if let ending = ShogiRecordEnding.allCases.first(where: { line.take($0.kif) }) {
      guard !builder.isEnding else { throw line.error("a second ending here", at: place) }
      builder.note(ending: ending)
    } else if line.take("封じ手") {
      // The sealed move is given under the same number later; only the remark is kept.
      builder.note(comment: "封じ手")
      isRemark = true
    } else {
      let move = try readMoveText(&line, builder)
      do {
        try builder.play(move)
      } catch {
        throw line.error(error.reason, at: place)
      }
    }
    line.skipSpaces()
    if line.next == "(" {
      let seconds = try readTime(&line)
      if !isRemark { builder.note(seconds: seconds) }
    }
    // Some programs end a line with a mark for a branch.
    _ = line.take("+")
    line.skipSpaces()
    if line.next != nil { throw line.error("expected the time, or nothing more") }
    self.builder = builder
  }

  private func readMoveText(
    _ line: inout ShogiLine, _ builder: ShogiRecordBuilder
  ) throws(NotationError) -> ShogiMove {
    let to = try readTarget(&line, builder)
    guard let found = ShogiKIF.pieces.first(where: { line.take($0.name) }) else {
      throw line.error("expected a piece")
    }
    if line.take("打") {
      guard found.kind.rawValue <= 7 else { throw line.error("a \(found.kind) cannot be dropped") }
      return ShogiMove(dropping: found.kind, to: to)
    }
    let promotes = line.take("不成") ? false : line.take("成")
    let place = line.index
    guard line.take("("), let digits = line.takeNumber(digits: 2), line.take(")") else {
      throw line.error("expected 打, or the origin such as (77)", at: place)
    }
    guard 1...9 ~= digits / 10, 1...9 ~= digits % 10 else {
      throw line.error("the origin \(digits) is not on the board", at: place)
    }
    let from = ShogiSquare(file: digits / 10, rank: digits % 10)
    guard builder.game.piece(at: from)?.kind == found.kind else {
      throw line.error("no \(found.kind) stands on \(from.name)", at: place)
    }
    guard from != to else { throw line.error("origin and target are the same", at: place) }
    return ShogiMove(from: from, to: to, promotes: promotes)
  }

  private func readTarget(
    _ line: inout ShogiLine, _ builder: ShogiRecordBuilder
  ) throws(NotationError) -> ShogiSquare {
    if line.take("同") {
      guard let last = builder.lastMove else { throw line.error("同 needs a move before it") }
      line.skipSpaces()
      return last.to
    }
    let digits: [Character] = Array("123456789")
    guard let character = line.next,
      let file = ShogiKIF.files.firstIndex(of: character) ?? digits.firstIndex(of: character)
    else { throw line.error("expected a move such as ７六歩(77), or an ending such as 投了") }
    line.index += 1
    guard let character = line.next,
      let rank = ShogiKIF.ranks.firstIndex(of: character) ?? digits.firstIndex(of: character)
    else { throw line.error("expected a rank such as 六") }
    line.index += 1
    return ShogiSquare(file: file + 1, rank: rank + 1)
  }

  /// Reads `( 0:16/00:00:16)` and returns the first time in seconds.
  private func readTime(_ line: inout ShogiLine) throws(NotationError) -> Int {
    let place = line.index
    line.index += 1
    line.skipSpaces()
    guard var time = line.takeNumber(digits: 5) else {
      throw line.error("expected a time such as ( 0:16/00:00:16)", at: place)
    }
    while line.take(":") {
      let place = line.index
      guard let part = line.takeNumber(digits: 2), part < 60, time < 100_000 else {
        throw line.error("expected minutes and seconds below 60", at: place)
      }
      time = time * 60 + part
    }
    if line.take("/") {
      while let character = line.next, character != ")" {
        guard character == " " || character == ":" || character.isASCII && character.isWholeNumber
        else { throw line.error("expected the total time, then ')'") }
        line.index += 1
      }
    }
    guard line.take(")") else { throw line.error("expected ')' after the time") }
    return time
  }
}

extension ShogiRecord {
  /// Reads KIF; throws with line, column and reason, for illegal moves, too.
  ///
  /// Understands headers, handicaps, drawn first positions, times, comments, endings and variations
  /// of any depth. 変化 goes back along the line before it, as the programs that write KIF expect.
  public init(kif text: String) throws(NotationError) { self = try ShogiKIFReader.read(text) }
}
