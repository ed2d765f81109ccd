import SentePrimitives
import Testing

@testable import SenteGames

/// Plays moves in USI, separated by spaces; records an issue for an illegal one.
private func play(_ moves: String, from sfen: String, rules: ShogiRules = .init()) throws -> Shogi {
  var game = try Shogi(text: sfen, rules: rules)
  for move in moves.split(separator: " ") { game.apply(try game.action(from: String(move))) }
  return game
}

private func isLegal(_ move: String, in sfen: String) throws -> Bool {
  let game = try Shogi(text: sfen)
  return game.isLegal(try #require(ShogiMove(usi: move)))
}

@Suite struct ShogiRulesTests {
  @Test(arguments: [
    // King in the corner, gold and pawn: the plain pattern, then what changes it.
    ("7nk/9/7G1/9/9/9/9/9/4K4 b P 1", "P*1b", false, "mate: the gold guards 1b and 2b"),
    ("7nk/9/7G1/9/9/9/9/9/4K4 b L 1", "L*1b", true, "mate by another piece"),
    ("8k/9/7GP/9/9/9/9/9/4K4 b - 1", "1c1b", true, "mate by a pawn that moves"),
    ("8k/9/8P/9/9/9/9/9/4K4 b P 1", "P*2b", true, "the pawn stands beside the king's file"),
    ("8k/9/9/9/9/9/9/9/4K4 b P 1", "P*1b", true, "the king can take the pawn"),
    ("8k/9/8G/9/9/9/9/9/4K4 b P 1", "P*1b", true, "the king can step to 2a"),
    ("6rnk/9/7G1/9/9/9/9/9/4K4 b P 1", "P*1b", false, "the rook is shut in by its own knight"),
    ("7nk/6r2/7G1/9/9/9/9/9/4K4 b P 1", "P*1b", true, "the rook can take the pawn"),
    ("7sk/9/7G1/9/9/9/9/9/4K4 b P 1", "P*1b", true, "the silver can take the pawn"),
    // The silver on 2a is pinned by the rook along rank a: it must not take the pawn.
    ("R6sk/9/7G1/9/9/9/9/9/4K4 b P 1", "P*1b", false, "the only taker is pinned"),
    // The taker is pinned along the file of the pawn: it may take it.
    ("7nk/9/7Gr/9/9/9/9/9/K7L b P 1", "P*1b", true, "the taker comes along its pin"),
    ("8k/9/9/9/9/9/9/9/K8 b P 1", "P*1b", true, "nothing guards the pawn"),
    // 6a is guarded by the rook; then by the bishop, but the pawn on 5b cuts its line.
    ("4kn3/9/4G4/9/9/9/3R5/9/4K4 b P 1", "P*5b", false, "all escapes are guarded"),
    ("4kn3/9/4G4/6B2/9/9/9/9/4K4 b P 1", "P*5b", true, "the pawn cuts its own side's line"),
    ("4k4/9/9/9/9/4b4/4g4/9/4KN3 w p 1", "P*5h", true, "the same for white: 6i is free"),
    ("4k4/9/9/9/9/9/4g4/9/3NKN3 w p 1", "P*5h", false, "white may not mate so either"),
  ])
  func `a pawn may not be dropped to mate, exactly`(
    sfen: String, move: String, legal: Bool, why: Comment
  ) throws {
    #expect(try isLegal(move, in: sfen) == legal, why)
  }

  @Test func `only plain pawns make a second pawn in the file illegal`() throws {
    let sfen = "4k4/9/9/9/9/9/P8/1+P7/4K4 b 2P 1"
    #expect(try !isLegal("P*9e", in: sfen))
    #expect(try isLegal("P*8e", in: sfen))
    #expect(try isLegal("P*7e", in: sfen))
    #expect(try !isLegal("P*7a", in: sfen))
    #expect(throws: NotationError.self) { try Shogi(text: sfen).action(from: "P*9e") }
    let reason = #expect(throws: NotationError.self) {
      _ = try Shogi(text: sfen).action(from: "P*9e")
    }
    #expect(reason?.reason.contains("nifu") == true)
  }

  @Test func `pieces must promote where they could never move again`() throws {
    let sfen = "8k/P8/L2N5/4S4/9/9/9/9/4K4 b - 1"
    for (move, legal) in [
      ("9b9a", false), ("9b9a+", true), ("9c9b", false),
      ("6c5a", false), ("6c5a+", true), ("6c7a+", true), ("6c7a", false), ("5d5c", true),
      ("5d5c+", true),
    ] { #expect(try isLegal(move, in: sfen) == legal, "\(move)") }
    #expect(try !isLegal("L*1a", in: "4k4/9/9/9/9/9/9/9/4K4 b LN 1"))
    #expect(try !isLegal("N*1b", in: "4k4/9/9/9/9/9/9/9/4K4 b LN 1"))
    #expect(try isLegal("N*1c", in: "4k4/9/9/9/9/9/9/9/4K4 b LN 1"))
    #expect(try isLegal("L*1h", in: "4k4/9/9/9/9/9/9/9/4K4 w ln 1"))
    #expect(try !isLegal("L*1i", in: "4k4/9/9/9/9/9/9/9/4K4 w ln 1"))
  }

  @Test func `a piece leaving the zone may promote, a gold never`() throws {
    let sfen = "4k4/9/1S5G1/9/9/9/9/9/4K4 b - 1"
    #expect(try isLegal("8c7d+", in: sfen))
    #expect(try isLegal("8c7d", in: sfen))
    #expect(try !isLegal("2c2b+", in: sfen))
    #expect(try isLegal("2c2b", in: sfen))
  }

  @Test func `a pinned piece moves along its pin only`() throws {
    let sfen = "4k4/4r4/9/9/4R4/9/9/9/4K4 b - 1"
    #expect(try isLegal("5e5b", in: sfen))
    #expect(try isLegal("5e5g", in: sfen))
    #expect(try !isLegal("5e4e", in: sfen))
  }

  @Test func `the fourth occurrence of a position is a draw`() throws {
    let cycle = " 2h3h 8b7b 3h2h 7b8b"
    var game = try play(
      String(repeating: cycle, count: 2) + " 2h3h 8b7b 3h2h", from: "startpos")
    #expect(game.ending == nil)
    game.apply(try game.action(from: "7b8b"))
    #expect(game.ending == .repetition)
    #expect(game.outcome == [0, 0])
    #expect(game.turn == .finished)
    #expect(game.legalActions.isEmpty)
    #expect(throws: NotationError.self) { try game.action(from: "7g7f") }
  }

  @Test func `who checks all the time loses the fourth occurrence`() throws {
    // The rook checks on 5h and 4h, the king goes to and fro between 5a and 4a.
    let start = "4k4/9/9/9/9/9/9/4R4/8K w - 1"
    let cycle = " 5a4a 5h4h 4a5a 4h5h"
    let game = try play(String(repeating: cycle, count: 3), from: start)
    #expect(game.sideToMove == .white)
    #expect(game.ending == .perpetualCheckByOpponent)
    #expect(game.outcome == [-1, 1])
    // The same cycle with one quiet move in between is an ordinary repetition.
    let quiet = " 5a4a 5h6h 4a5a 6h5h"
    let mixed = try play(cycle + cycle + quiet, from: start)
    #expect(mixed.ending == .repetition)
    #expect(mixed.outcome == [0, 0])
  }

  @Test func `the checking side loses when its own move repeats the position`() throws {
    let start = "4k4/9/9/9/9/9/9/3R5/8K b - 1"
    let cycle = " 6h5h 5a6a 5h6h 6a5a"
    let game = try play(" 6h5h" + String(cycle.dropFirst(5)) + cycle + cycle, from: start)
    #expect(game.ending == .perpetualCheckByMover)
    #expect(game.outcome == [-1, 1])
  }

  @Test func `repetitions are seen across many moves`() throws {
    // Both kings walk in a ring of six squares; three rounds are longer than a block of keys.
    let start = "k8/9/9/9/9/9/9/9/8K b - 1"
    let round = " 1i2i 9a8a 2i3i 8a7a 3i3h 7a7b 3h2h 7b8b 2h1h 8b9b 1h1i 9b9a"
    let game = try play(round + round + round, from: start)
    #expect(game.movesPlayed == 36)
    #expect(game.ending == .repetition)
    #expect(try play(round + round + round.dropLast(5), from: start).ending == nil)
  }

  @Test(arguments: [
    // Rook and bishop count 5 points each, the other eight pieces in the zone and the hand 1.
    ("+R+BGGGGSS1/1K7/SS7/9/9/9/9/9/4k4 b 10P 1", true, "28 points"),
    ("+R+BGGGGSS1/1K7/SS7/9/9/9/9/9/4k4 b 9P 1", false, "27 points"),
    ("+R+BGGGGSS1/1K7/S8/9/9/9/9/9/4k4 b 14P 1", false, "31 points, but nine pieces"),
    ("+R+BGGGGSS1/9/SS7/1K7/9/9/9/9/4k4 b 10P 1", false, "the king is not in the zone"),
    ("4K4/9/9/9/9/9/7ss/7k1/1ssgggg+b+r w 9p 1", true, "27 points are enough for white"),
    ("4K4/9/9/9/9/9/7ss/7k1/1ssgggg+b+r w 8p 1", false, "26 points"),
    ("4K4/9/9/9/9/9/7ss/7k1/1ssgggg+b+r b 9p 1", false, "black is to move"),
    ("4K4/9/9/9/9/9/7ss/R6k1/1ssgggg+b+r w 9p 1", false, "in check"),
  ])
  func `the entering king is declared by the 27-point rule`(
    sfen: String, declares: Bool, why: Comment
  ) throws {
    let game = try Shogi(text: sfen)
    #expect(game.canDeclareWin == declares, why)
    #expect(game.ending == (declares ? .declaration : nil), why)
    if declares {
      #expect(game.outcome == (game.sideToMove == .black ? [1, -1] : [-1, 1]))
      let plain = try Shogi(text: sfen, rules: ShogiRules(declaresEnteringKing: false))
      #expect(plain.ending == nil && plain.canDeclareWin && !plain.legalActions.isEmpty)
    }
  }

  @Test func `the limit of moves draws, but mate on the last move counts`() throws {
    let limited = ShogiRules(maximumMoves: 4)
    let game = try play("7g7f 3c3d 2g2f 8c8d", from: "startpos", rules: limited)
    #expect(game.ending == .maximumMoves)
    #expect(game.outcome == [0, 0])
    let mate = try play(
      "G*5b", from: "4k4/9/4G4/9/9/9/9/9/4K4 b G 4", rules: limited)
    #expect(mate.ending == .mate)
    #expect(mate.outcome == [1, -1])
  }

  @Test func `a side without a move loses even when it is not in check`() throws {
    let game = try Shogi(text: "k8/2R6/1R7/9/9/9/9/9/4K4 w - 1")
    #expect(!game.isCheck)
    #expect(game.ending == .mate)
    #expect(game.outcome == [1, -1])
  }

  @Test func `copies are independent and equal only with equal pasts`() throws {
    let first = try play("7g7f 3c3d 2g2f 4c4d", from: "startpos")
    let second = try play("2g2f 4c4d 7g7f 3c3d", from: "startpos")
    #expect(first.text == second.text)
    #expect(first != second)
    var copy = first
    #expect(copy == first && copy.hashValue == first.hashValue)
    copy.apply(copy.legalActions[0])
    #expect(copy != first)
    #expect(first.movesPlayed == 4)
  }

  @Test func `numbers of actions are dense and come back`() throws {
    var random = RandomStream(seed: 7, role: "shogi actions")
    for _ in 0..<20 {
      var game = Shogi(rules: ShogiRules(maximumMoves: 200))
      while game.turn != .finished {
        let actions = game.legalActions
        let numbers = actions.map { game.index(of: $0) }
        #expect(Set(numbers).count == actions.count)
        #expect(zip(numbers, actions).allSatisfy { game.action(at: $0) == $1 })
        #expect(actions.allSatisfy { (try? game.action(from: game.text(of: $0))) == $0 })
        game.apply(actions[random.index(below: actions.count)])
      }
    }
    let game = Shogi()
    #expect(game.actionCount == 11_259)
    #expect(game.action(at: -1) == nil && game.action(at: 11_259) == nil)
    // Both sides' first pawn moves in front of their rooks have one number.
    let mine = game.index(of: try game.action(from: "2g2f"))
    let theirs = try play("7g7f", from: "startpos")
    #expect(theirs.index(of: try theirs.action(from: "8c8d")) == mine)
    let known = (0..<game.actionCount).compactMap { game.action(at: $0) }
    #expect(Set(known).count == known.count)
  }
}
