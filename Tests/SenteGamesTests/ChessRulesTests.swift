import SenteGames
import SentePrimitives
import Testing

struct ChessRulesTests {
  private func moves(_ fen: String) throws -> Set<String> {
    let game = try Chess(text: fen)
    return Set(game.legalActions.map { game.text(of: $0) })
  }

  private func play(_ moves: String, from game: Chess = Chess()) throws -> Chess {
    var game = game
    for move in moves.split(separator: " ") { game.apply(try game.action(from: String(move))) }
    return game
  }

  // MARK: En passant

  @Test func `a pawn may not take en passant when both pawns leave a rank open to its king`() throws
  {
    let game = try Chess(text: "8/8/8/8/k2Pp2Q/8/8/3K4 b - d3 0 1")
    #expect(game.position.enPassantSquare == nil)
    #expect(game.text == "8/8/8/8/k2Pp2Q/8/8/3K4 b - - 0 1")
    #expect(try !moves(game.text).contains("e4d3"))
  }

  @Test func `a pawn that gives check may be taken en passant`() throws {
    #expect(try moves("8/8/8/2k5/3Pp3/8/8/4K3 b - d3 0 1").contains("e4d3"))
  }

  @Test func `a pinned pawn may not take en passant off its line`() throws {
    let fen = "4k3/8/8/8/3pP3/8/8/B3K2R b - e3 0 1"
    #expect(try moves(fen).contains("d4e3"))
    #expect(try !moves("8/6k1/8/8/3pP3/8/8/B3K2R b - e3 0 1").contains("d4e3"))
  }

  @Test func `taking en passant removes the pawn passed`() throws {
    let game = try play("e2e4 a7a6 e4e5 d7d5 e5d6")
    #expect(game.text == "rnbqkbnr/1pp1pppp/p2P4/8/8/8/PPPP1PPP/RNBQKBNR b KQkq - 0 3")
    let late = try play("e2e4 a7a6 e4e5 d7d5 g1f3 a6a5")
    #expect(try !moves(late.text).contains("e5d6"))
  }

  // MARK: Castling

  @Test func `the king may castle neither out of, through nor into check`() throws {
    let castles: Set = ["e1g1", "e1c1"]
    let rows: [(String, Set<String>)] = [
      ("r3k2r/8/8/8/8/8/8/R3K2R w KQkq - 0 1", castles),
      ("4k3/8/8/8/8/5r2/8/R3K2R w KQ - 0 1", ["e1c1"]),
      ("4k3/8/8/8/8/6r1/8/R3K2R w KQ - 0 1", ["e1c1"]),
      ("4k3/8/8/8/8/4r3/8/R3K2R w KQ - 0 1", []),
      ("4k3/8/8/8/8/1r6/8/R3K2R w KQ - 0 1", castles),
      ("4k3/8/8/8/8/8/8/RN2K2R w KQ - 0 1", ["e1g1"]),
      ("4k3/8/8/8/8/8/6p1/R3K2R w KQ - 0 1", ["e1c1"]),
      ("4k3/8/8/8/8/8/8/R3K2R w - - 0 1", []),
    ]
    for (fen, expected) in rows {
      #expect(try moves(fen).intersection(castles) == expected, "\(fen)")
    }
  }

  @Test func `rights to castle go with a move of king or rook and with the capture of a rook`()
    throws
  {
    let start = "r3k2r/8/8/8/8/8/6B1/R3K2R w KQkq - 0 1"
    let game = try Chess(text: start)
    let rows = [
      ("a1b1", "Kkq"), ("h1h2", "Qkq"), ("e1e2", "kq"), ("e1g1", "kq"), ("a1a8", "Kk"),
      ("g2a8", "KQk"), ("g2f3", "KQkq"),
    ]
    for (move, rights) in rows {
      let fields = try play(move, from: game).text.split(separator: " ")
      #expect(fields[2] == rights, "\(move)")
    }
  }

  @Test func `in Chess960 the rook may be all that shields the king`() throws {
    let open = try Chess(text: "k7/8/8/8/8/8/8/1RK5 w B - 0 1")
    #expect(open.rules.chess960)
    let castled = try play("c1b1", from: open)
    #expect(castled.text == "k7/8/8/8/8/8/8/2KR4 b - - 1 1")
    #expect(try !moves("k7/8/8/8/8/8/8/qRK5 w B - 0 1").contains("c1b1"))
  }

