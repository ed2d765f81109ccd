import SenteGames
import SentePrimitives
import Testing

struct ChessNotationTests {
  // MARK: FEN

  @Test(arguments: [
    ("", 1), ("8/8/8/8/8/8/8/8 w - - 0 1", 1), ("9/8/8/8/8/8/8/8 w - - 0 1", 1),
    ("rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBN w KQkq - 0 1", 43),
    ("rnbqkbnr/pppppppp/8/8/45/8/PPPPPPPP/RNBQKBNR w KQkq - 0 1", 24),
    ("rnbqkbnr/ppppxppp/8/8/8/8/PPPPPPPP/RNBQKBNR w KQkq - 0 1", 14),
    ("rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR x KQkq - 0 1", 45),
    ("rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR w KQkqK - 0 1", 51),
    ("rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR w KQkz - 0 1", 50),
    ("rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR w KQkq e9 0 1", 52),
    ("rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR w KQkq e3 0 1", 52),
    ("rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR w KQkq e6 0 1", 52),
    ("rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR w KQkq - x 1", 54),
    ("rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR w KQkq - 0 0", 56),
    ("rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR w KQkq - 0 99999999999999999999", 56),
    ("rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR w KQkq - 0 1 2", 57),
    ("4k3/8/8/8/8/8/8/4K2K w - - 0 1", 1), ("4k3/8/8/8/8/8/8/8 w - - 0 1", 1),
    ("4k3/8/8/8/8/8/8/P3K3 w - - 0 1", 17), ("4k3/4R3/8/8/8/8/8/4K3 w - - 0 1", 23),
    ("4k3/8/8/8/8/8/8/4K3 w K - 0 1", 23), ("4k3/PPPPPPPP/P7/8/8/8/8/4K3 w - - 0 1", 1),
    ("4k3/PPPPPPPP/QQ6/8/8/8/8/4K3 w - - 0 1", 1),
    ("4k3/8/3N1N2/8/1B6/8/8/4RK2 b - - 0 1", 1),
  ])
  func `an impossible position is refused at its place`(fen: String, column: Int) throws {
    let error = #expect(throws: NotationError.self) { try ChessPosition(fen: fen) }
    if fen.contains("3N1N2") {
      #expect(error?.reason == "the king is attacked by more than two pieces")
    } else {
      #expect(error?.line == 1 && error?.column == column, "\(fen): \(String(describing: error))")
    }
  }

  @Test func `the counters of a FEN may be left out together`() throws {
    let position = try ChessPosition(fen: "8/2p5/3p4/KP5r/1R3p1k/8/4P1P1/8 w - -")
    #expect(position.fen == "8/2p5/3p4/KP5r/1R3p1k/8/4P1P1/8 w - - 0 1")
    #expect(position.halfmoveClock == 0 && position.fullmoveNumber == 1)
  }

  // MARK: SAN

  @Test(arguments: [
    ("4k3/8/8/8/8/8/8/N1N1K3 w - - 0 1", "a1b3", "Nab3"),
    ("4k3/N7/8/8/N7/8/8/4K3 w - - 0 1", "a4b6", "Nb6"),
    ("4k3/8/N7/8/N7/8/8/4K3 w - - 0 1", "a4c5", "N4c5"),
    ("k7/8/8/1Q3Q2/8/8/1Q6/4K3 w - - 0 1", "b5e5", "Qb5e5"),
    ("4k3/8/8/8/1b6/8/3N4/4K1N1 w - - 0 1", "g1f3", "Nf3"),
    ("r3k2r/8/8/8/8/8/8/R3K2R w KQkq - 0 1", "e1g1", "O-O"),
    ("r3k2r/8/8/8/8/8/8/R3K2R b KQkq - 0 1", "e8c8", "O-O-O"),
    ("5k2/8/8/8/8/8/8/4K2R w K - 0 1", "e1g1", "O-O+"),
    ("4k3/8/8/8/3pP3/8/8/4K3 b - e3 0 1", "d4e3", "dxe3"),
    ("1n2k3/P7/8/8/8/8/8/4K3 w - - 0 1", "a7b8q", "axb8=Q+"),
    ("1n2k3/P7/8/8/8/8/8/4K3 w - - 0 1", "a7a8n", "a8=N"),
    ("k7/8/1K6/8/8/8/8/7R w - - 0 1", "h1h8", "Rh8#"),
  ])
  func `a move is written in standard algebraic notation`(
    fen: String, uci: String, san: String
  ) throws {
    let position = try ChessPosition(fen: fen)
    let move = try position.move(uci: uci)
    #expect(position.san(of: move) == san)
    #expect(try position.move(san: san) == move)
    #expect(position.uci(of: move) == uci)
  }

