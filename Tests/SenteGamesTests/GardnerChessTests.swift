import SenteGames
import Testing

@Suite struct GardnerChessTests {
  static func playing(_ moves: String, from text: String) throws -> GardnerChess {
    var game = try GardnerChess(text: text)
    for move in moves.split(separator: " ") {
      game.apply(try game.action(from: String(move)))
    }
    return game
  }

  @Test(arguments: [
    ("4k/3pp/5/5/R1K2 w - - 0 1", "a1a5", "checkmate", [1.0, -1]),
    ("k4/5/1K3/2Q2/5 w - - 0 1", "c2c4", "stalemate", [0, 0]),
    ("k4/5/1n3/2B2/2K2 w - - 0 1", "c2b3", "insufficientMaterial", [0, 0]),
    ("k4/5/5/2R2/2K2 w - - 99 60", "c2c3", "fiftyMoves", [0, 0]),
    (
      "k4/5/5/2R2/2K2 w - - 0 1", "c2b2 a5a4 b2c2 a4a5 c2b2 a5a4 b2c2 a4a5", "threefoldRepetition",
      [0, 0]
    ),
  ])
  func `a game ends by every rule`(
    text: String, moves: String, ending: String, outcome: [Double]
  ) throws {
    let game = try Self.playing(moves, from: text)
    #expect(game.ending.map { "\($0)" } == ending)
    #expect(game.outcome == outcome)
    #expect(game.turn == .finished && game.legalActions.isEmpty)
  }

  @Test func `a pawn becomes any piece, forwards and by taking`() throws {
    let game = try GardnerChess(text: "1n2k/P4/5/5/4K w - - 0 1")
    let pawn = game.legalActions.map { game.text(of: $0) }.filter { $0.hasPrefix("a4") }
    #expect(pawn == ["a4a5q", "a4a5r", "a4a5b", "a4a5n", "a4b5q", "a4b5r", "a4b5b", "a4b5n"])
    #expect(Set(game.legalActions.map { game.index(of: $0) }).count == game.legalActions.count)
  }

  @Test(arguments: [
    ("rnbqk/ppppp/5/PPPPP/RNBQ1 w - - 0 1", "White has 0 kings"),
    ("kk3/5/5/5/4K w - - 0 1", "Black has 2 kings"),
    ("k4/5/5/5/P3K w - - 0 1", "a pawn on the first or last row"),
    ("k3R/5/5/5/4K w - - 0 1", "could take the king"),
    ("k4/PPPPP/R4/5/R1R1K b - - 0 1", "promoted pieces"),
    ("k4/5/5/6/4K w - - 0 1", "6 empty squares where 5 are left"),
    ("k4/5/5/5/4K w KQ - 0 1", "castling"), ("k4/5/5/5/4K w - - 0 0", "number of the move"),
    ("k4/5/5/5/4K x - - 0 1", "'w' or 'b'"), ("k4/5/5/5", "'/' after five squares"),
  ])
  func `impossible positions are refused with the reason`(text: String, reason: String) {
    let error = #expect(throws: NotationError.self) { try GardnerChess(text: text) }
    #expect(error?.reason.contains(reason) == true, "\(String(describing: error))")
  }

  @Test(arguments: [
    ("a2a4", "not legal here"), ("a2a3q", "not legal here"), ("O-O", "expected a move"),
  ])
  func `illegal moves are refused with the reason`(text: String, reason: String) {
    let error = #expect(throws: NotationError.self) { try GardnerChess().action(from: text) }
    #expect(error?.reason.contains(reason) == true, "\(String(describing: error))")
  }
}