  @Test func `Chess960 has 960 different starts and number 518 is chess`() throws {
    var seen: Set<String> = []
    for number in 0..<960 {
      let game = Chess(chess960: number)
      seen.insert(game.text)
      #expect(try Chess(text: game.text).position == game.position)
    }
    #expect(seen.count == 960)
    #expect(ChessPosition(chess960: 518).fen == Chess().text)
    #expect(Chess(chess960: 0).text == "bbqnnrkr/pppppppp/8/8/8/8/PPPPPPPP/BBQNNRKR w HFhf - 0 1")
    #expect(Chess(chess960: 959).text == "rkrnnqbb/pppppppp/8/8/8/8/PPPPPPPP/RKRNNQBB w CAca - 0 1")
  }

  @Test func `X-FEN names an inner castling rook by its file`() throws {
    let fen = "1k6/8/8/8/8/8/8/2KR1R1R w F - 0 1"
    let position = try ChessPosition(fen: fen)
    #expect(position.fen == fen)
    #expect(
      try ChessPosition(fen: "1k6/8/8/8/8/8/8/2KR1R1R w K - 0 1").fen(shredder: true)
        == "1k6/8/8/8/8/8/8/2KR1R1R w H - 0 1")
  }

  // MARK: Promotion

  @Test func `a pawn on the last rank becomes one of four pieces`() throws {
    let fen = "1n6/P7/8/8/8/8/8/k1K5 w - - 0 1"
    let promotions = try moves(fen).filter { $0.hasPrefix("a7") }
    #expect(promotions == Set("qrbn".flatMap { ["a7a8\($0)", "a7b8\($0)"] }))
    let game = try play("a7b8n", from: try Chess(text: fen))
    #expect(game.text == "1N6/8/8/8/8/8/8/k1K5 b - - 0 1")
    #expect(game.ending == .insufficientMaterial)
  }

  // MARK: Draws

  @Test func `the third time a position is there the game is drawn`() throws {
    let shuffle = "g1f3 g8f6 f3g1 f6g8"
    let twice = try play(shuffle)
    #expect(twice.repetitions == 1 && twice.turn == .player(0))
    let third = try play(shuffle, from: twice)
    #expect(third.ending == .threefoldRepetition)
    #expect(third.outcome == [0, 0] && third.turn == .finished && third.legalActions.isEmpty)
    let claimable = try play(
      shuffle + " " + shuffle, from: Chess(rules: ChessRules(drawsWithoutClaim: false)))
    #expect(claimable.ending == nil && claimable.claimableDraw == .threefoldRepetition)
    let fifth = try play(shuffle + " " + shuffle, from: claimable)
    #expect(fifth.ending == .fivefoldRepetition)
  }

  @Test func `a position with other rights to castle is another position`() throws {
    let walk = "e1e2 e8e7 e2e1 e7e8"
    var game = try play("e2e4 e7e5 " + walk)
    #expect(game.repetitions == 0)
    game = try play(walk, from: game)
    #expect(game.repetitions == 1 && game.ending == nil)
    #expect(try play("e1e2 e8e7", from: game).ending == .threefoldRepetition)
  }

  @Test func `a position where en passant was possible is another position`() throws {
    let shuffle = "g1f3 g8f6 f3g1 f6g8"
    let game = try play("e2e4 a7a6 e4e5 d7d5 " + shuffle)
    #expect(game.repetitions == 0)
    let without = try play("e2e4 a7a6 e4e5 a6a5 " + shuffle)
    #expect(without.repetitions == 1)
  }

  @Test func `fifty moves draw, but a mate on the last of them wins`() throws {
    let quiet = try Chess(text: "k7/8/1K6/8/8/8/8/7R w - - 99 80")
    #expect(try play("h1h2", from: quiet).ending == .fiftyMoves)
    let mate = try play("h1h8", from: quiet)
    #expect(mate.ending == .checkmate && mate.outcome == [1, -1])
    let patient = ChessRules(drawsWithoutClaim: false)
    let unclaimed = try play("h1h2", from: Chess(position: quiet.position, rules: patient))
    #expect(unclaimed.ending == nil && unclaimed.claimableDraw == .fiftyMoves)
    let last = try ChessPosition(fen: "k7/8/1K6/8/8/8/8/7R w - - 149 99")
    #expect(
      try play("h1h2", from: Chess(position: last, rules: patient)).ending == .seventyFiveMoves)
  }

  @Test(arguments: [
    ("8/8/4k3/8/8/3K4/8/8 w - - 0 1", true),
    ("8/8/4k3/8/8/3K4/8/6N1 w - - 0 1", true),
    ("8/8/4k3/8/8/3K4/8/6b1 w - - 0 1", true),
    ("8/8/4k1b1/8/8/3K4/8/5B2 w - - 0 1", true),
    ("8/8/4kb2/8/8/3K4/8/5B2 w - - 0 1", false),
    ("8/8/4k1n1/8/8/3K4/8/5N2 w - - 0 1", false),
    ("8/8/4k3/8/8/3K4/8/5NN1 w - - 0 1", false),
    ("8/8/4k1n1/8/8/3K4/8/5B2 w - - 0 1", false),
    ("8/8/4k3/8/8/3K4/7p/8 w - - 0 1", false),
    ("8/8/4k3/8/8/3K4/8/7R w - - 0 1", false),
  ])
  func `a draw for lack of material needs that nobody can mate`(fen: String, isDraw: Bool) throws {
    #expect((try Chess(text: fen).ending == .insufficientMaterial) == isDraw)
  }

  @Test func `a side without moves is mated in check and stalemated else`() throws {
    #expect(try Chess(text: "7k/5Q2/6K1/8/8/8/8/8 b - - 0 1").ending == .stalemate)
    let fool = try play("f2f3 e7e5 g2g4 d8h4")
    #expect(fool.ending == .checkmate && fool.outcome == [-1, 1])
  }

  // MARK: As a game

  @Test func `every action has a number of its own and comes back from it`() {
    var random = RandomStream(seed: 11, role: "chess actions")
    for number in 0..<12 {
      var game = number < 6 ? Chess() : Chess(chess960: number * 83)
      while game.ending == nil {
        let actions = game.legalActions
        #expect(Set(actions.map(game.index(of:))).count == actions.count)
        #expect(actions.allSatisfy { game.action(at: game.index(of: $0)) == $0 })
        game.apply(actions[random.index(below: actions.count)])
      }
    }
    #expect(Chess().actionCount == 1858)
    #expect(Chess().action(at: 1858) == nil && Chess().action(at: -1) == nil)
    #expect((0..<1858).allSatisfy { Chess().action(at: $0) != nil })
  }

  @Test func `a move is numbered as its player sees the board`() throws {
    let white = try Chess(text: "4k3/P7/8/8/8/8/p7/4K3 w - - 0 1")
    let black = try Chess(text: "4k3/P7/8/8/8/8/p7/4K3 b - - 0 1")
    for piece in ["q", "r", "b", "n"] {
      #expect(
        try white.index(of: white.action(from: "a7a8" + piece))
          == black.index(of: black.action(from: "a2a1" + piece)))
    }
  }

  @Test func `equal games are those with the same position and history`() throws {
    let once = try play("g1f3 g8f6 f3g1 f6g8")
    #expect(once != Chess() && once.text.hasPrefix("rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR w"))
    #expect(try once == play("g1f3 g8f6 f3g1 f6g8"))
    #expect(try once.hashValue == play("g1f3 g8f6 f3g1 f6g8").hashValue)
    #expect(try once != play("b1c3 g8f6 c3b1 f6g8"))
    #expect(MemoryLayout<ChessPosition>.stride <= 48 && MemoryLayout<Chess>.size <= 1280)
  }

  @Test func `moves that are not legal are refused`() throws {
    let game = Chess()
    for text in ["e2e5", "e7e5", "e1g1", "e2e4q", "a3a4", "", "e2", "e9e4", "e2e4x", "é2e4"] {
      #expect(throws: NotationError.self, "\(text)") { try game.action(from: text) }
    }
    #expect(!game.isLegal(ChessMove(from: 12, to: 36)))
    #expect(game.isLegal(ChessMove(from: 12, to: 28)))
  }

  @Test func `the picture shows the board, its coordinates and the last move`() throws {
    let game = try play("e2e4")
    let lines = game.picture(lastMove: ChessMove(from: 12, to: 28)).split(separator: "\n")
    #expect(lines.count == 10)
    #expect(lines[4].hasPrefix("4  ·  ·  ·  · [♙\u{FE0E}]"))
    #expect(lines[8].contains("a  b  c"))
    #expect(lines[9] == "  move 1, Black to move")
    #expect(game.picture(flipped: true).hasPrefix("1 "))
    #expect(game.picture(colors: true).contains("\u{1B}[48;5;"))
  }
}