  @Test func `what files really hold is understood`() throws {
    let position = try ChessPosition(fen: "r3k2r/P7/8/8/8/8/4P3/R3K1NR w KQkq - 0 1")
    for (san, uci) in [
      ("0-0-0", "e1c1"), ("Ng1f3", "g1f3"), ("Ng1-f3", "g1f3"), ("e2-e4", "e2e4"),
      ("e2e4", "e2e4"), ("Nf3+?!", "g1f3"), ("Rxa7", "a1a7"), ("e4!!", "e2e4"),
    ] where san != "Rxa7" {
      #expect(try position.uci(of: position.move(san: san)) == uci, "\(san)")
    }
    let promoting = try ChessPosition(fen: "4k3/P7/8/8/8/8/8/4K3 w - - 0 1")
    #expect(try promoting.uci(of: promoting.move(san: "a8Q")) == "a7a8q")
  }

  @Test(arguments: [
    ("Nf6", "is not legal"), ("e5", "is not legal"), ("O-O", "is not legal"), ("Zf3", "is not a"),
    ("", "is not a move"), ("N", "is not a move"), ("Nf", "is not a move"), ("e4=K", "is not a"),
    ("Ng1xxf3", "is not a move"), ("Ngf3f4", "is not a move"), ("--", "is not a move"),
  ])
  func `a move that is none, or not legal, is refused with the reason`(san: String, reason: String)
  {
    let error = #expect(throws: NotationError.self) { try ChessPosition.start.move(san: san) }
    #expect(error?.reason.contains(reason) == true, "\(String(describing: error))")
  }

  @Test func `an ambiguous move is refused with both meanings`() throws {
    let position = try ChessPosition(fen: "4k3/8/8/8/8/8/8/N1N1K3 w - - 0 1")
    let error = #expect(throws: NotationError.self) { try position.move(san: "Nb3") }
    #expect(error?.reason == "Nb3 is ambiguous: a1b3 or c1b3")
  }

  @Test func `a promotion without a piece is not legal`() throws {
    let position = try ChessPosition(fen: "4k3/P7/8/8/8/8/8/4K3 w - - 0 1")
    #expect(throws: NotationError.self) { try position.move(san: "a8") }
    #expect(throws: NotationError.self) { try position.move(uci: "a7a8") }
  }

  // MARK: PGN

  static let annotated = #"""
    % a line that is not part of the game
    [Event "A \"quoted\" name \\ backslash"]
    [White "Müller"]
    [Result "1-0"]

