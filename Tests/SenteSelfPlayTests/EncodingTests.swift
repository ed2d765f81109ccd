import SenteGames
import SentePrimitives
import Testing

@Suite struct EncodingTests {
  /// Positions of random games in which a player is to move.
  static func positions<Position: Game>(_ start: Position, count: Int, seed: UInt64) -> [Position] {
    var random = RandomStream(seed: seed, role: "positions")
    var positions: [Position] = []
    var position = start
    while positions.count < count {
      let actions = position.legalActions
      if actions.isEmpty {
        position = start
        continue
      }
      positions.append(position)
      position.apply(actions[random.index(below: actions.count)])
    }
    return positions
  }

  static func planes<Encoding: PositionEncoding>(
    _ encoding: Encoding, _ position: Encoding.Position
  ) -> [Float] {
    var numbers = [Float](repeating: .nan, count: encoding.count)
    var span = numbers.mutableSpan
    encoding.write(position, into: &span)
    return numbers
  }

  /// Every number is written, and each legal action has a place of its own that leads back to it.
  static func check<Encoding: PositionEncoding>(
    _ encoding: Encoding, _ start: Encoding.Position, count: Int = 300
  ) {
    for position in positions(start, count: count, seed: 5) {
      #expect(planes(encoding, position).allSatisfy { $0.isFinite })
      var seen: Set<Int> = []
      for action in position.legalActions {
        let index = encoding.policyIndex(of: action, in: position)
        #expect((0..<encoding.policyCount).contains(index))
        #expect(seen.insert(index).inserted, "\(position.text(of: action)) in \(position.text)")
        #expect(
          encoding.action(atPolicyIndex: index, in: position) == action,
          "\(position.text(of: action)) in \(position.text)")
      }
      #expect(encoding.action(atPolicyIndex: encoding.policyCount, in: position) == nil)
      #expect(encoding.action(atPolicyIndex: -1, in: position) == nil)
    }
  }

  @Test func `every legal action has a place in the policy that leads back to it`() {
    Self.check(TicTacToeEncoding(), TicTacToe())
    Self.check(ConnectFourEncoding(), ConnectFour())
    Self.check(
      ConnectFourEncoding(ConnectFour(columns: 5, rows: 4)), ConnectFour(columns: 5, rows: 4))
    Self.check(OthelloEncoding(Othello(size: 6)), Othello(size: 6))
    Self.check(HexEncoding(Hex(size: 5)), Hex(size: 5))
    Self.check(HexEncoding(Hex(size: 4, swapRule: true)), Hex(size: 4, swapRule: true))
    Self.check(GoEncoding(Go(size: 7)), Go(size: 7))
    Self.check(GoHistoryEncoding(Go(size: 5)), Remembered(Go(size: 5)))
  }

  @Test func `every move of chess and shogi has one of the published places`() throws {
    #expect(ChessHistoryEncoding().policyCount == 4672)
    #expect(ShogiHistoryEncoding().policyCount == 11_259)
    Self.check(ChessEncoding(), Chess(), count: 600)
    Self.check(ChessEncoding(), Chess(chess960: 0), count: 200)
    Self.check(ChessHistoryEncoding(), Remembered(Chess()))
    // Castling on both sides, en passant, and all promotions with and without a capture.
    for fen in [
      "r3k2r/8/8/8/8/8/8/R3K2R w KQkq - 0 1", "r3k2r/8/8/8/8/8/8/R3K2R b KQkq - 0 1",
      "1n1n4/P1P3k1/8/8/8/8/6p1/K4N1N w - - 0 1", "1n1n4/P1P3k1/8/8/8/8/6p1/K4N1N b - - 0 1",
      "4k3/8/8/3pP3/8/8/8/4K3 w - d6 0 2",
    ] {
      Self.check(ChessEncoding(), try Chess(text: fen), count: 1)
    }
    Self.check(ShogiEncoding(), Shogi(), count: 600)
    Self.check(ShogiHistoryEncoding(), Remembered(Shogi()))
  }

  /// Where actions are places of the board, a symmetry moves the planes as it moves the actions.
  static func checkSymmetries<Encoding: PositionEncoding>(
    _ encoding: Encoding, _ start: Encoding.Position
  ) where Encoding.Position: SymmetricGame {
    let places = encoding.height * encoding.width
    for position in positions(start, count: 60, seed: 6) {
      let plain = planes(encoding, position)
      for symmetry in 0..<encoding.symmetryCount(of: position) {
        let image = encoding.transformed(position, by: symmetry)
        let moved = planes(encoding, image)
        for place in 0..<places {
          guard let action = encoding.action(atPolicyIndex: place, in: position) else { continue }
          let seen = encoding.transformed(action, in: position, by: symmetry)
          let target = encoding.policyIndex(of: seen, in: image)
          for plane in 0..<encoding.planes {
            #expect(
              plain[place * encoding.planes + plane] == moved[target * encoding.planes + plane],
              "plane \(plane), symmetry \(symmetry) of \(position.text)")
          }
        }
        let legal = Set(position.legalActions.map { position.transformed($0, by: symmetry) })
        #expect(legal == Set(image.legalActions))
      }
    }
  }

  @Test func `symmetries move planes and policy alike`() {
    Self.checkSymmetries(TicTacToeEncoding(), TicTacToe())
    Self.checkSymmetries(OthelloEncoding(Othello(size: 6)), Othello(size: 6))
    Self.checkSymmetries(HexEncoding(Hex(size: 5)), Hex(size: 5))
    Self.checkSymmetries(GoEncoding(Go(size: 5)), Go(size: 5))
    Self.checkSymmetries(GoHistoryEncoding(Go(size: 5)), Remembered(Go(size: 5)))
  }

  @Test func `planes of Go tell liberties, the last action and who moves`() {
    var board = Go(size: 5)
    // Black in the corner and in the middle; White beside the corner, a chain of two.
    for point in [0, 2, 12, 1] { board.apply(point) }
    let encoding = GoEncoding(board)
    func points(of plane: Int, in position: Go) -> [Int] {
      let planes = Self.planes(encoding, position)
      return (0..<25).filter { planes[9 * $0 + plane] == 1 }
    }
    let legal = (0..<25).filter { board.isLegal($0) }
    #expect(
      (0..<9).map { points(of: $0, in: board) }
        == [[0, 12], [1, 2], [0], [], [1, 2], legal, [1], [], Array(0..<25)])
    board.apply(board.pass)
    #expect((0...1).map { points(of: $0, in: board) } == [[1, 2], [0, 12]])
    #expect((6...8).map { points(of: $0, in: board) } == [[], Array(0..<25), []])
  }

  @Test func `the mirror image of Connect Four has mirrored planes`() {
    let encoding = ConnectFourEncoding()
    for position in Self.positions(ConnectFour(), count: 60, seed: 7) {
      let plain = Self.planes(encoding, position)
      let image = Self.planes(encoding, position.transformed(by: 1))
      for place in plain.indices {
        let (square, plane) = place.quotientAndRemainder(dividingBy: 2)
        let (row, column) = square.quotientAndRemainder(dividingBy: 7)
        #expect(plain[place] == image[2 * (row * 7 + 6 - column) + plane])
      }
    }
  }

  @Test func `both players see the same position the same way`() throws {
    // The same men with colours exchanged and the board turned.
    let white = try Chess(text: "rnbqkbnr/pppp1ppp/8/4p3/4P3/5N2/PPPP1PPP/RNBQKB1R b KQkq - 1 2")
    let black = try Chess(text: "rnbqkb1r/pppp1ppp/5n2/4p3/4P3/8/PPPP1PPP/RNBQKBNR w KQkq - 1 2")
    #expect(Self.planes(ChessEncoding(), white) == Self.planes(ChessEncoding(), black))
    // Black joins top and bottom where White joins left and right.
    var first = Hex(size: 4)
    first.apply(1)
    var second = Hex(size: 4)
    second.apply(0)
    second.apply(4)
    let encoding = HexEncoding(first)
    let (seenByWhite, seenByBlack) = (
      Self.planes(encoding, first), Self.planes(encoding, second)
    )
    #expect(seenByWhite[2 * 4 + 1] == 1)
    #expect(seenByBlack[2 * 4 + 1] == 1 && seenByBlack[0] == 1)
  }

  @Test func `history planes show what was there before`() throws {
    var game = Remembered(Go(size: 5))
    for point in [0, 24, 6] { game.apply(point) }
    let planes = Self.planes(GoHistoryEncoding(Go(size: 5)), game)
    // White is to move: plane 0 is White's.
    #expect(planes[17 * 24] == 1 && planes[17 * 0 + 1] == 1 && planes[17 * 6 + 1] == 1)
    #expect(planes[17 * 6 + 3] == 0 && planes[17 * 24 + 2] == 1)
    #expect(planes[17 * 24 + 4] == 0 && planes[17 * 0 + 5] == 1)
    #expect(planes[17 * 0 + 7] == 0)
    #expect((0..<25).allSatisfy { planes[17 * $0 + 16] == 0 })
    var chess = Remembered(Chess())
    for move in ["g1f3", "g8f6", "f3g1", "f6g8"] { chess.apply(try chess.action(from: move)) }
    let seen = Self.planes(ChessHistoryEncoding(), chess)
    #expect(seen[12] == 1 && seen[13] == 0, "the first position has come back")
    #expect(seen[14 * 4 + 12] == 0, "four moves ago it was there for the first time")
    #expect(seen[118] == 0.04)
    var shogi = Remembered(Shogi())
    for move in ["7g7f", "3c3d", "8h2b+"] { shogi.apply(try shogi.action(from: move)) }
    let board = Self.planes(ShogiHistoryEncoding(), shogi)
    #expect(board[360] == 1, "white is to move")
    #expect(board[31 + 7 + 1] == 1, "black holds a bishop")
    #expect(board[45 + 31 + 7 + 1] == 0, "not before it took it")
  }
}