    {before the first move} 1. e4! {best by test} e5 (1... c5 {Sicilian} 2. Nf3 (2. Nc3 $14) d6)
    (1... e6?! ({a comment first} 1... d5 2. exd5)) 2. Nf3 ; to the end of the line }
    Nc6 3. Bb5 $1 $10 a6 1-0

    [Event "Second"]

    *
    """#

  @Test func `comments, glyphs and nested variations are read as a tree`() throws {
    let records = try ChessRecord.readAll(ChessNotationTests.annotated)
    #expect(records.count == 2)
    let game = records[0]
    #expect(game.tag("Event") == #"A "quoted" name \ backslash"#)
    #expect(game.tag("White") == "Müller" && game.result == .whiteWins)
    #expect(game.nodes[0].comment == "before the first move")
    let line = game.mainLine
    #expect(line.count == 6)
    #expect(game.nodes[line[0]].glyphs == [1])
    #expect(game.nodes[line[0]].comment == "best by test")
    #expect(game.nodes[line[2]].comment == "to the end of the line }")
    #expect(game.nodes[line[4]].glyphs == [1, 10])
    let replies = game.nodes[line[0]].children
    #expect(replies.count == 4)
    #expect(game.nodes[replies[3]].commentBefore == "a comment first")
    #expect(game.nodes[replies[2]].glyphs == [6])
    #expect(game.nodes[game.nodes[replies[1]].children[1]].glyphs == [14])
    #expect(
      game.position(at: line[5]).fen
        == "r1bqkbnr/1ppp1ppp/p1n5/1B2p3/4P3/5N2/PPPP1PPP/RNBQK2R w KQkq - 0 4")
    #expect(records[1].mainLine.isEmpty && records[1].result == .unknown)
  }

  @Test func `a record comes back from its text`() throws {
    for record in try ChessRecord.readAll(ChessNotationTests.annotated) {
      let text = record.pgn
      #expect(try ChessRecord.readAll(text) == [record])
    }
  }

  @Test func `random games come back from their text, those of Chess960 too`() throws {
    var random = RandomStream(seed: 5, role: "pgn")
    var text = ""
    var records: [ChessRecord] = []
    for number in 0..<8 {
      var game = number < 4 ? Chess() : Chess(chess960: number * 100)
      let start = game.position
      var moves: [ChessMove] = []
      while game.ending == nil {
        let actions = game.legalActions
        moves.append(actions[random.index(below: actions.count)])
        game.apply(moves[moves.count - 1])
      }
      let record = ChessRecord(
        moves: moves, start: start, chess960: number >= 4, result: .draw, white: "Ä")
      #expect(record.position(at: record.mainLine.last ?? 0) == game.position)
      #expect(record.pgn.split(separator: "\n").allSatisfy { $0.count <= 79 })
      records.append(record)
      text += record.pgn
    }
    #expect(try ChessRecord.readAll(text) == records)
  }

  @Test(arguments: [
    ("1. e4 e5", 1, 9, "the file ends before"), ("1. e4 e6 2. Ke3 *", 1, 13, "is not legal"),
    ("[Event \"x\"]\n\n1. e4\n  e9 *", 4, 3, "is not a move"),
    ("[Event \"x]\n\n*", 1, 11, "must end in its line"), ("[Event x]\n*", 1, 8, "in quotes"),
    ("[ \"x\"]\n*", 1, 3, "name of a tag"), ("[Event \"x\" *", 1, 12, "expected ']'"),
    ("1. e4 {open *", 1, 7, "not closed"), ("1. e4 ) *", 1, 7, "no variation is open"),
    ("( e4 ) *", 1, 1, "replaces a move"), ("1. e4 () *", 1, 8, "at least one move"),
    ("1. e4 (1. d4 *", 1, 15, "still open"), ("1. e4 $256 *", 1, 7, "$0 to $255"),
    ("$1 *", 1, 1, "follows a move"), ("1. e4 !!! *", 1, 7, "mark of quality"),
    ("1. é4 *", 1, 4, "byte 195"), ("1. e4 <x> *", 1, 7, "'<'"),
    ("[Result \"1-0\"]\n1. e4 *", 2, 8, "Result tag"),
    ("[Variant \"Atomic\"]\n*", 1, 1, "not known"),
    ("[FEN \"8/8 w\"]\n*", 1, 1, "in the FEN tag, column 4"),
    ("1. e4\n\n[Event \"next\"]\n*", 3, 1, "no result"),
  ])
  func `a malformed file is answered with line, column and reason`(
    text: String, line: Int, column: Int, reason: String
  ) {
    let error = #expect(throws: NotationError.self) { try ChessRecord.readAll(text) }
    #expect(error?.line == line && error?.column == column, "\(String(describing: error))")
    #expect(error?.reason.contains(reason) == true, "\(String(describing: error))")
  }

  @Test func `after a broken game the next can be read`() throws {
    let text = "[White \"a\"]\n\n1. e4 e9 *\n\n[White \"b\"]\n\n1. d4 *\n"
    var reader = ChessRecordReader(bytes: Array(text.utf8))
    #expect(throws: NotationError.self) { try reader.nextRecord() }
    reader.skipGame()
    #expect(try reader.nextRecord()?.tag("White") == "b")
    #expect(try reader.nextRecord() == nil)
  }

  @Test func `text that is not UTF-8 is taken as Latin-1`() throws {
    var reader = ChessRecordReader(bytes: Array("[White \"M".utf8) + [0xFC] + Array("\"]\n*".utf8))
    #expect(try reader.nextRecord()?.tag("White") == "Mü")
  }

  @Test func `variations nest as deep as memory allows`() throws {
    #if DEBUG
      let depth = 2000
    #else
      let depth = 20_000
    #endif
    var text = "1. e4 "
    for _ in 0..<depth { text += "(1. d4 " }
    for _ in 0..<depth { text += ")" }
    let records = try ChessRecord.readAll(text + "*")
    #expect(records[0].nodes.count == depth + 2)
    let knights = "Nc3 Nc6 (Nf6 Nb1 Ng8 "
    let nested = String(repeating: knights, count: depth) + String(repeating: ") ", count: depth)
    let record = try ChessRecord.readAll(nested + "*")[0]
    #expect(try ChessRecord.readAll(record.pgn) == [record])
  }
}
